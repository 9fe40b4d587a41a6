// The objectives of the example product: six quarters, one for each pattern that key results can
// make together. Each target is set from what the quarter came to, so that the pattern appears
// whatever the seed; with that of the first quarter of 2026, a guardrail breaks by the new prices.
// Very small products (size below 0.1) may miss one by chance.
#pragma once

#include <string>

#include "demo/weekly_course.h"

namespace northstar::demo {

// The text of okrs.yml.
std::string OkrsText(const WeeklyCourse& course);

}  // namespace northstar::demo
