#include "base/path_pattern.h"

#include <fnmatch.h>

#include "base/text.h"
#include "base/unicode_text.h"
#include "base/utf8_locale.h"

namespace northstar {

bool IsPatternPart(const std::string& part) {
  return part.find_first_of("*?[") != std::string::npos;
}

bool PartMatches(const std::string& part, const std::string& name) {
  if (part == name || Composed(part) == Composed(name)) return true;
  if (!IsPatternPart(part)) return false;
  // fnmatch counts characters, not bytes, where the thread's locale says so.
  const Utf8Locale locale;
  return ::fnmatch(part.c_str(), name.c_str(), FNM_PERIOD) == 0 ||
         ::fnmatch(Composed(part).c_str(), Composed(name).c_str(), FNM_PERIOD) == 0;
}

bool PartsMatch(std::span<const std::string> pattern, std::span<const std::string> path) {
  size_t p = 0;
  size_t at = 0;
  // The last ** and where what follows it was tried: only the last one ever needs to give way.
  size_t after_stars = std::string::npos;
  size_t retry_at = 0;
  while (at < path.size()) {
    if (p < pattern.size() && pattern[p] == "**") {
      after_stars = ++p;
      retry_at = at;
    } else if (p < pattern.size() && PartMatches(pattern[p], path[at])) {
      ++p;
      ++at;
    } else if (after_stars != std::string::npos) {
      p = after_stars;
      at = ++retry_at;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == "**") ++p;
  return p == pattern.size();
}

std::vector<std::string> PathParts(const std::string& path) {
  std::vector<std::string> parts;
  for (std::string& part : Split(path, '/')) {
    if (!part.empty() && part != ".") parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace northstar
