#include "words/detection.h"

#include <fmt/format.h>

#include <cmath>

#include "base/text.h"

namespace northstar {
namespace {

using Code = DetectionStatement::Code;

Sentence ShiftWords(const DetectionStatement& s) {
  const LevelShift& shift = *s.shift;
  Sentence by;
  if (shift.relative)
    by = Say(" by {}", Value(fmt::format("{:.0f}%", std::fabs(*shift.relative) * 100)));
  return Say("The level of {} {}{} from about {} to {} {}.", s.series.AsWords(),
             shift.after > shift.before ? "rose" : "fell", by,
             Value(FormatValue(s.look, shift.before)), Value(FormatValue(s.look, shift.after)),
             Period(WhenWords(s.time, shift.label)));
}

Sentence RunWords(const DetectionStatement& s) {
  const UnusualRun& run = *s.latest;
  const char* side = run.above ? "above" : "below";
  const Sentence seen = Value(run.value ? FormatValue(s.look, run.value) : "");
  const Sentence from = Period(run.first);
  const Sentence to = Period(run.last);
  const Sentence length = Value(StepCount(s.time, run.steps));
  if (run.stood_still)
    return Say("most recently from {} to {} ({}), when it stayed at {}", from, to, length, seen);
  if (run.steps == 1) {
    return Say("most recently {}: {}, {} the expected range", Period(WhenWords(s.time, run.first)),
               seen, side);
  }
  return Say("most recently from {} to {} ({}), at worst {} {}, {} the expected range", from, to,
             length, seen, Period(WhenWords(s.time, run.worst)), side);
}

// Of single values, whatever the level does.
Sentence ValueWords(const DetectionStatement& s) {
  const Sentence series = s.series.AsWords();
  const auto known = static_cast<long long>(s.known);
  const Sentence values = Value(WithThousands(known));
  if (s.known < s.least) {
    return Say("{} has {}; at least {} are needed to tell what is unusual.", series,
               Value(Plural(known, "value")), Value(std::to_string(s.least)));
  }
  if (s.latest) {
    return Say("{} was unusual {} in {} values; {}.", series,
               Value(s.runs == 1 ? "once" : fmt::format("{} times", s.runs)), values, RunWords(s));
  }
  // Single values may all be usual while the level changes.
  return s.level_moves ? Say("None of the {} values of {} was unusual by itself.", values, series)
                       : Say("Nothing unusual in {} values of {}.", values, series);
}

const char* SeasonName(double days) {
  return days < 2 ? "Daily" : days < 30 ? "Weekly" : "Yearly";
}

}  // namespace

std::span<const Rule> DetectionRules() {
  static constexpr Rule kRules[] = {
      {"level_changed", "its level shifted, and that is more than a trend"},
      {"unusual", "values were outside the expected range"},
      {"nothing_unusual", "no single value was"},
      {"too_few_values", "the history is too short to tell"},
  };
  return kRules;
}

Said Words(const DetectionStatement& s) {
  const std::string rule = RuleName(DetectionRules(), s.code);
  if (s.code == Code::kLevelChanged) return {ShiftWords(s), ValueWords(s), rule};
  return {ValueWords(s), "", rule};
}

std::string Words(const DetectionNote& note) {
  switch (note.code) {
    case DetectionNote::Code::kSeason:
      return fmt::format("{} seasonality explains {:.0f}% of the variation around the trend.",
                         SeasonName(note.season_days), note.strength * 100);
    case DetectionNote::Code::kYearBefore:
      return fmt::format(
          "{} just as far off at the same time a year before, so there is no alert.",
          note.values == 1 ? "1 value was" : fmt::format("{} values were", note.values));
    case DetectionNote::Code::kStaircase:
      return "Several level shifts in one direction can be a single gradual change: a straight "
             "line shows up as a staircase.";
  }
  return "";
}

}  // namespace northstar
