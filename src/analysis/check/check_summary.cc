#include "analysis/check/check_summary.h"

namespace northstar {

AlertsStatement StatementOn(std::span<const CheckFinding> findings,
                            std::span<const AlertState> states, const std::set<AlertKey>& muted) {
  using Code = AlertsStatement::Code;
  AlertsStatement s{states.empty() ? Code::kNothingToCheck : Code::kQuiet};
  s.checks = states.size();
  for (size_t i = 0; i < s.checks; ++i) {
    if (!findings[i].held_by.empty()) {
      ++s.held;
      continue;
    }
    s.pending += states[i].status == AlertStatus::kPending;
    s.no_data += states[i].status == AlertStatus::kNoData;
    if (!Fires(findings[i], states[i])) continue;
    ++s.firing;
    s.critical += findings[i].severity == CheckSeverity::kCritical;
    s.muted += muted.contains(states[i].key);
  }
  if (s.firing > 0) s.code = Code::kFiring;
  return s;
}

}  // namespace northstar
