// What happened beside the metric in the time of the change, and what is wrong with the data.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/explain/scope.h"
#include "analysis/query/silent_sources.h"
#include "base/text.h"
#include "model/project.h"
#include "stats/describe.h"

namespace northstar {
namespace {

constexpr int kUsualDays = 56;
constexpr double kFewEvents = 0.2;   // of what the same weekday usually brings
constexpr double kLeastEvents = 20;  // on a usual day, below which nothing is suspected
constexpr double kManyRejects = 0.01;
constexpr double kJumpInRejects = 3;

// Local days [from, to) of both periods and what lies between them.
struct Days {
  Day from, to;
  bool Overlap(Day first, Day last) const { return first < to && last >= from; }
};

Days DaysOf(const ExplainScope& scope) {
  const Calendar& calendar = scope.project()->calendar;
  return {calendar.LocalDay(std::min(scope.before().start_us, scope.after().start_us)),
          calendar.LocalDay(std::max(scope.before().end_us, scope.after().end_us) - 1) + 1};
}

std::string SpelledDays(const std::vector<Day>& days) {
  if (days.size() == 1) return FormatDay(days.front());
  return fmt::format("{} days from {} to {}", days.size(), FormatDay(days.front()),
                     FormatDay(days.back()));
}

double Share(int64_t part, int64_t whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
}

// Rows that could not be read: many of them, or suddenly many in the file that came last.
bool Jumped(const RejectedRows& rows) {
  return rows.other_read > 0 && Share(rows.rejected, rows.read) > kManyRejects &&
         Share(rows.rejected, rows.read) >
             kJumpInRejects * Share(rows.other_rejected, rows.other_read);
}

// A jump in the files of either period; or many in those that hold the later one.
std::optional<Suspect> RejectsOf(const std::string& source, const ExplainScope& scope,
                                 const RejectedRows& before, const RejectedRows& after) {
  const bool later = Jumped(after);
  if (later || Jumped(before)) {
    const RejectedRows& rows = later ? after : before;
    return Suspect{source, fmt::format("{:.1f}% of the rows of '{}' in the files of {} could not "
                                       "be read, compared with {:.1f}% in the other files.",
                                       100 * Share(rows.rejected, rows.read), source,
                                       later ? scope.after().label : scope.before().label,
                                       100 * Share(rows.other_rejected, rows.other_read))};
  }
  const double share = Share(after.rejected, after.read);
  if (share <= kManyRejects) return std::nullopt;
  return Suspect{
      source, fmt::format("{:.1f}% of the rows of '{}' could not be read.", share * 100, source)};
}

}  // namespace

void AddHappenings(const ExplainScope& scope, Explanation& out) {
  const Days days = DaysOf(scope);
  for (const Annotation& one : scope.project()->annotations) {
    const auto at = ParseDay(one.at.substr(0, 10));
    const auto to = ParseDay(one.to.substr(0, std::min<size_t>(10, one.to.size())));
    if (!at || !days.Overlap(*at, to.value_or(*at))) continue;
    out.happenings.push_back({Happening::Kind::kAnnotation, one.at, one.to, one.text});
  }
  for (const Bet& bet : scope.project()->bets) {
    const auto shipped = ParseDay(bet.shipped.substr(0, std::min<size_t>(10, bet.shipped.size())));
    if (!shipped || !days.Overlap(*shipped, *shipped)) continue;
    out.happenings.push_back({Happening::Kind::kBet, bet.shipped, "",
                              fmt::format("{} was shipped to move {}",
                                          bet.label.empty() ? bet.name : bet.label, bet.moves)});
  }
  for (const InputMove& move : out.moves) {
    if (!move.movement.is_unusual()) continue;
    const bool rose = *move.after > *move.before;
    out.happenings.push_back(
        {Happening::Kind::kInput, out.after.label, "",
         fmt::format("{} {} from {} to {} (expected: {} to {})", move.metric->label,
                     rose ? "rose" : "fell", Humanize(*move.before), Humanize(*move.after),
                     Humanize(move.movement.expected->low),
                     Humanize(move.movement.expected->high))});
  }
}

Status SuspectsPart::Request(const ExplainScope& scope, SharedGather& gather) {
  const Days days = DaysOf(scope);
  const Calendar& calendar = scope.project()->calendar;
  for (const Source* source : scope.project()->SourcesOf(scope.metric())) {
    const bool events =
        source->kind == Source::Kind::kEvents || source->kind == Source::Kind::kHttp;
    const auto facts = scope.facts().sources.find(source->name);
    if (!events || facts == scope.facts().sources.end() || facts->second.rows == 0) continue;
    const int64_t first =
        std::max(facts->second.first_us, calendar.DayStart(days.from - kUsualDays));
    const int64_t last = calendar.DayStart(days.to) - 1;
    if (first >= last) continue;
    PeriodGrid grid = calendar.Grid(Grain::kDay, first, last);
    counted_.push_back({source, gather.AddEventCount(source->name, grid), std::move(grid)});
  }
  return Status::Ok();
}

Status SuspectsPart::Read(const ExplainScope& scope, Engine& engine, const SharedGather& gather,
                          Explanation& out) const {
  const Days days = DaysOf(scope);
  for (SilentSource& one : SilentSources(*scope.project(), scope.facts(), {&scope.metric()})) {
    out.suspects.push_back({std::move(one.source), std::move(one.sentence)});
  }
  std::vector<Suspect> rejects;
  for (const Counted& one : counted_) {
    const std::vector<int64_t> counts = gather.EventCounts(one.count);
    std::map<int, std::vector<double>> usual;  // by weekday, before the two periods
    for (int d = 0; d < one.days.size(); ++d) {
      if (one.days.start_day(d) < days.from)
        usual[d % 7].push_back(static_cast<double>(counts[static_cast<size_t>(d)]));
    }
    std::vector<Day> thin;
    for (int d = 0; d < one.days.size(); ++d) {
      if (one.days.start_day(d) < days.from || usual[d % 7].size() < 3) continue;
      const double median = stats::Median(usual[d % 7]);
      if (median >= kLeastEvents &&
          static_cast<double>(counts[static_cast<size_t>(d)]) < kFewEvents * median)
        thin.push_back(one.days.start_day(d));
    }
    if (!thin.empty()) {
      out.suspects.push_back(
          {one.source->name,
           fmt::format(
               "'{}' had less than a fifth of its usual events on {}: were all of them recorded?",
               one.source->name, SpelledDays(thin))});
    }
    const std::string& name = one.source->name;
    NS_ASSIGN(const RejectedRows before,
              engine.Rejected(name, scope.before().start_us, scope.before().end_us));
    NS_ASSIGN(const RejectedRows after,
              engine.Rejected(name, scope.after().start_us, scope.after().end_us));
    if (auto suspect = RejectsOf(name, scope, before, after))
      rejects.push_back(std::move(*suspect));
  }
  // Behind what is missing, which weighs more.
  out.suspects.insert(out.suspects.end(), rejects.begin(), rejects.end());
  return Status::Ok();
}

}  // namespace northstar
