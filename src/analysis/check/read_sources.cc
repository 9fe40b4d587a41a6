#include "analysis/check/read_sources.h"

#include <algorithm>

#include "analysis/series/regular_series.h"
#include "model/project.h"

namespace northstar {
namespace {

constexpr Day kLookedAt = 400;                  // days of history that tell the rhythm
constexpr int64_t kLately = 7 * kMicrosPerDay;  // of rows that may be rejected

double SecondsIn(const Duration& duration) {
  return static_cast<double>(duration.days * kMicrosPerDay + duration.exact_us) / 1e6;
}

// "2026-06-22T10:00", by the wall clock.
std::string LocalMinute(const Calendar& calendar, int64_t utc_us) {
  const Day day = calendar.LocalDay(utc_us);
  const int64_t minutes = std::max<int64_t>(0, utc_us - calendar.DayStart(day)) / 60'000'000;
  const auto two = [](int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return FormatDay(day) + "T" + two(std::min<int64_t>(23, minutes / 60)) + ":" + two(minutes % 60);
}

}  // namespace

bool SourceReader::Ask(const Source& source, int64_t at_us) {
  if (!source.through.empty() && source.through != "now") return false;
  Asked& asked = asked_[&source];
  const auto found = facts_.sources.find(source.name);
  if (found == facts_.sources.end() || found->second.rows == 0) return false;
  const SourceFacts& facts = found->second;
  if (source.kind == Source::Kind::kSeries || facts.first_us > at_us) return false;
  const Calendar& calendar = project_.calendar;
  const int64_t last = std::min(facts.last_us, at_us);
  const Day first =
      std::max(calendar.LocalDay(facts.first_us), calendar.LocalDay(last) - kLookedAt);
  asked.grid = calendar.Grid(Grain::kHour, std::min(calendar.DayStart(first), last), last);
  asked.count = gather_.AddEventCount(source.name, asked.grid);
  return true;
}

Result<SourceHistory> SourceReader::Read(Engine& engine, const Source& source, int64_t at_us,
                                         const CheckRules& rules) const {
  SourceHistory history;
  history.source = source.name;
  history.by_itself = source.kind == Source::Kind::kHttp || !source.cursor.empty();
  if (rules.fresh_within) history.fresh_within = SecondsIn(*rules.fresh_within);
  history.outage_chance = project_.judgement.measurable.broken_gap;
  const auto found = facts_.sources.find(source.name);
  if (found == facts_.sources.end() || found->second.rows == 0) return history;
  const SourceFacts& facts = found->second;
  if (facts.grain) history.period_seconds = SecondsOf(*facts.grain);
  if (facts.last_us <= at_us) history.last_us = facts.last_us;
  const Asked& asked = asked_.at(&source);
  if (asked.count) {
    history.hours = gather_.EventCounts(*asked.count);
    while (!history.hours.empty() && history.hours.back() == 0) history.hours.pop_back();
    history.first_weekday = static_cast<int>(WeekdayOf(asked.grid.start_day(0)));
    // Of events up to an earlier instant only the hour is known.
    if (!history.last_us && !history.hours.empty())
      history.last_us = std::min(at_us, asked.grid.bounds()[history.hours.size()]);
  }
  if (history.last_us) {
    history.last = LocalMinute(project_.calendar, *history.last_us);
    if (facts.precision == TimePrecision::kDay && !facts.grain) {
      history.last = history.last.substr(0, 10);
      history.last_us =
          project_.calendar.DayStart(project_.calendar.LocalDay(*history.last_us) + 1);
    }
    if (source.kind != Source::Kind::kSeries) {
      NS_ASSIGN(const RejectedRows rows, engine.Rejected(source.name, at_us - kLately, at_us));
      history.rejects =
          RejectedShares{rows.read, rows.rejected, rows.other_read, rows.other_rejected};
    }
  }
  return history;
}

}  // namespace northstar
