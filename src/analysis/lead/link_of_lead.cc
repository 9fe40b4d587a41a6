#include "analysis/lead/link_of_lead.h"

namespace northstar {

std::optional<stats::LinkResult> LinkOfLead(const LeadFindings& lead,
                                            const std::vector<double>& candidate,
                                            const std::vector<double>& outcome) {
  if (lead.values_grain != lead.grain) return std::nullopt;
  stats::LinkOptions options;
  options.lag = lead.result.lag;
  options.width = lead.result.width;
  options.weekly = lead.grain == Grain::kWeek;
  options.level = lead.level;
  if (options.weekly) options.window = 104;
  const double critical = lead.result.critical_value > 0 ? lead.result.critical_value : 3.0;
  return stats::CheckLink(candidate, outcome, critical, options);
}

}  // namespace northstar
