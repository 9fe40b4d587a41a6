#include "model/review_due.h"

namespace northstar {

std::optional<ReviewDue> ReviewDueOf(const Project& project) {
  const std::string& every = project.review_every;
  if (every.empty()) return std::nullopt;
  auto last = ParseDay(project.review_last);
  if (!last && project.north_star) last = ParseDay(project.north_star->since);
  if (!last) return std::nullopt;
  const Day days = every == "month"       ? 31
                   : every == "quarter"   ? 92
                   : every == "half_year" ? 184
                                          : 366;
  return ReviewDue{*last, *last + days};
}

}  // namespace northstar
