#include "analysis/inspect/proposal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>

#include "analysis/inspect/column_name.h"
#include "analysis/inspect/project_name.h"
#include "base/text.h"
#include "base/written_number.h"

namespace northstar {
namespace {

constexpr size_t kMostEntities = 4, kMostDimensions = 12, kMostValues = 12;
constexpr int64_t kMostValuesOfADimension = 1'000;

enum class Role { kEntity, kDimension, kValue };

// Names of conditions, and words of the language of expressions.
bool IsTaken(const std::string& name) {
  static const std::set<std::string_view> kWords = {
      "event", "time", "and", "or", "not", "in", "is", "null", "like", "between", "true", "false"};
  return kWords.contains(name);
}

// The column as an expression: in backquotes unless it is a name, or a path into JSON.
std::string AsExpression(const FoundTable& table, const std::string& column) {
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  const auto is_inside = [&](char c) { return is_word(c) || (c >= '0' && c <= '9') || c == '$'; };
  const bool path = table.format == "json" && !column.starts_with('"');
  const bool name = !column.empty() && is_word(column[0]) &&
                    std::all_of(column.begin(), column.end(), is_inside) &&
                    !IsTaken(LowerUtf8(column));
  if (path || name || column == "event" || column == "time") return column;
  const bool quoted = table.format == "json" && column.size() > 2 && column.ends_with('"');
  return "`" + (quoted ? column.substr(1, column.size() - 2) : column) + "`";
}

// A name means one thing in all sources of a project.
class Names {
 public:
  // Nullopt where the source has the name already.
  std::optional<std::string> Take(const std::string& column, Role role,
                                  std::set<std::string>& in_source) {
    std::string name = ProjectName(column);
    if (role == Role::kEntity) {
      for (const std::string_view ending : {"_id", "_uuid", "_guid", "_key"}) {
        if (name.size() > ending.size() + 1 && name.ends_with(ending)) {
          name.resize(name.size() - ending.size());
          break;
        }
      }
    }
    const auto [known, fresh] = roles_.emplace(name, role);
    if (IsTaken(name) || known->second != role) {
      name += role == Role::kEntity ? "_id" : role == Role::kValue ? "_value" : "_name";
      roles_.emplace(name, role);
    }
    if (!in_source.insert(name).second) return std::nullopt;
    return name;
  }

 private:
  std::map<std::string, Role> roles_;
};

double ShareOf(const ColumnProfile& p, uint32_t bits) {
  double share = 0;
  for (uint32_t left = bits; left != 0; left &= left - 1) share += p.Share(left & ~(left - 1));
  return share;
}

bool IsWholeTime(const ColumnProfile& p) {
  using namespace cell_shape;
  // What names a month is read where the rest of it is known.
  const uint32_t named = p.from_us ? kNamedMonth : 0;
  return ShareOf(p, kInstant | kDay | kMonth | kOrderedDate | named | kSlashedIso | kEpoch) > 0.9 ||
         p.Share(kCompactDay) > 0.98;
}

// When it happened rather than when it changed, ends, was promised, or when somebody came.
double TimePoints(const ColumnProfile& p, size_t at) {
  static const std::set<std::string_view> kLater = {
      "updated",      "deleted",    "modified",  "end",       "ended",     "expires",   "expired",
      "due",          "estimated",  "delivered", "closed",    "birthday",  "last",      "limit",
      "synced",       "deadline",   "next",      "paid",      "answer",    "reply",     "replied",
      "registration", "registered", "signup",    "joined",    "birth",     "cancelled", "canceled",
      "refunded",     "approved",   "received",  "processed", "loaded",    "close",     "required",
      "shipped",      "shipping",   "ship",      "resolved",  "fulfilled", "returned",  "return",
      "renewal",      "exported",   "valid",     "valuta"};
  double points = 10 * p.FilledShare() - 0.1 * double(at);
  for (const std::string& word : WordsOfName(p.name))
    if (kLater.contains(word)) points -= 4;
  if (ShareOf(p, cell_shape::kInstant | cell_shape::kEpoch) > 0.9) points += 0.5;
  if (p.Share(cell_shape::kMonth) > 0.5) points -= 1;
  if (!HintsOfName(p.name).time.empty()) points += 0.5;
  return points;
}

class Proposer {
 public:
  Proposer(std::span<const FoundTable> tables, std::span<const std::vector<ColumnGuess>> guesses,
           const JoinFindings& joins)
      : tables_(tables), guesses_(guesses), joins_(joins) {
    // What most names have in common says nothing: shop_orders_dataset.
    std::map<std::string, size_t> words;
    for (const FoundTable& table : tables_) {
      for (const std::string& word : StemOf(table)) ++words[word];
    }
    for (const auto& [word, count] : words) {
      if (count > 2 && 2 * count > tables_.size()) common_.insert(word);
    }
  }

  std::vector<ProposedSource> Propose() {
    std::vector<ProposedSource> out;
    for (size_t t = 0; t < tables_.size(); ++t) {
      const auto time = TimeOf(t);
      if (!time) continue;
      out.push_back(SourceOf(t, *time));
      if (auto ends = EndsOf(t, out.back())) out.push_back(std::move(*ends));
    }
    const std::vector<ProposedSource> alone = out;
    for (ProposedSource& source : out) TakeThrough(alone, source);
    return out;
  }

 private:
  const TableProfile& Table(size_t t) const { return tables_[t].profile; }

  std::optional<size_t> TimeOf(size_t t) const {
    std::optional<size_t> best;
    double most = 0;
    for (size_t i = 0; i < Table(t).columns.size(); ++i) {
      const ColumnProfile& p = Table(t).columns[i];
      if (guesses_[t][i].kind != DataKind::kTime || !IsWholeTime(p) || p.FilledShare() < 0.5)
        continue;
      const double points = TimePoints(p, i);
      if (best && points <= most) continue;
      best = i;
      most = points;
    }
    return best;
  }

  // Words of the table's own name, without signs, numbers and endings.
  static std::vector<std::string> StemOf(const FoundTable& table) {
    std::string name = table.name;
    const size_t sheet = name.find('#');
    if (sheet != std::string::npos) {
      name = name.substr(sheet + 1);
    } else {
      // Of "events/2024-*.json" the folder says more.
      const auto own = [](std::string_view path) {
        path = path.substr(path.find_last_of("/!") + 1);
        return path.substr(0, path.find('.', 1));
      };
      const std::string_view file = own(name);
      const size_t folder = name.find_last_of("/!");
      const bool telling = WordsOfName(file).size() > 0 || folder == std::string::npos;
      name = telling ? file : own(std::string_view(name).substr(0, folder));
    }
    std::vector<std::string> words;
    for (std::string& word : WordsOfName(name)) {
      if (word.find_first_not_of("0123456789") != std::string::npos) words.push_back(word);
    }
    return words;
  }

  std::string NameOfTable(size_t t) {
    static const std::set<std::string_view> kEmpty = {"data", "dataset", "export", "table", "file",
                                                      "raw",  "dump",    "report", "csv",   "all"};
    std::string name;
    for (const std::string& word : StemOf(tables_[t])) {
      if (kEmpty.contains(word) || common_.contains(word)) continue;
      name += (name.empty() ? "" : "_") + word;
    }
    name = ProjectName(name.empty() ? "rows" : name);
    std::string free = name;
    for (int i = 2; !source_names_.insert(free).second; ++i) free = name + "_" + std::to_string(i);
    return free;
  }

  void SetTime(size_t t, size_t at, ProposedSource& source) const {
    using namespace cell_shape;
    const ColumnProfile& p = Table(t).columns[at];
    source.time = source.time_column = p.name;
    if (ShareOf(p, kOrderedDate) > 0.5) {
      const bool month = p.Share(kMonthFirst) > 0, day = p.Share(kDayFirst) > 0;
      source.date_order = month && !day ? "mdy" : "dmy";
      source.order_unknown = month == day;
      if (source.order_unknown) OrderOfFirstDays(p, source);
    }
    if (ShareOf(p, kDay | kOrderedDate | kSlashedIso | kNamedMonth) > 0.9) AddHour(t, source);
    for (size_t i = 0; i < Table(t).columns.size(); ++i) {
      const ColumnProfile& other = Table(t).columns[i];
      if (i == at || guesses_[t][i].kind != DataKind::kTime || !IsWholeTime(other)) continue;
      // A column that was renamed half-way: what one lacks the other has.
      const double filled = p.FilledShare() + other.FilledShare();
      if (source.time == p.name && p.FilledShare() < 0.999 && filled > 0.999 && filled < 1.001) {
        source.time = fmt::format("coalesce({}, {})", AsExpression(tables_[t], p.name),
                                  AsExpression(tables_[t], other.name));
      } else {
        source.other_times.push_back(other.name);
      }
    }
  }

  // A number that is 1 in every date while the other changes is the day: rows of months.
  static void OrderOfFirstDays(const ColumnProfile& p, ProposedSource& source) {
    std::set<std::string> first, second;
    std::vector<std::string> dates = p.samples;
    for (const CellCount& cell : p.frequent) dates.push_back(cell.value);
    for (const std::string& date : dates) {
      const size_t sign = date.find_first_of("/.-");
      const size_t next = date.find_first_of("/.-", sign + 1);
      if (sign == std::string::npos || next == std::string::npos) return;
      first.insert(date.substr(0, sign));
      second.insert(date.substr(sign + 1, next - sign - 1));
    }
    const auto only_one = [](const std::set<std::string>& parts) {
      return parts.size() == 1 && (*parts.begin() == "1" || *parts.begin() == "01");
    };
    if (std::max(first.size(), second.size()) < 3 || only_one(first) == only_one(second)) return;
    source.date_order = only_one(second) ? "mdy" : "dmy";
    source.order_unknown = false;
  }

  // The time of day, or the hour, that stands in a column of its own.
  void AddHour(size_t t, ProposedSource& source) const {
    for (const ColumnProfile& p : Table(t).columns) {
      const std::string part = HintsOfName(p.name).time_part;
      const bool named = part == "hour" || part == "hr" || part == "hourofday";
      const bool hours = named && p.filled == p.rows && p.least && *p.least >= 0 &&
                         *p.greatest <= 23 && p.Share(cell_shape::kInteger) > 0.999;
      const std::vector<std::string> words = WordsOfName(p.name);
      const bool clock = p.Share(cell_shape::kClock) > 0.98 && p.FilledShare() > 0.98 &&
                         !words.empty() &&
                         (words.back() == "time" || words.back() == "zeit" ||
                          words.back() == "uhrzeit" || words.back() == "hora");
      if (!hours && !clock) continue;
      source.time = fmt::format("concat({}, ' ', {})", AsExpression(tables_[t], source.time),
                                AsExpression(tables_[t], p.name));
      return;
    }
  }

  static bool HasWord(const std::string& column, const std::set<std::string_view>& words) {
    const std::vector<std::string> own = WordsOfName(column);
    return std::any_of(own.begin(), own.end(),
                       [&](const auto& word) { return words.contains(word); });
  }

  // A row that begins and may end, such as a subscription: its end is an event too.
  std::optional<ProposedSource> EndsOf(size_t t, ProposedSource& source) {
    static const std::set<std::string_view> kBegins = {"start", "started", "begin",
                                                       "began", "from",    "activated"};
    static const std::set<std::string_view> kEnds = {
        "end", "ended", "cancelled", "canceled", "churned", "expired", "until", "terminated"};
    if (source.id.size() != 1 || source.event.empty() || !HasWord(source.time, kBegins))
      return std::nullopt;
    for (const ColumnProfile& p : Table(t).columns) {
      const bool other = std::find(source.other_times.begin(), source.other_times.end(), p.name) !=
                         source.other_times.end();
      if (!other || !HasWord(p.name, kEnds) || p.filled == p.rows) continue;
      const std::string column = AsExpression(tables_[t], p.name);
      if (Holds(source.dimensions, source.event) || Holds(source.values, source.event)) break;
      if (!Holds(source.entities, source.event))
        source.entities.emplace_back(source.event, AsExpression(tables_[t], source.id[0]));
      ProposedSource ends = source;
      ends.name = source.ends_in = source.name + "_ended";
      ends.event = source.event + "_ended";
      ends.time = ends.time_column = p.name;
      ends.other_times.clear();
      ends.where = column + " is not null";
      return ends;
    }
    return std::nullopt;
  }

  void SetEvent(size_t t, ProposedSource& source) const {
    std::optional<size_t> best;
    for (size_t i = 0; i < Table(t).columns.size(); ++i) {
      const auto points = [&](size_t c) {
        return guesses_[t][c].points[static_cast<size_t>(DataKind::kEvent)];
      };
      if (guesses_[t][i].kind != DataKind::kEvent || Table(t).columns[i].FilledShare() < 0.9)
        continue;
      if (!best || points(i) > points(*best)) best = i;
    }
    if (best) {
      source.event_column = Table(t).columns[*best].name;
    } else {
      // "nps" is no plural.
      const size_t last = source.name.size() - (source.name.rfind('_') + 1);
      source.event = last > 3 ? ProjectName(SingularOf(source.name)) : source.name;
    }
  }

  // A row of a database may change: its key tells which, and a time when.
  void SetKey(size_t t, ProposedSource& source) const {
    source.id = tables_[t].primary_key;
    static const std::set<std::string> kNames{"updatedat", "modifiedat",     "lastmodified",
                                              "updated",   "lastupdated",    "modified",
                                              "changedat", "lastmodifiedat", "updatetime"};
    for (size_t i = 0; i < Table(t).columns.size(); ++i) {
      const ColumnProfile& p = Table(t).columns[i];
      std::string letters;
      for (const char c : p.name) {
        if (std::isalpha(static_cast<unsigned char>(c)) != 0)
          letters += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      }
      const bool always = p.filled == p.rows && guesses_[t][i].kind == DataKind::kTime;
      if (always && kNames.contains(letters)) source.cursor = p.name;
    }
  }

  void SetColumns(size_t t, ProposedSource& source, std::set<std::string>& names) {
    for (size_t i = 0; i < Table(t).columns.size(); ++i) {
      const ColumnProfile& p = Table(t).columns[i];
      if (p.name == source.event_column) continue;
      if (IsNameTwice(t, p.name)) {
        source.left_out.push_back(fmt::format("{}, which is the name of several columns", p.name));
        continue;
      }
      switch (guesses_[t][i].kind) {
        case DataKind::kWho:
          Name(p, Role::kEntity, kMostEntities, source.entities, names);
          break;
        case DataKind::kCategory:
          if (p.distinct <= kMostValuesOfADimension)
            Name(p, Role::kDimension, kMostDimensions, source.dimensions, names);
          break;
        case DataKind::kNumber:
          // Rows with other cells would be rejected.
          if (p.Share(cell_shape::kNumber) < 0.99) {
            source.left_out.push_back(fmt::format("{}, of whose cells {:.0f}% are no numbers",
                                                  p.name,
                                                  100 * (1 - p.Share(cell_shape::kNumber))));
            break;
          }
          Name(p, Role::kValue, kMostValues, source.values, names);
          break;
        case DataKind::kId:
          if (source.id.empty() && p.distinct_exact && p.filled == p.rows && p.distinct == p.rows)
            source.id = {p.name};
          break;
        case DataKind::kTime:
        case DataKind::kEvent:
        case DataKind::kText:
        case DataKind::kIgnore:
          break;
      }
    }
  }

  bool IsNameTwice(size_t t, const std::string& name) const {
    const auto& columns = Table(t).columns;
    return std::count_if(columns.begin(), columns.end(),
                         [&](const ColumnProfile& p) { return p.name == name; }) > 1;
  }

  // Loading asks what "1,863" is where no cell of any column shows it.
  void GuessCommas(size_t t, ProposedSource& source) const {
    uint32_t evidence = 0;
    std::string example;
    for (size_t i = 0; i < Table(t).columns.size(); ++i) {
      const ColumnProfile& p = Table(t).columns[i];
      if (guesses_[t][i].kind != DataKind::kNumber) continue;
      evidence |= p.number_evidence;
      for (const std::string& sample : p.samples) {
        if ((NumberEvidence(sample) & number_evidence::kCommaEither) != 0) example = sample;
      }
    }
    if (DecideStyle(evidence).kind == StyleDecision::Kind::kAmbiguous) source.comma_guess = example;
  }

  void Name(const ColumnProfile& p, Role role, size_t most, std::vector<NamedColumn>& list,
            std::set<std::string>& names) {
    if (list.size() >= most) return;
    if (const auto name = names_.Take(p.name, role, names))
      list.emplace_back(*name, AsExpression(tables_[source_table_], p.name));
  }

  // In the table of `theirs`, which takes nothing yet.
  ProposedLookup LookupOver(const JoinKey& ours, const JoinKey& theirs) const {
    ProposedLookup lookup;
    lookup.table = theirs.table;
    for (size_t i = 0; i < ours.columns.size(); ++i) {
      lookup.on.emplace_back(Table(ours.table).columns[ours.columns[i]].name,
                             Table(theirs.table).columns[theirs.columns[i]].name);
    }
    return lookup;
  }

  // What one row of the other table says of ours: somebody, what to cut by, amounts.
  void LookUp(const TableJoin& join, ProposedSource& source, std::set<std::string>& names) {
    ProposedLookup lookup = LookupOver(join.left, join.right);
    lookup.matched = join.matched;
    const TableProfile& right = Table(join.right.table);
    const ColumnProfile& ours = Table(join.left.table).columns[join.left.columns[0]];
    const bool one_to_one =
        join.left.columns.size() == 1 && ours.distinct_exact && ours.distinct == ours.filled;
    for (size_t i = 0; i < right.columns.size(); ++i) {
      const auto& key = join.right.columns;
      if (std::find(key.begin(), key.end(), i) != key.end()) continue;
      const ColumnProfile& p = right.columns[i];
      const DataKind kind = guesses_[join.right.table][i].kind;
      if (kind == DataKind::kWho) Take(p, Role::kEntity, source.entities, lookup, names);
      if (kind == DataKind::kCategory && p.distinct <= kMostValuesOfADimension)
        Take(p, Role::kDimension, source.dimensions, lookup, names);
      // An amount that several of our rows find would be added up several times.
      if (kind == DataKind::kNumber && one_to_one)
        Take(p, Role::kValue, source.values, lookup, names);
    }
    if (!lookup.take.empty()) source.lookups.push_back(std::move(lookup));
  }

  // Amounts of rows that have no time of their own: the payments of an order.
  void AddUp(const TableJoin& join, ProposedSource& source, std::set<std::string>& names) {
    ProposedLookup lookup = LookupOver(join.right, join.left);
    lookup.matched = join.matched_back;
    const TableProfile& left = Table(join.left.table);
    for (size_t i = 0; i < left.columns.size(); ++i) {
      const ColumnProfile& p = left.columns[i];
      if (guesses_[join.left.table][i].kind != DataKind::kNumber ||
          HintsOfName(p.name).number.empty())
        continue;
      const size_t before = lookup.take.size();
      Take(p, Role::kValue, source.values, lookup, names);
      if (lookup.take.size() > before) lookup.take.back().second = "sum(" + p.name + ")";
    }
    if (!lookup.take.empty()) source.lookups.push_back(std::move(lookup));
  }

  // Where a table that is looked up is a source that looks up others: what these say too.
  void TakeThrough(std::span<const ProposedSource> all, ProposedSource& source) const {
    for (ProposedLookup& lookup : source.lookups) {
      const auto other = std::find_if(all.begin(), all.end(), [&](const ProposedSource& one) {
        return one.table == lookup.table;
      });
      if (other == all.end() || other->table == source.table) continue;
      std::set<size_t> met;
      if (Reaches(all, other->table, source.table, met)) continue;  // it would go round
      for (const ProposedLookup& next : other->lookups) {
        for (const auto& [name, column] : next.take) {
          const bool entity = Holds(other->entities, name),
                     dimension = Holds(other->dimensions, name);
          auto& list = entity ? source.entities : source.dimensions;
          if ((!entity && !dimension) || IsTaken(source, name)) continue;
          if (list.size() >= (entity ? kMostEntities : kMostDimensions)) continue;
          lookup.source = other->name;
          lookup.take.emplace_back(name, name);
          list.emplace_back(name, name);
        }
      }
    }
  }
  static bool Reaches(std::span<const ProposedSource> all, size_t from, size_t to,
                      std::set<size_t>& met) {
    if (from == to) return true;
    if (!met.insert(from).second) return false;
    for (const ProposedSource& one : all) {
      for (const ProposedLookup& lookup : one.lookups) {
        if (one.table == from && Reaches(all, lookup.table, to, met)) return true;
      }
    }
    return false;
  }
  static bool Holds(const std::vector<NamedColumn>& list, const std::string& name) {
    return std::any_of(list.begin(), list.end(),
                       [&](const auto& one) { return one.first == name; });
  }
  // By a name of the source, or by a column of its table.
  bool IsTaken(const ProposedSource& source, const std::string& name) const {
    const auto& own = Table(source.table).columns;
    return Holds(source.entities, name) || Holds(source.dimensions, name) ||
           Holds(source.values, name) ||
           std::any_of(own.begin(), own.end(), [&](const auto& p) { return p.name == name; });
  }

  void Take(const ColumnProfile& p, Role role, std::vector<NamedColumn>& list,
            ProposedLookup& lookup, std::set<std::string>& names) {
    const auto& own = Table(source_table_).columns;
    // What stands in our row already.
    const bool ours = std::any_of(own.begin(), own.end(),
                                  [&](const ColumnProfile& o) { return o.name == p.name; });
    const auto name = ours ? std::nullopt : names_.Take(p.name, role, names);
    const bool taken = name && std::any_of(own.begin(), own.end(),
                                           [&](const ColumnProfile& o) { return o.name == *name; });
    if (!name || taken) return;
    lookup.take.emplace_back(*name, p.name);
    list.emplace_back(*name, *name);
  }

  ProposedSource SourceOf(size_t t, size_t time) {
    ProposedSource source;
    source.table = source_table_ = t;
    source.name = NameOfTable(t);
    SetTime(t, time, source);
    SetEvent(t, source);
    std::set<std::string> names;
    SetColumns(t, source, names);
    GuessCommas(t, source);
    if (!tables_[t].primary_key.empty()) SetKey(t, source);
    std::set<size_t> looked_up;
    for (const TableJoin& join : joins_.joins) {
      const bool ours = join.left.table == t && join.right.table != t && !join.many;
      if (ours && looked_up.insert(join.right.table).second) LookUp(join, source, names);
    }
    for (const TableJoin& join : joins_.joins) {
      const ColumnProfile& key = Table(join.left.table).columns[join.left.columns[0]];
      const bool unique = join.left.columns.size() == 1 && key.distinct == key.filled;
      const bool theirs = join.right.table == t && join.left.table != t && !join.many && !unique &&
                          !TimeOf(join.left.table);
      if (theirs && looked_up.insert(join.left.table).second) AddUp(join, source, names);
    }
    return source;
  }

  std::span<const FoundTable> tables_;
  std::span<const std::vector<ColumnGuess>> guesses_;
  const JoinFindings& joins_;
  Names names_;
  std::set<std::string> common_, source_names_;
  size_t source_table_ = 0;
};

}  // namespace

std::vector<ProposedSource> ProposeSources(std::span<const FoundTable> tables,
                                           std::span<const std::vector<ColumnGuess>> guesses,
                                           const JoinFindings& joins) {
  return Proposer(tables, guesses, joins).Propose();
}

}  // namespace northstar
