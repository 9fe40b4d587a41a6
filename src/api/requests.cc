#include "api/requests/requests.h"

namespace northstar {

std::span<const RequestSpec> Requests() {
  static const std::vector<RequestSpec> kRequests = {
      CohortsSpec(), DetectSpec(), EvaluateSpec(), ExplainSpec(), FeedbackSpec(),   ForecastSpec(),
      LeadSpec(),    QuerySpec(),  ReportSpec(),   TreeSpec(),    ValueWordsSpec(),
  };
  return kRequests;
}

}  // namespace northstar
