#include "stats/lead_lag.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "base/thread_pool.h"
#include "stats/describe.h"
#include "stats/distributions.h"
#include "stats/growth.h"
#include "stats/lag_scan.h"
#include "stats/lead_family.h"

namespace northstar::stats {

std::string LeadFindingName(LeadFinding finding) {
  static const char* const kNames[] = {"LEADS",           "LIKELY_LEADS",  "SUGGESTIVE",
                                       "MOVES_TOGETHER",  "FOLLOWS",       "NOT_DETECTED",
                                       "IS_REVENUE",      "NO_VARIATION",  "NOT_ENOUGH_DATA",
                                       "LEADS_INVERSELY", "MAY_BE_REVENUE"};
  return kNames[static_cast<size_t>(finding)];
}

int LongestLag(int n, bool weekly) {
  return std::min(weekly ? 52 : 12, n / 3);
}

namespace {

constexpr size_t kLeastPairs = 8;
constexpr double kOneRevenue = 0.02;  // spread of the quotient of two names for one amount

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
  std::unique_ptr<Whitener> outcome_whitener;
  size_t start = 0;    // both are defined from here on, so that every lag compares the same rows
  size_t v_start = 0;  // v alone
  std::unique_ptr<LagScan> forward, reverse;
  LagMaximum best, best_reverse;
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
        widths_(options.weekly ? std::vector<int>{1, 3, 6} : std::vector<int>{1, 3}) {}

  LeadResult Run(bool is_outcome) {
    LeadResult result;
    result.n = n_;
    result.weekly = options_.weekly;
    result.weekly_verdicts = options_.weekly_verdicts;
    result.wanted = options_.wanted;
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
    const bool logs = AllPositive(candidate_) && AllPositive(outcome_);
    if (n_ < (options_.weekly ? kLeastWeeksToTest : kLeastMonthsToTest)) return false;
    pair.dx = Growth(candidate_, logs);
    pair.dy = Growth(outcome_, logs);
    if (!logs) result.warnings.push_back(LeadWarning::kNonPositiveLog);
    Season choices = SeasonChoices();
    if (options_.seasonal && !SeasonSeparable())
      result.warnings.push_back(LeadWarning::kSeasonNotSeparable);
    const double mads = options_.clamp_mads > 0 ? options_.clamp_mads : INFINITY;
    const RobustSeason x = ClampAroundSeason(pair.dx, choices.columns, mads);
    const RobustSeason y = ClampAroundSeason(pair.dy, choices.columns, mads);
    if (x.clamped + y.clamped > 0) result.warnings.push_back(LeadWarning::kOutliersClamped);
    if (!Varies(pair.dx) || !Varies(pair.dy)) {
      result.finding = LeadFinding::kNoVariation;
      return false;
    }
    const size_t chosen = std::max(x.choice, y.choice);
    result.harmonics = choices.harmonics[chosen];
    Whiten(choices.columns[chosen], pair, result);
    if (IsOneAmount(pair)) {
      result.finding = LeadFinding::kMayBeRevenue;
      return false;
    }
    return true;
  }

  // Regressors that a season may be, from none to the richest; the constant and the calendar's own
  // are in all of them.
  struct Season {
    std::vector<Columns> columns;
    std::vector<int> harmonics;  // -1: months of the year
  };
  Season SeasonChoices() const {
    const size_t m = static_cast<size_t>(n_) - 1;
    const auto with = [](Columns columns, const std::vector<std::vector<double>>& levels) {
      for (const std::vector<double>& level : levels) AddIndependent(columns, Differences(level));
      return columns;
    };
    Season season;
    const bool separable = options_.seasonal && SeasonSeparable();
    const SeasonSpec spec =
        options_.weekly ? SeasonSpec{365.25 / 7, n_ >= 156 ? 10 : 6} : SeasonSpec{12, 6};
    for (int k = 0; k <= (separable ? spec.most_harmonics : 0); ++k) {
      season.columns.push_back(with(SeasonColumns(m, spec, k), options_.calendar));
      season.harmonics.push_back(k);
    }
    if (separable && options_.weekly && !options_.months.empty()) {
      season.columns.push_back(with(SeasonColumns(m, spec, 0), options_.months));
      season.harmonics.push_back(-1);
    }
    return season;
  }

  static std::vector<double> Differences(const std::vector<double>& level) {
    std::vector<double> out;
    for (size_t t = 1; t < level.size(); ++t) out.push_back(level[t] - level[t - 1]);
    return out;
  }

  // The quotient hardly moves: two names for one amount.
  static bool IsOneAmount(const Pair& pair) {
    std::vector<double> quotient;
    for (size_t t = 0; t < pair.dx.size(); ++t) quotient.push_back(pair.dx[t] - pair.dy[t]);
    return std::sqrt(Variance(quotient)) <= kOneRevenue * std::sqrt(Variance(pair.dy));
  }

  void Whiten(const Columns& terms, Pair& pair, LeadResult& result) const {
    const size_t m = pair.dx.size();
    const ErrorModel x = ChooseErrorModel(pair.dx, terms);
    const ErrorModel y = ChooseErrorModel(pair.dy, terms);
    result.candidate_order = x.order;
    result.outcome_order = y.order;
    result.candidate_moving_average = x.moving_average;
    result.outcome_moving_average = y.moving_average;
    pair.season = {terms.begin() + 1, terms.end()};
    Whitener(m, terms, x).Apply(pair.dx, pair.u);
    pair.outcome_whitener = std::make_unique<Whitener>(m, terms, y);
    pair.outcome_whitener->Apply(pair.dy, pair.v);
    pair.v_start = static_cast<size_t>(y.order);
    pair.start = std::max(static_cast<size_t>(x.order), pair.v_start);
    pair.forward =
        std::make_unique<LagScan>(LagScan::Stays::kEarly, pair.u, pair.start, longest_, widths_);
    pair.reverse =
        std::make_unique<LagScan>(LagScan::Stays::kLate, pair.u, pair.start, longest_, widths_);
    pair.best = pair.forward->Scan(pair.v);
    pair.best_reverse = pair.reverse->Scan(pair.v);
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
    pair.outcome_whitener->Unfilter(drawn);
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
        result.null_reverse[b] = pair.reverse->Scan(white).z;
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
    result.reverse_statistic = pair.best_reverse.z;
    result.reverse_lag = pair.best_reverse.lag;
    result.together_correlation = pair.together_r;
    result.lags_tried = pair.forward->size();
    result.p_value = result.p_adjusted = PermutationP(result.null_forward, pair.best.z);
    result.reverse_p_value = result.reverse_p_adjusted =
        PermutationP(result.null_reverse, pair.best_reverse.z);
    result.together_p_value = StillSeasonal(pair) ? 1 : PermutationP(together_, pair.together);
    Doubt(pair, result);
    FindProfile(pair, result);
    FindGain(pair, result);
    FindStability(pair, result);
    FindEffect(pair, result);
    result.finding = JudgeLead(result);
  }

  // What a lead must live through besides: without the pair of periods that it rests on most, and
  // held against the outcome moved to where no lead is looked for.
  void Doubt(const Pair& pair, LeadResult& result) const {
    result.p_without_pair = PermutationP(result.null_forward, WithoutOnePair(pair, result));
    if (result.p_value <= 0.05 && result.p_without_pair > kDoubtful)
      result.warnings.push_back(LeadWarning::kOnePair);
    if (n_ < kPeriodsForShifts) return;
    const auto first = pair.v.begin() + static_cast<std::ptrdiff_t>(pair.start);
    const auto m = static_cast<int>(pair.v.end() - first);
    int shifts = 0, beyond = 0;
    std::vector<double> moved = pair.v;
    for (int shift = longest_ + 1; shift < m - longest_; ++shift) {
      std::rotate_copy(first, first + shift, pair.v.end(),
                       moved.begin() + static_cast<std::ptrdiff_t>(pair.start));
      ++shifts;
      beyond += pair.forward->Scan(moved).z >= pair.best.z;
    }
    result.p_shifted = (1.0 + beyond) / (1.0 + shifts);
    if (result.p_value <= 0.05 && result.p_shifted > kDoubtful)
      result.warnings.push_back(LeadWarning::kShiftsAlike);
  }

  // z at the same lag when the pair of periods is fitted away that it rests on most.
  double WithoutOnePair(const Pair& pair, const LeadResult& result) const {
    const size_t late = pair.forward->MostInfluential(pair.best, pair.v);
    std::vector<size_t> early;
    for (int w = 0; w < pair.best.width; ++w)
      early.push_back(late - static_cast<size_t>(pair.best.lag + w));
    const size_t m = pair.dx.size();
    Columns terms{std::vector<double>(m, 1.0)};
    terms.insert(terms.end(), pair.season.begin(), pair.season.end());
    std::vector<double> u, v;
    const ErrorModel x{result.candidate_order, result.candidate_moving_average};
    const ErrorModel y{result.outcome_order, result.outcome_moving_average};
    Whitener(m, terms, x, early).Apply(pair.dx, u);
    Whitener(m, terms, y, {late}).Apply(pair.dy, v);
    // A series that is flat but for this pair says nothing without it.
    constexpr double kFlat = 1e-12;
    if (Variance(u) <= kFlat * Variance(pair.u) || Variance(v) <= kFlat * Variance(pair.v))
      return 0;
    const LagScan scan(LagScan::Stays::kEarly, u, pair.start, longest_, widths_);
    const size_t pairs = m - pair.start - static_cast<size_t>(pair.best.lag + pair.best.width - 1);
    const double r = scan.CorrelationAt(pair.best, v);
    return (r < 0) == (pair.best.r < 0) ? std::fabs(FisherZ(r, pairs - 1)) : 0;
  }

  // Residues of both repeat after a year: what they share may be a season that was not removed.
  bool StillSeasonal(const Pair& pair) const {
    // A year is no whole number of weeks.
    const std::vector<int> years = options_.weekly ? std::vector{51, 52, 53} : std::vector{12};
    const double bound = -NormalQuantile(0.025 / static_cast<double>(years.size()));
    const auto repeats = [&](const std::vector<double>& x) {
      return std::any_of(years.begin(), years.end(), [&](int year) {
        const size_t from = pair.start + static_cast<size_t>(year);
        if (x.size() < from + kLeastPairs) return false;
        const std::vector<double> late(x.begin() + static_cast<std::ptrdiff_t>(from), x.end());
        const std::vector<double> early(x.begin() + static_cast<std::ptrdiff_t>(pair.start),
                                        x.end() - year);
        return FisherZ(Correlation(early, late).value_or(0), late.size()) > bound;
      });
    };
    return options_.seasonal && repeats(pair.u) && repeats(pair.v);
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
    const ErrorModel x{result.candidate_order, result.candidate_moving_average};
    const ErrorModel y{result.outcome_order, result.outcome_moving_average};
    const auto choose = [&](size_t t) -> Lag {
      const auto until = static_cast<std::ptrdiff_t>(t);
      const std::vector<double> dx(pair.dx.begin(), pair.dx.begin() + until);
      const std::vector<double> dy(pair.dy.begin(), pair.dy.begin() + until);
      Columns terms{std::vector<double>(t, 1.0)};
      if (pair.season.size() + 8 < t) {
        for (const std::vector<double>& column : pair.season)
          terms.emplace_back(column.begin(), column.begin() + until);
      }
      std::vector<double> u;
      std::vector<double> v;
      Whitener(t, terms, x).Apply(dx, u);
      Whitener(t, terms, y).Apply(dy, v);
      const int longest = std::min(longest_, static_cast<int>(t) / 3);
      const LagMaximum best =
          LagScan(LagScan::Stays::kEarly, u, pair.start, longest, widths_).Scan(v);
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
  std::vector<double> together_;  // by replicate
};

}  // namespace

LeadResult TestLead(const std::vector<double>& candidate, const std::vector<double>& outcome,
                    bool is_outcome, const LeadOptions& options) {
  return LeadTest(candidate, outcome, options).Run(is_outcome);
}

}  // namespace northstar::stats
