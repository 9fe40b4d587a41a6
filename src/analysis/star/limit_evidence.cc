#include "analysis/star/limit_evidence.h"

#include "model/values.h"

namespace northstar {
namespace {

std::optional<double> NumberOf(const std::string& text) {
  return text.empty() ? std::nullopt : ParseShare(text);
}

}  // namespace

AskedLimit AskedOf(const Guardrail& guardrail, const Metric& metric, double usual) {
  AskedLimit asked;
  asked.least = NumberOf(guardrail.at_least);
  asked.most = NumberOf(guardrail.at_most);
  asked.tolerance = guardrail.no_worse_than.value_or(usual);
  asked.rise_is_good = metric.increase_is_good;
  return asked;
}

Result<LimitEvidence> EvidenceOf(const SharedGather& gather, size_t recent, const Metric& metric,
                                 std::vector<std::optional<double>> values, Grain grain,
                                 double level) {
  LimitEvidence evidence;
  evidence.values = std::move(values);
  NS_ASSIGN(const std::vector<MetricSeries> shown, gather.Evaluate(recent, level));
  if (!shown.empty()) evidence.recent = shown.front().points;
  evidence.without = gather.WithoutBuckets(recent, metric, {});
  evidence.limits = gather.LimitsOf(recent, metric, {});
  evidence.season = grain == Grain::kDay ? 7 : grain == Grain::kHour ? 168 : 1;
  return evidence;
}

}  // namespace northstar
