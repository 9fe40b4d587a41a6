// Text of data inside HTML, SVG and XML: well-formed whatever the data hold.
#pragma once

#include <string>
#include <string_view>

namespace northstar {

// Control characters become spaces (XML has no form for them), characters that turn or hide text
// are shown as their code (base/text.h, Printable), and what is markup is escaped.
std::string EscapeHtml(std::string_view text);

}  // namespace northstar
