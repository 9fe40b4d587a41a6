#include "analysis/okrs/okr_pattern.h"

#include <algorithm>

#include "analysis/query/name_of.h"

namespace northstar {
namespace {

using Results = std::vector<const KeyResultFinding*>;

// Nothing that comes can change it, and it is as it should be.
bool IsMade(const KeyResultFinding* one) {
  return one->settled &&
         (one->status == KeyResultStatus::kAchieved || one->status == KeyResultStatus::kHeld);
}
bool IsFailed(const KeyResultFinding* one) {
  return one->status == KeyResultStatus::kMissed || one->status == KeyResultStatus::kBroken;
}
// So far.
bool Holds(const KeyResultFinding* one) {
  return one->status == KeyResultStatus::kAchieved || one->status == KeyResultStatus::kHeld;
}
bool IsMadeEarly(const KeyResultFinding* one) {
  return IsMade(one) && one->early;
}

bool All(const Results& results, bool (*is)(const KeyResultFinding*)) {
  return std::all_of(results.begin(), results.end(), is);
}
bool Any(const Results& results, bool (*is)(const KeyResultFinding*)) {
  return std::any_of(results.begin(), results.end(), is);
}
Results Those(const Results& results, bool (*are)(const KeyResultFinding*)) {
  Results out;
  std::copy_if(results.begin(), results.end(), std::back_inserter(out), are);
  return out;
}

struct ByRole {
  Results all, stars, leading, guardrails, targets, limits;
};

ByRole Sorted(const std::vector<KeyResultFinding>& results) {
  ByRole out;
  for (const KeyResultFinding& one : results) {
    const std::string& role = one.result->role;
    const bool star = role == "north_star";
    const bool leading = role == "leading";
    const bool guardrail = role == "guardrail" || (one.is_limit() && !star && !leading);
    out.all.push_back(&one);
    if (star) out.stars.push_back(&one);
    if (leading) out.leading.push_back(&one);
    (guardrail ? out.guardrails : out.targets).push_back(&one);
    if (one.is_limit()) out.limits.push_back(&one);
  }
  return out;
}

ObjectiveStatement::Code CodeOf(OkrPattern pattern) {
  using Code = ObjectiveStatement::Code;
  switch (pattern) {
    case OkrPattern::kAtAPrice:
      return Code::kAtAPrice;
    case OkrPattern::kTooEasy:
      return Code::kTooEasy;
    case OkrPattern::kAllMade:
      return Code::kAllMade;
    case OkrPattern::kNotByThePlan:
      return Code::kNotByThePlan;
    case OkrPattern::kWrongBehaviors:
      return Code::kWrongBehaviors;
    case OkrPattern::kAllMissed:
      break;
  }
  return Code::kAllMissed;
}

std::vector<SeriesName> NamesOf(const Results& results) {
  std::vector<SeriesName> names;
  for (const KeyResultFinding* one : results) names.push_back(NameOf(*one->metric));
  return names;
}

void Count(const Results& results, ObjectiveStatement& s) {
  s.count = results.size();
  for (const KeyResultFinding* one : results) {
    switch (one->status) {
      case KeyResultStatus::kAchieved:
      case KeyResultStatus::kHeld:
      case KeyResultStatus::kOnTrack:
        ++s.good;
        break;
      case KeyResultStatus::kAtRisk:
        ++s.at_risk;
        break;
      case KeyResultStatus::kOffTrack:
      case KeyResultStatus::kMissed:
      case KeyResultStatus::kBroken:
        ++s.bad;
        break;
      case KeyResultStatus::kNoData:
        ++s.unknown;
        break;
    }
  }
}

}  // namespace

std::string_view NameOf(OkrPattern pattern) {
  switch (pattern) {
    case OkrPattern::kAtAPrice:
      return "AT_A_PRICE";
    case OkrPattern::kTooEasy:
      return "TOO_EASY";
    case OkrPattern::kAllMade:
      return "ALL_MADE";
    case OkrPattern::kNotByThePlan:
      return "NOT_BY_THE_PLAN";
    case OkrPattern::kWrongBehaviors:
      return "WRONG_BEHAVIOURS";
    case OkrPattern::kAllMissed:
      break;
  }
  return "ALL_MISSED";
}

std::optional<OkrPattern> PatternOf(const std::vector<KeyResultFinding>& results) {
  const ByRole by = Sorted(results);
  const bool star_made = !by.stars.empty() && All(by.stars, IsMade);
  if (star_made && Any(by.guardrails, IsFailed)) return OkrPattern::kAtAPrice;
  if (!by.targets.empty() && All(by.targets, IsMadeEarly)) return OkrPattern::kTooEasy;
  if (!by.all.empty() && All(by.all, IsMade)) return OkrPattern::kAllMade;
  if (star_made && Any(by.leading, IsFailed)) return OkrPattern::kNotByThePlan;
  const bool leading_made = !by.leading.empty() && All(by.leading, IsMade);
  if (Any(by.stars, IsFailed) && leading_made && All(by.guardrails, Holds))
    return OkrPattern::kWrongBehaviors;
  if (!by.targets.empty() && All(by.targets, IsFailed)) return OkrPattern::kAllMissed;
  return std::nullopt;
}

ObjectiveStatement StatementOn(const std::vector<KeyResultFinding>& results,
                               const std::optional<OkrPattern>& pattern) {
  using Code = ObjectiveStatement::Code;
  const ByRole by = Sorted(results);
  ObjectiveStatement s{Code::kNoData};
  Count(by.all, s);
  if (!pattern) {
    const bool open = std::any_of(by.all.begin(), by.all.end(), [](const auto* one) {
      return !one->settled && one->status != KeyResultStatus::kNoData;
    });
    if (s.unknown < s.count) s.code = open ? Code::kOpen : Code::kMixed;
    return s;
  }
  s.code = CodeOf(*pattern);
  s.stars = NamesOf(s.code == Code::kWrongBehaviors ? Those(by.stars, IsFailed) : by.stars);
  if (s.code == Code::kAtAPrice) s.others = NamesOf(Those(by.guardrails, IsFailed));
  if (s.code == Code::kNotByThePlan) s.others = NamesOf(Those(by.leading, IsFailed));
  if (s.code == Code::kWrongBehaviors) s.others = NamesOf(by.leading);
  s.limits_held = s.code == Code::kWrongBehaviors ? !by.guardrails.empty() : !by.limits.empty();
  return s;
}

}  // namespace northstar
