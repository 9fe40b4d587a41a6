// Why a metric moved, in words: what moved, whether that is unusual, and what stands out.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/number_words.h"
#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"

namespace northstar {

// A value at one period, by its label.
struct ValueAt {
  std::string label;
  double value = 0;
};

// What was to be expected of the later value; shares of the value before where `relative`.
struct UsualRange {
  double low = 0, high = 0;             // of the value
  std::optional<double> movement = {};  // up to which it is usual, at least 0
  bool relative = true;
};

// Segments that were looked through, and those that stand out.
struct NotableSegments {
  struct Condition {
    std::string dimension;
    std::optional<std::string> value;  // none: without one
  };
  enum class Code { kTooFewValues, kNone, kNotable };

  Code code;
  std::vector<std::string> searched = {};             // dimensions
  std::vector<std::vector<Condition>> segments = {};  // kNotable; all conditions of one hold
  double share = 0;                                   // of the change, of all of them
};

// Who came, stayed or went, more or less than usual.
struct LifecycleReason {
  enum class Flow { kNew, kResurrected, kChurned, kContribution };

  Flow flow;
  std::string entity = {};
  bool raises = false;  // the metric, compared with what is usual
};

struct ExplanationStatement {
  enum class Code { kDataSuspect, kUnchanged, kUnusual, kUsual, kMoved };

  Code code;
  SeriesName metric = {};
  ValueLook look = {};
  Grain grain = Grain::kWeek;
  ValueAt before = {}, after = {};
  double change = 0;
  bool in_points = false;  // changes are said in percentage points
  std::optional<UsualRange> usual = {};
  bool unusual = false;
  std::string suspect = {};  // kDataSuspect: what is wrong with a source, as a sentence
  // What stands out; what is not worth naming is none.
  std::optional<NotableSegments> segments = {};
  std::optional<SeriesName> input = {};  // with the largest contribution
  std::optional<LifecycleReason> reason = {};
  std::vector<std::string> mentioned = {};  // words that customers use more than before
};

// By code.
std::span<const Rule> ExplanationRules();
// Doubts about the data come first; what moved follows.
Said Words(const ExplanationStatement& statement);

}  // namespace northstar
