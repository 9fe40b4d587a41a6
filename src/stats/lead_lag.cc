#include "stats/lead_lag.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "base/thread_pool.h"
#include "stats/describe.h"
#include "stats/distributions.h"
#include "stats/growth.h"
#include "stats/lead_family.h"

namespace northstar::stats {

std::string LeadFindingName(LeadFinding finding) {
  static const char* const kNames[] = {"LEADS",          "LIKELY_LEADS", "SUGGESTIVE",
                                       "MOVES_TOGETHER", "FOLLOWS",      "NOT_DETECTED",
                                       "IS_REVENUE",     "NO_VARIATION", "NOT_ENOUGH_DATA"};
  return kNames[static_cast<size_t>(finding)];
}

int LongestLag(int n, bool weekly) {
  return std::min(weekly ? 52 : 12, n / 3);
}

namespace {

constexpr size_t kLeastPairs = 8;

double FisherZ(double r, size_t pairs) {
  r = std::clamp(r, -0.999999999999, 0.999999999999);
  return std::atanh(r) * std::sqrt(static_cast<double>(pairs) - 3);
}

struct Maximum {
  double z = -INFINITY;
  int lag = 0;
  int width = 1;
  double r = 0;
};

// The largest z of corr(mean of `early` over width steps ending `lag` before t, `late` at t).
// The sums over `early` are fixed while `late` is permuted, so they are kept.
class LagScan {
 public:
  // Both series are defined from `start` on.
  LagScan(const std::vector<double>& early, size_t start, int longest,
          const std::vector<int>& widths)
      : start_(start) {
    const size_t n = early.size();
    for (const int width : widths) {
      for (int lag = 1; lag + width - 1 <= longest; ++lag) {
        const size_t first = start + static_cast<size_t>(lag + width - 1);
        if (n < first + kLeastPairs) continue;
        Entry entry{lag, width, first, {}, 0};
        for (size_t t = first; t < n; ++t) {
          double sum = 0;
          for (int w = 0; w < width; ++w) sum += early[t - static_cast<size_t>(lag + w)];
          entry.x.push_back(sum / width);
        }
        const double mean = Mean(entry.x);
        for (double& value : entry.x) {
          value -= mean;
          entry.norm += value * value;
        }
        if (entry.norm > 0) entries_.push_back(std::move(entry));
      }
    }
  }

  Maximum Scan(const std::vector<double>& late) const {
    // Running sums from the end, so that every tail's mean and variance is at hand.
    const size_t n = late.size();
    thread_local std::vector<double> sum;
    thread_local std::vector<double> squares;
    sum.assign(n + 1, 0);
    squares.assign(n + 1, 0);
    for (size_t t = n; t-- > start_;) {
      sum[t] = sum[t + 1] + late[t];
      squares[t] = squares[t + 1] + late[t] * late[t];
    }
    Maximum best;
    for (const Entry& entry : entries_) {
      const size_t pairs = entry.x.size();
      double dot = 0;
      const double* y = late.data() + entry.first;
      for (size_t i = 0; i < pairs; ++i) dot += entry.x[i] * y[i];
      const double norm =
          squares[entry.first] - sum[entry.first] * sum[entry.first] / static_cast<double>(pairs);
      if (!(norm > 1e-300)) continue;
      const double r = dot / std::sqrt(entry.norm * norm);
      const double z = FisherZ(r, pairs);
      if (z > best.z) best = {z, entry.lag, entry.width, r};
    }
    return best;
  }
  int size() const { return static_cast<int>(entries_.size()); }

 private:
  struct Entry {
    int lag;
    int width;
    size_t first;
    std::vector<double> x;  // centred
    double norm;
  };
  size_t start_;
  std::vector<Entry> entries_;
};

double TogetherZ(const std::vector<double>& u, const std::vector<double>& v, size_t start,
                 double& r) {
  const std::vector<double> a(u.begin() + static_cast<std::ptrdiff_t>(start), u.end());
  const std::vector<double> b(v.begin() + static_cast<std::ptrdiff_t>(start), v.end());
  r = Correlation(a, b).value_or(0);
  return FisherZ(r, a.size());
}

double MeanBefore(const std::vector<double>& dx, size_t t, int lag, int width) {
  double sum = 0;
  for (int w = 0; w < width; ++w) sum += dx[t - static_cast<size_t>(lag + w)];
  return sum / width;
}

// dY = a + rho·dY[t-1] + season + gamma·mean(dX …): gamma with its standard error.
struct Effect {
  double gamma;
  double error;
};
std::optional<Effect> EstimateEffect(const std::vector<double>& dy, const std::vector<double>& dx,
                                     const Columns& season, int lag, int width,
                                     const std::function<bool(size_t)>& keep) {
  Columns x(3 + season.size());
  std::vector<double> y;
  for (size_t t = static_cast<size_t>(std::max(1, lag + width - 1)); t < dy.size(); ++t) {
    if (!keep(t)) continue;
    y.push_back(dy[t]);
    x[0].push_back(MeanBefore(dx, t, lag, width));
    x[1].push_back(1);
    x[2].push_back(dy[t - 1]);
    for (size_t c = 0; c < season.size(); ++c) x[3 + c].push_back(season[c][t]);
  }
  const auto fit = LeastSquares(x, y);
  if (!fit || !(fit->standard_errors[0] > 0)) return std::nullopt;
  return Effect{fit->coefficients[0], fit->standard_errors[0]};
}

// One candidate with everything about it that permutations share.
struct Pair {
  std::vector<double> dx, dy;  // growth, outliers clamped
  std::vector<double> u, v;    // whitened
  int harmonics = 0;
  std::unique_ptr<Whitener> outcome_whitener;
  size_t start = 0;    // both are defined from here on, so that every lag compares the same rows
  size_t v_start = 0;  // v alone
  std::unique_ptr<LagScan> forward;
  Maximum best, reverse;
  double together = 0, together_r = 0;
  Columns season;  // without the constant
};

class LeadTest {
 public:
  LeadTest(const std::vector<double>& candidate, const std::vector<double>& outcome,
           const LeadOptions& options)
      : candidate_(candidate),
        outcome_(outcome),
        options_(options),
        n_(static_cast<int>(outcome.size())),
        longest_(options.longest_lag > 0 ? options.longest_lag : LongestLag(n_, options.weekly)),
        widths_(options.weekly ? std::vector<int>{1, 3, 6} : std::vector<int>{1, 3}) {
    season_ = options.weekly ? SeasonSpec{365.25 / 7, 4} : SeasonSpec{12, 6};
  }

  LeadResult Run(bool is_outcome) {
    LeadResult result;
    result.n = n_;
    result.weekly = options_.weekly;
    result.weekly_verdicts = options_.weekly_verdicts;
    Pair pair;
    if (is_outcome) {
      result.finding = LeadFinding::kIsRevenue;
    } else if (Prepare(pair, result)) {
      Permute(pair, result);
      Finish(pair, result);
    }
    return result;
  }

 private:
  static bool Varies(const std::vector<double>& x) {
    return std::any_of(x.begin(), x.end(), [&](double value) {
      return std::fabs(value - x[0]) > 1e-12 * std::fabs(x[0]);
    });
  }

  // Whether a year's shape can be told from the rest.
  bool SeasonSeparable() const { return options_.weekly ? n_ >= 104 : n_ >= kMonthsForLikely; }

  // Whether there is something to test; else the finding says why not.
  bool Prepare(Pair& pair, LeadResult& result) const {
    if (n_ >= 3 && (!Varies(candidate_) || !Varies(outcome_))) {
      result.finding = LeadFinding::kNoVariation;
      return false;
    }
    const auto positive = [](const std::vector<double>& x) {
      return std::all_of(x.begin(), x.end(), [](double value) { return value > 0; });
    };
    const bool logs = positive(candidate_) && positive(outcome_);
    if (n_ >= 12) {
      pair.dx = Growth(candidate_, logs);
      pair.dy = Growth(outcome_, logs);
      const auto r = Correlation(pair.dx, pair.dy);
      if (r && std::fabs(*r) > 0.95) {
        result.finding = LeadFinding::kIsRevenue;
        return false;
      }
    }
    if (n_ < (options_.weekly ? kLeastWeeksToTest : kLeastMonthsToTest)) return false;
    if (!logs) result.warnings.push_back(LeadWarning::kNonPositiveLog);
    if (options_.clamp_outliers && ClampOutliers(pair.dx) + ClampOutliers(pair.dy) > 0) {
      result.warnings.push_back(LeadWarning::kOutliersClamped);
    }
    if (!Varies(pair.dx) || !Varies(pair.dy)) {
      result.finding = LeadFinding::kNoVariation;
      return false;
    }
    if (!options_.seasonal) {
      pair.harmonics = 0;
    } else if (SeasonSeparable()) {
      pair.harmonics =
          std::max(ChooseHarmonics(pair.dx, season_), ChooseHarmonics(pair.dy, season_));
    } else {
      result.warnings.push_back(LeadWarning::kSeasonNotSeparable);
    }
    Whiten(pair, result);
    return true;
  }

  void Whiten(Pair& pair, LeadResult& result) const {
    const size_t m = pair.dx.size();
    const Whitener plain(m, season_, pair.harmonics, 0);
    result.candidate_order = ChooseAutoregression(plain.Deseason(pair.dx));
    result.outcome_order = ChooseAutoregression(plain.Deseason(pair.dy));
    result.harmonics = pair.harmonics;
    pair.season = SeasonColumns(m, season_, pair.harmonics);
    pair.season.erase(pair.season.begin());
    Whitener(m, season_, pair.harmonics, result.candidate_order).Apply(pair.dx, pair.u);
    pair.outcome_whitener =
        std::make_unique<Whitener>(m, season_, pair.harmonics, result.outcome_order);
    pair.outcome_whitener->Apply(pair.dy, pair.v);
    pair.v_start = static_cast<size_t>(result.outcome_order);
    pair.start = std::max(static_cast<size_t>(result.candidate_order), pair.v_start);
    pair.forward = std::make_unique<LagScan>(pair.u, pair.start, longest_, widths_);
    pair.best = pair.forward->Scan(pair.v);
    pair.reverse = LagScan(pair.v, pair.start, longest_, widths_).Scan(pair.u);
    pair.together = TogetherZ(pair.u, pair.v, pair.start, pair.together_r);
  }

  // The permuted outcome in replicate b: with the same seed the same draws for all candidates that
  // are tested against the same outcome.
  void DrawOutcome(const Pair& pair, uint64_t b, std::vector<double>& drawn) const {
    const size_t m = pair.dy.size();
    std::vector<double> v(pair.v.begin() + static_cast<std::ptrdiff_t>(pair.v_start), pair.v.end());
    Random random(options_.seed, b);
    random.Shuffle(std::span<double>(v));
    drawn.resize(m);
    std::copy(v.begin(), v.end(), drawn.begin() + static_cast<std::ptrdiff_t>(pair.v_start));
    for (size_t t = 0; t < pair.v_start; ++t) drawn[t] = v[random.Below(v.size())];
  }

  void Permute(const Pair& pair, LeadResult& result) {
    const auto replicates = static_cast<size_t>(options_.permutations);
    result.null_forward.resize(replicates);
    result.null_reverse.resize(replicates);
    together_.resize(replicates);
    constexpr int kBlock = 64;
    const int blocks = (options_.permutations + kBlock - 1) / kBlock;
    ParallelFor(blocks, options_.threads, [&](int block) {
      std::vector<double> drawn;
      std::vector<double> white;
      const size_t end = std::min(replicates, static_cast<size_t>(block + 1) * kBlock);
      for (size_t b = static_cast<size_t>(block) * kBlock; b < end; ++b) {
        DrawOutcome(pair, b, drawn);
        pair.outcome_whitener->Apply(drawn, white);
        result.null_forward[b] = pair.forward->Scan(white).z;
        result.null_reverse[b] = LagScan(white, pair.start, longest_, widths_).Scan(pair.u).z;
        double r = 0;
        together_[b] = TogetherZ(pair.u, white, pair.start, r);
      }
    });
  }

  void Finish(const Pair& pair, LeadResult& result) const {
    result.lag = pair.best.lag;
    result.width = pair.best.width;
    result.correlation = pair.best.r;
    result.statistic = pair.best.z;
    result.reverse_statistic = pair.reverse.z;
    result.reverse_lag = pair.reverse.lag;
    result.together_correlation = pair.together_r;
    result.lags_tried = pair.forward->size();
    result.p_value = result.p_adjusted = PermutationP(result.null_forward, pair.best.z);
    result.reverse_p_value = result.reverse_p_adjusted =
        PermutationP(result.null_reverse, pair.reverse.z);
    result.together_p_value = PermutationP(together_, pair.together);
    FindProfile(pair, result);
    FindGain(pair, result);
    FindStability(pair, result);
    FindEffect(pair, result);
    result.finding = JudgeLead(result);
  }

  void FindProfile(const Pair& pair, LeadResult& result) const {
    const auto start = static_cast<std::ptrdiff_t>(pair.start);
    for (int lag = -longest_; lag <= longest_; ++lag) {
      const std::ptrdiff_t shift = std::abs(lag);
      const auto& early = lag >= 0 ? pair.u : pair.v;
      const auto& late = lag >= 0 ? pair.v : pair.u;
      const std::vector<double> a(early.begin() + start, early.end() - shift);
      const std::vector<double> b(late.begin() + start + shift, late.end());
      result.profile.push_back(a.size() < kLeastPairs ? 0 : Correlation(a, b).value_or(0));
    }
    const double pairs =
        static_cast<double>(pair.u.size()) - static_cast<double>(start) - longest_ / 2.0;
    result.profile_band =
        std::tanh(Quantile(result.null_forward, 0.95) / std::sqrt(std::max(1.0, pairs - 3)));
  }

  // The lag is chosen anew from the data before each forecast; choosing it once on all of them
  // would let the test see its own answer.
  void FindGain(const Pair& pair, LeadResult& result) const {
    const size_t m = pair.dy.size();
    const size_t first = std::max<size_t>(12, static_cast<size_t>(n_) / 2);
    const auto choose = [&](size_t t) -> Lag {
      const std::vector<double> dx(pair.dx.begin(),
                                   pair.dx.begin() + static_cast<std::ptrdiff_t>(t));
      const std::vector<double> dy(pair.dy.begin(),
                                   pair.dy.begin() + static_cast<std::ptrdiff_t>(t));
      const int harmonics = 2 * static_cast<size_t>(pair.harmonics) + 8 < t ? pair.harmonics : 0;
      std::vector<double> u;
      std::vector<double> v;
      Whitener(t, season_, harmonics, result.candidate_order).Apply(dx, u);
      Whitener(t, season_, harmonics, result.outcome_order).Apply(dy, v);
      const int longest = std::min(longest_, static_cast<int>(t) / 3);
      const Maximum best = LagScan(u, pair.start, longest, widths_).Scan(v);
      return best.lag == 0 ? Lag{1, 1} : Lag{best.lag, best.width};
    };
    if (m > first) result.gain = ClarkWest(pair.dy, pair.dx, pair.season, first, choose);
  }

  void FindStability(const Pair& pair, LeadResult& result) const {
    const size_t start = pair.start + static_cast<size_t>(result.lag + result.width - 1);
    const size_t m = pair.v.size();
    const size_t middle = start + (m - start) / 2;
    const auto correlation = [&](size_t from, size_t to) {
      std::vector<double> x;
      std::vector<double> y;
      for (size_t t = from; t < to; ++t) {
        x.push_back(MeanBefore(pair.u, t, result.lag, result.width));
        y.push_back(pair.v[t]);
      }
      return x.size() < 12 ? std::nullopt : Correlation(x, y);
    };
    const auto first = correlation(start, middle);
    const auto second = correlation(middle, m);
    result.stable = first && second && (*first > 0) == (*second > 0) &&
                    (*first > 0) == (result.correlation > 0);
    if (!result.stable) result.warnings.push_back(LeadWarning::kUnstableSign);
  }

  void FindEffect(const Pair& pair, LeadResult& result) const {
    const auto all = [](size_t) { return true; };
    const auto estimate =
        EstimateEffect(pair.dy, pair.dx, pair.season, result.lag, result.width, all);
    if (!estimate) return;
    const std::vector<double> largest = LargestT(pair);
    const double critical = Quantile(largest, options_.level);
    result.effect = estimate->gamma;
    result.critical_value = critical;
    result.low = estimate->gamma - critical * estimate->error;
    result.high = estimate->gamma + critical * estimate->error;
    result.minimum_detectable = (critical + NormalQuantile(0.8)) * estimate->error;
    const int year = options_.weekly ? 52 : 12;
    for (int from = 0; from + year <= n_; from += year) {
      const auto keep = [&](size_t t) {
        return static_cast<int>(t) < from || static_cast<int>(t) >= from + year;
      };
      const auto left =
          EstimateEffect(pair.dy, pair.dx, pair.season, result.lag, result.width, keep);
      if (!left) continue;
      result.range_low = std::min(result.range_low.value_or(left->gamma), left->gamma);
      result.range_high = std::max(result.range_high.value_or(left->gamma), left->gamma);
    }
  }

  // Largest |t| over all lags and widths, per replicate: what a search over them finds by chance.
  std::vector<double> LargestT(const Pair& pair) const {
    const auto replicates = static_cast<size_t>(options_.interval_permutations);
    std::vector<double> largest(replicates);
    const size_t m = pair.dy.size();
    ParallelFor(options_.interval_permutations, options_.threads, [&](int b) {
      std::vector<double> drawn;
      DrawOutcome(pair, static_cast<uint64_t>(b) + (1ULL << 32), drawn);
      double most = 0;
      for (const int width : widths_) {
        for (int lag = 1; lag + width - 1 <= longest_; ++lag) {
          most = std::max(most, std::fabs(PartialT(pair, drawn, m, lag, width)));
        }
      }
      largest[static_cast<size_t>(b)] = most;
    });
    return largest;
  }

  // t of gamma by partialling out constant, own lag and season with Gram-Schmidt: the same number
  // as EstimateEffect, an order of magnitude cheaper.
  static double PartialT(const Pair& pair, const std::vector<double>& dy, size_t m, int lag,
                         int width) {
    const auto start = static_cast<size_t>(std::max(1, lag + width - 1));
    const size_t rows = m - start;
    const size_t k = pair.season.size() + 3;
    if (rows <= k + 2) return 0;
    thread_local std::vector<std::vector<double>> q;
    q.resize(k - 1);
    std::vector<double> x(rows);
    std::vector<double> y(dy.begin() + static_cast<std::ptrdiff_t>(start), dy.end());
    for (size_t t = start; t < m; ++t) x[t - start] = MeanBefore(pair.dx, t, lag, width);
    const auto project = [rows](std::vector<double>& target, const std::vector<double>& unit) {
      double dot = 0;
      for (size_t i = 0; i < rows; ++i) dot += target[i] * unit[i];
      for (size_t i = 0; i < rows; ++i) target[i] -= dot * unit[i];
    };
    for (size_t c = 0; c + 1 < k; ++c) {
      std::vector<double>& column = q[c];
      column.resize(rows);
      for (size_t i = 0; i < rows; ++i) {
        column[i] = c == 0 ? 1.0 : c == 1 ? dy[start + i - 1] : pair.season[c - 2][start + i];
      }
      for (size_t earlier = 0; earlier < c; ++earlier) project(column, q[earlier]);
      double norm = 0;
      for (const double value : column) norm += value * value;
      norm = std::sqrt(norm);
      for (double& value : column) value = norm > 1e-12 ? value / norm : 0;
      project(x, column);
      project(y, column);
    }
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (size_t i = 0; i < rows; ++i) {
      xx += x[i] * x[i];
      xy += x[i] * y[i];
      yy += y[i] * y[i];
    }
    if (!(xx > 1e-300)) return 0;
    const double ssr = yy - xy * xy / xx;
    const double variance = ssr / static_cast<double>(rows - k);
    return variance > 0 ? xy / xx / std::sqrt(variance / xx) : 0;
  }

  const std::vector<double>& candidate_;
  const std::vector<double>& outcome_;
  const LeadOptions& options_;
  int n_;
  int longest_;
  std::vector<int> widths_;
  SeasonSpec season_;
  std::vector<double> together_;  // by replicate
};

}  // namespace

LeadResult TestLead(const std::vector<double>& candidate, const std::vector<double>& outcome,
                    bool is_outcome, const LeadOptions& options) {
  return LeadTest(candidate, outcome, options).Run(is_outcome);
}

}  // namespace northstar::stats
