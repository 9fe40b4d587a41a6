// What customers wrote in some weeks, against the time before: themes that rise and fall, mood,
// volume and votes, by segment. Counts people by what each wrote last. (METHODS 7)
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/keyness.h"
#include "analysis/query.h"

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

struct FeedbackSegment {
  std::string dimension;
  std::optional<std::string> value;
  FeedbackMood before, after;
};

struct FeedbackFindings {
  ProjectRef project;
  std::vector<std::string> sources;
  Day from = 0, to = 0;  // local days, `to` exclusive
  Day reference = 0;     // the time before starts here
  int times = 1;         // it is so many times as long
  FeedbackMood before, after;
  bool enough = false;  // people on both sides, to compare words
  std::vector<FeedbackTheme> rising, falling;
  std::vector<FeedbackSegment> segments;  // of the dimensions asked for
  bool volume_jumped = false;             // more than twice as many texts a day as before
  std::vector<std::string> notes;         // what was left out
  std::string sentence;
};

struct FeedbackOptions {
  std::optional<Day> from, to;  // both included; default: the last 28 days
  std::vector<std::string> by;
};

// Local days [reference, from) against [from, to); `times`: as above. Without segments. Nullopt: no
// feedback source has a text.
Result<std::optional<FeedbackFindings>> CompareFeedback(Engine& engine, const ProjectRef& project,
                                                        const DataFacts& facts, Day reference,
                                                        Day from, Day to, int times);

// kUsage: no feedback source with a text, or a dimension that none has.
Result<FeedbackFindings> FindFeedback(Engine& engine, const ProjectRef& project,
                                      const DataFacts& facts, int64_t now_us,
                                      const FeedbackOptions& options);

}  // namespace northstar
