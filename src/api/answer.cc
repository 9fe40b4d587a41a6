#include "api/answer.h"

#include <fmt/format.h>

namespace northstar {

std::vector<std::string> WarningsOf(const Answer& answer) {
  if (const auto* query = std::get_if<QueryAnswer>(&answer)) return query->result.never_seen;
  std::vector<std::string> warnings;
  if (const auto* state = std::get_if<StateOfTheStar>(&answer)) {
    for (const MissingPart& part : state->missing)
      warnings.push_back(fmt::format("missing in the report: {}: {}", part.what, part.why));
  }
  return warnings;
}

bool IsAlarming(const Answer& answer) {
  const auto* lead = std::get_if<LeadAnswer>(&answer);
  return lead != nullptr && VerdictOf(lead->findings.result.finding) == Verdict::kFail;
}

}  // namespace northstar
