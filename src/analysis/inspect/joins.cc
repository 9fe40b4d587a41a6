#include "analysis/inspect/joins.h"

#include <algorithm>
#include <map>
#include <optional>

#include "analysis/inspect/column_name.h"
#include "analysis/inspect/composite_keys.h"
#include "analysis/inspect/key_match.h"

namespace northstar {
namespace {

using Kind = DataKind;
using Code = ColumnStatement::Code;

// Half of the keys must be found; what matches less is a coincidence, or of no use.
constexpr double kLeastMatched = 0.5;

// One column that may be a key.
struct Candidate {
  size_t column = 0;
  const ColumnProfile* profile = nullptr;
  const ColumnGuess* guess = nullptr;
  bool unique = false;  // one row per value
  bool form = false;    // ids that only machines give: never equal by accident
  bool names = false;   // kind id or who
  bool row_number = false;
};

bool MayBeKey(const ColumnProfile& p, const ColumnGuess& g) {
  using namespace cell_shape;
  if (p.keys.empty() || p.distinct < 2 || p.Share(kBoolean) > 0.9) return false;
  switch (g.kind) {
    case Kind::kId:
    case Kind::kWho:
    case Kind::kCategory:
    case Kind::kEvent:
      return true;
    case Kind::kNumber:
      return !HintsOfName(p.name).id.empty();
    case Kind::kTime:
      return p.Share(kDay | kOrderedDate) > 0.9;
    case Kind::kText:
    case Kind::kIgnore:
      return false;
  }
  return false;
}

std::vector<Candidate> CandidatesOf(const TableProfile& table,
                                    const std::vector<ColumnGuess>& guesses) {
  std::vector<Candidate> out;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const ColumnProfile& p = table.columns[i];
    if (!MayBeKey(p, guesses[i])) continue;
    Candidate c;
    c.column = i;
    c.profile = &p;
    c.guess = &guesses[i];
    // Of an estimate a little is allowed for.
    c.unique = p.distinct_exact ? p.distinct == p.filled && p.filled * 10 >= p.rows * 9
                                : double(p.distinct) > 0.9 * double(table.rows) &&
                                      p.TopShare() * double(p.filled) < 1.5;
    c.form = p.Share(cell_shape::kUniqueForm) > 0.8 || p.Share(cell_shape::kEmail) > 0.8;
    c.names = guesses[i].kind == Kind::kId || guesses[i].kind == Kind::kWho;
    c.row_number = guesses[i].why.code == Code::kRowNumber ||
                   (p.steps_of_one > 0.95 && c.unique && p.filled >= 10);
    out.push_back(c);
  }
  return out;
}

struct Pair {
  const TableProfile& left;
  const TableProfile& right;
  const Candidate& a;
  const Candidate& b;
  double agree = 0;
};

// Whether values that match make a join; `match` is the larger of exact and folded.
bool IsJoin(const Pair& pair, const KeyMatch& match) {
  const double matched = std::max(match.matched(), match.matched_back());
  const bool by_name = pair.agree >= 0.6;
  const bool either_unique = pair.a.unique || pair.b.unique;
  // Where both sides could be looked up, the one that is found more often is.
  const double looked_up = pair.a.unique == pair.b.unique ? matched
                           : pair.b.unique                ? match.matched()
                                                          : match.matched_back();
  if (looked_up < kLeastMatched || match.shared < 2) return false;
  if (pair.a.row_number && pair.b.row_number) return false;
  if (pair.a.guess->kind == Kind::kTime || pair.b.guess->kind == Kind::kTime)
    return pair.a.guess->kind == pair.b.guess->kind && either_unique && pair.agree >= 0.9;
  if (pair.a.form && pair.b.form) return either_unique || by_name || match.shared >= 20;
  const double accident = std::max(MatchedByAccident(*pair.a.profile, *pair.b.profile),
                                   MatchedByAccident(*pair.b.profile, *pair.a.profile));
  if (accident > 0.02 && !by_name) {
    // A small table of codes, and a column with few of them that has the table's or the code's
    // name.
    const Candidate& key = pair.b.unique ? pair.b : pair.a;
    const bool codes = either_unique && key.profile->rows <= 60 && looked_up > 0.99;
    return codes && pair.agree >= 0.4;
  }
  if (either_unique) return by_name || (looked_up > 0.9 && match.shared >= 3) || pair.agree >= 0.4;
  // Several rows on both sides: only what names rows, or digits that are codes.
  const bool codes = pair.a.guess->why.code == Code::kNotAmounts &&
                     pair.b.guess->why.code == Code::kNotAmounts && matched > 0.9;
  return by_name && match.shared >= 20 && ((pair.a.names && pair.b.names) || codes);
}

double MatchedRows(const TableJoin& join, std::span<const TableProfile> tables) {
  const ColumnProfile& left = tables[join.left.table].columns[join.left.columns[0]];
  const ColumnProfile& right = tables[join.right.table].columns[join.right.columns[0]];
  if (left.row_keys.empty() || right.keys_up_to != UINT64_MAX) return join.matched;
  int64_t found = 0;
  for (const uint64_t key : left.row_keys)
    found += key != 0 && std::binary_search(right.keys.begin(), right.keys.end(), key);
  return left.filled == 0 ? 0 : double(found) / double(left.filled);
}

// The unique side is looked up. Of two, the one of which fewer is left over, and of equal ones the
// one whose table is called like the key.
bool IsTurned(const Pair& pair, const KeyMatch& match) {
  if (pair.a.unique != pair.b.unique) return pair.a.unique;
  if (match.matched() != match.matched_back()) return match.matched() < match.matched_back();
  const double to_left = NamesAgree(pair.b.profile->name, "id", "", pair.left.name);
  const double to_right = NamesAgree(pair.a.profile->name, "id", "", pair.right.name);
  return to_left > to_right;
}

struct Found {
  TableJoin join;
  double rank = 0;
  bool names = false;
};

std::optional<Found> TryPair(const Pair& pair, size_t left, size_t right, JoinFindings& out) {
  const KeyMatch exact = MatchKeys(*pair.a.profile, *pair.b.profile);
  KeyMatch best = exact;
  const KeyMatch folded = MatchFoldedKeys(*pair.a.profile, *pair.b.profile);
  if (folded.matched() > exact.matched() + 0.01) best = folded;
  const bool turned = IsTurned(pair, best);
  Found found;
  TableJoin& join = found.join;
  join.left = {turned ? right : left, {turned ? pair.b.column : pair.a.column}};
  join.right = {turned ? left : right, {turned ? pair.a.column : pair.b.column}};
  join.matched = turned ? exact.matched_back() : exact.matched();
  join.matched_back = turned ? exact.matched() : exact.matched_back();
  join.matched_folded = turned ? best.matched_back() : best.matched();
  join.many = !(turned ? pair.a.unique : pair.b.unique);
  if (!IsJoin(pair, best)) {
    const bool alike =
        pair.agree >= 0.9 && pair.a.names && pair.b.names && !join.many && best.shared == 0;
    if (alike) out.unmatched.push_back(join);
    return std::nullopt;
  }
  found.names = pair.a.names || pair.b.names;
  found.rank = join.matched_folded + pair.agree + (join.many ? 0 : 0.5) + (found.names ? 0.5 : 0) +
               (pair.a.form && pair.b.form ? 0.5 : 0);
  return found;
}

// A column joins another table by its best partner there; between two tables, ids leave no room for
// what repeats on both sides.
void KeepBest(std::vector<Found>& found) {
  std::stable_sort(found.begin(), found.end(),
                   [](const Found& a, const Found& b) { return a.rank > b.rank; });
  std::vector<Found> kept;
  for (Found& one : found) {
    const bool taken = std::any_of(kept.begin(), kept.end(), [&](const Found& other) {
      const bool same_column =
          other.join.left == one.join.left || other.join.right == one.join.right ||
          other.join.left == one.join.right || other.join.right == one.join.left;
      return same_column || (one.join.many && !other.join.many) ||
             (!one.names && other.names && one.join.matched < 0.5);
    });
    if (!taken) kept.push_back(std::move(one));
  }
  found = std::move(kept);
}

}  // namespace

std::string Shown(const JoinKey& key, std::span<const TableProfile> tables) {
  std::string text = tables[key.table].name + ":";
  for (size_t i = 0; i < key.columns.size(); ++i)
    text += (i == 0 ? "" : "+") + tables[key.table].columns[key.columns[i]].name;
  return text;
}

JoinFindings FindJoins(std::span<const TableProfile> tables,
                       std::span<const std::vector<ColumnGuess>> guesses) {
  JoinFindings out;
  std::vector<std::vector<Candidate>> candidates;
  for (size_t t = 0; t < tables.size(); ++t)
    candidates.push_back(CandidatesOf(tables[t], guesses[t]));
  std::vector<Found> all;
  for (size_t i = 0; i < tables.size(); ++i) {
    for (size_t j = i + 1; j < tables.size(); ++j) {
      std::vector<Found> found;
      for (const Candidate& a : candidates[i]) {
        for (const Candidate& b : candidates[j]) {
          const Pair pair{
              tables[i], tables[j], a, b,
              NamesAgree(a.profile->name, b.profile->name, tables[i].name, tables[j].name)};
          if (auto join = TryPair(pair, i, j, out)) found.push_back(std::move(*join));
        }
      }
      KeepBest(found);
      const bool one =
          std::any_of(found.begin(), found.end(), [](const Found& f) { return !f.join.many; });
      if (!one) {
        if (auto join = CompositeJoin(tables, guesses, i, j)) {
          found.clear();
          found.push_back({std::move(*join), 2.5, true});
        }
      }
      for (Found& f : found) all.push_back(std::move(f));
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Found& a, const Found& b) { return a.rank > b.rank; });
  for (Found& f : all) {
    if (f.join.left.columns.size() == 1) f.join.matched_rows = MatchedRows(f.join, tables);
    out.joins.push_back(std::move(f.join));
  }
  return out;
}

std::vector<PointsTo> JoinsOfTable(size_t table, const JoinFindings& found,
                                   std::span<const TableProfile> tables,
                                   std::span<const std::vector<ColumnGuess>> guesses) {
  std::vector<PointsTo> out;
  for (const TableJoin& join : found.joins) {
    if (join.left.table != table || join.left.columns.size() != 1 || join.many) continue;
    const size_t column = join.right.columns[0];
    out.push_back({join.left.columns[0], guesses[join.right.table][column].kind,
                   Shown(join.right, tables), join.matched});
  }
  return out;
}

}  // namespace northstar
