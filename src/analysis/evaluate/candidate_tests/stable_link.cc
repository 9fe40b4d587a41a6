// stable_link: is the lead over the outcome still what it was? (stats/link_check.h)
#include "words/candidate/stable_link.h"

#include "analysis/evaluate/candidate_test.h"
#include "analysis/lead/link_of_lead.h"
#include "model/project.h"

namespace northstar {

TestOutcome TestStableLink(const CandidateEvidence& evidence) {
  using Code = StableLinkStatement::Code;
  const auto& points = evidence.project.judgement.stable_link;
  if (evidence.lead == nullptr) return NotEnough(Words(StableLinkStatement{Code::kNoOutcome}));
  const LeadFindings& lead = *evidence.lead;
  const auto words = [&](Code code) {
    return Words(StableLinkStatement{code, NameOf(evidence.metric), lead.outcome,
                                     static_cast<int>(lead.starts.size()), lead.grain});
  };
  const Verdict verdict = VerdictOf(lead.result.finding);
  if (verdict != Verdict::kPass) {
    TestOutcome none;
    none.said = words(Code::kNoLead);
    return none;
  }
  const auto checked = LinkOfLead(lead, lead.candidate_values, lead.outcome_values);
  if (!checked) return NotEnough(words(Code::kFoundBySegment));
  const stats::LinkResult& link = *checked;
  if (link.finding == stats::LinkFinding::kNotEnoughData) return NotEnough(words(Code::kTooShort));
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
    out.said = words(Code::kWeakened);
  } else {
    out.verdict = Verdict::kPass;
    out.finding = "STABLE";
    out.score = points.stable;
    out.said = words(Code::kStable);
  }
  return out;
}

}  // namespace northstar
