#include "analysis/lead/lead_panel.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/random.h"
#include "base/text.h"

namespace northstar {
namespace {

constexpr double kPanelAlpha = 0.05;

bool MayBecomeLikely(stats::LeadFinding finding) {
  switch (finding) {
    case stats::LeadFinding::kNotEnoughData:
    case stats::LeadFinding::kSuggestive:
    case stats::LeadFinding::kNotDetected:
    case stats::LeadFinding::kMovesTogether:
      return true;
    case stats::LeadFinding::kLeads:
    case stats::LeadFinding::kLikelyLeads:
    case stats::LeadFinding::kFollows:
    case stats::LeadFinding::kLeadsInversely:
    case stats::LeadFinding::kMayBeRevenue:
    case stats::LeadFinding::kIsRevenue:
    case stats::LeadFinding::kNoVariation:
      break;
  }
  return false;
}

Sentence Words(const stats::PanelResult& panel, const std::string& dimension,
               const LeadFindings& lead) {
  const Sentence data = Value(
      fmt::format("{} of {} over {}", panel.segments, dimension, Plural(panel.periods, "month")));
  switch (panel.finding) {
    case stats::PanelFinding::kLeads:
      return Say(
          "Segment by segment ({}), where {} grew faster than elsewhere, {} grew faster {} later.",
          data, lead.candidate.AsWords(), lead.outcome.AsWords(),
          Value(Plural(panel.lag, "month")));
    case stats::PanelFinding::kFollows:
      return Say("Segment by segment ({}), {} moves first.", data, lead.outcome.AsWords());
    case stats::PanelFinding::kNotDetected:
      return Say("Segment by segment ({}), no lead was detected.", data);
    case stats::PanelFinding::kNoVariation:
      return Say("Segment by segment ({}), nothing varies enough to compare.", data);
    case stats::PanelFinding::kNotEnoughData:
      break;
  }
  return Say("Comparing segments takes at least 8 of them with 12 months each; {} has {}.",
             dimension, Value(Plural(panel.segments, "segment")));
}

}  // namespace

void JudgePanel(const std::vector<std::vector<double>>& candidate,
                const std::vector<std::vector<double>>& outcome, const std::string& dimension,
                LeadFindings& lead) {
  std::vector<stats::PanelSegment> segments;
  for (size_t s = 0; s < candidate.size(); ++s) segments.push_back({candidate[s], outcome[s]});
  stats::PanelOptions options;
  options.seed = MixText("panel." + lead.candidate.shown);
  options.threads = DefaultLeadThreads();
  const stats::PanelResult panel = stats::TestPanelLead(segments, options);
  lead.panel = panel;
  lead.panel_dimension = dimension;
  const Sentence words = Words(panel, dimension, lead);
  // Whoever tries several candidates finds more by chance.
  const double together = std::min(1.0, panel.p_value * static_cast<double>(lead.family));
  if (panel.finding != stats::PanelFinding::kLeads || together > kPanelAlpha ||
      !MayBecomeLikely(lead.result.finding)) {
    lead.caveats.push_back(words.text());
    return;
  }
  lead.caveats.push_back(lead.said.whole());
  lead.result.finding = stats::LeadFinding::kLikelyLeads;
  lead.result.lag = panel.lag;
  lead.result.width = panel.width;
  lead.result.p_value = panel.p_value;
  lead.result.p_adjusted = together;
  lead.result.effect = panel.effect;
  lead.result.low = panel.low;
  lead.result.high = panel.high;
  lead.grain = Grain::kMonth;
  lead.said = {words, "This is an association within segments, not proof of causation.",
               "leads_by_segment"};
}

}  // namespace northstar
