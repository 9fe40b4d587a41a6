#include "analysis/lead/lead_panel.h"

#include <algorithm>

#include "base/random.h"
#include "words/lead.h"
#include "words/lead_panel.h"

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

LeadPanelStatement::Code CodeOf(stats::PanelFinding finding) {
  using Code = LeadPanelStatement::Code;
  switch (finding) {
    case stats::PanelFinding::kLeads:
      return Code::kLeads;
    case stats::PanelFinding::kFollows:
      return Code::kFollows;
    case stats::PanelFinding::kNotDetected:
      return Code::kNotDetected;
    case stats::PanelFinding::kNoVariation:
      return Code::kNoVariation;
    case stats::PanelFinding::kNotEnoughData:
      break;
  }
  return Code::kNotEnoughData;
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
  const Sentence words =
      Words(LeadPanelStatement{CodeOf(panel.finding), lead.candidate, lead.outcome, dimension,
                               static_cast<int>(panel.segments), static_cast<int>(panel.periods),
                               static_cast<int>(panel.lag)});
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
  LeadStatement statement{LeadStatement::Code::kLeadsBySegment};
  statement.asked = words;
  lead.said = Words(statement);
}

}  // namespace northstar
