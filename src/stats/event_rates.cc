#include "stats/event_rates.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace northstar::stats {
namespace {

constexpr int kBlockDays = 28;
constexpr double kOpenShare = 0.1;  // of the usual rate: below it a weekday is closed

// rate = weekday · exp(slope · t + bend · t²). The weekdays follow from slope and bend.
struct Trend {
  double slope = 0, bend = 0;
  double slope_variance = 0, bend_variance = 0, covariance = 0;  // Poisson
};

class RateFit {
 public:
  explicit RateFit(const DayHistory& history) : h_(history) {}

  EventRates Fit() {
    Trend trend = Newton(true);
    EventRates rates = At(trend);
    if (trend.bend * trend.bend <= 9 * Dispersion(rates.rate) * trend.bend_variance) {
      trend = Newton(false);
      rates = At(trend);
      if (trend.slope * trend.slope <= 4 * Dispersion(rates.rate) * trend.slope_variance) {
        trend.slope = 0;  // how well it is known stays
        rates = At(trend);
      }
    }
    SetVariance(trend, rates);
    SetHazard(rates);
    return rates;
  }

 private:
  double Shape(const Trend& trend, int day) const {
    const double t = h_.time(day);
    return std::exp(std::clamp(trend.slope * t + trend.bend * t * t, -50.0, 50.0));
  }

  EventRates At(const Trend& trend) const {
    std::vector<double> events(7, 0);
    std::vector<double> exposure(7, 0);
    for (int d = 0; d < h_.days(); ++d) {
      if (h_.out[static_cast<size_t>(d)]) continue;
      events[h_.weekday(d)] += static_cast<double>(h_.counts[static_cast<size_t>(d)]);
      exposure[h_.weekday(d)] += Shape(trend, d);
    }
    const double all = std::accumulate(events.begin(), events.end(), 0.0) /
                       std::max(1e-300, std::accumulate(exposure.begin(), exposure.end(), 0.0));
    EventRates rates;
    for (size_t w = 0; w < 7; ++w)
      rates.open.push_back(exposure[w] > 0 && events[w] / exposure[w] >= kOpenShare * all);
    for (int d = 0; d < h_.days(); ++d) {
      const size_t w = h_.weekday(d);
      const double of_weekday = exposure[w] > 0 ? events[w] / exposure[w] : all;
      rates.rate.push_back(std::max(1e-9, of_weekday * Shape(trend, d)));
    }
    return rates;
  }

  // Weekdays are profiled out: what is maximised is the multinomial likelihood of the days within
  // each weekday.
  Trend Newton(bool bend) const {
    Trend trend;
    double a = 0, b = 0, c = 0;  // information
    for (int step = 0; step < 30; ++step) {
      double g1 = 0, g2 = 0;
      a = b = c = 0;
      for (size_t w = 0; w < 7; ++w) {
        double events = 0, mass = 0, m1 = 0, m2 = 0, m3 = 0, m4 = 0, y1 = 0, y2 = 0;
        for (int d = static_cast<int>((7 + w - static_cast<size_t>(h_.first_weekday)) % 7);
             d < h_.days(); d += 7) {
          if (h_.out[static_cast<size_t>(d)]) continue;
          const double t = h_.time(d);
          const double e = Shape(trend, d);
          const auto y = static_cast<double>(h_.counts[static_cast<size_t>(d)]);
          events += y;
          y1 += y * t;
          y2 += y * t * t;
          mass += e;
          m1 += e * t;
          m2 += e * t * t;
          m3 += e * t * t * t;
          m4 += e * t * t * t * t;
        }
        if (!(mass > 0) || !(events > 0)) continue;
        g1 += y1 - events * m1 / mass;
        g2 += y2 - events * m2 / mass;
        a += events * (m2 / mass - m1 * m1 / mass / mass);
        b += events * (m3 / mass - m1 * m2 / mass / mass);
        c += events * (m4 / mass - m2 * m2 / mass / mass);
      }
      double d1 = 0, d2 = 0;
      if (bend) {
        const double det = a * c - b * b;
        if (!(det > 1e-12 * a * c) || !(a > 0)) break;
        d1 = (c * g1 - b * g2) / det;
        d2 = (a * g2 - b * g1) / det;
      } else {
        if (!(a > 0)) break;
        d1 = g1 / a;
      }
      const double most = std::max(std::fabs(d1), std::fabs(d2));
      const double length = most > 1 ? 1 / most : 1;
      trend.slope += length * d1;
      trend.bend += length * d2;
      if (most < 1e-7) break;
    }
    const double det = a * c - b * b;
    if (bend) {
      const bool known = det > 1e-12 * a * c;
      trend.slope_variance = known ? c / det : INFINITY;
      trend.bend_variance = known ? a / det : INFINITY;
      trend.covariance = known ? -b / det : 0;
    } else {
      trend.slope_variance = a > 0 ? 1 / a : INFINITY;
    }
    return trend;
  }

  // Variance over mean of blocks of four weeks, in which bursts of several days are whole; 1 or
  // more.
  double Dispersion(const std::vector<double>& rate) const {
    double squares = 0;
    int blocks = 0;
    for (int from = 0; from + kBlockDays <= h_.days(); from += kBlockDays) {
      double expected = 0, seen = 0;
      for (int d = from; d < from + kBlockDays; ++d) {
        if (h_.out[static_cast<size_t>(d)]) continue;
        expected += rate[static_cast<size_t>(d)];
        seen += static_cast<double>(h_.counts[static_cast<size_t>(d)]);
      }
      if (!(expected > 0)) continue;
      squares += (seen - expected) * (seen - expected) / expected;
      ++blocks;
    }
    return blocks < 4 ? 1 : std::max(1.0, squares / blocks);
  }

  void SetVariance(const Trend& trend, EventRates& rates) const {
    double events = 0;
    for (int d = 0; d < h_.days(); ++d) {
      const auto at = static_cast<size_t>(d);
      if (h_.out[at]) continue;
      events += rates.rate[at];
      rates.middle += rates.rate[at] * h_.time(d);
      rates.middle_square += rates.rate[at] * h_.time(d) * h_.time(d);
    }
    if (!(events > 0)) return;
    rates.middle /= events;
    rates.middle_square /= events;
    const double dispersion = Dispersion(rates.rate);
    rates.level = dispersion / events;
    rates.slope = dispersion * trend.slope_variance;
    if (trend.bend == 0) return;
    rates.bend = dispersion * trend.bend_variance;
    rates.both = dispersion * trend.covariance;
  }

  // Negative binomial by moments; a variance up to the mean is Poisson.
  void SetHazard(EventRates& rates) const {
    double mean_squares = 0, beyond = 0;
    for (int d = 0; d < h_.days(); ++d) {
      const auto at = static_cast<size_t>(d);
      if (h_.out[at]) continue;
      const double off = static_cast<double>(h_.counts[at]) - rates.rate[at];
      mean_squares += rates.rate[at] * rates.rate[at];
      beyond += off * off - rates.rate[at];
    }
    for (const double rate : rates.rate) {
      const double size = beyond > 0 ? mean_squares / beyond : INFINITY;
      rates.hazard.push_back(std::isinf(size) ? rate : size * std::log1p(rate / size));
    }
  }

  const DayHistory& h_;
};

}  // namespace

EventRates FitRates(const DayHistory& history) {
  return RateFit(history).Fit();
}

}  // namespace northstar::stats
