// What somebody's column, event or file is called in a project. Pure and thread safe.
#pragma once

#include <string>
#include <string_view>

namespace northstar {

// Small letters, digits, underscores, a letter first; never empty. Letters with accents lose them:
// "Größe (cm)" is groesse.
std::string ProjectName(std::string_view text);

}  // namespace northstar
