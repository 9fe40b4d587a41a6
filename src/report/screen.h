// The last gate before a terminal or a Markdown page: text from data must neither steer a terminal
// nor turn or hide a line. JSON and CSV do not pass here; they keep every value as it is.
#pragma once

#include <string>
#include <string_view>

namespace northstar {

struct ScreenRules {
  bool colors = false;    // the program's own colors pass
  bool progress = false;  // and what rewrites the line of a progress message
};
// Line breaks stay; other control characters become spaces, characters that nobody sees become
// their code in brackets.
std::string ForScreen(std::string_view text, ScreenRules rules);

}  // namespace northstar
