#include "analysis/star/star_history.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "analysis/query/name_of.h"
#include "base/text.h"

namespace northstar {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolder = "decisions";
// A record begins with its heading; what has none within so much is no record.
constexpr size_t kMostBytes = 4096;

std::string FirstLineOf(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kMostBytes, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(std::max<std::streamsize>(0, file.gcount())));
  for (const std::string& line : Split(text, '\n')) {
    const std::string_view words = Trim(line);
    const size_t start = words.find_first_not_of("# ");
    if (start != words.npos) return Printable(words.substr(start));
  }
  return {};
}

DecisionFile ReadDecision(const fs::path& path) {
  constexpr size_t kDay = 10;  // "2026-01-05"
  DecisionFile file;
  const std::string name = path.stem().string();
  file.path = (fs::path(kFolder) / path.filename()).string();
  file.first_line = FirstLineOf(path);
  if (name.size() > kDay + 1 && name[kDay] == '-' && ParseDay(name.substr(0, kDay))) {
    file.day = name.substr(0, kDay);
    file.metric = name.substr(kDay + 1);
  }
  return file;
}

std::vector<DecisionFile> ReadDecisions(const Project& project) {
  std::vector<DecisionFile> files;
  std::error_code error;
  fs::directory_iterator entries(fs::path(project.root) / kFolder, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    std::error_code ignored;
    const bool record = entries->is_regular_file(ignored) && entries->path().extension() == ".md";
    if (record) files.push_back(ReadDecision(entries->path()));
  }
  // Names begin with the day; what is called otherwise comes last.
  std::sort(files.begin(), files.end(), [](const DecisionFile& a, const DecisionFile& b) {
    return std::pair(a.day.empty(), a.path) < std::pair(b.day.empty(), b.path);
  });
  return files;
}

std::string RecordOfChoice(const std::string& star, const std::vector<DecisionFile>& decisions) {
  const auto found = std::find_if(decisions.rbegin(), decisions.rend(),
                                  [&](const DecisionFile& one) { return one.metric == star; });
  return found == decisions.rend() ? "" : found->path;
}

std::vector<StarPeriod> StarsOf(const Project& project,
                                const std::vector<DecisionFile>& decisions) {
  std::vector<StarPeriod> stars;
  if (!project.north_star) return stars;
  const NorthStar& star = *project.north_star;
  for (const FormerStar& one : star.history) {
    stars.push_back({.metric = NameOf(project, one.metric),
                     .from = one.from,
                     .to = one.to,
                     .reason = one.reason,
                     .statement = {},
                     .decision = one.decision});
  }
  // Where a day is not said, the order of the file is all there is.
  const bool dated = std::all_of(stars.begin(), stars.end(),
                                 [](const StarPeriod& one) { return !one.to.empty(); });
  if (dated) {
    std::stable_sort(stars.begin(), stars.end(),
                     [](const StarPeriod& a, const StarPeriod& b) { return a.to < b.to; });
  }
  stars.push_back({.metric = NameOf(project, star.metric),
                   .from = star.since,
                   .to = {},
                   .reason = {},
                   .statement = star.statement,
                   .decision = RecordOfChoice(star.metric, decisions),
                   .current = true});
  return stars;
}

std::vector<std::string> MissingRecords(const Project& project,
                                        const std::vector<StarPeriod>& stars) {
  std::vector<std::string> missing;
  for (const StarPeriod& star : stars) {
    std::error_code error;
    const bool there =
        star.decision.empty() || fs::exists(fs::path(project.root) / star.decision, error);
    if (!there) missing.push_back(star.decision);
  }
  return missing;
}

std::vector<NamedPlace> PlacesIn(const LoadedProject& loaded, Day today) {
  std::vector<NamedPlace> places;
  for (StillNamed& named : WhatNamesFormerStars(*loaded.project, today)) {
    auto edit = EditOf(named, loaded.sources, loaded.project->north_star->metric);
    places.push_back({std::move(named), std::move(edit)});
  }
  return places;
}

bool IsAfter(const std::string& date, Day day) {
  const auto read = ParseDay(date);
  return read && *read > day;
}

}  // namespace

StarHistory FindStarHistory(const LoadedProject& loaded, Day today) {
  const Project& project = *loaded.project;
  StarHistory history;
  history.project = loaded.project;
  history.decisions = ReadDecisions(project);
  history.stars = StarsOf(project, history.decisions);
  history.missing = MissingRecords(project, history.stars);
  history.still_named = PlacesIn(loaded, today);
  return history;
}

StarHistory AsOf(StarHistory history, Day day) {
  std::erase_if(history.stars, [&](const StarPeriod& one) { return IsAfter(one.from, day); });
  std::erase_if(history.decisions, [&](const DecisionFile& one) { return IsAfter(one.day, day); });
  history.still_named.clear();
  if (!history.stars.empty()) {
    StarPeriod& last = history.stars.back();
    // The day of a change may be named as the end of one star and the start of the next.
    if (!last.current && IsAfter(last.to, day)) {
      last.current = true;
      last.to.clear();
      last.reason.clear();
      last.decision = RecordOfChoice(last.metric.metric, history.decisions);
    }
  }
  std::erase_if(history.missing, [&](const std::string& path) {
    return std::none_of(history.stars.begin(), history.stars.end(),
                        [&](const StarPeriod& star) { return star.decision == path; });
  });
  return history;
}

StarHistory OfMetric(StarHistory history, const std::string& metric) {
  history.metric = metric;
  std::erase_if(history.stars, [&](const StarPeriod& one) { return one.metric.metric != metric; });
  std::erase_if(history.decisions, [&](const DecisionFile& one) { return one.metric != metric; });
  std::erase_if(history.still_named,
                [&](const NamedPlace& one) { return one.named.metric != metric; });
  return history;
}

}  // namespace northstar
