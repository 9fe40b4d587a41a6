// "# northstar: ignore=NS204 reason" above a line: the team has seen what a check says there, and
// means it. A reason is required; without one nothing is silenced.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/yaml.h"

namespace northstar {

struct Ignore {
  std::string file;
  int line = 0;  // the line it speaks of: the first below it that is no comment
  std::string code;
  bool has_reason = false;
  int at = 0;  // the line it stands in
};

std::vector<Ignore> FindIgnores(const std::vector<SourceText>& sources);
// Whether one of them, with a reason, silences the code there.
bool IsIgnored(const std::vector<Ignore>& ignores, std::string_view code, const SourceSpan& where);

}  // namespace northstar
