#include "analysis/cohorts/activity_roles.h"

#include <algorithm>
#include <array>

namespace northstar {
namespace {

constexpr size_t kRoles = 256;       // that a step can tell apart
constexpr double kHardlyAny = 0.05;  // of the entities
using Roles = std::array<bool, kRoles>;

bool Is(const std::vector<bool>& roles, size_t role) {
  return role < roles.size() && roles[role];
}

bool Any(const Roles& roles) {
  return std::find(roles.begin(), roles.end(), true) != roles.end();
}

// What entities did under each role.
struct Uses {
  std::array<int64_t, kRoles> entities{};  // that ever did it
  std::array<int64_t, kRoles> twice{};     // more than once
  std::array<int64_t, kRoles> first{};     // on the first of their days
};

Uses UsesIn(const Histories& activity) {
  Uses uses;
  for (const Histories::Entity& entity : activity.entities) {
    std::array<int64_t, kRoles> rows{};
    const int32_t first = activity.steps[entity.first].period;
    for (uint32_t i = entity.first; i < entity.last; ++i) {
      const Histories::Step& step = activity.steps[i];
      if (rows[step.role] == 0) {
        ++uses.entities[step.role];
        uses.first[step.role] += step.period == first;
      }
      const int64_t before = rows[step.role];
      rows[step.role] += step.n;
      uses.twice[step.role] += before < 2 && rows[step.role] >= 2;
    }
  }
  return uses;
}

// Done once, and before anything else.
bool IsSignUp(const Uses& uses, size_t role) {
  const auto all = static_cast<double>(uses.entities[role]);
  return all > 0 && static_cast<double>(uses.twice[role]) <= kHardlyAny * all &&
         static_cast<double>(uses.first[role]) >= (1 - kHardlyAny) * all;
}

// Of the entities that act after their first days, more than hardly any do something of `others`.
bool TellReturn(const Histories& activity, const Roles& acts, const Roles& others, int early_days) {
  int64_t again = 0;
  int64_t otherwise = 0;
  for (const Histories::Entity& entity : activity.entities) {
    const int32_t from = activity.steps[entity.first].period + early_days;
    bool acted = false;
    bool did_other = false;
    for (uint32_t i = entity.first; i < entity.last; ++i) {
      const Histories::Step& step = activity.steps[i];
      if (step.period < from) continue;
      acted = acted || acts[step.role];
      did_other = did_other || others[step.role];
    }
    again += acted;
    otherwise += did_other;
  }
  return again == 0 || static_cast<double>(otherwise) > kHardlyAny * static_cast<double>(again);
}

}  // namespace

ActivityRoles RolesIn(const Histories& activity, const std::vector<bool>& own_roles,
                      const std::vector<bool>& paying_roles, int early_days) {
  const Uses uses = UsesIn(activity);
  Roles seen{};
  Roles unpaid{};
  Roles own{};
  Roles others{};
  Roles acts{};
  for (size_t r = 0; r < kRoles; ++r) {
    if (uses.entities[r] == 0) continue;
    seen[r] = true;
    own[r] = Is(own_roles, r);
    unpaid[r] = !Is(paying_roles, r);
    others[r] = unpaid[r] && !own[r] && !IsSignUp(uses, r);
    acts[r] = unpaid[r] || own[r];
  }
  ActivityRoles roles;
  roles.own_events_only = !Any(others) || !TellReturn(activity, acts, others, early_days);
  const Roles& back = !roles.own_events_only ? others
                      : Any(own)             ? own
                      : Any(unpaid)          ? unpaid
                                             : seen;
  roles.own.assign(own.begin(), own.end());
  roles.returning.assign(back.begin(), back.end());
  // Where it is all that units do, paying is what they do.
  Roles does = unpaid;
  if (roles.own_events_only) {
    for (size_t r = 0; r < kRoles; ++r) does[r] = does[r] || back[r];
  }
  roles.paying.assign(kRoles, false);
  for (size_t r = 0; r < kRoles; ++r) roles.paying[r] = Is(paying_roles, r) && !does[r];
  return roles;
}

}  // namespace northstar
