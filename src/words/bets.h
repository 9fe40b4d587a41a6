// What a bet did, how past bets went, and what open ones would do, in words.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/number_words.h"
#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"
#include "words/series_time.h"

namespace northstar {

// An effect on one metric: relative, or where there is none the difference in the metric's unit.
struct EffectWords {
  SeriesName series = {};
  ValueLook look = {};
  // Shares of 1: 0.05 is 5% more.
  std::optional<double> effect = {}, low = {}, high = {};
  std::optional<double> difference = {}, difference_low = {}, difference_high = {};
  // Of which an effect would have been seen with a chance of 80%.
  std::optional<double> detectable = {};
};

// Which fields count depends on the code and the method; the others are ignored.
struct BetStatement {
  enum class Code {
    kWorked,
    kPartly,
    kBackfired,
    kNotDetected,
    kTooEarly,
    kSampleRatio,
    kNotMeasurable,
    kOpen,
  };
  enum class Method { kNone, kExperiment, kSegments, kForecast };
  // Why not by lot, as the method was chosen.
  enum class Reason { kNone, kParallel, kOnlyControls, kNoControls, kShort, kDrift, kAlarms };

  Code code;
  std::string bet = {};  // as people call it
  Method method = Method::kNone;
  EffectWords effect = {};
  std::optional<double> expected = {};
  // kTooEarly and kNotMeasurable: why, a clause or a sentence.
  std::string problem = {};

  // By experiment: units by arm, as the project calls them, and those left out or not yet counted.
  std::string entity = {};
  long long treated = 0, control = 0, in_both = 0, not_yet = 0;
  // Of the arms' sizes; kSampleRatio, or where `arms_unlikely`.
  double arms_p = 1;
  bool arms_unlikely = false;

  // Without a lot.
  Reason reason = Reason::kNone;
  SeriesTime time = {};  // with a grain
  size_t after = 0;      // periods compared
  double false_alarms = 0;
  size_t placebos = 0;

  // On the star, where the bet moves something else and it could be measured.
  std::optional<EffectWords> star = {};
  // Of the star, by the effect on the input and its known strength.
  std::optional<double> implied = {};
  bool explains = false;
  // Guardrails that got worse.
  std::vector<SeriesName> worse = {};
  // Nothing of the star's inputs is to be moved.
  bool moves_nothing = false;
  // What else happened, as the project says it.
  std::vector<std::string> meanwhile = {};
};
// By code.
std::span<const Rule> BetRules();
Said Words(const BetStatement& statement);

struct BetRecordStatement {
  enum class Code { kNone, kRecord };
  Code code;
  int bets = 0;
  double median_ratio = 0;
  // Share with the expected sign, with its interval of 95%, 0-1.
  double right = 0, right_low = 0, right_high = 0;
  double factor = 1;
};
std::span<const Rule> BetRecordRules();
Said Words(const BetRecordStatement& statement);

struct PlannedBetStatement {
  enum class Code {
    kMoves,
    kMovesNothing,
    kNoExpectation,
    kUnknown,
    // The star is made by a formula that does not hold the input.
    kOutsideFormula,
    kNoStar,
  };
  Code code;
  std::string bet = {};
  SeriesName star = {};
  SeriesName input = {};
  double effect = 0;
  std::optional<double> low = {}, high = {};
  // Of several with an effort, this is the best.
  bool best = false;
};
std::span<const Rule> PlannedBetRules();
Said Words(const PlannedBetStatement& statement);

// All bets of an answer.
struct BetsStatement {
  // kPlan and kNoneOpen: open bets alone were asked for.
  enum class Code { kNoBets, kNoneShipped, kCounts, kPlan, kNoneOpen };
  Code code;
  // Measured or tried, and what came of them.
  size_t shipped = 0, worked = 0, partly = 0, backfired = 0, not_detected = 0, too_early = 0,
         unread = 0;
  // First statements on open bets, that belong beside it.
  std::vector<Sentence> open = {};
};
std::span<const Rule> BetsRules();
Said Words(const BetsStatement& statement);

}  // namespace northstar
