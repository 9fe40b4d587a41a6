// An SVG document → a PNG, for readers that show no SVG, such as mail. Nothing outside of the
// document is read, whatever it names. Letters are those of the fonts of this machine.
// It leaves out making the document. Thread safe.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace northstar {

// So many pixels wide, at least 1; as high as the document's shape makes it. kData: not an SVG
// document, or one without a size, or more than 16,384 pixels high.
Result<std::string> PngOf(std::string_view svg, int width);

}  // namespace northstar
