// What customers wrote in the later period, against the eight before it. (METHODS 7.3)
#include <fmt/format.h>

#include <map>

#include "analysis/explain/scope.h"
#include "base/text.h"

namespace northstar {
namespace {

constexpr int kReferencePeriods = 8;
constexpr Day kShortest = 7;  // days of texts that are compared, when a period is shorter

struct Window {
  int64_t from, to;   // of the later period
  int64_t reference;  // the time before it, from here on
  bool Holds(int64_t t) const { return t >= from && t < to; }
  bool Precedes(int64_t t) const { return t >= reference && t < from; }
};

Window WindowOf(const ExplainScope& scope) {
  const Calendar& calendar = scope.project()->calendar;
  const ExplainedPeriod& later =
      scope.before().index < scope.after().index ? scope.after() : scope.before();
  const Day last = calendar.LocalDay(later.end_us - 1);
  const Day first = std::min(calendar.LocalDay(later.start_us), last - kShortest + 1);
  const Day reference = first - kReferencePeriods * (last - first + 1);
  return {calendar.DayStart(first), later.end_us, calendar.DayStart(reference)};
}

struct Mean {
  double sum = 0;
  int64_t n = 0;
  void Add(const std::optional<double>& value) {
    if (value) sum += *value, ++n;
  }
  std::optional<double> value() const {
    return n > 0 ? std::optional(sum / static_cast<double>(n)) : std::nullopt;
  }
};

}  // namespace

Status AddFeedback(const ExplainScope& scope, Engine& engine, Explanation& out) {
  const Window window = WindowOf(scope);
  std::map<std::pair<size_t, int64_t>, Writing> here;  // by source and writer
  std::map<std::pair<size_t, int64_t>, Writing> there;
  Mean rating_here;
  Mean rating_there;
  int64_t before = 0;
  for (size_t s = 0; s < scope.project()->sources.size(); ++s) {
    const Source& source = scope.project()->sources[s];
    const auto facts = scope.facts().sources.find(source.name);
    if (source.kind != Source::Kind::kFeedback || facts == scope.facts().sources.end()) continue;
    const std::string entity = source.entities.empty() ? "" : source.entities.front().name;
    NS_ASSIGN(const std::vector<FeedbackItem> items, engine.ReadFeedback(source, entity));
    out.feedback.any = out.feedback.any || !items.empty();
    int64_t nobody = 0;
    for (const FeedbackItem& item : items) {
      const bool now = window.Holds(item.ts_us);
      if (!now && !window.Precedes(item.ts_us)) continue;
      (now ? rating_here : rating_there).Add(item.rating);
      (now ? out.feedback.items_after : before) += 1;
      // Items are in order of time: what one wrote last counts.
      const int64_t writer = item.entity ? int64_t{*item.entity} : --nobody;
      (now ? here : there)[{s, writer}] = {now, item.text, item.votes};
    }
  }
  if (!out.feedback.any) return Status::Ok();
  out.feedback.items_before = before / kReferencePeriods;
  out.feedback.rating_after = rating_here.value();
  out.feedback.rating_before = rating_there.value();
  out.feedback.reference =
      fmt::format("the {} {}s before", kReferencePeriods,
                  scope.grain() <= Grain::kDay ? "week" : GrainName(scope.grain()));
  std::vector<Writing> writings;
  for (auto* side : {&here, &there}) {
    for (auto& [writer, writing] : *side) writings.push_back(std::move(writing));
  }
  out.feedback.terms = CompareWords(writings);
  return Status::Ok();
}

}  // namespace northstar
