// What an experiment is read with: who was exposed to which arm and when, and what each of these
// units did within windows of time that start from its first exposure. A window never moves, so a
// unit's figures never change once it has passed. Engines run it (engine/engine.h); sql/ prints it.
// Plain values, which point into nothing. Instants are UTC microseconds.
// It leaves out what the figures mean: which of them is an outcome, and which arm is better
// (analysis/bets).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/bound_expr.h"
#include "model/values.h"
#include "plan/data_facts.h"
#include "plan/gather_plan.h"

namespace northstar {

// The events that say which arm a unit is in.
struct ExposurePlan {
  // With the experiment's own condition; empty: no source holds the event.
  std::vector<Feed> feeds;
  // Whose first exposure counts; the dimension that names the arm, and the two arms.
  std::string entity, arm, control, treatment;
  // Exposures in [from_us, to_us) count.
  int64_t from_us = 0, to_us = 0;
  // The last instant that is seen, of exposures and of all that follows.
  int64_t until_us = 0;
};

// Of a unit first exposed at t: [t + from, t + to). Days go by the wall clock of the project's
// zone, negative ones back; the exact part comes on top of them, so that {7 days, 1 us} includes
// the end. Where the figure has periods, from the start of one period to the start of another in
// place of that, counted from the one that holds t.
struct UnitWindow {
  Duration from, to;
  int from_period = 0, to_period = 0;
};

// What is counted of a unit's rows in each window.
struct UnitFigurePlan {
  std::vector<Feed> feeds;
  // A number; null: rows are counted.
  BoundRef value;
  // The entity whose distinct ids are counted; empty: none.
  std::string distinct;
  // None: windows are durations. A unit with a window beyond the grid has none.
  std::optional<PeriodGrid> periods;
  std::vector<UnitWindow> windows;
  // What has to happen first in the window, step by step, each strictly later than the one before
  // (`same_time`: or at the same instant); rows count from the earliest way through. Empty:
  // nothing.
  std::vector<std::vector<Feed>> via = {};
  bool same_time = false;
  // Every value is a cell of its own, of one row; rows without a value are none.
  bool each = false;
};

// The feeds whose sources ever held one of their events; all of them where none has, as a source
// that names its events in a column could hold any.
std::vector<Feed> HoldingFeeds(const std::vector<Feed>& feeds, const DataFacts& facts);

// Rows of the event, of any unit, by what they call the arm.
struct ArmSeen {
  std::string arm;
  int64_t units = 0;
};

// Ids as in Histories: entities that count as one are one, and the low six bits are the bucket.
struct ExposedUnit {
  uint32_t entity = 0;
  int64_t first_us = 0;
  bool treated = false;
  // It was exposed to both arms, so that nobody knows what it saw.
  bool in_both = false;
};

// A unit and window with rows, or one of their values; those without any are left out.
struct UnitCell {
  uint32_t entity = 0;
  int window = 0;  // place in UnitFigurePlan::windows
  int64_t rows = 0;
  // Rows with a value, and their sum.
  int64_t valued = 0;
  double sum = 0;
  // Distinct `distinct`.
  int64_t distinct = 0;
};

}  // namespace northstar
