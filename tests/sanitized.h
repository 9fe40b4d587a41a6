// Whether this is a build with a sanitizer, where work takes up to ten times as long: sweeps and
// random cases are tried in part there, all of them without.
#pragma once

namespace northstar::testing {

#ifdef NORTHSTAR_SANITIZED
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace northstar::testing
