#include "words/digest.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = DigestStatement::Code;

DigestStatement Of(Code code) {
  DigestStatement s{code, {"New teams", "new_teams"}};
  s.look.unit = "teams";
  s.period = "2026-06-22";
  s.value = 34;
  s.previous = 30;
  s.limit = "at least 30";
  return s;
}

DigestStatement Counting(Code code, size_t count) {
  DigestStatement s = Of(code);
  s.count = count;
  return s;
}

DigestStatement WithProblem(Code code, const std::string& problem) {
  DigestStatement s = Of(code);
  s.problem = problem;
  return s;
}

DigestStatement Narrowed() {
  DigestStatement s = Of(Code::kInput);
  s.where = "plan = 'team'";
  return s;
}

DigestStatement WithoutBefore() {
  DigestStatement s = Of(Code::kInput);
  s.previous = std::nullopt;
  return s;
}

DigestStatement Objective() {
  DigestStatement s = Of(Code::kObjective);
  s.objective = "Be used";
  s.okr_period = "2026-Q2";
  s.said = Say("{} reached its target.", s.series.AsWords());
  return s;
}

TEST(DigestWords, EveryCodeHasItsSentence) {
  const std::string value = "<New teams>: {34\u202Fteams} |in the week of Jun 22, 2026|";
  ExpectSaid<DigestStatement>(
      {{Of(Code::kInput), "input", value + " ({+13%} from the week before)."},
       {Narrowed(), "input",
        "<New teams> where [plan = 'team']: {34\u202Fteams} |in the week of Jun 22, 2026| ({+13%} "
        "from the week before)."},
       {WithoutBefore(), "input", value + "."},
       {Of(Code::kInputUnusual), "input_unusual",
        value + " ({+13%} from the week before, an unusual change)."},
       {Of(Code::kInputValue), "input_value", value + "."},
       {WithProblem(Code::kInputProblem, "no complete week yet."), "input_problem",
        "<New teams> has no value: no complete week yet."},
       {Counting(Code::kAllHold, 1), "guardrails_hold", "<New teams> is within its limit."},
       {Counting(Code::kAllHold, 3), "guardrails_hold",
        "All {3 guardrails} are within their limits."},
       {Counting(Code::kOthersHold, 1), "others_hold", "The other guardrail is within its limit."},
       {Counting(Code::kOthersHold, 2), "others_hold",
        "The other {2 guardrails} are within their limits."},
       {Of(Code::kBroken), "guardrail_broken", value + ", beyond its limit ({at least 30})."},
       {Of(Code::kUnclear), "guardrail_unclear",
        value + ", too close to its limit ({at least 30}) to tell."},
       {WithProblem(Code::kNotJudged, ""), "guardrail_not_judged",
        "<New teams> cannot be judged: there are too few data to judge it."},
       {WithProblem(Code::kNotJudged, "no complete week yet"), "guardrail_not_judged",
        "<New teams> cannot be judged: no complete week yet."},
       {Objective(), "objective", "Be used (|2026-Q2|). <New teams> reached its target."}},
      DigestRules());
}

}  // namespace
}  // namespace northstar::testing
