#include "stats/link_check.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "stats/describe.h"
#include "stats/distributions.h"
#include "stats/growth.h"
#include "stats/least_squares.h"
#include "stats/prewhiten.h"

namespace northstar::stats {
namespace {

constexpr size_t kLeastRows = 8;
constexpr size_t kLeastTraining = 10;
constexpr size_t kLeastForecasts = 16;
constexpr int kEarlierYears = 3;
constexpr double kLine = 0.948;
constexpr int kQuartersToAlarm = 2;

struct Estimate {
  double effect, error, df;
};

class LinkCheck {
 public:
  LinkCheck(const std::vector<double>& candidate, const std::vector<double>& outcome,
            double critical_value, const LinkOptions& options)
      : options_(options),
        critical_value_(critical_value),
        n_(static_cast<int>(outcome.size())),
        year_(options.weekly ? 52 : 12),
        start_(static_cast<size_t>(std::max(1, options.lag + options.width - 1))) {
    if (n_ < (options.weekly ? 2 : 3) * year_) return;
    Prepare(candidate, outcome);
  }

  LinkResult Run() const {
    LinkResult result;
    if (lead_.empty()) return result;
    const auto recent = Fit(n_ - year_, n_);
    const auto earlier = Earlier(n_);
    if (!recent || !earlier) return result;
    result.recent_effect = recent->effect;
    const double plain = TQuantile((1 + options_.level) / 2, recent->df) * recent->error;
    result.recent_low = recent->effect - plain;
    result.recent_high = recent->effect + plain;
    result.earlier_low = earlier->effect - Reach(*earlier);
    result.earlier_high = earlier->effect + Reach(*earlier);
    FindWindows(result);
    for (int end = n_; WeakerAt(end); end -= Quarter()) ++result.quarters_outside;
    for (int end = n_; HalvedAt(end); end -= Quarter()) ++result.quarters_halved;
    result.cusum_extreme = DeepestFall();
    const bool weaker = result.quarters_outside >= kQuartersToAlarm || result.cusum_extreme > 1;
    result.finding = weaker ? LinkFinding::kWeakened : LinkFinding::kStable;
    return result;
  }

 private:
  int Quarter() const { return options_.weekly ? 13 : 3; }

  void Prepare(const std::vector<double>& candidate, const std::vector<double>& outcome) {
    const bool logs = AllPositive(candidate) && AllPositive(outcome);
    std::vector<double> dx = Growth(candidate, logs);
    dy_ = Growth(outcome, logs);
    ClampOutliers(dx);
    ClampOutliers(dy_);
    const SeasonSpec season = options_.weekly ? SeasonSpec{365.25 / 7, 4} : SeasonSpec{12, 6};
    const int harmonics = std::max(ChooseHarmonics(dx, season), ChooseHarmonics(dy_, season));
    const Whitener deseason(dy_.size(), season, harmonics, 0);
    dx = deseason.Deseason(dx);
    dy_ = deseason.Deseason(dy_);
    lead_.assign(dy_.size(), 0.0);
    for (size_t t = start_; t < dy_.size(); ++t) {
      for (int w = 0; w < options_.width; ++w) {
        lead_[t] += dx[t - static_cast<size_t>(options_.lag + w)] / options_.width;
      }
    }
  }

  // Growth at index t is that of period t + 1; what lies before a window may explain what is in it.
  std::optional<Estimate> Fit(int first_period, int end) const {
    Columns x(3);
    std::vector<double> y;
    const size_t from = std::max(start_, static_cast<size_t>(std::max(1, first_period) - 1));
    for (size_t t = from; t + 1 < static_cast<size_t>(end); ++t) {
      y.push_back(dy_[t]);
      x[0].push_back(lead_[t]);
      x[1].push_back(1);
      x[2].push_back(dy_[t - 1]);
    }
    if (y.size() < kLeastRows) return std::nullopt;
    const auto fit = LeastSquares(x, y);
    if (!fit || !(fit->standard_errors[0] > 0)) return std::nullopt;
    return Estimate{fit->coefficients[0], fit->standard_errors[0],
                    static_cast<double>(fit->rows - fit->parameters)};
  }

  std::optional<Estimate> Earlier(int end) const {
    if (end < 2 * year_ - Quarter()) return std::nullopt;
    return Fit(end - (1 + kEarlierYears) * year_, end - year_);
  }

  double Reach(const Estimate& estimate) const {
    const double plain = TQuantile((1 + options_.level) / 2, estimate.df);
    return std::max(critical_value_, plain) * estimate.error;
  }

  bool WeakerAt(int end) const {
    const auto earlier = Earlier(end);
    const auto recent = Fit(end - year_, end);
    return earlier && recent && recent->effect < earlier->effect - Reach(*earlier);
  }

  bool HalvedAt(int end) const {
    const auto earlier = Earlier(end);
    const auto recent = Fit(end - year_, end);
    return earlier && recent && earlier->effect > 0 && recent->effect < earlier->effect / 2;
  }

  void FindWindows(LinkResult& result) const {
    const int window = std::max(options_.window, 2 * year_);
    for (int end = n_; end >= 2 * year_; end -= Quarter()) {
      const auto fit = Fit(end < 3 * year_ ? 0 : end - window, end);
      if (!fit) continue;
      const double reach = Reach(*fit);
      result.windows.push_back({end, fit->effect, fit->effect - reach, fit->effect + reach});
    }
    std::reverse(result.windows.begin(), result.windows.end());
  }

  // e0² - (e1² - (ŷ0 - ŷ1)²) of one-step forecasts from an expanding window: Clark and West's f.
  std::vector<double> AddedByTheCandidate() const {
    std::vector<double> f;
    const size_t first =
        std::max({static_cast<size_t>(year_), dy_.size() / 3, start_ + kLeastTraining});
    Columns with(3);
    std::vector<double> y;
    for (size_t t = start_; t < dy_.size(); ++t) {
      if (t >= first) {
        const auto bare = LeastSquares({with[0], with[1]}, y);
        const auto full = LeastSquares(with, y);
        if (bare && full) {
          const auto& b = bare->coefficients;
          const auto& c = full->coefficients;
          const double forecast0 = b[0] + b[1] * dy_[t - 1];
          const double forecast1 = c[0] + c[1] * dy_[t - 1] + c[2] * lead_[t];
          const double e0 = dy_[t] - forecast0;
          const double e1 = dy_[t] - forecast1;
          const double shift = forecast0 - forecast1;
          f.push_back(e0 * e0 - (e1 * e1 - shift * shift));
        }
      }
      with[0].push_back(1);
      with[1].push_back(dy_[t - 1]);
      with[2].push_back(lead_[t]);
      y.push_back(dy_[t]);
    }
    return f;
  }

  double DeepestFall() const {
    const std::vector<double> f = AddedByTheCandidate();
    if (f.size() < kLeastForecasts) return 0;
    const size_t half = f.size() / 2;
    const std::span<const double> training(f.data(), half);
    const double mean = Mean(training);
    const double deviation = std::sqrt(Variance(training));
    if (!(deviation > 0)) return 0;
    const auto m = static_cast<double>(f.size() - half);
    double sum = 0;
    double deepest = 0;
    for (size_t t = half; t < f.size(); ++t) {
      sum += (f[t] - mean) / deviation;
      const auto passed = static_cast<double>(t - half + 1);
      const double line = kLine * (std::sqrt(m) + 2 * passed / std::sqrt(m));
      deepest = std::max(deepest, -sum / line);
    }
    return deepest;
  }

  const LinkOptions& options_;
  double critical_value_;
  int n_;
  int year_;
  size_t start_;
  std::vector<double> dy_;
  std::vector<double> lead_;  // the candidate's growth as it explains dy_; empty: not enough data
};

}  // namespace

LinkResult CheckLink(const std::vector<double>& candidate, const std::vector<double>& outcome,
                     double critical_value, const LinkOptions& options) {
  return LinkCheck(candidate, outcome, critical_value, options).Run();
}

}  // namespace northstar::stats
