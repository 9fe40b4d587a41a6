// What customers wrote in some weeks: what it is about, and against the time before the themes that
// rise and fall, sentiment, volume and votes, by segment. Counts people by what each wrote last. Of
// the time before only days count that the data cover (feedback_volume.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/feedback/feedback_volume.h"
#include "analysis/feedback/keyness.h"
#include "analysis/query/query.h"
#include "analysis/said.h"

namespace northstar {

// Of the people on one side, each by what they wrote last.
struct FeedbackMood {
  int64_t texts = 0, people = 0, unscored = 0;  // unscored: people whose mood cannot be told
  double votes = 0;
  std::optional<double> mood, low, high;  // mean of -1 to 1, weighted by votes; 95 % interval
  std::optional<double> negative, negative_low, negative_high;  // share of people, 0-1
  std::optional<double> rating;
  double ShareUnscored() const {
    return people > 0 ? static_cast<double>(unscored) / static_cast<double>(people) : 0;
  }
};

struct FeedbackTheme {
  KeyTerm term;
  std::optional<double> mood;  // of those who name it, in the later time for rising themes
  double votes = 0;
};

// What people write about now (themes.h).
struct FeedbackTopic {
  std::string label;
  std::vector<std::string> terms;      // most frequent first
  int64_t people = 0;                  // whose last text holds any of them
  double share = 0;                    // of the people of this time, 0-1
  std::optional<double> share_before;  // of those that are compared
  std::optional<double> mood;          // mean of theirs
  double votes = 0;
  std::vector<std::string> quotes;  // at most 3, with contacts masked
};

struct FeedbackSegment {
  std::string dimension;
  std::optional<std::string> value;
  FeedbackMood before, after;
};

struct FeedbackFindings {
  ProjectRef project;
  std::vector<std::string> sources;
  Day from = 0, to = 0;  // local days, `to` exclusive
  Day reference = 0;     // the time before starts here, at the earliest where the data begin
  FeedbackMood before, after;
  std::vector<FeedbackTopic> topics;  // the largest first, at most 10
  FeedbackVolume volume;
  // Words are compared of the sources that cover enough of the time before.
  int64_t compared_people = 0, compared_people_before = 0;
  bool enough = false;  // of both, to compare words
  std::vector<FeedbackTheme> rising, falling;
  std::vector<FeedbackSegment> segments;  // of the dimensions asked for
  std::vector<std::string> notes;         // what was left out
  Said said;

  bool Compared() const { return volume.usual.has_value(); }
  bool VolumeJumped() const { return volume.jumped.value_or(false); }
};

struct FeedbackOptions {
  std::optional<Day> from, to;  // both included; default: the last 28 days
  std::vector<std::string> by;
};

// Local days [reference, from) against [from, to). Without segments. Nullopt: no feedback source
// has a text.
Result<std::optional<FeedbackFindings>> CompareFeedback(Engine& engine, const ProjectRef& project,
                                                        const DataFacts& facts, int64_t now_us,
                                                        Day reference, Day from, Day to);

// kUsage: no feedback source with a text, or a dimension that none has.
Result<FeedbackFindings> FindFeedback(Engine& engine, const ProjectRef& project,
                                      const DataFacts& facts, int64_t now_us,
                                      const FeedbackOptions& options);

}  // namespace northstar
