// What a check found, in words: one code per way of failing, holding, or having nothing to judge.
// Key results are said by words/okrs.h.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/calendar.h"
#include "base/number_words.h"
#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"
#include "words/series_time.h"

namespace northstar {

// Which fields count depends on the code; the others are ignored.
struct CheckStatement {
  enum class Code {
    // guardrail
    kLimitBroken,
    kLimitUnclear,
    kLimitHolds,
    // decoupled
    kDecoupled,
    kNotDecoupled,
    // sentiment
    kNegativeShare,
    kFeedbackVolume,
    kFeedbackAlone,
    kFeedbackUsual,
    // anomaly
    kUnusual,
    kRecordingDoubtful,
    kUsual,
    // freshness
    kSilent,
    kRejectsJumped,
    kStatic,
    kFresh,
    // link
    kLinkWeaker,
    kLinkHolds,
    // definition
    kDefinitionChanged,
    kDefinitionKept,
    // review
    kReviewOverdue,
    kReviewNotDue,
    // of any
    kNoData,
  };

  Code code;
  // The metric that is judged; of decoupled and sentiment the star, of link the candidate.
  SeriesName series = {};
  ValueLook look = {};
  SeriesTime time = {};
  // Of the last complete period; of decoupled and sentiment the one that the last window ends with.
  std::string label = {};
  std::optional<double> value = {};
  // guardrail: the bound that it lies beyond, and what it comes from ("2%" of tolerance; empty: a
  // fixed one). anomaly: the end of what was to be expected. sentiment: the same of the figure.
  bool at_least = true;
  std::optional<double> limit = {};
  std::string tolerance = {};
  // anomaly: the middle of what was to be expected, and the segment that explains it.
  std::optional<double> expected = {};
  std::string segment = {};
  // decoupled: who got worse, a metric or a phrase ("the share of users that come back"); relative
  // changes with their 90% intervals, over so many periods against as many before.
  SeriesName other = {};
  int periods = 0;
  double rise = 0, rise_low = 0, rise_high = 0;
  double worse = 0, worse_low = 0, worse_high = 0;
  // sentiment and freshness: the source's name.
  std::string source = {};
  // sentiment: which way the star went.
  bool star_rises = false;
  // freshness, in seconds: of silence, and the most that is all right; `set`: by the project.
  double silence = 0, most_silence = 0;
  bool set = false;
  // freshness: the local time of the last event, as ISO.
  std::string last = {};
  // freshness: shares of rejected rows, 0-1, lately and before.
  double rejected = 0, rejected_before = 0;
  // link: the outcome, the effect over the last year and the interval of the years before.
  SeriesName outcome = {};
  double effect = 0, effect_low = 0, effect_high = 0;
  // definition: the day on which the change was seen; review: on which it was due.
  Day day = 0;
  int64_t days = 0;  // review: overdue, or left
  // Why there is nothing to judge: a clause or a sentence.
  std::string problem = {};
};

// By code.
std::span<const Rule> CheckFindingRules();
Said Words(const CheckStatement& statement);
// "45 minutes", "5 hours", "3 days": rounded to what people say.
std::string SpanOfTimeWords(double seconds);

}  // namespace northstar
