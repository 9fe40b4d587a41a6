// How the project came to its North Star: the stars with their reasons, the records of decisions,
// and what still names a former star. All from the project's files; definitions as they stood are
// the store's (store/definitions.h), and no data are looked at.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "model/former_stars.h"
#include "model/load_project.h"
#include "words/series_name.h"

namespace northstar {

struct StarPeriod {
  SeriesName metric;
  // Dates as written; empty: not said. `to` is empty of the star that there is.
  std::string from, to;
  // Why it was replaced; of the star that there is, what it states.
  std::string reason, statement;
  // Record of the decision that ended it; of the star that there is, of the one that chose it.
  std::string decision;
  bool current = false;
};

// A file of decisions/, as `decide` writes them.
struct DecisionFile {
  // From its name, "2026-01-05-weekly_active_teams.md"; empty where it is called otherwise.
  std::string day, metric;
  // Relative to the project.
  std::string path;
  // Its first line with words, without the marks of a heading; empty where it has none.
  std::string first_line;
};

struct NamedPlace {
  StillNamed named;
  std::optional<LineEdit> edit;
};

struct StarHistory {
  ProjectRef project;
  // What it was narrowed to; empty: it was not.
  std::string metric;
  // The oldest first; the star that there is comes last.
  std::vector<StarPeriod> stars;
  // The oldest first.
  std::vector<DecisionFile> decisions;
  std::vector<NamedPlace> still_named;
  // Records that the project names and that are not there, by path.
  std::vector<std::string> missing;
};

// Reads decisions/. Thread safe.
StarHistory FindStarHistory(const LoadedProject& loaded, Day today);
// As it was on a local day: nobody knew of what came later, nor why a star would be replaced. What
// still names a former star is left out, for files say it of today alone. Where no star was then,
// the last one is not `current`.
StarHistory AsOf(StarHistory history, Day day);
// What of it is about one metric, which need not be one of the project.
StarHistory OfMetric(StarHistory history, const std::string& metric);

}  // namespace northstar
