#include "analysis/query/silent_sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/project.h"

namespace northstar {
namespace {

constexpr int64_t kSilence = 7 * kMicrosPerDay;

}  // namespace

std::vector<SilentSource> SilentSources(const Project& project, const DataFacts& facts,
                                        const std::vector<const Metric*>& metrics) {
  std::vector<SilentSource> silent;
  std::set<std::string> named;
  for (const Metric* metric : metrics) {
    int64_t latest = 0;
    std::vector<std::pair<const Source*, int64_t>> ends;
    for (const Source* source : project.SourcesOf(*metric)) {
      const bool events =
          source->kind == Source::Kind::kEvents || source->kind == Source::Kind::kHttp;
      const auto loaded = facts.sources.find(source->name);
      if (!events || loaded == facts.sources.end() || loaded->second.rows == 0) continue;
      latest = std::max(latest, loaded->second.last_us);
      ends.emplace_back(source, loaded->second.last_us);
    }
    for (const auto& [source, last] : ends) {
      if (last + kSilence > latest || !source->through.empty()) continue;
      if (!named.insert(source->name).second) continue;
      silent.push_back(
          {source->name,
           fmt::format(
               "'{}' has no data since {}, while other sources continue to {}: metrics that use it "
               "are complete only up to then (if it has ended for good, set 'through').",
               source->name, FormatDay(project.calendar.LocalDay(last)),
               FormatDay(project.calendar.LocalDay(latest)))});
    }
  }
  return silent;
}

}  // namespace northstar
