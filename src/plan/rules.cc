#include "plan/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "base/hash.h"
#include "base/text.h"

namespace northstar {
namespace {

// A feed whose source is not loaded, or whose event never occurred, can only add nothing.
GatherPlan DropAbsentFeeds(GatherPlan plan, const RuleInput& input) {
  for (Accumulator& a : plan.accumulators) {
    std::erase_if(a.feeds, [&](const Feed& feed) {
      const auto source = input.facts.sources.find(feed.source);
      if (source == input.facts.sources.end() || source->second.rows == 0) return true;
      return !feed.event.empty() && !source->second.event_rows.contains(feed.event);
    });
  }
  return plan;
}

GatherPlan Keep(const GatherPlan& plan, const std::vector<int>& replacement) {
  GatherPlan out = plan;
  out.accumulators.clear();
  std::vector<int> position(plan.accumulators.size(), -1);
  for (size_t i = 0; i < plan.accumulators.size(); ++i) {
    if (replacement[i] != static_cast<int>(i)) continue;
    position[i] = static_cast<int>(out.accumulators.size());
    out.accumulators.push_back(plan.accumulators[i]);
  }
  for (int& answer : out.answers) {
    answer = position[static_cast<size_t>(replacement[static_cast<size_t>(answer)])];
  }
  return out;
}

// Requests for the same figure share one accumulator.
GatherPlan MergeEqual(GatherPlan plan, const RuleInput&) {
  std::map<std::string, int> first;
  std::vector<int> replacement;
  for (size_t i = 0; i < plan.accumulators.size(); ++i) {
    const auto key = CanonicalText(plan.accumulators[i]);
    replacement.push_back(first.emplace(key, static_cast<int>(i)).first->second);
  }
  return Keep(plan, replacement);
}

// At least one row of an entity is the entity being there: a distinct count, which is cheaper.
GatherPlan SimplifyThresholds(GatherPlan plan, const RuleInput&) {
  for (Accumulator& a : plan.accumulators) {
    if (a.kind == Aggregate::kAtLeast && a.at_least <= 1) a.kind = Aggregate::kDistinct;
  }
  return plan;
}

GatherPlan ListScans(GatherPlan plan, const RuleInput&) {
  plan.scans.clear();
  for (const Accumulator& a : plan.accumulators) {
    for (const Feed& feed : a.feeds) {
      if (std::find(plan.scans.begin(), plan.scans.end(), feed.source) == plan.scans.end()) {
        plan.scans.push_back(feed.source);
      }
    }
  }
  return plan;
}

// Above the limit the plan runs over ranges of entity buckets, one after the other. Three quarters
// of the limit are for the accumulators, the rest is DuckDB's.
GatherPlan SplitPasses(GatherPlan plan, const RuleInput& input) {
  const int64_t whole = EstimateBytes(plan, input.facts);
  const int64_t room = std::max<int64_t>(1 << 20, input.memory_limit / 4 * 3);
  plan.passes = static_cast<int>(std::clamp<int64_t>((whole + room - 1) / room, 1, kBuckets));
  plan.bytes = whole / plan.passes;
  return plan;
}

struct Rule {
  std::string_view name;
  GatherPlan (*apply)(GatherPlan, const RuleInput&);
  bool switchable;  // the last two say what is to be done, so a plan cannot do without them
};

constexpr Rule kRules[] = {
    {"drop_absent_feeds", DropAbsentFeeds, true},
    {"simplify_thresholds", SimplifyThresholds, true},
    {"merge_equal", MergeEqual, true},
    {"sets_for_timelines", SetsForTimelines, true},
    {"list_scans", ListScans, false},
    {"split_passes", SplitPasses, false},
};

size_t CountFeeds(const GatherPlan& plan) {
  size_t feeds = 0;
  for (const Accumulator& a : plan.accumulators) feeds += a.feeds.size();
  return feeds;
}

std::string Effect(const GatherPlan& before, const GatherPlan& after) {
  std::vector<std::string> parts;
  if (before.accumulators.size() != after.accumulators.size()) {
    parts.push_back(
        fmt::format("{} → {} accumulators", before.accumulators.size(), after.accumulators.size()));
  }
  if (CountFeeds(before) != CountFeeds(after) &&
      before.accumulators.size() == after.accumulators.size()) {
    parts.push_back(fmt::format("{} → {} feeds", CountFeeds(before), CountFeeds(after)));
  }
  if (before.scans != after.scans)
    parts.push_back(Plural(static_cast<long long>(after.scans.size()), "scan"));
  if (after.passes > 1) parts.push_back(fmt::format("{} passes", after.passes));
  return Join(parts, ", ");
}

}  // namespace

std::vector<std::string> PlanRuleNames() {
  std::vector<std::string> names;
  for (const Rule& rule : kRules) {
    if (rule.switchable) names.emplace_back(rule.name);
  }
  return names;
}

GatherPlan ApplyPlanRules(GatherPlan plan, const RuleInput& input,
                          const std::vector<std::string>& disabled) {
  std::vector<RuleTrace> trace;
  for (const Rule& rule : kRules) {
    RuleTrace step{std::string(rule.name), true, 0, ""};
    step.enabled = !rule.switchable ||
                   std::find(disabled.begin(), disabled.end(), rule.name) == disabled.end();
    if (step.enabled) {
      const auto start = std::chrono::steady_clock::now();
      GatherPlan next = rule.apply(plan, input);
      step.milliseconds =
          std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
              .count();
      step.effect = Effect(plan, next);
      plan = std::move(next);
    }
    trace.push_back(std::move(step));
  }
  plan.trace = std::move(trace);
  return plan;
}

}  // namespace northstar
