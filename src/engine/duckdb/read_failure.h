// What DuckDB says of a file that it cannot read, in words for people who never chose DuckDB. Pure.
#pragma once

#include <optional>
#include <string>

namespace northstar::duck {

// "line 2 has 3 cells where 2 are expected". Nullopt for what is not about the rows of a file.
std::optional<std::string> WordsOfReadFailure(const std::string& message);

}  // namespace northstar::duck
