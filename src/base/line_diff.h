// How one text becomes another, line by line, as `diff -u` and `git diff` write it, so that `patch
// -p1` can make the change too. It leaves out moved lines, and looks for the fewest changed lines
// only where the part that differs is of moderate size; else it takes that part out and puts the
// new one in. Pure; thread safe.
#pragma once

#include <string>

namespace northstar {

// With three lines around each change, under the heads "--- a/path" and "+++ b/path", of which a
// text that was not there yet (`before` empty) is "/dev/null". Empty where the texts are equal.
// O(lines · lines) of the part that differs, at most 4 million steps.
std::string UnifiedDiff(const std::string& path, const std::string& before,
                        const std::string& after);

}  // namespace northstar
