// Which kinds of event, gathered under a role each, say that a unit was there, and which that it
// came back. A candidate's own events do not count as coming back: what inflates it would look like
// loyalty. Where they are all that units do after their first days, coming back is doing them
// again; signing up is not something else to do, and neither is what hardly anybody does.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/gathered.h"

namespace northstar {

struct ActivityRoles {
  // By role. Paying ones are no activity; of a candidate that counts nothing but payments they are.
  std::vector<bool> paying, returning, own;
  bool own_events_only = false;  // only the candidate's own events say whether a unit came back

  bool Pays(uint32_t role) const { return role < paying.size() && paying[role]; }
  bool Returns(uint32_t role) const { return role < returning.size() && returning[role]; }
  // Whether it is something that the unit did, and that the candidate or its being active shows.
  bool Acts(uint32_t role) const { return !Pays(role) || (role < own.size() && own[role]); }
};

// `early_days`: what a unit does in so many days from its first on is not coming back.
ActivityRoles RolesIn(const Histories& activity, const std::vector<bool>& own_roles,
                      const std::vector<bool>& paying_roles, int early_days);

}  // namespace northstar
