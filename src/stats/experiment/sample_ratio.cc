#include "stats/experiment/sample_ratio.h"

#include "stats/describe.h"
#include "stats/distributions.h"

namespace northstar::stats {
namespace {

constexpr double kLeastExpected = 5;

}  // namespace

std::optional<SampleRatio> CheckSampleRatio(std::span<const double> units,
                                            std::span<const double> shares) {
  if (units.size() < 2) return std::nullopt;
  const double all = Sum(units);
  const double whole = Sum(shares);
  SampleRatio result;
  for (size_t arm = 0; arm < units.size(); ++arm) {
    const double expected = all * shares[arm] / whole;
    if (!(expected >= kLeastExpected)) return std::nullopt;
    const double off = units[arm] - expected;
    result.chi_squared += off * off / expected;
  }
  result.p_value = ChiSquaredUpperTail(result.chi_squared, static_cast<double>(units.size() - 1));
  result.mismatch = result.p_value < kSampleRatioLevel;
  return result;
}

}  // namespace northstar::stats
