// What is a matter of judgement rather than of statistics: thresholds, points and weights, read
// from one versioned file (judgement/defaults.yml, which says what each means) that a project
// overrides under `judgement:`. Reports print the version and what was overridden. A new setting is
// a member here, a line in a table of judgement.cc and one in the file.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded_file.h"
#include "model/schema.h"

namespace northstar {

struct Judgement {
  int version = 0;
  std::vector<std::string> overridden;  // "cohorts.good_auc = 0.65 (0.6)", in the project's order

  struct {
    double leads, value, actionable, simple, measurable, game, people;
  } weights{};
  struct {
    double clear_winner, least_coverage, concentration;
  } choice{};
  struct {
    double leads, likely_leads, suggestive, moves_together, not_detected, follows;
  } leads_outcome{};
  struct {
    double stable, weakened;
  } stable_link{};
  struct {
    double early_days, months_ahead, left_censored_days, least_cohorts, least_units, least_events,
        good_auc, good_correlation, monotone, alpha, predicts, predicts_weakly, activity_only,
        not_detected, reversed;
  } cohorts{};
  // Of event names, in small letters; several words: all of them, in this order.
  struct {
    std::vector<std::string> leaving, done_to;
  } activity{};
  struct {
    double hollow, reach_only, least_changes;
  } value_not_reach{};
  // Of metric names, in small letters; several words: all of them, side by side.
  struct {
    std::vector<std::string> income, not_income;
  } money{};
  struct {
    double owned_and_moves, moves_unowned, owned_only, neither, good_detectable, driver_alpha;
  } actionable{};
  struct {
    double slowest_days, too_slow_cap, good_signal_to_noise;
  } moves_fast_enough{};
  struct {
    double free_cost, cost_scale, composite_cap, pass, most_words;
  } simple{};
  struct {
    double broken_gap, broken_rejected, broken_future, doubt_empty_days, doubt_rejected, doubt_late,
        doubt_duplicate, good_reliability;
  } measurable{};
  struct {
    double pass, fail, most_lift, least_units;
  } hard_to_game{};
  struct {
    double least_increments;
  } not_vanity{};
  struct {
    double window_periods, tolerance, alpha, decoupled, incentivised;
  } not_decoupled{};
  struct {
    double agree, tentative, pass, fail;
  } people{};
};

// The file's values. Read once; thread safe.
const Judgement& DefaultJudgement();

// The settings as keys of a project file.
const Shape& JudgementShape();
// Overrides `judgement` with what stands below `node`, whose shape was checked; values outside
// their range are reported and left alone.
void ReadJudgement(const YamlNode& node, Judgement& judgement, Reporter& reporter);

std::span<const EmbeddedFile> JudgementFiles();  // defined in a generated source

}  // namespace northstar
