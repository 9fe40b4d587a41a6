// A text that is built into the program (cmake/embed.cmake makes the tables, one per folder), so
// that a binary needs no files beside it. Both views are of static storage and stay valid for ever;
// the bytes are those of the file in the source tree, nothing is converted.
#pragma once

#include <string_view>

namespace northstar {

struct EmbeddedFile {
  // Without folders, with its extension.
  std::string_view name;
  // The whole file. REQUIRES of the file: text, no zero byte, below what a compiler takes as one
  // literal.
  std::string_view text;
};

}  // namespace northstar
