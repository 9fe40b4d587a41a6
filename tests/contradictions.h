// What cannot be true together: pairs of findings in the JSON of `evaluate`, `lead` and `tree` that
// refute each other. Every answer of these commands that a test asks for is held against them
// (program.cc), so that all simulated worlds are. Prose is not read.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace northstar::testing {

// One sentence per pair; empty: nothing refutes anything. Answers of other commands have none.
std::vector<std::string> Contradictions(const nlohmann::json& answer);

}  // namespace northstar::testing
