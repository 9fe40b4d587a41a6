#include "stats/experiment/quantile_arms.h"

#include <algorithm>

#include "stats/describe.h"

namespace northstar::stats {
namespace {

constexpr size_t kLeastBatches = 20;
constexpr size_t kLeastValues = 5;  // on average

}  // namespace

std::optional<ArmEstimate> QuantileOf(const std::vector<BatchedValue>& values, uint32_t batches,
                                      double share) {
  std::vector<double> all;
  std::vector<std::vector<double>> by_batch(batches);
  for (const BatchedValue& one : values) {
    all.push_back(one.value);
    by_batch[one.batch].push_back(one.value);
  }
  while (values.size() < kLeastValues * by_batch.size()) {
    if (by_batch.size() / 2 < kLeastBatches) return std::nullopt;
    std::vector<std::vector<double>> joined;
    for (size_t b = 0; b + 1 < by_batch.size(); b += 2) {
      joined.push_back(std::move(by_batch[b]));
      joined.back().insert(joined.back().end(), by_batch[b + 1].begin(), by_batch[b + 1].end());
    }
    by_batch = std::move(joined);
  }
  std::erase_if(by_batch, [](const std::vector<double>& batch) { return batch.empty(); });
  if (by_batch.size() < kLeastBatches) return std::nullopt;
  std::vector<double> quantiles;
  double mean = 0;
  const auto count = static_cast<double>(by_batch.size());
  for (std::vector<double>& batch : by_batch) {
    quantiles.push_back(Quantile(std::move(batch), share));
    mean += quantiles.back() / count;
  }
  double squares = 0;
  for (const double one : quantiles) squares += (one - mean) * (one - mean);
  return ArmEstimate{Quantile(std::move(all), share), squares / (count - 1) / count, count};
}

}  // namespace northstar::stats
