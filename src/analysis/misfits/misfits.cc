#include "analysis/misfits/misfits.h"

#include <algorithm>
#include <map>
#include <set>

#include "analysis/misfits/judge_spellings.h"
#include "analysis/misfits/register_rules.h"

namespace northstar {
namespace {

using Code = MisfitStatement::Code;

constexpr double kMost = 0.9;            // of the missing, that share a reason
constexpr double kEarlyMost = 0.6;       // of the missing, seen first as the register begins
constexpr double kEarlyUsual = 0.3;      // of those that it has
constexpr double kConstant = 0.99;       // of entities with one value
constexpr int64_t kLeastRepeated = 20;   // with several rows, so that one value says something
constexpr int64_t kLeastCompared = 20;   // entities
constexpr double kUnprovenDiffer = 0.1;  // beyond it an attribute that nothing proves constant
constexpr double kMeansOther = 0.5;      // beyond it two attributes of one name

double Share(int64_t part, int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

MisfitRow RowOf(const MisfitExample& example) {
  return {example.key, example.place.file, example.place.row};
}

std::vector<MisfitRow> RowsOf(const std::vector<MisfitExample>& examples) {
  std::vector<MisfitRow> rows;
  for (const MisfitExample& example : examples) rows.push_back(RowOf(example));
  return rows;
}

// --- what the register lacks, and what precedes it

// Nearly all that it lacks is there in another spelling, which is a finding of its own.
bool AreOnlySpelled(const RegisterFacts& facts, const std::vector<IdSpellingFacts>& ids) {
  return std::any_of(ids.begin(), ids.end(), [&](const IdSpellingFacts& one) {
    const bool same = (one.a == facts.reg && one.b == facts.other) ||
                      (one.b == facts.reg && one.a == facts.other);
    return same && one.entity == facts.entity &&
           Share(one.folded, facts.missing_entities()) >= kMost;
  });
}

void AddMissing(const RegisterFacts& facts, const std::vector<IdSpellingFacts>& ids,
                std::vector<Misfit>& out) {
  const int64_t missing = facts.missing_entities();
  if (missing <= 0 || AreVisits(facts.missing_events) || AreOnlySpelled(facts, ids)) return;
  Misfit found;
  MisfitStatement& s = found.statement;
  s = {Code::kMissing};
  s.source = facts.other;
  s.other = facts.reg;
  s.entity = facts.entity;
  s.count = missing;
  s.of = facts.entities;
  s.rows = facts.missing_rows;
  s.of_rows = facts.rows;
  s.examples = RowsOf(facts.missing);
  found.severity = SeverityOf(std::max(Share(missing, s.of), Share(s.rows, s.of_rows)));
  if (Share(facts.missing_of_other_form, missing) >= kMost) {
    s.code = Code::kMissingOtherForm;
    found.severity = MisfitSeverity::kNote;
  } else if (Share(facts.missing_early, missing) >= kEarlyMost &&
             Share(facts.shared_early, facts.shared) <= kEarlyUsual) {
    s.code = Code::kMissingOlder;
    found.severity = MisfitSeverity::kNote;
  } else if (MayBeOfSome(facts)) {
    return;
  }
  out.push_back(std::move(found));
}

void AddBefore(const RegisterFacts& facts, std::vector<Misfit>& out) {
  if (facts.rows_before == 0 || facts.merged || AreVisits(facts.events_before)) return;
  Misfit found;
  MisfitStatement& s = found.statement;
  s = {Code::kBefore};
  s.source = facts.other;
  s.other = facts.reg;
  s.entity = facts.entity;
  s.count = facts.entities_before;
  s.of = facts.shared;
  s.rows = facts.rows_before;
  s.of_rows = facts.rows;
  s.seconds = facts.median_before;
  s.examples = RowsOf(facts.before);
  found.severity = SeverityOf(std::max(Share(s.count, s.of), Share(s.rows, s.of_rows)));
  out.push_back(std::move(found));
}

// --- facts that differ

// Whether one value per entity says that the entity has one, or only that it has one row.
bool IsProven(int64_t repeated) {
  return repeated >= kLeastRepeated;
}

bool IsConstant(int64_t entities, int64_t several) {
  return entities > 0 && Share(several, entities) <= 1 - kConstant;
}

// Nullopt: may be as it should be.
std::optional<Misfit> JudgeFacts(const FactPair& pair) {
  if (pair.differ == 0 || pair.compared < kLeastCompared) return std::nullopt;
  if (!IsConstant(pair.a_entities, pair.a_several) || !IsConstant(pair.b_entities, pair.b_several))
    return std::nullopt;
  const bool a_proven = IsProven(pair.a_repeated);
  const bool b_proven = IsProven(pair.b_repeated);
  if (MayChange(pair.dimension) && !(a_proven && b_proven)) return std::nullopt;
  const double share = Share(pair.differ, pair.compared);
  if (!a_proven && !b_proven && pair.a != pair.b && share > kUnprovenDiffer) return std::nullopt;
  Misfit found;
  MisfitStatement& s = found.statement;
  s = {share > kMeansOther ? Code::kFactsMeanOther : Code::kFactsDiffer};
  s.source = pair.a;
  s.other = pair.b;
  s.entity = pair.entity;
  s.dimension = pair.dimension;
  s.count = pair.differ;
  s.of = pair.compared;
  for (const FactPair::Example& example : pair.examples)
    s.examples.push_back({example.key, example.a_place.file, example.a_place.row});
  if (!pair.examples.empty()) {
    const FactPair::Example& shown = pair.examples[0];
    s.first = {shown.a_value, shown.a_place.file, shown.a_place.row};
    s.second = {shown.b_value, shown.b_place.file, shown.b_place.row};
  }
  found.severity = s.code == Code::kFactsMeanOther ? MisfitSeverity::kNote : SeverityOf(share);
  return found;
}

// Sources that took a dimension from one table differ from a third alike: each dimension is told of
// once, by the pair that most entities are in.
void AddFacts(const std::vector<FactPair>& pairs, std::vector<Misfit>& out) {
  std::map<std::string, Misfit> by_dimension;
  std::map<std::string, std::set<std::pair<std::string, std::string>>> differing;
  for (const FactPair& pair : pairs) {
    std::optional<Misfit> found = JudgeFacts(pair);
    if (!found) continue;
    differing[pair.dimension].emplace(pair.a, pair.b);
    const auto [at, fresh] = by_dimension.try_emplace(pair.dimension, *found);
    if (!fresh && found->statement.of > at->second.statement.of) at->second = std::move(*found);
  }
  for (auto& [dimension, misfit] : by_dimension) {
    misfit.statement.more = static_cast<int64_t>(differing[dimension].size()) - 1;
    out.push_back(std::move(misfit));
  }
}

}  // namespace

MisfitSeverity SeverityOf(double share) {
  if (share >= kMajorShare) return MisfitSeverity::kMajor;
  return share >= kMinorShare ? MisfitSeverity::kMinor : MisfitSeverity::kNote;
}

void SortMisfits(std::vector<Misfit>& misfits) {
  std::stable_sort(misfits.begin(), misfits.end(), [](const Misfit& a, const Misfit& b) {
    return std::pair(a.severity, a.statement.code) < std::pair(b.severity, b.statement.code);
  });
}

std::vector<Misfit> JudgeMisfits(const MisfitFacts& facts, const Calendar& calendar) {
  std::vector<Misfit> out;
  for (const RegisterFacts& one : facts.registers) {
    if (!IsRegister(one, facts.registers)) continue;
    AddMissing(one, facts.ids, out);
    AddBefore(one, out);
  }
  AddFacts(facts.facts, out);
  for (const SpellingFacts& one : facts.spellings) JudgeSpellings(one, calendar, out);
  for (const IdSpellingFacts& one : facts.ids) JudgeIdSpelling(one, out);
  for (const ValuesLeftOut& one : facts.left_out) {
    Misfit note;
    note.statement = {Code::kLeftOut};
    note.statement.dimension = one.dimension;
    note.statement.count = one.values;
    out.push_back(std::move(note));
  }
  SortMisfits(out);
  return out;
}

}  // namespace northstar
