// A text that is built into the program (cmake/embed.cmake).
#pragma once

#include <string_view>

namespace northstar {

struct EmbeddedFile {
  std::string_view name;  // without folders
  std::string_view text;
};

}  // namespace northstar
