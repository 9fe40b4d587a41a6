#include "model/income.h"

#include <algorithm>

#include "model/metric_parts.h"
#include "model/metric_traits.h"
#include "model/project.h"

namespace northstar {
namespace {

bool HoldsAny(const std::string& name, const std::vector<std::string>& phrases) {
  const std::string words = "_" + name + "_";
  return std::any_of(phrases.begin(), phrases.end(), [&](std::string phrase) {
    std::replace(phrase.begin(), phrase.end(), ' ', '_');
    return words.find("_" + phrase + "_") != std::string::npos;
  });
}

// How often something was done, or by how many, is no amount of money whatever it is called.
bool MayBeMoney(const Metric& metric) {
  return !TraitsOf(metric).counts_things;
}

bool NameSaysIncome(const Project& project, const Metric& metric) {
  const auto& words = project.judgement.money;
  return MayBeMoney(metric) && HoldsAny(metric.name, words.income) &&
         !HoldsAny(metric.name, words.not_income);
}

}  // namespace

bool IsOwnIncome(const Project& project, const Metric& metric, const Metric* outcome) {
  const std::vector<const Metric*> paid =
      outcome == nullptr ? std::vector<const Metric*>{} : RisingLeaves(project, *outcome);
  return RisesWith(project, metric, [&](const Metric& part) -> std::optional<bool> {
    if (part.income) return part.income;
    const bool same = std::any_of(paid.begin(), paid.end(),
                                  [&](const Metric* leaf) { return SameValue(part, *leaf); });
    return same || NameSaysIncome(project, part) ? std::optional(true) : std::nullopt;
  });
}

}  // namespace northstar
