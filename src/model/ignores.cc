#include "model/ignores.h"

#include <algorithm>

#include "base/text.h"

namespace northstar {

std::vector<Ignore> FindIgnores(const std::vector<SourceText>& sources) {
  constexpr std::string_view kMark = "northstar: ignore=";
  std::vector<Ignore> ignores;
  for (const SourceText& source : sources) {
    for (int line = 1; line <= source.lines(); ++line) {
      const std::string_view text = Trim(source.Line(line));
      const size_t at = text.find(kMark);
      if (!text.starts_with("#") || at == std::string_view::npos) continue;
      const std::string_view rest = text.substr(at + kMark.size());
      const size_t space = rest.find(' ');
      int target = line + 1;
      while (target <= source.lines() && Trim(source.Line(target)).starts_with("#")) ++target;
      ignores.push_back({source.path(), target, std::string(rest.substr(0, space)),
                         space != std::string_view::npos && !Trim(rest.substr(space)).empty(),
                         line});
    }
  }
  return ignores;
}

bool IsIgnored(const std::vector<Ignore>& ignores, std::string_view code, const SourceSpan& where) {
  return std::any_of(ignores.begin(), ignores.end(), [&](const Ignore& ignore) {
    return ignore.code == code && ignore.has_reason && ignore.file == where.file &&
           ignore.line == where.line;
  });
}

}  // namespace northstar
