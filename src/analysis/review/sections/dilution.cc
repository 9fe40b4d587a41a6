// dilution: how much early value tells of who stays, cohort by cohort. A link that falls while the
// star rises says that each unit of it buys less: the sign of a number that became a target.
#include <algorithm>
#include <cmath>

#include "analysis/review/review_section.h"
#include "base/period_words.h"
#include "stats/describe.h"
#include "stats/distributions.h"
#include "words/review_sections.h"

namespace northstar {
namespace {

constexpr double kRises = 1.645;  // standard normal, one-sided 5%

// The local day on which the cohort of this number starts.
std::optional<Day> StartOf(const CandidateUnits& units, int cohort) {
  const std::vector<int64_t>& numbers = units.histories.day_cohort;
  const auto first = std::find(numbers.begin(), numbers.end(), cohort);
  if (first == numbers.end()) return std::nullopt;
  return units.days.start_day(static_cast<int>(first - numbers.begin()));
}

bool StarRises(const PacedSeries& star, Day from) {
  std::vector<double> values;
  for (const auto& [day, value] : star) {
    if (day >= from) values.push_back(value);
  }
  return values.size() > 2 && stats::TrendTest(values).z > kRises;
}

DilutionSign SignOf(const std::vector<CohortEffect>& cohorts) {
  std::vector<double> effects;
  for (const CohortEffect& one : cohorts) effects.push_back(one.effect);
  DilutionSign sign;
  sign.cohorts = effects.size();
  if (effects.size() < 2) return sign;
  const auto middle = effects.begin() + static_cast<std::ptrdiff_t>(effects.size() / 2);
  sign.older = stats::Median({effects.begin(), middle});
  sign.newer = stats::Median({middle, effects.end()});
  sign.p_value = stats::NormalCdf(stats::TrendTest(effects).z);
  return sign;
}

}  // namespace

ReviewSection DilutionSection(const ReviewEvidence& evidence, ReviewSigns& signs) {
  using Code = ReviewSectionStatement::Code;
  ReviewSection section;
  ReviewSectionStatement statement{Code::kNoUnits, signs.star};
  const CandidateUnits* units = evidence.tested.units;
  if (units == nullptr) {
    section.said = Words(statement);
    return section;
  }
  const std::vector<CohortEffect>& cohorts = units->retention.by_cohort;
  DilutionSign sign = SignOf(cohorts);
  section.table.columns = {{"cohort", "cohort"},
                           {"units", "units", true},
                           {"log_odds_ratio", "link", true},
                           {"error", "±", true}};
  section.table.in_time = true;
  for (const CohortEffect& one : cohorts) {
    const auto start = StartOf(*units, one.cohort);
    if (!start) continue;
    if (section.table.rows.empty()) sign.star_rises = StarRises(evidence.tested.paced, *start);
    section.table.rows.push_back(
        {{FormatDay(*start), PeriodWords(units->retention.design.cohort, FormatDay(*start))},
         NumberCell(static_cast<double>(one.units)),
         NumberCell(one.effect),
         NumberCell(one.error)});
  }
  signs.dilution = sign;
  statement.code = sign.cohorts < kLeastCohortsForTrend ? Code::kFewCohorts
                   : sign.p_value <= kDilutionAlpha     ? Code::kDiluted
                                                        : Code::kNotDiluted;
  statement.count = sign.cohorts;
  statement.value = sign.newer;
  statement.before = sign.older;
  section.said = Words(statement);
  if (!section.table.rows.empty()) {
    section.notes.emplace_back(
        "The link is the log odds ratio of coming back per standard deviation of early value.");
  }
  return section;
}

}  // namespace northstar
