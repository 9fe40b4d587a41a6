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

int64_t EstimateBytes(const GatherPlan& plan, const DataFacts& facts) {
  double total = 0;
  for (const Accumulator& a : plan.accumulators) {
    double rows = 0;
    for (const Feed& feed : a.feeds) {
      const auto source = facts.sources.find(feed.source);
      if (source == facts.sources.end()) continue;
      const auto event = source->second.event_rows.find(feed.event);
      rows += static_cast<double>(event != source->second.event_rows.end() ? event->second
                                                                           : source->second.rows);
    }
    double groups = 1;
    for (const std::string& dimension : a.by) {
      const auto found = facts.dimension_values.find(dimension);
      groups *= found == facts.dimension_values.end() ? 1 : found->second + 1.0;
    }
    const double periods =
        static_cast<double>(plan.grids[static_cast<size_t>(a.grid)].size()) * a.columns;
    const double cells = std::min(periods * groups, std::max(rows, periods));
    const double threads = facts.threads;
    const auto entity = facts.entity_ordinals.find(a.entity);
    const double universe =
        kBuckets *
        (entity == facts.entity_ordinals.end() ? 0.0 : static_cast<double>(entity->second) + 64);
    constexpr double kGrowth = 1.5;  // of vectors, on average
    switch (a.kind) {
      case Aggregate::kCount:
      case Aggregate::kSum:
      case Aggregate::kMin:
      case Aggregate::kMax:
        total += cells * (a.bucketed ? kBuckets : 1) * 32 * threads;
        break;
      case Aggregate::kPercentile:
        total += rows * (a.sampled ? 24 : 8) * kGrowth * 2;
        break;
      case Aggregate::kDistinct:
        total +=
            std::min(rows * 4 * kGrowth, cells * universe / 8 * threads) + cells * 48 * threads;
        break;
      case Aggregate::kAtLeast:
        total += std::min(rows * 4 * kGrowth, cells * universe *
                                                  (a.at_least <= 3    ? a.at_least / 8.0
                                                   : a.at_least > 255 ? 4.0
                                                                      : 1.0) *
                                                  threads) +
                 cells * 48 * threads;
        break;
      case Aggregate::kTimeline:
        if (a.main_sets >= 0) {  // the members of every period of one group, beside the sets
          const double bits =
              static_cast<double>(std::max<size_t>(static_cast<size_t>(periods), a.spans.size()));
          total += bits * universe / 8 * (a.then_sets >= 0 ? 2 : 1);
          break;
        }
        total += rows * 40 * (kGrowth + 1) + cells * (a.bucketed ? kBuckets : 1) * 32;
        break;
      case Aggregate::kAtLeastDistinct:
        total += rows * 8 * kGrowth + cells * 48 * threads;
        break;
    }
  }
  return static_cast<int64_t>(total);
}

}  // namespace northstar
