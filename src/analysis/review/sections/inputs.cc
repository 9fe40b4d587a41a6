// inputs: does what teams work on still go before the star? Each input on its own, in the last year
// and in the years before, because a year is too short for all of them together. What stands in the
// star by its formula always matters. No trigger: an input is replaced, not the star.
#include <algorithm>

#include "analysis/query/name_of.h"
#include "analysis/review/review_section.h"
#include "words/review_sections.h"

namespace northstar {
namespace {

constexpr double kAlpha = 0.05;
constexpr double kLevel = 0.9;
// Periods of the last part: a year of weeks, or, of months, as many as can be estimated.
constexpr size_t kWeeks = 52;
constexpr size_t kMonths = 24;

std::optional<stats::Driver> Measure(const std::vector<double>& star,
                                     const std::vector<double>& input, size_t from, size_t to,
                                     bool weekly) {
  stats::DriverInput data;
  data.star = {star.begin() + static_cast<std::ptrdiff_t>(from),
               star.begin() + static_cast<std::ptrdiff_t>(to)};
  data.inputs = {{input.begin() + static_cast<std::ptrdiff_t>(from),
                  input.begin() + static_cast<std::ptrdiff_t>(to)}};
  data.weekly = weekly;
  data.bootstrap = 0;
  data.level = kLevel;
  const stats::DriverResult result = stats::MeasureDrivers(data);
  if (result.finding != stats::DriverFinding::kEstimated) return std::nullopt;
  return result.drivers.front();
}

struct InputNow {
  std::optional<stats::Driver> earlier, recent;

  bool Known() const { return earlier && recent; }
  // It did go before the star, beyond chance, and its whole recent interval is below half of that.
  bool Stopped() const {
    if (!Known() || earlier->p_value > kAlpha || earlier->elasticity == 0) return false;
    const double sign = earlier->elasticity > 0 ? 1 : -1;
    const double half = earlier->elasticity * sign / 2;
    return std::max(sign * recent->elasticity_low, sign * recent->elasticity_high) < half;
  }
};

InputNow CompareYears(const ReviewEvidence& evidence, const InputSeries& input) {
  const auto [star, values] = OnCommonPeriods(evidence.tested.paced, input.values);
  const bool weekly = evidence.tested.pace == Grain::kWeek;
  const size_t year = weekly ? kWeeks : kMonths;
  if (star.size() <= year) return {};
  const size_t middle = star.size() - year;
  return {Measure(star, values, 0, middle, weekly),
          Measure(star, values, middle, star.size(), weekly)};
}

void AddRow(const InputSeries& input, const InputNow& now, ReviewTable& table) {
  const auto of = [](const std::optional<stats::Driver>& driver, double stats::Driver::*which) {
    return NumberCell(driver ? std::optional((*driver).*which) : std::nullopt);
  };
  std::string state = input.kind == InputKind::kByFormula    ? "by formula"
                      : input.kind == InputKind::kSameFigure ? "same figure"
                      : !now.Known()                         ? "not known"
                      : now.Stopped()                        ? "stopped"
                                                             : "no change detected";
  table.rows.push_back({{input.metric->name, input.metric->label},
                        of(now.earlier, &stats::Driver::elasticity),
                        of(now.recent, &stats::Driver::elasticity),
                        of(now.recent, &stats::Driver::elasticity_low),
                        of(now.recent, &stats::Driver::elasticity_high),
                        TextCell(std::move(state))});
}

}  // namespace

ReviewSection InputsSection(const ReviewEvidence& evidence, ReviewSigns& signs) {
  using Code = ReviewSectionStatement::Code;
  ReviewSection section;
  section.table.columns = {
      {"input", "input"},    {"earlier", "before", true}, {"recent", "last year", true},
      {"low", "from", true}, {"high", "to", true},        {"state", "state"}};
  ReviewSectionStatement statement{Code::kNoInputs, signs.star};
  bool some_figures = false;
  if (evidence.tested.inputs_declared) {
    for (const InputSeries& input : evidence.tested.inputs) {
      const InputNow now =
          input.kind == InputKind::kApart ? CompareYears(evidence, input) : InputNow();
      some_figures |= now.earlier || now.recent;
      const bool known = now.Known() || input.kind != InputKind::kApart;
      ++(known ? statement.count : statement.unknown);
      if (now.Stopped()) statement.names.push_back(NameOf(*input.metric));
      AddRow(input, now, section.table);
    }
  }
  if (!statement.names.empty()) {
    statement.code = Code::kInputsStopped;
  } else if (statement.count > 0) {
    statement.code = Code::kInputsMatter;
  } else if (statement.unknown > 0) {
    statement.code = Code::kInputsUnclear;
    statement.unknown = 0;
  }
  section.said = Words(statement);
  if (some_figures) {
    section.notes.emplace_back(
        "Growth of the star per growth of the input a little earlier: an association in time, not "
        "proof of a cause.");
  }
  return section;
}

}  // namespace northstar
