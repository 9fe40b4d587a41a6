#include "model/checks/check.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "model/project.h"
#include "model/schema.h"

namespace northstar {
namespace checks {

std::span<const Check> AllChecks() {
  constexpr Severity E = Severity::kError;
  constexpr Severity W = Severity::kWarning;
  static constexpr Check kChecks[] = {
      {"NS101", E, "the star is the company's own income",
       "choose what customers receive; income is the outcome", StarIsIncome},
      {"NS102", E, "the star is a running total", "count what happens in a period instead",
       StarIsCumulative},
      {"NS103", E, "the star counts reach, not value",
       "count people who received the promised value", StarIsReach},
      {"NS104", E, "the star is a weighted mix of several numbers",
       "choose the one that matters most", StarIsComposite},
      {"NS105", E, "the star has no inputs",
       "name 3 to 5 metrics that teams can move, under 'inputs:'", StarHasNoInputs},
      {"NS106", E, "an input needs exactly one team as its owner", "assign one team from 'teams:'",
       InputWithoutOwner},
      {"NS107", E, "the star has no outcome to lead", "set 'outcome:'", NoOutcome},
      {"NS111", W, "the star is close to revenue", "fine for a mature product; set 'stage: mature'",
       StarIsMilderMoney},
      {"NS112", W, "the star counts what was sent or shown, not what was received",
       "count what was received and used", StarCountsSent},
      {"NS113", W, "the star counts mere visits as activity",
       "count people who did what the product is for", StarIsVisit},
      {"NS114", W, "the star is a rate, which can rise while usage falls",
       "count people instead, except at launch", StarIsRate},
      {"NS115", W, "the star is made of more than two metrics",
       "choose one that a new colleague would understand", StarHasManyLeaves},
      {"NS116", W, "the star needs several sources, or a survey",
       "choose one that needs a single source", StarHasManySources},
      {"NS117", W, "the star is updated too rarely to steer by", "use a weekly or daily grain",
       StarIsSlow},
      {"NS118", W, "the star was replaced within a year",
       "a star should last one to three years; give the reason in 'history:'", StarReplacedSoon},
      {"NS119", W, "the star has no statement", "say in one sentence what it means for customers",
       StarWithoutStatement},
      {"NS201", W, "a metric has no description", "say in one sentence what it counts",
       NoDescription},
      {"NS202", W, "a description is longer than 25 words", "shorten it", LongDescription},
      {"NS203", W, "a description is not one sentence",
       "keep the sentence that says what is counted", SeveralSentences},
      {"NS204", W, "a metric is not used anywhere", "use it where it belongs, or delete it",
       UsedByNothing},
      {"NS205", W, "the same definition has two names", "keep one", SameDefinition},
      {"NS206", W, "a conversion or duration has no time limit", "set 'within:'", NoWithin},
      {"NS207", W, "the two sides of a ratio count different populations",
       "give both the same entity", DifferentPopulations},
      {"NS208", W, "a definition changed without a new version",
       "raise 'version:', so that old and new numbers are not mixed up", ChangedWithoutVersion},
      {"NS301", W, "a star should have 2 to 5 inputs", "keep those that teams work on", InputCount},
      {"NS302", W, "an input has two owners", "let one team own it", TwoOwners},
      {"NS303", W, "the inputs do not cover the framework's dimensions one by one",
       "breadth, depth, frequency, efficiency: each once", FrameworkDimensions},
      {"NS304", W, "an input is the star itself", "name metrics that drive it", InputIsStar},
      {"NS305", W, "a star should have 2 or 3 guardrails",
       "name metrics that must not get worse while the star rises", GuardrailCount},
      {"NS306", W, "there should be 3 to 5 candidates", "fewer leave no choice, more lack focus",
       CandidateCount},
      {"NS311", W, "a KPI is not linked to any input", "set 'ladders_to:' to an input",
       KpiLaddersNowhere},
      {"NS312", W, "a bet moves no input", "set 'moves:' to the input it should move",
       BetMovesNothing},
      {"NS313", W, "an OKR does not contain the star", "add a key result with 'role: north_star'",
       OkrWithoutStar},
      {"NS314", W, "an OKR has no guardrail", "add a key result with 'role: guardrail'",
       OkrWithoutGuardrail},
      {"NS315", W, "an OKR, KPI, bet or check still uses a former star",
       "name the new one, or an input", NamesFormerStar},
      {"NS316", W, "the review is overdue", "review the star, then 'northstar review close'",
       ReviewOverdue},
      {"NS317", W, "a bet was shipped in the future", "use 'planned:' until it has shipped",
       BetShippedInFuture},
      {"NS401", W, "an event that a definition names never occurred",
       "spell it as in the data; if 0 is intended, ignore this and give a reason", nullptr},
      {"NS402", W, "a value that a condition names never occurred",
       "spell it as in the data; if 0 is intended, ignore this and give a reason", nullptr},
  };
  return kChecks;
}

}  // namespace checks

std::vector<Diagnostic> CheckDefinitions(const Project& project,
                                         const std::vector<SourceText>& sources, Day today,
                                         const Manifest& previous,
                                         const std::vector<DataFinding>& from_data) {
  DiagnosticSink sink;
  Reporter reporter(sources, sink);
  for (const checks::Check& check : checks::AllChecks()) {
    std::vector<checks::Finding> findings;
    if (check.run != nullptr) check.run({project, today, previous, findings});
    for (const DataFinding& one : from_data) {
      if (one.code == check.code) findings.push_back({one.message, one.where});
    }
    for (const checks::Finding& finding : findings) {
      if (IsIgnored(project.ignores, check.code, finding.where)) continue;
      if (check.severity == Severity::kError) {
        reporter.Error(check.code, finding.where, finding.message, "", std::string(check.fix));
      } else {
        reporter.Warning(check.code, finding.where, finding.message, std::string(check.fix));
      }
    }
  }
  std::vector<std::string> codes;
  for (const checks::Check& check : checks::AllChecks()) codes.emplace_back(check.code);
  for (const Ignore& ignore : project.ignores) {
    if (std::find(codes.begin(), codes.end(), ignore.code) == codes.end()) {
      reporter.Warning("NS100", {ignore.file, ignore.at, 1, 1},
                       fmt::format("there is no check '{}' to ignore", ignore.code),
                       DidYouMean(ignore.code, codes));
      continue;
    }
    if (ignore.has_reason) continue;
    reporter.Warning("NS100", {ignore.file, ignore.at, 1, 1},
                     "an ignore needs a reason; without one, it has no effect",
                     "# northstar: ignore=" + ignore.code + " because …");
  }
  return sink.all();
}

}  // namespace northstar
