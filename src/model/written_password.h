// Whether a password stands in the address of a database as a project file writes it. Pure; thread
// safe.
#pragma once

#include <string_view>

namespace northstar {

// In whatever place an address of a server may have one: "user:password@", or a parameter. A
// password that is all `${…}` is not one. What cannot be told apart counts as one.
bool HoldsPassword(std::string_view address);

}  // namespace northstar
