// How much the star moves when an input does: exactly where a formula links them, from experiments
// where eight of them moved the input, else as an elasticity from how both moved in time, which
// proves no cause. Internal to bets/.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/bets/bets.h"
#include "analysis/explain/metric_formula.h"
#include "analysis/star/constellation.h"
#include "stats/surrogate.h"

namespace northstar {

// A formula with the values of its leaves in the star's last complete period.
struct ValuedFormula {
  MetricFormula formula;
  std::vector<double> values;
};

// The relative change of the formula when the metric changes by `change` in the same period and all
// else that the formula itself mentions stays as it is: of `users * tasks / users`, where the last
// two are the metric tasks_per_user, only the first users are more. None where it is not mentioned,
// or there is no value. Pure.
std::optional<double> FormulaChange(const ValuedFormula& valued, const Metric& metric,
                                    double change);

class StarStrengths {
 public:
  // `effects` of experiments by input, relative (ExperimentReading::joint). A star without values
  // leaves every strength unknown, with a note.
  static Result<StarStrengths> Find(
      Engine& engine, const ProjectRef& project, const DataFacts& facts, int64_t now_us,
      std::optional<int64_t> as_of_us,
      std::map<const Metric*, std::vector<stats::ExperimentEffect>> effects);

  StrengthFinding Of(const Metric& input) const;
  // Of the star, when the input moves by so much; exact with a formula. REQUIRES: a known strength.
  double StarChange(const Metric& input, const StrengthFinding& strength, double change) const;
  // The star is made by a formula, with values.
  bool has_formula() const { return formula_.has_value(); }
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  Status ReadFormula(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                     int64_t now_us, std::optional<int64_t> as_of_us);
  std::optional<double> ExactElasticity(const Metric& input) const;

  const Metric* star_ = nullptr;
  std::optional<Constellation> constellation_;
  std::optional<ValuedFormula> formula_;
  std::map<const Metric*, std::vector<stats::ExperimentEffect>> effects_;
  std::vector<std::string> notes_;
};

}  // namespace northstar
