#include "stats/experiment/bet_record.h"

#include <algorithm>
#include <vector>

#include "stats/describe.h"
#include "stats/meta_analysis.h"

namespace northstar::stats {
namespace {

constexpr size_t kLeastToPredict = 5;

}  // namespace

std::optional<BetRecord> RecordOf(std::span<const PastBet> bets, double level) {
  std::vector<double> ratios;
  std::vector<double> known;
  std::vector<double> variances;
  int64_t right = 0;
  for (const PastBet& bet : bets) {
    if (bet.expected == 0) continue;
    const double ratio = bet.measured / bet.expected;
    ratios.push_back(ratio);
    right += ratio > 0;
    if (bet.standard_error <= 0) continue;
    const double error = bet.standard_error / bet.expected;
    known.push_back(ratio);
    variances.push_back(error * error);
  }
  if (ratios.empty()) return std::nullopt;
  const auto n = static_cast<int64_t>(ratios.size());
  BetRecord record;
  record.bets = static_cast<int>(n);
  record.median_ratio = Median(ratios);
  record.right_sign = Wilson(right, n, level);
  const auto count = static_cast<double>(n);
  record.factor = std::clamp((count * record.median_ratio + 1) / (count + 1), 0.0, 1.0);
  if (known.size() < kLeastToPredict) return record;
  const auto pooled = RandomEffects(known, variances, Heterogeneity::kReml, level);
  if (pooled) {
    record.next_low = pooled->predict_low;
    record.next_high = pooled->predict_high;
  }
  return record;
}

double WithoutLuck(double effect, double standard_error, double tau_squared) {
  return effect * tau_squared / (tau_squared + standard_error * standard_error);
}

}  // namespace northstar::stats
