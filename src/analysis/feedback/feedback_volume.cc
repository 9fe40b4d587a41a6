#include "analysis/feedback/feedback_volume.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace northstar {
namespace {

constexpr Day kEnoughDays = 7;
constexpr double kJump = 2;

void Add(std::optional<double>& sum, double value) {
  sum = sum.value_or(0) + value;
}

}  // namespace

FeedbackVolume CompareVolumes(const std::vector<SourceVolume>& sources, Day reference, Day from,
                              Day to) {
  FeedbackVolume out;
  double now = 0;
  for (const SourceVolume& one : sources) {
    const Day before = std::clamp<Day>(from - one.since, 0, from - reference);
    const Day after = std::clamp<Day>(to - one.since, 0, to - from);
    const double pace =
        before > 0 ? static_cast<double>(one.before) / static_cast<double>(before) : 0;
    if (before > 0) Add(out.per_day_before, pace);
    if (after > 0) Add(out.per_day, static_cast<double>(one.after) / static_cast<double>(after));
    const bool compared = before > 0 && before >= std::min(kEnoughDays, to - from);
    out.compared.push_back(compared);
    if (compared) {
      Add(out.usual, pace * static_cast<double>(after));
      now += static_cast<double>(one.after);
      if (before < from - reference) {
        out.notes.push_back(fmt::format(
            "'{}' begins on {}: the period before covers {} of {} days and is compared per day.",
            one.source, FormatDay(one.since), before, from - reference));
      }
    } else if (after > 0) {
      out.notes.push_back(
          fmt::format("'{}' begins on {}, too late to compare it with an earlier period.",
                      one.source, FormatDay(one.since)));
    }
  }
  if (out.usual) out.jumped = *out.usual > 0 && now > kJump * *out.usual;
  return out;
}

}  // namespace northstar
