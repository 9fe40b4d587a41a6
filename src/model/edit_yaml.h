// Changes to project files that leave everything else as it was written: comments, order, spacing,
// quotes. Text in, text out; every result is read again and compared with what it should be, so
// that a file is never left broken. Refuses what it cannot change safely, and says what to do by
// hand.
#pragma once

#include <optional>
#include <string>

#include "base/calendar.h"
#include "model/yaml.h"

namespace northstar {

// A text as a YAML scalar, quoted where it must be.
std::string YamlScalar(const std::string& text);
// A tree on one line that reads back as the same tree, quotes where they are needed or were:
// "{name: hits, type: count}". Aliases are written out, comments are lost.
std::string YamlOnOneLine(const YamlNode& node);

// All as they go into the file; names are names of metrics.
struct StarChange {
  std::string metric;
  // "2026-01-05".
  std::string since;
  // Path of the decision record, relative to the project.
  std::string decision;
  // The star that it replaces goes to `history`; empty: there is none yet. `former_since` may be
  // empty.
  std::string former, former_since, reason;
};
// The text of the file that holds `north_star:`, or of northstar.yml when no file does, with the
// change made. kUsage: it cannot be made without disturbing the file (a star or history on one
// line, lines that end in a carriage return, a file that is no map); the file is never written
// here.
Result<std::string> ChangeNorthStar(const SourceText& file, const StarChange& change);

struct NewScore {
  std::string candidate, by, question, at, comment;
  int rating = 0;
};
// The text of a file of scores with more of them at its end; an empty file becomes one. kUsage
// where `scores:` is not the last key of the file, or its entries are not one per line. Names and
// questions are written as they are: REQUIRES that they are valid, ratings from 1 to 5.
Result<std::string> AppendScores(const SourceText& file, const std::vector<NewScore>& scores);

struct NewAnnotation {
  // "2026-02-03", or with an hour; `to` may be empty.
  std::string at, to, text, kind;
};
// The text of annotations.yml with one more at its end; an empty file becomes one. kUsage as
// AppendScores. Whether the times are some is not looked at.
Result<std::string> AppendAnnotation(const SourceText& file, const NewAnnotation& annotation);

// What closing a review leaves in the project; days as "2026-10-05".
struct ReviewChange {
  std::string last;
  // The day on which the strategy was said to have changed; empty: stays as it is.
  std::string strategy_changed;
};
// The text of the file that holds `review:`, or of northstar.yml when no file does, with these keys
// set, in the block or on the line as it is written. kUsage as ChangeNorthStar.
Result<std::string> ChangeReview(const SourceText& file, const ReviewChange& change);

}  // namespace northstar
