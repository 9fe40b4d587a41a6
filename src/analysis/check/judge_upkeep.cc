#include "analysis/check/judge_upkeep.h"

namespace northstar {

using Code = CheckStatement::Code;

Judged JudgeReview(const std::optional<ReviewDue>& due, Day today) {
  CheckStatement s{Code::kReviewNotDue};
  if (!due) {
    return NothingToJudge(std::move(s), "set 'every:' and 'last:' under 'review:'");
  }
  Judged out;
  s.day = due->due;
  s.days = today - due->due;
  const bool overdue = s.days > 0;
  out.look = overdue ? Look::kFails : Look::kHolds;
  out.value = static_cast<double>(s.days);
  out.limit = 0;
  if (overdue) s.code = Code::kReviewOverdue;
  out.statement = std::move(s);
  return out;
}

Judged JudgeDefinition(const SeriesName& metric, bool known, std::optional<Day> changed_on) {
  CheckStatement s{Code::kDefinitionKept, metric};
  if (!known)
    return NothingToJudge(std::move(s),
                          "no definition is recorded yet; 'northstar validate' records it");
  Judged out;
  out.look = changed_on ? Look::kFails : Look::kHolds;
  if (changed_on) {
    s.code = Code::kDefinitionChanged;
    s.day = *changed_on;
  }
  out.statement = std::move(s);
  return out;
}

Judged JudgeLink(const SeriesName& star, const SeriesName& outcome, bool leads,
                 const std::optional<stats::LinkResult>& link, Day month) {
  CheckStatement s{Code::kLinkHolds, star};
  s.outcome = outcome;
  Judged none;
  if (!leads) {
    none =
        NothingToJudge(s, "no lead over the outcome was detected, so there is no link to follow");
  } else if (!link || link->finding == stats::LinkFinding::kNotEnoughData) {
    none = NothingToJudge(s, "the history is too short to compare the last year with earlier ones");
  }
  none.period = FormatDay(month);
  if (!none.statement.problem.empty()) return none;
  Judged out;
  out.period = FormatDay(month);
  out.value = link->recent_effect;
  out.limit = link->earlier_low;
  const bool weaker = link->finding == stats::LinkFinding::kWeakened;
  out.look = weaker ? Look::kFails : Look::kHolds;
  s.effect = link->recent_effect;
  s.effect_low = link->earlier_low.value_or(0);
  s.effect_high = link->earlier_high.value_or(0);
  if (weaker) s.code = Code::kLinkWeaker;
  out.statement = std::move(s);
  return out;
}

}  // namespace northstar
