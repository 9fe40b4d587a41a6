// What is a matter of judgement rather than of statistics: thresholds, points and weights, read
// from one versioned file (judgement/defaults.yml, which says what each means) that a project
// overrides under `judgement:`. Reports print the version and what was overridden. A new setting is
// a member here, a line in a table of judgement.cc and one in the file. Plain values.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded_file.h"
#include "model/schema.h"

namespace northstar {

// The names are those of the file. Unless it says otherwise a number is a share from 0 to 1, points
// from 0 to 100, or a count; judgement.cc holds the range of each. Zero until it is read: only
// DefaultJudgement and what was overridden from it is meaningful.
struct Judgement {
  int version = 0;
  // "cohorts.good_auc = 0.65 (0.6)": the project's value and the default, in the order of the
  // table; what was set to its default is not listed.
  std::vector<std::string> overridden;

  struct {
    // From 0 up; only their proportions matter.
    double leads, value, actionable, simple, measurable, game, people;
  } weights{};
  struct {
    // Shares of weightings and of weight; `concentration` is that of Dirichlet draws
    // (stats/choice.h).
    double clear_winner, least_coverage, concentration;
  } choice{};
  struct {
    // Points per finding.
    double leads, likely_leads, suggestive, moves_together, not_detected, follows;
  } leads_outcome{};
  struct {
    double stable, weakened;
  } stable_link{};
  struct {
    // Of cohort tests: days, months of 28 days, numbers; then shares, then points per finding.
    double early_days, months_ahead, left_censored_days, least_cohorts, least_units, least_events,
        good_auc, good_correlation, monotone, alpha, predicts, predicts_weakly, activity_only,
        not_detected, reversed;
  } cohorts{};
  // Of event names, in small letters; several words: all of them, in this order.
  struct {
    std::vector<std::string> leaving, done_to;
  } activity{};
  struct {
    // Shares, and the number of changes of a series that is needed to tell.
    double hollow, reach_only, least_changes;
  } value_not_reach{};
  // Of metric names, in small letters; several words: all of them, side by side.
  struct {
    std::vector<std::string> income, not_income;
  } money{};
  struct {
    // Points; then a relative change, and a level of a test.
    double owned_and_moves, moves_unowned, owned_only, neither, good_detectable, driver_alpha;
  } actionable{};
  struct {
    // Days; most points of what is slower; a ratio.
    double slowest_days, too_slow_cap, good_signal_to_noise;
  } moves_fast_enough{};
  struct {
    // In the cost of model/definition.h; then points, and words of a description.
    double free_cost, cost_scale, composite_cap, pass, most_words;
  } simple{};
  struct {
    // Shares of rows or days beyond which a source is broken, or in doubt; but `broken_gap` is a
    // chance, up to which days without events are an outage (stats/outages.h).
    double broken_gap, broken_rejected, broken_future, doubt_empty_days, doubt_rejected, doubt_late,
        doubt_duplicate, good_reliability;
  } measurable{};
  struct {
    // Points; a relative rise; a number of units.
    double pass, fail, most_lift, least_units;
  } hard_to_game{};
  struct {
    double least_increments;
  } not_vanity{};
  struct {
    // Periods; a relative change; a level; points; a share of a rise.
    double window_periods, tolerance, alpha, decoupled, incentivised;
  } not_decoupled{};
  struct {
    // Of Krippendorff's alpha; of the median rating, 1 to 5.
    double agree, tentative, pass, fail;
  } people{};
};

// The file's values. Read once, at the first call; thread safe; stops the program where the
// built-in file lacks a setting.
const Judgement& DefaultJudgement();

// The settings as keys of a project file.
const Shape& JudgementShape();
// Overrides `judgement` with what stands below `node`, whose shape was checked; values outside
// their range are reported (NS010) and left alone, settings of earlier versions warned of (NS011).
void ReadJudgement(const YamlNode& node, Judgement& judgement, Reporter& reporter);

std::span<const EmbeddedFile> JudgementFiles();  // defined in a generated source

}  // namespace northstar
