#include "stats/granger.h"

#include "stats/distributions.h"
#include "stats/least_squares.h"

namespace northstar::stats {
namespace {

std::vector<double> Tail(const std::vector<double>& series, int from) {
  return {series.begin() + from, series.end()};
}

// Constant, `own` lags of y and `others` lags of x, on the rows from `first` on.
Columns Lags(const std::vector<double>& x, const std::vector<double>& y, int own, int others,
             int first) {
  const size_t rows = y.size() - static_cast<size_t>(first);
  Columns columns{std::vector<double>(rows, 1.0)};
  const auto add = [&](const std::vector<double>& series, int lags) {
    for (int lag = 1; lag <= lags; ++lag) {
      const auto start = series.begin() + (first - lag);
      columns.emplace_back(start, start + static_cast<std::ptrdiff_t>(rows));
    }
  };
  add(y, own);
  add(x, others);
  return columns;
}

}  // namespace

std::optional<CausalityTest> GrangerTest(const std::vector<double>& x, const std::vector<double>& y,
                                         int lags) {
  if (lags < 1 || y.size() <= static_cast<size_t>(lags)) return std::nullopt;
  const std::vector<double> target = Tail(y, lags);
  const auto with = LeastSquares(Lags(x, y, lags, lags, lags), target);
  const auto without = LeastSquares(Lags(x, y, lags, 0, lags), target);
  if (!with || !without || !(with->ssr > 0)) return std::nullopt;
  CausalityTest test;
  test.lags = lags;
  test.rows = static_cast<int>(target.size());
  test.df_denominator = test.rows - 2 * lags - 1;
  const double gain = without->ssr - with->ssr;
  test.statistic = gain / lags / (with->ssr / test.df_denominator);
  test.chi_squared = test.rows * gain / with->ssr;
  test.p_value = FUpperTail(test.statistic, lags, test.df_denominator);
  return test;
}

std::optional<CausalityTest> TodaYamamotoTest(const std::vector<double>& x,
                                              const std::vector<double>& y, int lags, int extra) {
  const int all = lags + extra;
  if (lags < 1 || extra < 0 || y.size() <= static_cast<size_t>(all)) return std::nullopt;
  const std::vector<double> target = Tail(y, all);
  const Columns full = Lags(x, y, all, all, all);
  Columns restricted = full;  // without the lags of x that are tested
  restricted.erase(restricted.begin() + 1 + all, restricted.begin() + 1 + all + lags);
  const auto with = LeastSquares(full, target);
  const auto without = LeastSquares(restricted, target);
  if (!with || !without || !(with->ssr > 0)) return std::nullopt;
  CausalityTest test;
  test.lags = lags;
  test.rows = static_cast<int>(target.size());
  test.df_denominator = test.rows - 2 * all - 1;
  // For linear restrictions Wald's statistic is the growth of the residual squares.
  test.statistic = (without->ssr - with->ssr) / (with->ssr / test.df_denominator);
  test.chi_squared = test.statistic;
  test.p_value = ChiSquaredUpperTail(test.statistic, lags);
  return test;
}

int ChooseGrangerLags(const std::vector<double>& x, const std::vector<double>& y, int most) {
  int best = 1;
  std::optional<double> smallest;
  if (y.size() <= static_cast<size_t>(most)) return best;
  const std::vector<double> target = Tail(y, most);
  for (int lags = 1; lags <= most; ++lags) {
    const auto fit = LeastSquares(Lags(x, y, lags, lags, most), target);
    if (!fit) continue;
    const auto criterion = Aicc(fit->ssr, fit->rows, fit->parameters);
    if (!criterion || (smallest && *criterion >= *smallest)) continue;
    smallest = criterion;
    best = lags;
  }
  return best;
}

}  // namespace northstar::stats
