// stable_link: is the lead over the outcome still what it was? (stats/link_check.h)
#include <fmt/format.h>

#include "analysis/evaluate/candidate_test.h"
#include "base/text.h"
#include "stats/link_check.h"

namespace northstar {

TestOutcome TestStableLink(const CandidateEvidence& evidence) {
  const auto& points = evidence.project.judgement.stable_link;
  const std::string& label = evidence.metric.label;
  if (evidence.lead == nullptr) return NotEnough("No outcome is set, so there is no link.");
  const LeadFindings& lead = *evidence.lead;
  const Verdict verdict = VerdictOf(lead.result.finding);
  if (verdict != Verdict::kPass) {
    TestOutcome none;
    none.said.first =
        fmt::format("There is no lead over {} that could weaken.", lead.outcome.shown);
    return none;
  }
  stats::LinkOptions options;
  options.lag = lead.result.lag;
  options.width = lead.result.width;
  if (lead.values_grain != lead.grain) {
    return NotEnough(
        "The lead was found by comparing segments by month; there are too few months to tell "
        "whether it holds.");
  }
  options.weekly = lead.grain == Grain::kWeek;
  options.level = lead.level;
  if (options.weekly) options.window = 104;
  const double critical = lead.result.critical_value > 0 ? lead.result.critical_value : 3.0;
  const stats::LinkResult link =
      stats::CheckLink(lead.candidate_values, lead.outcome_values, critical, options);
  if (link.finding == stats::LinkFinding::kNotEnoughData) {
    return NotEnough(
        fmt::format("{} of history are too few to tell whether the lead holds.",
                    Plural(static_cast<long long>(lead.starts.size()), GrainName(lead.grain))));
  }
  TestOutcome out;
  out.value = link.recent_effect;
  out.low = link.earlier_low;
  out.high = link.earlier_high;
  out.unit = "points of outcome growth per point of metric growth, recently; interval: earlier";
  out.detail.emplace_back("cusum_share_of_limit", link.cusum_extreme);
  out.detail.emplace_back("quarters_outside", static_cast<double>(link.quarters_outside));
  DetailTable windows{{"until", "effect", "low", "high"}, {}};
  for (const stats::LinkPoint& point : link.windows) {
    const size_t last = static_cast<size_t>(point.end) - 1;
    if (last >= lead.starts.size()) continue;
    windows.rows.push_back({FormatDay(lead.starts[last]), point.effect, point.low, point.high});
  }
  out.detail.emplace_back("windows", std::move(windows));
  if (link.finding == stats::LinkFinding::kWeakened) {
    out.verdict = Verdict::kFail;
    out.finding = "LINK_WEAKENED";
    out.score = points.weakened;
    out.said.first =
        fmt::format("The link between {} and {} is weaker than at the start of the history.", label,
                    lead.outcome.shown);
  } else {
    out.verdict = Verdict::kPass;
    out.finding = "STABLE";
    out.score = points.stable;
    out.said.first = fmt::format("The lead over {} is as strong in the last year as it was before.",
                                 lead.outcome.shown);
  }
  return out;
}

}  // namespace northstar
