// What each section of a review says.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"

namespace northstar {

// A guardrail that lay beyond its limit in some periods of the quarter.
struct BeyondLimit {
  SeriesName guardrail = {};
  Grain grain = Grain::kWeek;
  size_t beyond = 0, periods = 0;
};

// Which fields count depends on the code; the others are ignored.
struct ReviewSectionStatement {
  enum class Code {
    // link
    kLinkHolds,
    kLinkWeaker,
    kLinkHalved,
    kNoOutcome,
    kNoLead,
    kLinkBySegment,
    kLinkTooShort,
    // dilution
    kNotDiluted,
    kDiluted,
    kFewCohorts,
    kNoUnits,
    // gaming_watch
    kWatch,
    kWatchTooFew,
    // decoupling
    kNotDecoupled,
    kStarDidNotRise,
    kDecoupled,
    kNothingToCompare,
    // guardrails
    kGuardrailsHeld,
    kGuardrailsBroken,
    kGuardrailsUnclear,
    kNoGuardrails,
    // inputs
    kInputsMatter,
    kInputsStopped,
    kInputsUnclear,
    kNoInputs,
    // okrs
    kOkrs,
    kNoOkrs,
    // bets
    kBets,
    kNoBets,
    kBetsUnknown,
    // disagreements
    kPeopleAgree,
    kPeopleDisagree,
    kNotRated,
    // knowledge
    kKnown,
    kFewAnswered,
    kNotSurveyed,
    kSurveysUnknown,
    // definitions
    kDefinitionsChanged,
    kDefinitionsSame,
    kDefinitionsUnknown,
  };

  Code code;
  SeriesName star = {}, outcome = {};
  // kDecoupled, kGuardrailsBroken, kInputsStopped: which; not empty there.
  std::vector<SeriesName> names = {};
  // Of guardrails, whatever the code.
  std::vector<BeyondLimit> beyond = {};
  // Effects of the link, or log odds ratios of older and newer cohorts; the top 1% and machine-like
  // units now, shares 0-1. kKnown: who knows the star, with its 95% interval, and by the survey
  // before.
  double value = 0, before = 0, low = 0, high = 0;
  std::optional<double> share = {};
  std::string entity = {};
  // Cohorts, units, guards, guardrails, inputs that could be judged, objectives, bets, ratings,
  // people or metrics.
  size_t count = 0;
  // kInputsMatter and kInputsStopped: inputs whose history is too short.
  size_t unknown = 0;
  int lag = 0;
  Grain grain = Grain::kMonth;
  // "2026-Q3"
  std::string period = {};
};

// By code.
std::span<const Rule> ReviewSectionRules();
Said Words(const ReviewSectionStatement& statement);

}  // namespace northstar
