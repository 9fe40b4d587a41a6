// For places that no value leads to: what a switch over all of an enum leaves behind, a loop that
// only its body ends. NS_CHECK (base/result.h) is for what must hold; this one the compiler knows
// never to come back from.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace northstar {

[[noreturn]] inline void Unreachable(const char* file, int line, const char* why) {
  std::fprintf(stderr, "northstar: bug at %s:%d: %s\n", file, line, why);
  std::abort();
}

}  // namespace northstar

// Stops the program, in release builds too, with file and line on stderr.
#define NS_UNREACHABLE(why) ::northstar::Unreachable(__FILE__, __LINE__, why)
