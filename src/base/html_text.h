// Text of data inside markup that others read: HTML, SVG and XML, and Slack's messages. It stays
// text there, whatever the data hold: it ends no element and no attribute, mentions nobody and
// links nowhere. Control characters become spaces, characters that turn or hide text are shown as
// their code (base/text.h, Printable). Pure; thread safe.
#pragma once

#include <string>
#include <string_view>

namespace northstar {

// Of an element or a quoted attribute.
std::string EscapeHtml(std::string_view text);
// "&", "<" and ">" are all that Slack gives a meaning in a text of its own.
std::string EscapeSlack(std::string_view text);

}  // namespace northstar
