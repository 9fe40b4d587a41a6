// The lead test in words, for people who never studied statistics. "Causes" is never said.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/calendar.h"
#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"

namespace northstar {

// Points of growth of the outcome per point of growth of the candidate.
struct LeadEffect {
  double low = 0, high = 0;
  double level = 0.9;  // of the interval, 0-1
  int lags_tried = 0;
  // By how much the candidate reduces the squared error of a forecast, 0-1; none, or not above 0:
  // it does not.
  std::optional<double> error_reduction = {};
};

// How often chance alone would show as much: with one candidate, and with all that were tried.
struct LeadChance {
  double alone = 1, together = 1;  // 0-1
  int family = 1;
};

// How far the history is from what the test needs.
struct LeadShortfall {
  // Months: more that are needed before a lead can be tested, and before it can be called likely;
  // the days from which on, where they are known. Weeks: the least.
  int more_to_test = 0, more_to_be_likely = 0;
  std::optional<Day> test_from = {}, likely_from = {};
  int least_weeks = 0;
};

struct LeadStatement {
  enum class Code {
    kLeads,
    kLikelyLeads,
    kLeadsInversely,
    kSuggestive,
    kMovesTogether,
    kFollows,
    kNotDetected,
    kIsRevenue,
    kMayBeRevenue,
    kNoVariation,
    kNotEnoughData,
    kLeadsBySegment,
    kNeverSeen,
  };

  Code code;
  SeriesName candidate = {}, outcome = {};
  Grain grain = Grain::kMonth;
  int periods = 0;
  // Of the link, in periods: the first of `width` lags. Of kFollows: of the outcome's lead.
  int lag = 0, width = 1;
  bool inverse = false;         // more of one goes with less of the other
  bool inverse_wanted = false;  // and should
  double correlation = 0;       // kMovesTogether
  std::optional<LeadEffect> effect = {};
  LeadChance chance = {};                 // said where several were tried, and a lag was found
  std::optional<double> detectable = {};  // kNotDetected: points that would have been detected
  bool other_income = false;              // kIsRevenue: by another name; else it is the outcome
  bool candidate_is_constant = false;     // kNoVariation: else the outcome is
  LeadShortfall shortfall = {};           // kNotEnoughData
  // kLeadsBySegment: of the comparison of segments. kNeverSeen: of whoever looked.
  Sentence asked = {};
};

// By code.
std::span<const Rule> LeadRules();
Said Words(const LeadStatement& statement);

}  // namespace northstar
