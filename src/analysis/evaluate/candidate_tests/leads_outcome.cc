// leads_outcome: the lead test (analysis/lead.h), corrected for the family of candidates.
#include "analysis/evaluate/candidate_test.h"
#include "model/project.h"

namespace northstar {
namespace {

struct Points {
  std::optional<double> points, low, high;  // a finding could well have been the next one
};

Points PointsOf(const Judgement& judgement, stats::LeadFinding finding) {
  const auto& p = judgement.leads_outcome;
  switch (finding) {
    case stats::LeadFinding::kLeads:
      return {p.leads, p.likely_leads, p.leads};
    case stats::LeadFinding::kLikelyLeads:
      return {p.likely_leads, p.suggestive, p.leads};
    case stats::LeadFinding::kSuggestive:
      return {p.suggestive, p.not_detected, p.likely_leads};
    case stats::LeadFinding::kMovesTogether:
      return {p.moves_together, p.not_detected, p.suggestive};
    case stats::LeadFinding::kNotDetected:
      return {p.not_detected, p.follows, p.suggestive};
    case stats::LeadFinding::kMayBeRevenue:
      return {p.not_detected, p.follows, p.suggestive};
    case stats::LeadFinding::kFollows:
    case stats::LeadFinding::kLeadsInversely:
      return {p.follows, p.follows, p.not_detected};
    case stats::LeadFinding::kIsRevenue:
    case stats::LeadFinding::kNoVariation:
      return {0, 0, 0};
    case stats::LeadFinding::kNotEnoughData:
      break;
  }
  return {};
}

}  // namespace

TestOutcome TestLeadsOutcome(const CandidateEvidence& evidence) {
  if (evidence.lead == nullptr)
    return NotEnough(Words(NotTestedStatement{NotTestedStatement::Code::kNoOutcome}));
  TestOutcome out;
  const stats::LeadResult& result = evidence.lead->result;
  out.verdict = VerdictOf(result.finding);
  out.finding = LeadFindingName(result.finding);
  out.value = result.effect;
  out.low = result.low;
  out.high = result.high;
  out.unit = "points of outcome growth per point of metric growth";
  const Points points = PointsOf(evidence.project.judgement, result.finding);
  out.score = points.points;
  out.score_low = points.low;
  out.score_high = points.high;
  out.gate_failed = result.finding == stats::LeadFinding::kIsRevenue;
  out.said = evidence.lead->said;
  return out;
}

}  // namespace northstar
