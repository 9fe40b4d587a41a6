#include "stats/panel_lead.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "base/random.h"
#include "base/thread_pool.h"
#include "stats/describe.h"
#include "stats/growth.h"

namespace northstar::stats {
namespace {

constexpr double kMostWeight = 5;  // times the median
constexpr int kWidths[] = {1, 3};
constexpr double kAlpha = 0.05;

using Paths = std::vector<std::vector<double>>;  // by segment and period

void CentreSegments(Paths& paths) {
  for (std::vector<double>& path : paths) {
    const double mean = Mean(path);
    for (double& value : path) value -= mean;
  }
}

// Weights do not change over time, so segments first and periods then is exact.
void CentrePeriods(const std::vector<double>& weights, Paths& paths) {
  for (size_t t = 0; t < paths[0].size(); ++t) {
    double sum = 0;
    double weight = 0;
    for (size_t s = 0; s < paths.size(); ++s) {
      sum += weights[s] * paths[s][t];
      weight += weights[s];
    }
    for (std::vector<double>& path : paths) path[t] -= sum / weight;
  }
}

struct Fit {
  double effect = 0, error = 0, t = 0, rho = 0;
};

// One (lag, width): the part of the outcome's growth that its own past, the segments and the
// periods do not explain, ready to meet any assignment of candidate histories to segments.
class Design {
 public:
  Design(const Paths& dy, const Paths& dx, const std::vector<double>& weights, int lag, int width)
      : weights_(weights), first_(static_cast<size_t>(std::max(1, lag + width - 1))) {
    for (size_t s = 0; s < dy.size(); ++s) {
      const size_t periods = dy[s].size();
      std::vector<double>& y = y_.emplace_back();
      std::vector<double>& own = own_.emplace_back();
      std::vector<double>& lead = lead_.emplace_back();
      for (size_t t = first_; t < periods; ++t) {
        y.push_back(dy[s][t]);
        own.push_back(dy[s][t - 1]);
        double sum = 0;
        for (int w = 0; w < width; ++w) sum += dx[s][t - static_cast<size_t>(lag + w)];
        lead.push_back(sum / width);
      }
    }
    for (Paths* paths : {&y_, &own_, &lead_}) CentreSegments(*paths);
    CentrePeriods(weights_, y_);
    CentrePeriods(weights_, own_);
    own_square_ = Product(own_, own_);
    own_with_y_ = own_square_ > 0 ? Product(own_, y_) / own_square_ : 0;
    for (size_t s = 0; s < y_.size(); ++s) {
      for (size_t t = 0; t < y_[s].size(); ++t) y_[s][t] -= own_with_y_ * own_[s][t];
    }
  }

  // `from[s]`: whose candidate history segment s is given.
  Fit Run(std::span<const uint32_t> from) const {
    const size_t segments = y_.size();
    const size_t periods = y_[0].size();
    Paths x(segments);
    for (size_t s = 0; s < segments; ++s) x[s] = lead_[from[s]];
    CentrePeriods(weights_, x);
    const double along = own_square_ > 0 ? Product(own_, x) / own_square_ : 0;
    for (size_t s = 0; s < segments; ++s) {
      for (size_t t = 0; t < periods; ++t) x[s][t] -= along * own_[s][t];
    }
    Fit fit;
    const double square = Product(x, x);
    if (!(square > 1e-14)) return fit;
    fit.effect = Product(x, y_) / square;
    fit.rho = own_with_y_ - fit.effect * along;
    double meat = 0;
    for (size_t s = 0; s < segments; ++s) {
      double score = 0;
      for (size_t t = 0; t < periods; ++t)
        score += weights_[s] * x[s][t] * (y_[s][t] - fit.effect * x[s][t]);
      meat += score * score;
    }
    const auto clusters = static_cast<double>(segments);
    const double rows = clusters * static_cast<double>(periods);
    const double parameters = clusters + static_cast<double>(periods) - 1 + 2;
    const double small = clusters / (clusters - 1) * (rows - 1) / std::max(1.0, rows - parameters);
    fit.error = std::sqrt(small * meat) / square;
    if (fit.error > 0) fit.t = fit.effect / fit.error;
    return fit;
  }

 private:
  double Product(const Paths& a, const Paths& b) const {
    double sum = 0;
    for (size_t s = 0; s < a.size(); ++s) {
      double own = 0;
      for (size_t t = 0; t < a[s].size(); ++t) own += a[s][t] * b[s][t];
      sum += weights_[s] * own;
    }
    return sum;
  }

  const std::vector<double>& weights_;
  size_t first_;
  Paths y_, own_, lead_;
  double own_square_ = 0, own_with_y_ = 0;
};

struct Search {
  std::vector<Design> designs;
  std::vector<std::pair<int, int>> lags;  // lag and width, by design
};

Search MakeSearch(const Paths& dy, const Paths& dx, const std::vector<double>& weights,
                  int longest) {
  Search search;
  for (const int width : kWidths) {
    for (int lag = 1; lag + width - 1 <= longest; ++lag) {
      search.designs.emplace_back(dy, dx, weights, lag, width);
      search.lags.emplace_back(lag, width);
    }
  }
  return search;
}

struct Largest {
  double t = -1e300, absolute = 0;
  size_t at = 0;
};

Largest LargestOf(const Search& search, std::span<const uint32_t> from) {
  Largest largest;
  for (size_t d = 0; d < search.designs.size(); ++d) {
    const double t = search.designs[d].Run(from).t;
    largest.absolute = std::max(largest.absolute, std::fabs(t));
    if (t > largest.t) largest.t = t, largest.at = d;
  }
  return largest;
}

std::vector<double> WeightsOf(const std::vector<PanelSegment>& segments) {
  std::vector<double> weights;
  for (const PanelSegment& segment : segments)
    weights.push_back(std::max(0.0, Mean(segment.outcome)));
  const double median = Median(weights);
  for (double& weight : weights)
    weight = median > 0 ? std::clamp(weight / median, 1e-6, kMostWeight) : 1;
  return weights;
}

bool Varies(const Paths& paths) {
  return std::any_of(paths.begin(), paths.end(),
                     [](const auto& path) { return Variance(path) > 1e-18; });
}

// What is left beyond what a segment has for good and what all have at once; rounding is nothing.
bool VariesWithin(Paths paths, const std::vector<double>& weights) {
  const auto squares = [&] {
    double sum = 0;
    for (const auto& path : paths) {
      for (const double value : path) sum += value * value;
    }
    return sum;
  };
  const double raw = squares();
  CentreSegments(paths);
  CentrePeriods(weights, paths);
  return squares() > 1e-12 * raw;
}

}  // namespace

PanelResult TestPanelLead(const std::vector<PanelSegment>& segments, const PanelOptions& options) {
  PanelResult result;
  result.segments = static_cast<int>(segments.size());
  result.periods = segments.empty() ? 0 : static_cast<int>(segments[0].outcome.size());
  if (result.segments < kLeastSegments || result.periods < kLeastPanelPeriods) return result;
  Paths dx;
  Paths dy;
  for (const PanelSegment& segment : segments) {
    dx.push_back(Growth(segment.candidate));
    dy.push_back(Growth(segment.outcome));
  }
  if (!Varies(dx) || !Varies(dy)) {
    result.finding = PanelFinding::kNoVariation;
    return result;
  }
  const std::vector<double> weights = WeightsOf(segments);
  if (!VariesWithin(dx, weights) || !VariesWithin(dy, weights)) {
    result.finding = PanelFinding::kNoVariation;
    return result;
  }
  const int longest =
      options.longest_lag > 0 ? options.longest_lag : std::min(12, result.periods / 3);
  const Search forward = MakeSearch(dy, dx, weights, longest);
  const Search reverse = MakeSearch(dx, dy, weights, longest);
  std::vector<uint32_t> own(segments.size());
  std::iota(own.begin(), own.end(), 0U);
  const Largest found = LargestOf(forward, own);
  const Largest back = LargestOf(reverse, own);

  std::vector<double> as_large(static_cast<size_t>(options.permutations));
  std::vector<char> forward_wins(as_large.size(), 0);
  std::vector<char> reverse_wins(as_large.size(), 0);
  ParallelFor(options.permutations, options.threads, [&](int b) {
    std::vector<uint32_t> from = own;
    Random random(options.seed, static_cast<uint64_t>(b));
    random.Shuffle(std::span<uint32_t>(from));
    const Largest drawn = LargestOf(forward, from);
    const auto i = static_cast<size_t>(b);
    as_large[i] = drawn.absolute;
    forward_wins[i] = drawn.t >= found.t;
    reverse_wins[i] = LargestOf(reverse, from).t >= back.t;
  });
  const auto p_value = [&](const std::vector<char>& wins) {
    return (1.0 + static_cast<double>(std::count(wins.begin(), wins.end(), 1))) /
           (1.0 + options.permutations);
  };
  result.p_value = p_value(forward_wins);
  result.reverse_p_value = p_value(reverse_wins);
  result.statistic = found.t;
  result.reverse_statistic = back.t;
  result.lag = forward.lags[found.at].first;
  result.width = forward.lags[found.at].second;
  const Fit fit = forward.designs[found.at].Run(own);
  const double critical = Quantile(as_large, options.level);
  result.effect = fit.effect;
  result.low = fit.effect - critical * fit.error;
  result.high = fit.effect + critical * fit.error;
  result.rho = fit.rho;
  result.finding = PanelFinding::kNotDetected;
  if (result.p_value <= kAlpha && found.t > back.t) {
    result.finding = PanelFinding::kLeads;
  } else if (result.reverse_p_value <= kAlpha && back.t > found.t) {
    result.finding = PanelFinding::kFollows;
  }
  return result;
}

}  // namespace northstar::stats
