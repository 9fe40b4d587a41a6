// GatherPlan → which collectors a thread keeps. Accumulators share id sets ("active" and "active
// twice" read two planes of one set, "active by A or B" adds up the sets of A and of B) and streams
// of rows (a funnel and a duration that look at the same event).
#pragma once

#include <string>
#include <vector>

#include "engine/kernel/collectors/collector.h"

namespace northstar::kernel {

class CollectorLayout {
 public:
  CollectorLayout(const GatherPlan& plan, const DataFacts& facts);

  size_t size() const { return kept_.size(); }
  // The collector that a feed of an accumulator fills.
  size_t Of(size_t accumulator, size_t feed) const { return of_[accumulator][feed]; }
  // The distinct collectors whose figures make up an accumulator.
  std::vector<size_t> AllOf(size_t accumulator) const;
  // The same without the rows of a timeline that do not make a group one that is shown.
  std::vector<size_t> ShownBy(size_t accumulator) const;
  // Only this accumulator's rows are handed to the collector; sharers read what it finds.
  bool Fills(size_t accumulator, size_t feed) const;
  // What the collector of a feed keeps: the accumulator and the feed as they stand, but of a stream
  // all that its sharers need.
  const Accumulator& KeptBy(size_t accumulator, size_t feed) const;
  const Feed& FeedOf(size_t accumulator, size_t feed) const;
  std::unique_ptr<Collector> Make(size_t collector, int pass, Arena& arena) const;

 private:
  struct Kept {
    std::string key;           // what decides that two sets are the same; empty: not shared
    size_t accumulator, feed;  // that fills it
    uint32_t planes = 1;       // the highest threshold that is asked of it
    double rows = 0;           // of the feeds, as far as known
    Accumulator stream;        // of event streams: what is kept
  };

  const GatherPlan& plan_;
  const DataFacts& facts_;
  std::vector<Kept> kept_;
  std::vector<std::vector<size_t>> of_;
};

// The room that an accumulator's entities need in a pass.
EntitySpace SpaceOf(const Accumulator& accumulator, const DataFacts& facts, int pass, int passes);

}  // namespace northstar::kernel
