#include "analysis/bets/unit_outcome.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/overloaded.h"
#include "model/metric_traits.h"
#include "model/project.h"
#include "plan/question.h"
#include "plan/timeline_plan.h"

namespace northstar {
namespace {

using Found = std::variant<UnitPart, std::string>;

int64_t Length(const Duration& duration) {
  return duration.days * kMicrosPerDay + duration.exact_us;
}

Duration Times(const Duration& duration, int64_t count) {
  return {duration.days * count, duration.exact_us * count};
}

// Months have no length of their own; counted from an exposure they are 30 days.
Duration PeriodOf(Grain grain) {
  switch (grain) {
    case Grain::kHour:
      return {0, kMicrosPerHour};
    case Grain::kDay:
      return {1, 0};
    case Grain::kWeek:
      return {7, 0};
    case Grain::kMonth:
      return {30, 0};
    case Grain::kQuarter:
      return {91, 0};
    case Grain::kYear:
      break;
  }
  return {365, 0};
}

class Builder {
 public:
  Builder(const Project& project, const DataFacts& facts, const OutcomeOptions& options)
      : project_(project), facts_(facts), options_(options) {}

  // A metric that is one number per unit.
  Found PartOf(const Metric& metric) const {
    if (!metric.available) return std::string("is not available in this version");
    if (!metric.only.empty()) return std::string("has conditions ('only:') on the entity");
    if (metric.As<kind::Active>() != nullptr && WindowOf(metric))
      return std::string("looks back over a window");
    return std::visit(
        Overloaded{[&](const kind::Count&) { return OverHorizon(metric, UnitReading::kRows); },
                   [&](const kind::Sum&) { return OverHorizon(metric, UnitReading::kSum); },
                   [&](const kind::Average&) { return OverHorizon(metric, UnitReading::kSum); },
                   [&](const kind::Median&) { return EachValue(metric); },
                   [&](const kind::Percentile&) { return EachValue(metric); },
                   [&](const kind::Active& active) {
                     return Shares(metric, PeriodOf(NaturalGrain(project_, metric, facts_)),
                                   active.at_least, active.distinct);
                   },
                   [&](const kind::Frequency& frequency) -> Found {
                     if (!frequency.statistic.empty() && frequency.statistic != "average")
                       return fmt::format("is a {} over all units, not a figure of single ones",
                                          frequency.statistic);
                     return Shares(metric,
                                   PeriodOf(frequency.of == "week" ? Grain::kWeek : Grain::kDay), 1,
                                   "");
                   },
                   [&](const kind::Conversion& conversion) { return Converts(metric, conversion); },
                   [&](const kind::Retention& retention) { return Returns(metric, retention); },
                   [&](const auto&) -> Found {
                     return fmt::format("is of type '{}', which is not a figure of single units",
                                        metric.type_name);
                   }},
        metric.kind);
  }

 private:
  // The rows must name who was exposed.
  std::optional<std::string> WhyNotOf(const Metric& metric, bool of_entities,
                                      const std::vector<Feed>& feeds) const {
    if (of_entities && metric.entity != options_.entity) {
      return fmt::format("is about each {}, not about each {}, whom the experiment assigned",
                         metric.entity, options_.entity);
    }
    if (feeds.empty()) return "has no source of its events";
    for (const Feed& feed : HoldingFeeds(feeds, facts_)) {
      if (!project_.FindSource(feed.source)->HasEntity(options_.entity)) {
        return fmt::format("has events that do not name the {}, whom the experiment assigned",
                           options_.entity);
      }
    }
    return std::nullopt;
  }

  std::vector<Feed> FeedsFor(const std::vector<EventChoice>& choices, const Metric& metric) const {
    std::vector<Feed> feeds = FeedsOf(project_, choices);
    for (Feed& feed : feeds) feed.where = AndAll({feed.where, metric.where});
    return feeds;
  }

  Found Make(const Metric& metric, bool of_entities, UnitPart part) const {
    if (auto why = WhyNotOf(metric, of_entities, part.figure.feeds)) return *std::move(why);
    for (const std::vector<Feed>& step : part.figure.via) {
      if (auto why = WhyNotOf(metric, of_entities, step)) return *std::move(why);
    }
    return part;
  }

  Found OverHorizon(const Metric& metric, UnitReading reading) const {
    UnitPart part;
    part.reading = reading;
    part.figure.feeds = FeedsFor(metric.events, metric);
    part.figure.value = ValueOf(metric);
    part.figure.windows = {{{}, options_.horizon}, {{-kDaysBefore, 0}, {}}};
    return Make(metric, false, std::move(part));
  }

  Found EachValue(const Metric& metric) const {
    UnitPart part;
    part.reading = UnitReading::kEach;
    part.figure.each = true;
    part.figure.feeds = FeedsFor(metric.events, metric);
    part.figure.value = ValueOf(metric);
    part.figure.windows = {{{}, options_.horizon}};
    return Make(metric, false, std::move(part));
  }

  Found Shares(const Metric& metric, const Duration& period, double at_least,
               const std::string& distinct) const {
    UnitPart part;
    part.reading = UnitReading::kPeriods;
    part.at_least = at_least;
    part.figure.feeds = FeedsFor(metric.events, metric);
    part.figure.distinct = distinct;
    for (Feed& feed : part.figure.feeds) feed.other = distinct;
    // A horizon shorter than one period is one.
    const bool whole = Length(options_.horizon) >= Length(period);
    const Duration step = whole ? period : options_.horizon;
    part.windows = static_cast<int>(Length(options_.horizon) / Length(step));
    for (int k = 0; k < part.windows; ++k)
      part.figure.windows.push_back({Times(step, k), Times(step, k + 1)});
    const int64_t earlier = std::max<int64_t>(1, kDaysBefore * kMicrosPerDay / Length(step));
    for (int64_t k = 1; k <= std::min<int64_t>(earlier, kDaysBefore); ++k)
      part.figure.windows.push_back({Times(step, -k), Times(step, 1 - k)});
    return Make(metric, true, std::move(part));
  }

  Found Converts(const Metric& metric, const kind::Conversion& conversion) const {
    if (conversion.steps.size() > 2 && conversion.not_before)
      return std::string("has several steps with a 'not_before:', which are not followed by unit");
    UnitPart part;
    part.reading = conversion.calculation == "events" ? UnitReading::kRows : UnitReading::kAny;
    const std::vector<EventChoice> to =
        conversion.steps.empty() ? conversion.to : std::vector{conversion.steps.back()};
    part.figure.feeds = FeedsFor(to, metric);
    part.figure.same_time = conversion.allow_same_time;
    for (size_t i = 1; i + 1 < conversion.steps.size(); ++i)
      part.figure.via.push_back(FeedsFor({conversion.steps[i]}, metric));
    UnitWindow after{{0, conversion.allow_same_time ? 0 : 1}, options_.horizon};
    if (conversion.not_before) after.from = *conversion.not_before;
    if (conversion.within) {
      after.to = *conversion.within;
      ++after.to.exact_us;  // the end counts
    }
    part.figure.windows = {after, {{-kDaysBefore, 0}, {}}};
    return Make(metric, true, std::move(part));
  }

  Found Returns(const Metric& metric, const kind::Retention& retention) const {
    UnitPart part;
    part.reading = UnitReading::kAny;
    part.figure.feeds =
        FeedsFor(retention.return_event.empty() ? metric.events : retention.return_event, metric);
    const Grain grain = NaturalGrain(project_, metric, facts_);
    const int first = retention.FirstReturn();
    const int after = retention.LastReturn() + 1;
    const Duration period = PeriodOf(grain);
    if (retention.rolling) {
      part.figure.windows = {{Times(period, first), Times(period, after)}, {{-kDaysBefore, 0}, {}}};
      return Make(metric, true, std::move(part));
    }
    const int earlier = static_cast<int>(std::max<int64_t>(
        1, std::min<int64_t>(kDaysBefore, kDaysBefore * kMicrosPerDay / Length(period))));
    const Calendar& calendar = project_.calendar;
    part.figure.periods =
        calendar.Grid(grain, calendar.Add(options_.from_us, -2 * period.days * earlier - 2, 0),
                      calendar.Add(options_.until_us, 2 * (period.days + 1) * (after + 1), 0));
    part.figure.windows = {{{}, {}, first, after}, {{}, {}, -earlier, 0}};
    return Make(metric, true, std::move(part));
  }

  const Project& project_;
  const DataFacts& facts_;
  const OutcomeOptions& options_;
};

// Of an arm as a whole alone, not a sum of numbers of its units.
bool IsWhole(const Metric& metric) {
  return metric.Is<kind::Average, kind::Median, kind::Percentile>();
}

std::optional<double> QuantileShare(const Metric& metric) {
  if (!metric.Is<kind::Median, kind::Percentile>()) return std::nullopt;
  return *TraitsOf(metric).percentile / 100;
}

bool Reaches(const UnitPart& part, const UnitCell& cell) {
  const int64_t count = part.figure.distinct.empty() ? cell.rows : cell.distinct;
  return static_cast<double>(count) >= part.at_least;
}

double Amount(const UnitPart& part, const UnitCell& cell) {
  switch (part.reading) {
    case UnitReading::kRows:
      return static_cast<double>(cell.rows);
    case UnitReading::kSum:
      return cell.sum;
    case UnitReading::kValued:
      return static_cast<double>(cell.valued);
    case UnitReading::kPeriods:
      return Reaches(part, cell) ? 1 : 0;
    case UnitReading::kAny:
    case UnitReading::kEach:
      break;
  }
  return cell.rows > 0 ? 1 : 0;
}

}  // namespace

std::variant<UnitOutcome, std::string> OutcomeOf(const Project& project, const DataFacts& facts,
                                                 const Metric& metric,
                                                 const OutcomeOptions& options) {
  const Builder builder(project, facts, options);
  UnitOutcome outcome;
  const auto* ratio = metric.As<kind::Ratio>();
  const Metric& first = ratio != nullptr ? *project.FindMetric(ratio->numerator) : metric;
  Found value = builder.PartOf(first);
  if (const auto* why = std::get_if<std::string>(&value)) {
    return ratio == nullptr ? *why
                            : fmt::format("cannot be taken apart by unit: its numerator {}", *why);
  }
  outcome.value = std::get<UnitPart>(std::move(value));
  if (ratio != nullptr && IsWhole(first))
    return std::string("is a quotient of what has no sum over units");
  if (ratio == nullptr) outcome.quantile = QuantileShare(first);
  if (first.Is<kind::Average>()) {
    outcome.per = outcome.value;
    outcome.per->reading = UnitReading::kValued;
  }
  if (ratio == nullptr) return outcome;
  const Metric& second = *project.FindMetric(ratio->denominator);
  if (IsWhole(second)) return std::string("is divided by what has no sum over units");
  Found per = builder.PartOf(second);
  if (const auto* why = std::get_if<std::string>(&per))
    return fmt::format("cannot be taken apart by unit: its denominator {}", *why);
  outcome.per = std::get<UnitPart>(std::move(per));
  return outcome;
}

namespace {

std::optional<int64_t> PartSettledAt(const Calendar& calendar, const UnitPart& part,
                                     int64_t first_us) {
  int64_t latest = first_us;
  for (int k = 0; k < part.windows; ++k) {
    const UnitWindow& window = part.figure.windows[static_cast<size_t>(k)];
    if (!part.figure.periods) {
      latest = std::max(latest, calendar.Add(first_us, window.to.days, window.to.exact_us));
      continue;
    }
    const PeriodGrid& grid = *part.figure.periods;
    const int own = grid.IndexOf(first_us);
    const int last = own + window.to_period;
    if (own < 0 || last < 0 || last >= grid.size()) return std::nullopt;
    latest = std::max(latest, grid.bounds()[static_cast<size_t>(last)]);
  }
  return latest;
}

}  // namespace

std::optional<int64_t> SettledAt(const Calendar& calendar, const UnitOutcome& outcome,
                                 int64_t first_us) {
  const auto value = PartSettledAt(calendar, outcome.value, first_us);
  if (!value || !outcome.per) return value;
  const auto per = PartSettledAt(calendar, *outcome.per, first_us);
  return per ? std::optional(std::max(*value, *per)) : std::nullopt;
}

UnitNumbers NumbersOf(const UnitPart& part, const std::vector<UnitCell>& cells) {
  UnitNumbers numbers;
  for (const UnitCell& cell : cells) {
    (cell.window < part.windows ? numbers.outcome : numbers.before) += Amount(part, cell);
  }
  if (part.reading == UnitReading::kPeriods) {
    const auto earlier = static_cast<double>(part.figure.windows.size()) - part.windows;
    numbers.outcome /= part.windows;
    if (earlier > 0) numbers.before /= earlier;
  }
  return numbers;
}

}  // namespace northstar
