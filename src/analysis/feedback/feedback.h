// What customers wrote in some weeks: what it is about, and against the time before the themes that
// rise and fall, sentiment, volume and votes, by segment. Counts people by what each wrote last,
// not texts: who writes often does not count often. Of the time before only days count that the
// data cover (feedback_volume.h).
// It leaves out why people write, and everybody who does not. Quotes have contacts masked; names of
// people stay.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/feedback/feedback_volume.h"
#include "analysis/feedback/keyness.h"
#include "analysis/query/query.h"
#include "words/said.h"

namespace northstar {

// Of the people on one side, each by what they wrote last; who names no entity is a person per
// text.
struct FeedbackMood {
  // unscored: people whose mood cannot be told; they count in no mean.
  int64_t texts = 0, people = 0, unscored = 0;
  // Of those last texts together.
  double votes = 0;
  // Mean of -1 to 1, weighted by votes (1 + log2(1 + votes)), with a 95 % interval from 10 scored
  // people on.
  std::optional<double> mood, low, high;
  // Share of the scored people whose mood is at most kNegativeMood, 0-1; Wilson interval.
  std::optional<double> negative, negative_low, negative_high;
  // Mean over those who gave one, as given.
  std::optional<double> rating;
  // 0-1; 0 without anybody.
  double ShareUnscored() const {
    return people > 0 ? static_cast<double>(unscored) / static_cast<double>(people) : 0;
  }
};

// A term that one side uses more than the other.
struct FeedbackTheme {
  KeyTerm term;
  // Of those who name it, in the later time for rising themes, in the earlier for falling ones.
  std::optional<double> mood;
  double votes = 0;
};

// What people write about now (themes.h).
struct FeedbackTopic {
  std::string label;
  // Most frequent first.
  std::vector<std::string> terms;
  // Whose last text holds any of them.
  int64_t people = 0;
  // Of the people of this time, 0-1.
  double share = 0;
  // Of those before, of the sources that are compared; none: nothing to compare with.
  std::optional<double> share_before;
  // Mean of theirs, of those whose mood is known.
  std::optional<double> mood;
  double votes = 0;
  // At most 3, with contacts masked; no text is quoted for two topics.
  std::vector<std::string> quotes;
};

struct FeedbackSegment {
  std::string dimension;
  // None: people whose text has no value there.
  std::optional<std::string> value;
  FeedbackMood before, after;
};

// All of one time, and what it is held against.
struct FeedbackFindings {
  ProjectRef project;
  // Names of those that were read.
  std::vector<std::string> sources;
  // Local days, `to` exclusive.
  Day from = 0, to = 0;
  // The time before is [reference, from): it starts here, at the earliest where the data begin.
  Day reference = 0;
  FeedbackMood before, after;
  // The largest first, at most 10.
  std::vector<FeedbackTopic> topics;
  // How much was written against what is usual.
  FeedbackVolume volume;
  // Words are compared of the sources that cover enough of the time before; so many people each.
  int64_t compared_people = 0, compared_people_before = 0;
  // Of both, to compare words.
  bool enough = false;
  std::vector<FeedbackTheme> rising, falling;
  // Of the dimensions asked for, one by one, by value.
  std::vector<FeedbackSegment> segments;
  // What was left out, as sentences.
  std::vector<std::string> notes;
  Said said;

  // Whether some source covers enough of the time before.
  bool Compared() const { return volume.usual.has_value(); }
  bool VolumeJumped() const { return volume.jumped.value_or(false); }
};

struct FeedbackOptions {
  // Local days, both included; none: the 28 days that end with the last text.
  std::optional<Day> from, to;
  // Dimensions of some feedback source.
  std::vector<std::string> by;
};

// Local days [reference, from) against [from, to). Without segments. Nullopt: no feedback source
// has a text. REQUIRES: reference <= from < to.
Result<std::optional<FeedbackFindings>> CompareFeedback(Engine& engine, const ProjectRef& project,
                                                        const DataFacts& facts, int64_t now_us,
                                                        Day reference, Day from, Day to);

// The time asked for against one three times as long before it. kUsage: no feedback source with a
// text, a dimension that none has, or a range that ends before it starts.
Result<FeedbackFindings> FindFeedback(Engine& engine, const ProjectRef& project,
                                      const DataFacts& facts, int64_t now_us,
                                      const FeedbackOptions& options);

}  // namespace northstar
