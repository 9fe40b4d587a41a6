// leads_outcome: the lead test (analysis/lead.h), corrected for the family of candidates.
#include "analysis/candidate_test.h"
#include "analysis/judgement.h"

namespace northstar {
namespace {

std::optional<double> Points(stats::LeadFinding finding) {
  switch (finding) {
    case stats::LeadFinding::kLeads:
      return judgement::kLeads;
    case stats::LeadFinding::kLikelyLeads:
      return judgement::kLikelyLeads;
    case stats::LeadFinding::kSuggestive:
      return judgement::kSuggestive;
    case stats::LeadFinding::kMovesTogether:
      return judgement::kMovesTogether;
    case stats::LeadFinding::kNotDetected:
      return judgement::kNotDetected;
    case stats::LeadFinding::kFollows:
      return judgement::kFollows;
    case stats::LeadFinding::kIsRevenue:
    case stats::LeadFinding::kNoVariation:
      return 0;
    case stats::LeadFinding::kNotEnoughData:
      break;
  }
  return std::nullopt;
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
  out.score = Points(result.finding);
  out.gate_failed = result.finding == stats::LeadFinding::kIsRevenue;
  out.sentence = evidence.lead->sentence;
  return out;
}

}  // namespace northstar
