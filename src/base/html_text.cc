#include "base/html_text.h"

#include "base/text.h"

namespace northstar {
namespace {

std::string Escape(std::string_view text, bool quotes) {
  std::string out;
  for (const char c : Printable(text)) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (quotes && c == '"') {
      out += "&quot;";
    } else if (quotes && c == '\'') {
      out += "&#39;";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string EscapeHtml(std::string_view text) {
  return Escape(text, true);
}

std::string EscapeSlack(std::string_view text) {
  return Escape(text, false);
}

}  // namespace northstar
