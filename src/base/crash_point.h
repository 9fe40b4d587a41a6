// Places at which tests let the process die, as if it had been killed there, to see that nothing is
// lost and nothing counted twice. NORTHSTAR_CRASH_AT="log.synced:3" in the environment ends it when
// it comes to that place for the third time; without the variable nothing happens. Thread safe.
//
// What happens rarely is made frequent by
// NORTHSTAR_TEST_NUMBERS="segment.bytes=65536,run.rows=5000".
#pragma once

#include <cstdint>
#include <string_view>

namespace northstar {

void CrashPoint(std::string_view place);
// What tests say of this number, or else `usual`.
int64_t TestNumber(std::string_view name, int64_t usual);

}  // namespace northstar
