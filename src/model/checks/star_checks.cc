// Checks of the star's own definition.
#include <fmt/format.h>

#include "base/text.h"
#include "model/checks/check.h"
#include "model/definition.h"
#include "model/income.h"
#include "model/project.h"

namespace northstar::checks {
namespace {

bool IsIncome(const Input& in, const Metric& metric) {
  return IsOwnIncome(in.project, metric, in.project.FindMetric(in.project.outcome));
}

bool PerEntityMoney(const Input& in, const Metric& metric) {
  const auto* ratio = metric.As<kind::Ratio>();
  if (ratio == nullptr || !IsIncome(in, metric)) return false;
  const Metric* denominator = in.project.FindMetric(ratio->denominator);
  return denominator != nullptr && denominator->Is<kind::Active>();
}

// Turnover of merchants on a platform is theirs, not the company's.
bool MerchantTurnover(const Metric& metric) {
  const std::string name = "_" + metric.name + "_";
  for (const char* word :
       {"_gmv_", "_gross_merchandise_value_", "_transaction_volume_", "_payment_volume_",
        "_merchant_sales_", "_merchant_turnover_", "_merchant_revenue_", "_seller_sales_",
        "_seller_turnover_", "_seller_revenue_"}) {
    if (name.find(word) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

void StarIsIncome(const Input& in) {
  const Metric* star = in.star_metric();
  if (star == nullptr || !IsIncome(in, *star) || PerEntityMoney(in, *star) ||
      MerchantTurnover(*star))
    return;
  in.Add(fmt::format("'{}' is the company's own income", star->name), in.star()->span);
}

void StarIsCumulative(const Input& in) {
  const Metric* star = in.star_metric();
  if (star != nullptr && IsCumulative(in.project, *star)) {
    in.Add(fmt::format("'{}' adds up everything since the start: it cannot fall", star->name),
           in.star()->span);
  }
}

void StarIsReach(const Input& in) {
  const Metric* star = in.star_metric();
  if (star != nullptr && CountsReach(in.project, *star)) {
    in.Add(fmt::format("'{}' counts how many were reached, not what they received", star->name),
           in.star()->span);
  }
}

void StarIsComposite(const Input& in) {
  const Metric* star = in.star_metric();
  if (star != nullptr && IsWeightedComposite(*star)) {
    in.Add(fmt::format("'{}' is a weighted sum of several numbers", star->name), in.star()->span);
  }
}

void StarHasNoInputs(const Input& in) {
  if (in.star() != nullptr && in.star()->inputs.empty()) {
    in.Add(fmt::format("'{}' has no inputs", in.star()->metric), in.star()->span);
  }
}

void InputWithoutOwner(const Input& in) {
  if (in.star() == nullptr) return;
  for (const InputLink& input : in.star()->inputs) {
    const auto is_team = [&](const std::string& owner) {
      return std::any_of(in.project.teams.begin(), in.project.teams.end(),
                         [&](const Team& team) { return team.name == owner; });
    };
    if (input.owners.size() == 1 && is_team(input.owners[0])) continue;
    in.Add(input.owners.empty() ? fmt::format("the input '{}' has no owner", input.metric)
           : input.owners.size() > 1
               ? fmt::format("the input '{}' has {} owners", input.metric, input.owners.size())
               : fmt::format("the owner '{}' of the input '{}' is not a team", input.owners[0],
                             input.metric),
           input.span);
  }
}

void NoOutcome(const Input& in) {
  if (in.star() != nullptr && in.project.outcome.empty()) {
    in.Add(fmt::format("there is no outcome that '{}' must lead", in.star()->metric),
           in.star()->span);
  }
}

void StarIsMilderMoney(const Input& in) {
  const Metric* star = in.star_metric();
  if (star == nullptr || in.star()->stage == "mature") return;
  if (PerEntityMoney(in, *star) || MerchantTurnover(*star)) {
    in.Add(fmt::format("'{}' is money: it follows from value but is not value", star->name),
           in.star()->span);
  }
}

void StarCountsSent(const Input& in) {
  const Metric* star = in.star_metric();
  if (star != nullptr && CountsSent(in.project, *star)) {
    in.Add(fmt::format("'{}' counts what was sent or shown", star->name), in.star()->span);
  }
}

void StarIsVisit(const Input& in) {
  const Metric* star = in.star_metric();
  if (star != nullptr && ActiveOnVisitAlone(*star)) {
    in.Add(fmt::format("'{}' counts every visit as activity", star->name), in.star()->span);
  }
}

void StarIsRate(const Input& in) {
  const Metric* star = in.star_metric();
  if (star != nullptr && in.star()->stage != "launch" && IsRate(*star) && !IsIncome(in, *star)) {
    in.Add(fmt::format("'{}' is a rate: it can rise while fewer people get value", star->name),
           in.star()->span);
  }
}

void StarHasManyLeaves(const Input& in) {
  const Metric* star = in.star_metric();
  if (star == nullptr) return;
  const size_t leaves = in.project.LeavesOf(*star).size();
  if (leaves > 2)
    in.Add(fmt::format("'{}' is made of {} metrics", star->name, leaves), in.star()->span);
}

void StarHasManySources(const Input& in) {
  const Metric* star = in.star_metric();
  if (star == nullptr) return;
  const size_t sources = in.project.SourcesOf(*star).size();
  if (sources > 1 || star->type_name == "feedback") {
    in.Add(star->type_name == "feedback"
               ? fmt::format("'{}' comes from a survey", star->name)
               : fmt::format("'{}' needs {} sources", star->name, sources),
           in.star()->span);
  }
}

void StarIsSlow(const Input& in) {
  const Metric* star = in.star_metric();
  if (star != nullptr && star->grain &&
      (*star->grain == Grain::kQuarter || *star->grain == Grain::kYear)) {
    in.Add(fmt::format("'{}' has one value per {}", star->name, GrainName(*star->grain)),
           in.star()->span);
  }
}

void StarReplacedSoon(const Input& in) {
  if (in.star() == nullptr) return;
  for (const FormerStar& former : in.star()->history) {
    const auto from = ParseDay(former.from);
    const auto to = ParseDay(former.to);
    if (from && to && *to - *from < 365) {
      in.Add(fmt::format("'{}' was the star for only {}", former.metric,
                         Plural(*to - *from + 1, "day")),
             in.star()->span);
    }
  }
}

void StarWithoutStatement(const Input& in) {
  if (in.star() != nullptr && in.star()->statement.empty()) {
    in.Add(fmt::format("'{}' does not state what it means for customers", in.star()->metric),
           in.star()->span);
  }
}

}  // namespace northstar::checks
