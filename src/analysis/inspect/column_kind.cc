#include "analysis/inspect/column_kind.h"

#include <algorithm>
#include <cmath>

#include "analysis/inspect/column_name.h"
#include "analysis/inspect/kind_points.h"
#include "base/text.h"

namespace northstar {
namespace {

using Kind = DataKind;
using Code = ColumnStatement::Code;

// A value that is the same in fewer rows may well differ in the next.
constexpr int64_t kRowsOfConstant = 20;

// Gives the points of one column.
struct Column {
  const ColumnProfile& profile;
  const NameHints& name;
  const TableProfile& table;
  KindPoints points;

  double Share(uint32_t bits) const { return profile.Share(bits); }
  bool IsSmall() const { return profile.filled < kRowsOfConstant; }
  bool IsZeroOrOne() const {
    return profile.distinct <= 2 && Share(cell_shape::kInteger) > 0.99 &&
           profile.least.value_or(-1) >= 0 && profile.greatest.value_or(9) <= 1;
  }
  // Mostly one row per value.
  bool IsUnique() const { return profile.DistinctShare() > 0.9; }
  ColumnStatement Said(Code code, double share, std::string word = "") const {
    ColumnStatement said;
    said.code = code;
    said.share = share;
    said.distinct = profile.distinct;
    said.filled = profile.FilledInAll();
    said.word = std::move(word);
    return said;
  }
  void Add(Kind kind, double points_given, Code code, double share, std::string word = "") {
    points.Add(kind, points_given, Said(code, share, std::move(word)));
  }
};

std::string TimesInWords(const ColumnProfile& p) {
  using namespace cell_shape;
  struct Form {
    uint32_t bits;
    const char* words;
  };
  static constexpr Form kForms[] = {{kInstant, "dates with a time"},
                                    {kDay, "plain dates"},
                                    {kMonth, "months"},
                                    {kClock, "times of day"},
                                    {kOrderedDate, "dates of three numbers"},
                                    {kNamedMonth, "dates with a month's name"},
                                    {kSlashedIso, "dates with the year first"}};
  const Form* most = &kForms[0];
  for (const Form& form : kForms) {
    if (p.Share(form.bits) > p.Share(most->bits)) most = &form;
  }
  return most->words;
}

void LookForTimes(Column& c) {
  using namespace cell_shape;
  const double plain = c.Share(kPlainTime);
  // "24.04.23" is a version as well: names tell, or that the first number is never beyond 31.
  const bool days = plain == 1 && c.profile.distinct >= 15 && c.Share(kDayFirst) > 0;
  const bool version =
      c.Share(kVersion) > 0.5 && (c.name.category == "version" || (c.name.time.empty() && !days));
  if (plain >= 0.5 && !version)
    c.Add(Kind::kTime, plain >= 0.9 ? 9 : 5, Code::kTimes, plain, TimesInWords(c.profile));
  const bool named = !c.name.time.empty();
  const double seconds = c.Share(kEpochSeconds), millis = c.Share(kEpochMillis);
  const double micros = c.Share(kEpochMicros);
  const double epoch = std::max({seconds, millis, micros});
  const char* unit = epoch == seconds  ? "seconds"
                     : epoch == millis ? "milliseconds"
                                       : "microseconds";
  // Numbers of telephones spread over all ten digits; times of one product lie within years.
  if (epoch > 0.95) {
    const bool id = !c.name.id.empty() || !c.name.who.empty();
    const double sure = named ? 8 : id ? 2 : !c.name.number.empty() ? 3 : 6;
    c.Add(Kind::kTime, epoch == seconds ? sure : sure + 1, Code::kEpoch, epoch, unit);
  }
  if (c.Share(kCompactDay) > 0.98 && c.profile.longest == 8 && !c.name.id.size())
    c.Add(Kind::kTime, named ? 8 : 5, Code::kTimes, c.Share(kCompactDay), "dates of eight digits");
  const bool whole = c.Share(kInteger) > 0.98 && c.profile.least.value_or(-1) >= 0;
  if (!c.name.time_part.empty() && whole) {
    const double greatest = c.profile.greatest.value_or(0);
    const std::string& part = c.name.time_part;
    const bool hour = (part == "hour" || part == "hr" || part == "stunde" || part == "heure" ||
                       part == "hora" || part == "hourofday") &&
                      greatest <= 24;
    const bool year = c.Share(kYear) > 0.98 && (part == "year" || part == "yr" || part == "jahr");
    if (hour || year) {
      c.Add(Kind::kTime, 6, Code::kTimePart, 1, part);
    } else if (c.profile.distinct <= 60 && greatest <= 366) {
      c.Add(Kind::kCategory, 5, Code::kTimePart, 1, part);
    }
  }
}

void LookForNumbers(Column& c) {
  using namespace cell_shape;
  const double numbers = c.Share(kNumber);
  if (numbers < 0.5) return;
  double points = numbers > 0.95 ? 4 : 1.5;
  if (!c.name.number.empty()) points += 3;
  if (c.Share(kDecimal) > 0) points += 2;
  if (c.Share(kNegative) > 0) points += 1;
  const double zeros = c.Share(kLeadingZero);
  if (zeros > 0.01 && c.name.number.empty()) {
    c.Add(Kind::kNumber, -4, Code::kNotAmounts, zeros);
    c.Add(Kind::kCategory, 4, Code::kNotAmounts, zeros);
    c.Add(Kind::kId, 1.5, Code::kNotAmounts, zeros);
  }
  const bool coded = !c.name.category.empty() && c.Share(kDecimal) == 0;
  if (coded) c.Add(Kind::kCategory, 3.5, Code::kCode, 1, c.name.category);
  c.Add(Kind::kNumber, coded ? points - 2 : points, Code::kAmounts, numbers);
  if (c.IsZeroOrOne() && (c.profile.distinct == 2 || c.name.flag) && c.name.number.empty()) {
    c.Add(Kind::kCategory, c.name.flag ? 6 : 5, Code::kYesNo, 1);
  } else if (c.profile.distinct <= 12 && c.Share(kInteger) > 0.99 && !c.IsSmall()) {
    c.Add(Kind::kCategory, 2, Code::kFewValues, 1);
  }
  const bool row_number = c.profile.steps_of_one > 0.95 && c.IsUnique() && c.profile.filled >= 10 &&
                          c.profile.distinct_exact && c.name.number.empty();
  if (row_number) c.Add(Kind::kId, 5, Code::kRowNumber, c.profile.steps_of_one);
}

void LookForForms(Column& c) {
  using namespace cell_shape;
  struct Form {
    uint32_t bits;
    double points;
    const char* plural;
  };
  static constexpr Form kForms[] = {{kUuid, 5, "UUIDs"},
                                    {kHex, 4, "hexadecimal ids"},
                                    {kPrefixedId, 4, "ids with a prefix"},
                                    {kToken, 3.5, "ids of letters and digits"}};
  for (const Form& form : kForms) {
    const double share = c.Share(form.bits);
    if (share > 0.8) {
      c.Add(Kind::kId, form.points, Code::kUniqueForm, share, form.plural);
      break;
    }
  }
  const double emails = c.Share(kEmail);
  if (emails > 0.8) c.Add(Kind::kWho, 6, Code::kEmail, emails);
  const double urls = c.Share(kUrl);
  if (urls > 0.8) c.Add(Kind::kCategory, 5, Code::kAddress, urls);
  const double json = c.Share(kJson);
  if (json > 0.5) {
    c.Add(Kind::kIgnore, 7, Code::kStructure, json);
    c.Add(Kind::kText, 3, Code::kStructure, json);
  }
  const double ips = c.Share(kIp);
  if (ips > 0.8) c.Add(Kind::kIgnore, 5, Code::kTechnical, ips, "ip");
  if (ips > 0.8) c.Add(Kind::kCategory, 2.5, Code::kFewValues, ips);
  const double versions = c.Share(kVersion);
  if (versions > 0.6) c.Add(Kind::kCategory, 5, Code::kVersion, versions);
  const double booleans = c.Share(kBoolean);
  if (booleans > 0.95) c.Add(Kind::kCategory, 7, Code::kYesNo, booleans);
}

void LookForWords(Column& c) {
  using namespace cell_shape;
  const double other = 1 - std::max({c.Share(kNumber), c.Share(kPlainTime), c.Share(kJson)});
  if (other < 0.5) return;
  const double sentences = c.Share(kSentence);
  const bool varied = c.profile.DistinctShare() > 0.4;
  if (sentences > 0.2 || c.profile.mean_words > 4) {
    c.Add(Kind::kText, varied ? 6 : 3, Code::kSentences, std::max(sentences, 0.2));
    if (!varied && c.profile.distinct < 50) c.Add(Kind::kCategory, 4, Code::kFewValues, 1);
  } else if (c.Share(kUniqueForm) > 0.8) {
    c.Add(Kind::kCategory, 2, Code::kFewValues, 1);
  } else if (!varied || c.IsSmall()) {
    c.Add(Kind::kCategory, 4, Code::kFewValues, 1);
  } else {
    c.Add(Kind::kCategory, 2, Code::kFewValues, 1);
    c.Add(Kind::kText, c.profile.mean_words >= 2 ? 2.5 : 1.5, Code::kManyTexts, 1);
  }
  if (!c.name.text.empty()) {
    const bool wordy = c.profile.mean_words >= 1.8 || c.profile.longest > 60;
    c.Add(Kind::kText, wordy && (varied || c.IsSmall()) ? 4 : 0.5, Code::kManyTexts, 1);
  }
  if (!c.name.category.empty() && sentences < 0.3)
    c.Add(Kind::kCategory, 3, Code::kCode, 1, c.name.category);
}

// The names of rows and of people, from the column's name together with what its cells can be.
void LookForNames(Column& c) {
  using namespace cell_shape;
  const bool fractions = c.Share(kDecimal) > 0.01;
  const bool times = c.Share(kPlainTime) > 0.5;
  const bool wordy = c.Share(kSentence) > 0.2 || c.Share(kJson) > 0.5 || c.Share(kUrl) > 0.5;
  if (fractions || times || wordy || c.Share(kBoolean) > 0.9) return;
  if (c.name.flag && (c.IsZeroOrOne() || c.profile.distinct <= 3)) return;
  if (c.IsZeroOrOne() && c.profile.distinct == 2 && !c.IsSmall() && c.name.id.empty()) return;
  // "visitors: 812" counts people and names none.
  if (c.name.several && c.Share(kInteger) > 0.95) {
    c.Add(Kind::kNumber, 6, Code::kAmounts, c.Share(kNumber));
    return;
  }
  // Numbers of tax offices look like versions: "968.673.111-70".
  const bool unlike =
      c.Share(kUniqueForm) > 0.5 || c.Share(kInteger) > 0.9 || c.Share(kVersion) > 0.5;
  // A plan_id with three values names a sort, not a row.
  constexpr int64_t kFewSorts = 4, kRowsOfSorts = 100;
  if (!c.name.id.empty() && c.name.who.empty() && c.profile.distinct <= kFewSorts &&
      c.profile.FilledInAll() >= kRowsOfSorts)
    c.Add(Kind::kCategory, 8, Code::kFewValues, 1);
  if (!c.name.id.empty()) c.Add(Kind::kId, 6, Code::kNamesRow, 1, c.name.id);
  // Somebody's id has what speaks for an id as well, so it takes a little more.
  const double above = c.points.Of(Kind::kId) + 1;
  if (!c.name.who.empty() && c.profile.mean_words < 3) {
    // "device" by itself is a model, a device_id is one device.
    const bool surely = !c.name.id.empty() || unlike || c.IsUnique() || c.Share(kEmail) > 0.5 ||
                        c.name.who != WordsOfName(c.profile.name).back();
    if (surely) {
      c.Add(Kind::kWho, std::max(8.0, above), Code::kNamesSomebody, 1, c.name.who);
    } else if (c.name.who != "device") {
      c.Add(Kind::kWho, 4.5, Code::kNamesSomebody, 1, c.name.who);
    }
  }
  if (c.name.bare_id && IsTableOfSomebody(c.table.name))
    c.Add(Kind::kWho, std::max(7.0, above), Code::kNamesSomebody, 1, "id");
  if (!c.name.person_name.empty() && IsTableOfSomebody(c.table.name))
    c.Add(Kind::kWho, 5, Code::kNamesSomebody, 1, "name");
}

void LookForEvents(Column& c) {
  using namespace cell_shape;
  const bool repeated = c.profile.DistinctShare() < 0.6 || c.IsSmall();
  const bool wordy = c.Share(kSentence) > 0.3 || c.Share(kJson) > 0.5 ||
                     c.Share(kPlainTime) > 0.2 || c.Share(kNumber) > 0.5 ||
                     c.Share(kUniqueForm) > 0.8 || c.Share(kBoolean) > 0.9;
  if (!repeated || wordy || c.profile.distinct > 5'000) return;
  if (!c.name.event.empty()) c.Add(Kind::kEvent, 8, Code::kEventName, 1, c.name.event);
  if (!c.name.person_name.empty() && IsTableOfEvents(c.table.name))
    c.Add(Kind::kEvent, 7, Code::kEventName, 1, "name");
}

void LookForTechnical(Column& c) {
  const bool constant = c.profile.distinct == 1;
  if (constant && c.profile.filled >= kRowsOfConstant)
    c.Add(Kind::kIgnore, 9, Code::kConstant, 1,
          c.profile.samples.empty() ? "" : c.profile.samples.front());
  if (!c.name.technical.empty() && c.name.id.empty())
    c.Add(Kind::kIgnore, c.name.technical.starts_with('_') ? 7 : 4.5, Code::kTechnical, 1,
          c.name.technical);
}

double ShareThatFits(const ColumnProfile& p, Kind kind) {
  using namespace cell_shape;
  switch (kind) {
    case Kind::kTime:
      return std::max({p.Share(kPlainTime), p.Share(kEpochSeconds), p.Share(kEpochMillis),
                       p.Share(kEpochMicros), p.Share(kCompactDay), p.Share(kInteger)});
    case Kind::kNumber:
      return p.Share(kNumber);
    case Kind::kEvent:
    case Kind::kCategory:
      return 1 - p.Share(kSentence);
    case Kind::kWho:
    case Kind::kId:
    case Kind::kText:
    case Kind::kIgnore:
      return 1;
  }
  return 1;
}

ColumnGuess GuessOf(const Column& column) {
  ColumnGuess guess = column.points.Decide();
  guess.share = ShareThatFits(column.profile, guess.kind);
  return guess;
}

// A log whose events have no column of that name: the page or the type that is in every row.
void LookForWeakEvent(const TableProfile& table, const std::vector<NameHints>& names,
                      std::vector<ColumnGuess>& guesses) {
  bool time = false, who = false;
  for (size_t i = 0; i < guesses.size(); ++i) {
    const ColumnGuess& guess = guesses[i];
    if (guess.kind == Kind::kEvent && table.columns[i].FilledShare() > 0.9) return;
    time |= guess.kind == Kind::kTime;
    who |= guess.kind == Kind::kWho;
  }
  if (!time || !who) return;
  std::optional<size_t> best;
  for (size_t i = 0; i < guesses.size(); ++i) {
    const ColumnProfile& p = table.columns[i];
    const bool fits = guesses[i].kind == Kind::kCategory && !names[i].weak_event.empty() &&
                      p.FilledShare() > 0.99 && p.distinct >= 3 && p.distinct <= 500 &&
                      p.DistinctShare() < 0.2 && p.Share(cell_shape::kNumber) < 0.1 &&
                      p.Share(cell_shape::kUrl) < 0.1;
    if (fits && (!best || p.distinct > table.columns[*best].distinct)) best = i;
  }
  if (!best) return;
  ColumnGuess& guess = guesses[*best];
  guess.also.insert(guess.also.begin(), guess.kind);
  guess.kind = Kind::kEvent;
  const ColumnProfile& p = table.columns[*best];
  guess.why = {Code::kEventName, 1, p.distinct, p.FilledInAll(), names[*best].weak_event};
}

size_t SharedKeys(const std::vector<uint64_t>& a, const std::vector<uint64_t>& b) {
  size_t shared = 0;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) ++shared;
    const bool step_a = a[i] <= b[j], step_b = b[j] <= a[i];
    i += step_a;
    j += step_b;
  }
  return shared;
}

// Two columns without telling names that hold the same whole numbers over and over: from whom to
// whom.
void LookForPairs(const TableProfile& table, const std::vector<NameHints>& names,
                  std::vector<ColumnGuess>& guesses) {
  using namespace cell_shape;
  const auto fits = [&](size_t i) {
    const ColumnProfile& p = table.columns[i];
    return names[i].made_up && p.Share(kInteger) > 0.99 && p.distinct >= 50 &&
           p.DistinctShare() < 0.7 && !p.keys.empty() && guesses[i].kind != Kind::kTime;
  };
  for (size_t i = 0; i < guesses.size(); ++i) {
    for (size_t j = i + 1; j < guesses.size() && fits(i); ++j) {
      if (!fits(j)) continue;
      const auto& a = table.columns[i].keys;
      const auto& b = table.columns[j].keys;
      if (double(SharedKeys(a, b)) < 0.5 * double(std::min(a.size(), b.size()))) continue;
      for (const size_t k : {i, j}) {
        const ColumnProfile& p = table.columns[k];
        guesses[k].also = {Kind::kId, Kind::kNumber};
        guesses[k].kind = Kind::kWho;
        guesses[k].why = {Code::kSharedNames, 1, p.distinct, p.FilledInAll(),
                          table.columns[k == i ? j : i].name};
      }
    }
  }
}

}  // namespace

std::string_view NameOf(DataKind kind) {
  switch (kind) {
    case Kind::kTime:
      return "time";
    case Kind::kEvent:
      return "event";
    case Kind::kWho:
      return "who";
    case Kind::kNumber:
      return "number";
    case Kind::kCategory:
      return "category";
    case Kind::kText:
      return "text";
    case Kind::kId:
      return "id";
    case Kind::kIgnore:
      return "ignore";
  }
  return "";
}

std::vector<ColumnGuess> GuessKinds(const TableProfile& table) {
  std::vector<ColumnGuess> guesses;
  std::vector<NameHints> names;
  for (const ColumnProfile& profile : table.columns) {
    names.push_back(HintsOfName(profile.name));
    Column column{profile, names.back(), table, {}};
    if (profile.filled == 0) {
      column.Add(Kind::kIgnore, 10, Code::kEmpty, 1);
      guesses.push_back(GuessOf(column));
      continue;
    }
    LookForTimes(column);
    LookForNumbers(column);
    LookForForms(column);
    LookForWords(column);
    LookForNames(column);
    LookForEvents(column);
    LookForTechnical(column);
    guesses.push_back(GuessOf(column));
  }
  LookForWeakEvent(table, names, guesses);
  LookForPairs(table, names, guesses);
  return guesses;
}

void ReviseKinds(const TableProfile& table, const std::vector<PointsTo>& joins,
                 std::vector<ColumnGuess>& guesses) {
  for (const PointsTo& join : joins) {
    ColumnGuess& guess = guesses[join.column];
    const ColumnProfile& p = table.columns[join.column];
    const bool open = guess.kind == Kind::kId || guess.kind == Kind::kNumber ||
                      guess.kind == Kind::kCategory || guess.kind == Kind::kText;
    if (!open || join.matched < 0.9) continue;
    const bool somebody = join.target == Kind::kWho;
    const bool named = !HintsOfName(p.name).id.empty();
    if (!somebody && (guess.kind != Kind::kNumber || !named)) continue;
    if (somebody && guess.kind != Kind::kId) continue;
    std::erase(guess.also, somebody ? Kind::kWho : Kind::kId);
    guess.also.insert(guess.also.begin(), guess.kind);
    guess.kind = somebody ? Kind::kWho : Kind::kId;
    guess.why = {Code::kPointsTo, join.matched, p.distinct, p.FilledInAll(), join.shown};
  }
}

}  // namespace northstar
