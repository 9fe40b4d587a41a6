// The look of the HTML report: one style sheet for screen (light, dark, phone) and paper, and the
// shapes of verdicts. Internal to report/.
#pragma once

#include <string_view>

namespace northstar {

// Colors by role, in two sets; tables become cards below 640 px. Contrast is at least 4.5 for text
// and 3 for shapes.
extern const std::string_view kPageStyle;
// An SVG, not displayed itself, with the symbols i-pass, i-fail, i-unclear, i-nodata, i-untested.
extern const std::string_view kIcons;

}  // namespace northstar
