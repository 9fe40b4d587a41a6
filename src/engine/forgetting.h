// Removing one person, or another entity, from what is stored, for good: what is asked and what was
// found. Plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace northstar {

struct ForgetRequest {
  // Of the project.
  std::string entity;
  std::string id;
  // Only look.
  bool dry_run = false;
};

struct Forgotten {
  // All ids that count as the same one, ascending; the one that was asked for is among them.
  std::vector<std::string> ids;
  // Some of them are known to the database.
  bool known = false;
  // They were forgotten before, so that nothing of them is taken any more.
  bool before = false;
  // Rows of each source that holds the entity, in the order of the project.
  struct Rows {
    std::string source;
    int64_t rows = 0;
  };
  std::vector<Rows> rows;
  // Pairs that said who is whom.
  int64_t pairs = 0;
  // Values of dimensions, and ids of other entities, that only these rows had.
  int64_t values = 0;
};

// The same of everything that a project has gathered.
struct ForgetReport {
  bool dry_run = false;
  Forgotten stored;
  // Of the log of what arrived: segments that were read, events that were in them.
  int64_t log_segments = 0, log_events = 0;
  int64_t survey_answers = 0;
  // Files with rejected rows that named an id; they are removed.
  std::vector<std::string> rejects;
  // The database stands in a new file.
  bool rewritten = false;
  // Sentences: where copies may be that this does not reach.
  std::vector<std::string> left;

  bool FoundAnything() const {
    return stored.known || stored.pairs > 0 || log_events > 0 || survey_answers > 0 ||
           !rejects.empty();
  }
};

}  // namespace northstar
