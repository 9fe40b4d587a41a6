#include "engine/kernel/layout.h"

#include <algorithm>

#include "plan/shared_rows.h"

namespace northstar::kernel {
EntitySpace SpaceOf(const Accumulator& a, const DataFacts& facts, int pass, int passes) {
  EntitySpace space;
  space.first_bucket = static_cast<uint32_t>(kBuckets * pass / passes);
  space.last_bucket = static_cast<uint32_t>(kBuckets * (pass + 1) / passes);
  const auto ordinals = facts.entity_ordinals.find(a.entity);
  const uint32_t used =
      ordinals == facts.entity_ordinals.end() ? 1 : std::max(1U, ordinals->second);
  space.stride = (used + 63) / 64 * 64;
  return space;
}

CollectorLayout::CollectorLayout(const GatherPlan& plan, const DataFacts& facts)
    : plan_(plan), facts_(facts) {
  for (size_t i = 0; i < plan.accumulators.size(); ++i) {
    const Accumulator& a = plan.accumulators[i];
    std::vector<size_t>& of_feeds = of_.emplace_back();
    if (a.main_sets >= 0) continue;  // keeps nothing of its own
    for (size_t f = 0; f < a.feeds.size(); ++f) {
      const std::string key = SharingKey(a, a.feeds[f]);
      if (key.empty()) {  // one collector takes all feeds
        if (f == 0) kept_.push_back({"", i, 0, 1, 0, {}});
        of_feeds.push_back(kept_.size() - 1);
        continue;
      }
      const bool is_stream = a.kind == Aggregate::kTimeline;
      Accumulator stream;
      if (is_stream) stream = StreamOf(a, a.feeds[f]);
      auto found = std::find_if(kept_.begin(), kept_.end(), [&](Kept& kept) {
        return kept.key == key && (!is_stream || MergeStreams(kept.stream, stream));
      });
      if (found == kept_.end()) {
        found = kept_.insert(kept_.end(), {key, i, f, 1, 0, {}});
        found->rows = RowsOf(a.feeds[f], facts);
        found->stream = std::move(stream);
      }
      if (KeptInIdSets(a)) found->planes = std::max(found->planes, a.at_least);
      of_feeds.push_back(static_cast<size_t>(found - kept_.begin()));
    }
  }
}

namespace {

std::vector<size_t> EachOnce(std::vector<size_t> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

}  // namespace

std::vector<size_t> CollectorLayout::AllOf(size_t accumulator) const {
  return EachOnce(of_[accumulator]);
}

std::vector<size_t> CollectorLayout::ShownBy(size_t accumulator) const {
  const Accumulator& a = plan_.accumulators[accumulator];
  std::vector<size_t> shown;
  for (size_t f = 0; f < of_[accumulator].size(); ++f) {
    if (a.kind != Aggregate::kTimeline || a.feeds[f].role == role::kMain)
      shown.push_back(of_[accumulator][f]);
  }
  return EachOnce(std::move(shown));
}

bool CollectorLayout::Fills(size_t accumulator, size_t feed) const {
  const Kept& kept = kept_[of_[accumulator][feed]];
  return kept.key.empty() || (kept.accumulator == accumulator && kept.feed == feed);
}

const Accumulator& CollectorLayout::KeptBy(size_t accumulator, size_t feed) const {
  const Kept& kept = kept_[of_[accumulator][feed]];
  return kept.stream.feeds.empty() ? plan_.accumulators[accumulator] : kept.stream;
}

const Feed& CollectorLayout::FeedOf(size_t accumulator, size_t feed) const {
  const Kept& kept = kept_[of_[accumulator][feed]];
  return kept.stream.feeds.empty() ? plan_.accumulators[accumulator].feeds[feed]
                                   : kept.stream.feeds[0];
}

std::unique_ptr<Collector> CollectorLayout::Make(size_t collector, int pass, Arena& arena) const {
  const Kept& kept = kept_[collector];
  const Accumulator& a = plan_.accumulators[kept.accumulator];
  CollectorSpec spec;
  spec.accumulator = kept.stream.feeds.empty() ? &a : &kept.stream;
  spec.periods = static_cast<size_t>(plan_.PeriodsOf(a).size());
  spec.space = SpaceOf(a, facts_, pass, plan_.passes);
  spec.planes = kept.planes;
  spec.rows = kept.rows / facts_.threads / plan_.passes;
  spec.pass = pass;
  spec.passes = plan_.passes;
  spec.arena = &arena;
  return KindOf(a).make(spec);
}

}  // namespace northstar::kernel
