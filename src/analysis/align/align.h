// What a team needs to know to work towards the North Star: the star in one sentence, the team's
// line of sight with the measured strength of every step, its bets with what they did, its key
// results, and what moved that the team owns. An exact part of a change is told where a formula
// says it; else how strongly one metric leads the next (stats/drivers.h), which proves no cause.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/align/line_of_sight.h"
#include "analysis/bets/bets.h"
#include "analysis/okrs/okrs.h"
#include "analysis/star/star_now.h"
#include "stats/drivers.h"
#include "words/align.h"
#include "words/said.h"

namespace northstar {

// One step of a line of sight. Pointers, here and below, are into the project.
struct SightEdge {
  const Metric* from = nullptr;
  const Metric* to = nullptr;
  // To the last change of `to`, in its unit; only where a formula says it.
  std::optional<double> contribution;
  // Where it could be measured.
  std::optional<stats::Driver> driver;
  Said said;
};
struct LineOfSight {
  // From what the team owns up to the star.
  std::vector<SightEdge> edges;
};

// Something that the team owns on the way to the star.
struct MovedMetric {
  const Metric* metric = nullptr;
  // Of the last complete period, and `periods` before it.
  std::string period;
  std::optional<double> value, before;
  size_t periods = 0;
  // To the star's last change, in the star's unit; none: no formula says it.
  std::optional<double> contribution;
  Said said;
};

struct TeamAlignment {
  TeamSight sight;
  std::vector<LineOfSight> lines;
  std::vector<MovedMetric> moved;
  // Objective and key result, as positions in the findings' OKRs.
  std::vector<std::pair<size_t, size_t>> key_results;
  Said said;

  bool has_line() const { return !lines.empty(); }
};

struct AlignFindings {
  ProjectRef project;
  StarNow now;
  // Of the current period.
  OkrFindings okrs;
  // Those of the teams that were asked about, measured; none: they have none, or see `notes`.
  std::optional<BetFindings> bets;
  // All, or the one that was asked about.
  std::vector<TeamAlignment> teams;
  // The half-hour session was asked for.
  bool session = false;
  Said said;
  // Sentences: what a reader might take for something else.
  std::vector<std::string> notes;

  // What a bet of a team did; null: it is open, or bets could not be measured.
  const BetFinding* Measured(const Bet& bet) const;
};

struct AlignOptions {
  // By name or label, whatever the case; empty: all.
  std::string team;
  bool session = false;
  std::optional<int64_t> as_of_us;
};

// kUsage: no North Star, or no such team; else errors as of FindStarNow and FindOkrs.
Result<AlignFindings> FindAlignment(Engine& engine, const ProjectRef& project,
                                    const DataFacts& facts, int64_t now_us,
                                    const AlignOptions& options);

}  // namespace northstar
