// What a review says: its verdict, and each trigger that fired with what would settle it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/number_words.h"
#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"

namespace northstar {

// The reasons for which a star is changed.
enum class ReviewTrigger {
  kLinkWeakened,
  kDecoupled,
  kStrategyChanged,
  kOutgrownStage,
  kGamed,
  kTooSlow,
  kNotUnderstood,
};
// "LINK_WEAKENED", as answers name it. Static text.
std::string_view NameOf(ReviewTrigger trigger);

// Which fields count depends on the code; the others are ignored.
struct TriggerStatement {
  enum class Code {
    // kLinkWeakened: below the earlier interval; adds nothing to forecasts; below half, twice.
    kLinkWeaker,
    kLinkAddsLess,
    kLinkHalved,
    kDecoupled,
    kStrategyChanged,
    // kOutgrownStage: the stage is no longer that of the data; the star is right at launch alone.
    kStageIsOver,
    kRateAfterLaunch,
    // kGamed: half of a rise or more looks gamed; few have more of it than before; machine-like
    // units have; early value tells less of who stays, from cohort to cohort.
    kGamedRise,
    kConcentrated,
    kMachineLike,
    kDiluted,
    kTooSlow,
    kNotUnderstood,
  };

  Code code;
  // `other`: the outcome, or what fell while the star rose.
  SeriesName star = {}, other = {};
  // What the trigger rests on, in the unit that the code has (see TriggerFinding), with its
  // interval; and the same before, with its own.
  double value = 0;
  std::optional<double> low = {}, high = {};
  double before = 0;
  std::optional<double> before_low = {}, before_high = {};
  // Of kDecoupled: how far the star rose, relative.
  double rise = 0;
  // Whose: "workspaces"; of what is pushed or paid and machine-like.
  std::string entity = {};
  // Of what was said: who, when (ISO), and the reason.
  std::string by = {}, day = {}, why = {};
  // People asked, and cohorts.
  size_t count = 0;
  // The same was seen as of the quarter before.
  bool twice = false;
};

// By code.
std::span<const Rule> TriggerRules();
// The second statement says what would settle it.
Said Words(const TriggerStatement& statement);

struct ReviewStatement {
  enum class Code {
    // Nothing speaks against the star; nothing does, but its link cannot be followed.
    kConfirm,
    kConfirmUnproven,
    kLookCloser,
    kChangeDue,
  };

  Code code;
  SeriesName star = {}, outcome = {};
  // "2026-Q3".
  std::string period = {};
  // Each once.
  std::vector<ReviewTrigger> triggers = {};
};

// By code.
std::span<const Rule> ReviewRules();
// The second statement is what to do next.
Said Words(const ReviewStatement& statement);

}  // namespace northstar
