#include "plan/exposure_plan.h"

namespace northstar {

std::vector<Feed> HoldingFeeds(const std::vector<Feed>& feeds, const DataFacts& facts) {
  std::vector<Feed> holding;
  for (const Feed& feed : feeds) {
    const auto source = facts.sources.find(feed.source);
    if (source == facts.sources.end() || source->second.event_rows.empty()) continue;
    if (feed.event.empty() || source->second.event_rows.contains(feed.event))
      holding.push_back(feed);
  }
  return holding.empty() ? feeds : holding;
}

}  // namespace northstar
