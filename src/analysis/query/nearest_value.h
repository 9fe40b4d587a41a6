// Which of the names that occur was probably meant by one that does not: the same but for case,
// blanks and signs; what it abbreviates; a slip of few letters; one that holds the other.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/engine.h"

namespace northstar {

// None when no value is near. Of several that are equally near, the most frequent. Pure.
std::optional<ValueCount> NearestValue(std::string_view wanted, std::span<const ValueCount> seen);
// "; did you mean 'Order Placed' (12,031 times)?", or the most frequent values when none is near,
// or "" when there is none at all. REQUIRES: `seen` has the most frequent first.
std::string MeantInstead(std::string_view wanted, std::span<const ValueCount> seen);

}  // namespace northstar
