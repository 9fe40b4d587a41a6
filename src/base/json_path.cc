#include "base/json_path.h"

#include <algorithm>
#include <cctype>

namespace northstar {
namespace {

bool IsPlain(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::vector<std::string> JsonPathParts(std::string_view path) {
  std::vector<std::string> parts(1);
  bool quoted = false;
  for (size_t i = 0; i < path.size(); ++i) {
    const char c = path[i];
    if (quoted && c == '"' && i + 1 < path.size() && path[i + 1] == '"') {
      parts.back() += path[++i];
    } else if (c == '"' && (quoted || parts.back().empty())) {
      quoted = !quoted;
    } else if (c == '.' && !quoted) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::string JsonPathOf(const std::vector<std::string>& parts) {
  std::string path;
  for (const std::string& part : parts) {
    if (!path.empty()) path += '.';
    const bool plain = !part.empty() && std::all_of(part.begin(), part.end(), IsPlain) &&
                       std::isdigit(static_cast<unsigned char>(part[0])) == 0;
    if (plain) {
      path += part;
      continue;
    }
    path += '"';
    for (const char c : part) path += c == '"' ? std::string("\"\"") : std::string(1, c);
    path += '"';
  }
  return path;
}

}  // namespace northstar
