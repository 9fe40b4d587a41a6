// One definition check: a code, what it says of a project. A new check is a function in one of the
// files here (or, if it looks at data, a finding of analysis/never_seen.h), one line in the table
// of checks.cc, its pair of case files in tests/checks, and its line of docs/checks.md (made from
// the table).
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "model/load_project.h"

namespace northstar::checks {

struct Finding {
  std::string message;
  SourceSpan where;
};

struct Input {
  const Project& project;
  Day today;
  const Manifest& previous;
  std::vector<Finding>& findings;

  void Add(std::string message, const SourceSpan& where) const {
    findings.push_back({std::move(message), where});
  }
  // Null when the project has no star, or the metric is unknown.
  const NorthStar* star() const { return project.north_star ? &*project.north_star : nullptr; }
  const Metric* star_metric() const {
    return star() == nullptr ? nullptr : project.FindMetric(star()->metric);
  }
};

struct Check {
  std::string_view code;
  Severity severity;
  std::string_view sentence;  // what is wrong, in general
  std::string_view fix;
  void (*run)(const Input&);  // null: found in loaded data, see DataFinding
};
std::span<const Check> AllChecks();

// star_checks.cc
void StarIsIncome(const Input&);
void StarIsCumulative(const Input&);
void StarIsReach(const Input&);
void StarIsComposite(const Input&);
void StarHasNoInputs(const Input&);
void InputWithoutOwner(const Input&);
void NoOutcome(const Input&);
void StarIsMilderMoney(const Input&);
void StarCountsSent(const Input&);
void StarIsVisit(const Input&);
void StarIsRate(const Input&);
void StarHasManyLeaves(const Input&);
void StarHasManySources(const Input&);
void StarIsSlow(const Input&);
void StarReplacedSoon(const Input&);
void StarWithoutStatement(const Input&);
// metric_checks.cc
void NoDescription(const Input&);
void LongDescription(const Input&);
void SeveralSentences(const Input&);
void UsedByNothing(const Input&);
void SameDefinition(const Input&);
void NoWithin(const Input&);
void DifferentPopulations(const Input&);
void ChangedWithoutVersion(const Input&);
// constellation_checks.cc
void InputCount(const Input&);
void TwoOwners(const Input&);
void FrameworkDimensions(const Input&);
void InputIsStar(const Input&);
void GuardrailCount(const Input&);
void CandidateCount(const Input&);
void KpiLaddersNowhere(const Input&);
void BetMovesNothing(const Input&);
void OkrWithoutStar(const Input&);
void OkrWithoutGuardrail(const Input&);
void NamesFormerStar(const Input&);
void ReviewOverdue(const Input&);

}  // namespace northstar::checks
