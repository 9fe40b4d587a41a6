// One definition check: a code, what it says of a project. A new check is a function in one of the
// files here (or, if it looks at data, a finding of analysis/query/never_seen.h), one line in the
// table of checks.cc, its pair of case files in tests/checks, and its line of docs/checks.md (made
// from the table).
// It leaves out what makes a project unreadable, which loading reports itself: a check sees a
// project that is sound and says that it is unwise. Checks are pure; CheckDefinitions
// (load_project.h) runs them all.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "model/load_project.h"
#include "model/project.h"

namespace northstar::checks {

// One place where a check does not hold. Several per check are fine; none is the usual case.
struct Finding {
  // One sentence about this place, lower case, no full stop; the general sentence and the fix are
  // in the table.
  std::string message;
  SourceSpan where;
};

// What a check may look at. References hold for the run.
struct Input {
  const Project& project;
  // A local day of the project.
  Day today;
  // Definitions as of the last run that was recorded; empty where none was.
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
  // "NS101": the hundreds are star, metrics, constellation, data. Never used for another check
  // again.
  std::string_view code;
  Severity severity;
  // What is wrong, in general, for the table of docs/checks.md.
  std::string_view sentence;
  // What to do about it, as the hint of every finding.
  std::string_view fix;
  // Null: found in loaded data and handed in, see DataFinding.
  void (*run)(const Input&);
};
// In the order in which they are documented and run. Static.
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
void BetShippedInFuture(const Input&);
void OkrWithoutStar(const Input&);
void OkrWithoutGuardrail(const Input&);
void NamesFormerStar(const Input&);
void ReviewOverdue(const Input&);

}  // namespace northstar::checks
