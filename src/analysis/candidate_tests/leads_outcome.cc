// leads_outcome: the lead test (analysis/lead.h), corrected for the family of candidates.
#include "analysis/candidate_test.h"

namespace northstar {
namespace {

std::optional<double> Points(const Judgement& judgement, stats::LeadFinding finding) {
  const auto& points = judgement.leads_outcome;
  switch (finding) {
    case stats::LeadFinding::kLeads:
      return points.leads;
    case stats::LeadFinding::kLikelyLeads:
      return points.likely_leads;
    case stats::LeadFinding::kSuggestive:
      return points.suggestive;
    case stats::LeadFinding::kMovesTogether:
      return points.moves_together;
    case stats::LeadFinding::kNotDetected:
      return points.not_detected;
    case stats::LeadFinding::kFollows:
      return points.follows;
    case stats::LeadFinding::kIsRevenue:
    case stats::LeadFinding::kNoVariation:
      return 0;
    case stats::LeadFinding::kNotEnoughData:
      break;
  }
  return std::nullopt;
}

// A finding could well have been the next one above or below.
void SetRange(const Judgement& judgement, stats::LeadFinding finding, TestOutcome& out) {
  const auto& points = judgement.leads_outcome;
  switch (finding) {
    case stats::LeadFinding::kLeads:
      out.score_low = points.likely_leads;
      break;
    case stats::LeadFinding::kLikelyLeads:
      out.score_low = points.suggestive;
      out.score_high = points.leads;
      break;
    case stats::LeadFinding::kSuggestive:
      out.score_low = points.not_detected;
      out.score_high = points.likely_leads;
      break;
    case stats::LeadFinding::kMovesTogether:
      out.score_low = points.not_detected;
      out.score_high = points.suggestive;
      break;
    case stats::LeadFinding::kNotDetected:
      out.score_low = points.follows;
      out.score_high = points.suggestive;
      break;
    case stats::LeadFinding::kFollows:
      out.score_high = points.not_detected;
      break;
    case stats::LeadFinding::kIsRevenue:
    case stats::LeadFinding::kNoVariation:
    case stats::LeadFinding::kNotEnoughData:
      break;
  }
}

}  // namespace

TestOutcome TestLeadsOutcome(const CandidateEvidence& evidence) {
  TestOutcome out;
  if (evidence.lead == nullptr) {
    out.verdict = Verdict::kInsufficientData;
    out.finding = "NOT_ENOUGH_DATA";
    out.sentence =
        "No outcome is named, so nothing can be said about a lead; set 'outcome:' in "
        "northstar.yml.";
    return out;
  }
  const stats::LeadResult& result = evidence.lead->result;
  out.verdict = VerdictOf(result.finding);
  out.finding = LeadFindingName(result.finding);
  out.value = result.effect;
  out.low = result.low;
  out.high = result.high;
  out.unit = "points of outcome growth per point of metric growth";
  out.score = Points(evidence.project.judgement, result.finding);
  SetRange(evidence.project.judgement, result.finding, out);
  out.gate_failed = result.finding == stats::LeadFinding::kIsRevenue;
  out.sentence = evidence.lead->sentence;
  return out;
}

}  // namespace northstar
