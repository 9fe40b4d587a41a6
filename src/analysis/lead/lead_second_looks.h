// Other ways to look at the same pair of series, beside the lead test, which alone gives the
// verdict: how far the outcome went over the year that followed, whether the series wander, and
// what the classical tests would say. Shown for those who know them, with when not to trust them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "stats/granger.h"
#include "stats/local_projection.h"
#include "stats/unit_root.h"

namespace northstar {

struct SeriesLook {
  std::optional<stats::UnitRootTest> adf, kpss;  // of the logarithms
  std::optional<stats::UnitRootTest> adf_of_growth;
};

struct SecondLooks {
  std::vector<stats::Projection> outlook;  // months ahead: 3, 6, 12, where long enough
  SeriesLook candidate, outcome;
  std::optional<stats::CausalityTest> granger, granger_reverse;  // on growth
  // From 60 periods on, and only then: they find too much in short series.
  std::optional<stats::CausalityTest> toda_yamamoto, toda_yamamoto_reverse;
  std::optional<stats::UnitRootTest> cointegration;
};

// `monthly`: the outlook speaks of months. Empty where a value is not positive or there are fewer
// than 18 periods.
SecondLooks LookAgainAt(const std::vector<double>& candidate, const std::vector<double>& outcome,
                        bool monthly);

}  // namespace northstar
