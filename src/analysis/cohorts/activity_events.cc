#include "analysis/cohorts/activity_events.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "analysis/cohorts/event_words.h"
#include "base/text.h"
#include "model/metric_traits.h"
#include "model/project.h"
#include "plan/timeline_plan.h"
#include "words/phrases.h"

namespace northstar {
namespace {

constexpr size_t kMostNamed = 6;  // events of one reason, in a sentence

using Names = std::set<std::string>;

// The names alone: `any` names none.
void AddNames(const std::vector<EventChoice>& choices, Names& names) {
  for (const EventChoice& choice : choices) {
    if (!choice.event.empty()) names.insert(choice.event);
  }
}

// The events that a leaf looks at; what ends a state is not something that it counts.
Names NamedBy(const Project& project, const Metric& leaf) {
  const Metric& base = BaseOf(leaf, project);
  Names names;
  const auto* state = base.As<kind::State>();
  for (const auto* choices : EventListsOf(base)) {
    if (state == nullptr || choices != &state->off) AddNames(*choices, names);
  }
  return names;
}

// The events of which a metric that should go down wants fewer. That a duration or a mean should
// fall says nothing against what is timed or measured.
Names UnwantedBy(const Project& project, const Metric& metric) {
  if (const auto* ratio = metric.As<kind::Ratio>())
    return UnwantedBy(project, *project.FindMetric(ratio->numerator));
  if (const auto* sum = metric.As<kind::Cumulative>())
    return UnwantedBy(project, *project.FindMetric(sum->metric));
  Names names;
  if (const auto* counted = TraitsOf(metric).counted) AddNames(*counted, names);
  if (!StepsOf(metric).empty()) AddNames({StepsOf(metric).back()}, names);
  return names;
}

class Finder {
 public:
  Finder(const Project& project, std::span<const Metric* const> candidates) : project_(project) {
    for (const Metric& metric : project.metrics) {
      if (!metric.available) continue;
      if (const auto* state = metric.As<kind::State>()) AddNames(state->off, ends_);
      if (!metric.increase_is_good) {
        unwanted_.merge(UnwantedBy(project, metric));
      } else if (Project::PartsOf(metric).empty() && !ServesDecrease(metric)) {
        wanted_.merge(NamedBy(project, metric));
      }
    }
    for (const Metric* candidate : candidates) Protect(candidate);
    for (const std::string& name : project.candidates) Protect(project.FindMetric(name));
    Protect(project.FindMetric(project.outcome));
    if (!project.north_star) return;
    Protect(project.FindMetric(project.north_star->metric));
    for (const InputLink& input : project.north_star->inputs)
      Protect(project.FindMetric(input.metric));
  }

  std::optional<WhyLeftOut> Why(const std::string& event) const {
    if (protected_.contains(event)) return std::nullopt;
    if (ends_.contains(event)) return WhyLeftOut::kEndsState;
    if (unwanted_.contains(event) && !wanted_.contains(event)) return WhyLeftOut::kUnwanted;
    const std::vector<std::string> words = WordsOfEvent(event);
    const auto& lists = project_.judgement.activity;
    if (HoldPhrase(words, lists.leaving)) return WhyLeftOut::kLeaving;
    if (HoldPhrase(words, lists.done_to)) return WhyLeftOut::kDoneTo;
    return std::nullopt;
  }

 private:
  // A part that is only there to be the numerator of metrics that should go down.
  bool ServesDecrease(const Metric& metric) const {
    bool serves = false;
    for (const Metric& other : project_.metrics) {
      const std::vector<std::string> parts = Project::PartsOf(other);
      if (std::find(parts.begin(), parts.end(), metric.name) == parts.end()) continue;
      const auto* ratio = other.As<kind::Ratio>();
      const bool over =
          ratio != nullptr ? ratio->numerator == metric.name : other.Is<kind::Cumulative>();
      if (!over || other.increase_is_good) return false;
      serves = true;
    }
    return serves;
  }

  void Protect(const Metric* metric) {
    if (metric == nullptr || !metric->increase_is_good) return;
    for (const Metric* leaf : project_.LeavesOf(*metric)) {
      if (leaf->increase_is_good) protected_.merge(NamedBy(project_, *leaf));
    }
  }

  const Project& project_;
  Names ends_, unwanted_, wanted_, protected_;
};

void KeepRule(const ActivityRule& rule, const std::map<std::string, int64_t>& rows,
              ActivityEvents& out) {
  const Names named(rule.events.begin(), rule.events.end());
  for (const std::string& event : rule.events) {
    if (!event.empty() && !rows.contains(event)) out.never_seen.push_back(event);
  }
  const bool any = named.contains("");
  std::erase_if(out.counted, [&](const std::string& event) {
    const bool counts = (any || named.contains(event)) == rule.only;
    if (!counts) out.left_out.push_back({event, rows.at(event), WhyLeftOut::kProject});
    return !counts;
  });
}

std::string Quoted(const std::vector<std::string>& events) {
  std::vector<std::string> shown;
  for (const std::string& event : events) {
    if (shown.size() < kMostNamed) shown.push_back(Printable(event));
  }
  if (shown.size() < events.size())
    shown.push_back(fmt::format("{} more", events.size() - shown.size()));
  if (shown.size() == 1) return shown.front();
  const std::string last = shown.back();
  shown.pop_back();
  return Join(shown, ", ") + " and " + last;
}

struct LeftOutReason {
  WhyLeftOut why;
  std::string_view name, words;
};
constexpr LeftOutReason kReasons[] = {
    {WhyLeftOut::kProject, "project", "excluded by “activity” in the project"},
    {WhyLeftOut::kEndsState, "ends_state", "ends a state"},
    {WhyLeftOut::kUnwanted, "unwanted", "counted only by metrics that should decrease"},
    {WhyLeftOut::kLeaving, "leaving", "judging by the name, leaving or a complaint"},
    {WhyLeftOut::kDoneTo, "done_to", "judging by the name, done to the customer"},
};

}  // namespace

std::string_view WhyLeftOutName(WhyLeftOut why) {
  return kReasons[static_cast<size_t>(why)].name;
}

ActivityEvents FindActivity(const Project& project, const std::string& entity,
                            const std::map<std::string, int64_t>& rows,
                            std::span<const Metric* const> candidates) {
  ActivityEvents out;
  out.entity = entity;
  for (const auto& [event, count] : rows) out.counted.push_back(event);
  std::stable_sort(out.counted.begin(), out.counted.end(),
                   [&](const auto& a, const auto& b) { return rows.at(a) > rows.at(b); });
  if (const ActivityRule* rule = project.ActivityOf(entity)) {
    KeepRule(*rule, rows, out);
    return out;
  }
  const Finder finder(project, candidates);
  std::vector<std::string> counted;
  for (const std::string& event : out.counted) {
    if (const auto why = finder.Why(event)) {
      out.left_out.push_back({event, rows.at(event), *why});
    } else {
      counted.push_back(event);
    }
  }
  if (counted.empty()) {
    out.left_out.clear();
  } else {
    out.counted = std::move(counted);
  }
  return out;
}

std::string ActivitySentence(const ActivityEvents& activity) {
  std::vector<std::string> parts;
  for (const LeftOutReason& reason : kReasons) {
    std::vector<std::string> events;
    for (const LeftOutEvent& one : activity.left_out) {
      if (one.why == reason.why) events.push_back(one.event);
    }
    if (!events.empty()) parts.push_back(fmt::format("{} ({})", Quoted(events), reason.words));
  }
  std::string text;
  if (!parts.empty()) {
    text = fmt::format("Not counted as activity of {}: {}.", Several(activity.entity),
                       Join(parts, "; "));
    if (activity.left_out.front().why != WhyLeftOut::kProject)
      text +=
          " To change this, set “activity” in northstar.yml: {except: […]} lists events that do "
          "not count, {events: […]} the only events that do.";
  }
  if (!activity.never_seen.empty()) {
    text +=
        fmt::format("{}“activity” names {} of {} that never occurred: {}.", text.empty() ? "" : " ",
                    activity.never_seen.size() == 1 ? "an event" : "events",
                    Several(activity.entity), Quoted(activity.never_seen));
  }
  return text;
}

}  // namespace northstar
