// What was counted of loaded data to tell whether it fits together: sources that share an entity
// or a dimension, held against each other. Counts are exact; what of them is odd is for others to
// say (analysis/misfits). Entities are counted after merges, rows of events and of feedback alone:
// given series and identities have no rows of somebody.
//
// It leaves out what is nowhere: a pair of sources whose counts are all zero may be missing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/written_time.h"

namespace northstar {

// A source can be a register of an entity ("one row per customer") when it has this share of
// entities per row, and so many of them.
inline constexpr double kRegisterShare = 0.9;
inline constexpr int64_t kLeastRegistered = 20;
// Dictionaries of more values are not searched for spellings.
inline constexpr int64_t kMostSpelledValues = 10'000;
inline constexpr int kMisfitExamples = 3;

// "orders.csv", and the number of the row there, from 1, the header too; 0: not known.
struct RowPlace {
  std::string file;
  int64_t row = 0;
};

// A key as it is written, or a value, and one row that has it.
struct MisfitExample {
  std::string key;
  RowPlace place;
};

struct EventRows {
  std::string event;
  int64_t rows = 0;
};

// A source that may be a register of an entity, and another one that has the entity too.
struct RegisterFacts {
  std::string entity;
  std::string reg, other;
  // Of every row of the register; empty: a column names them.
  std::string reg_event;
  // Of the register: entities and rows that name one.
  int64_t reg_entities = 0, reg_rows = 0;
  // Likewise of the other source.
  int64_t entities = 0, rows = 0;
  // Entities of both.
  int64_t shared = 0;
  // Of those, whose first row in the register is not after their first one in the other source,
  // but for the tolerance.
  int64_t register_first = 0;
  // Entities that the other source brings first in the first tenth of the register's time, or
  // before it: of both, and of those that the register lacks.
  int64_t shared_early = 0, missing_early = 0;
  // Rows of entities that the register lacks, some of these entities by their rows; and how many of
  // them look like no id of the register, though they have few forms themselves ("anon-1", "17").
  int64_t missing_rows = 0;
  int64_t missing_of_other_form = 0;
  std::vector<MisfitExample> missing;
  // What the events of these rows are, the most frequent first.
  std::vector<EventRows> missing_events;
  // Rows of the other source before the register's first row of their entity, beyond the tolerance,
  // and what their events are, the most frequent first; entities that have some, and the median of
  // how long before, in seconds.
  int64_t rows_before = 0;
  std::vector<EventRows> events_before;
  int64_t entities_before = 0;
  double median_before = 0;
  std::vector<MisfitExample> before;
  // Some entities of the kind count as others: what an anonymous visitor did precedes signing up.
  bool merged = false;

  int64_t missing_entities() const { return entities - shared; }
};

// One dimension of the entities of two sources, or of the files of one (a == b).
struct FactPair {
  std::string entity, dimension;
  std::string a, b;
  // Entities with a value, with several rows that have one, and of them with more than one value;
  // of one source: within each of its files.
  int64_t a_entities = 0, a_repeated = 0, a_several = 0;
  int64_t b_entities = 0, b_repeated = 0, b_several = 0;
  // Entities that have one value in each, and those whose two differ in more than case, blanks and
  // separators; of one source only where the rows of both files lie in the same time.
  int64_t compared = 0, differ = 0;
  struct Example {
    std::string key;
    std::string a_value, b_value;
    RowPlace a_place, b_place;
  };
  std::vector<Example> examples;
};

// One way of writing a value, in one source.
struct Spelling {
  std::string source;
  std::string value;
  int64_t rows = 0;
  // Of its rows, UTC.
  int64_t first_us = 0, last_us = 0;
  RowPlace first;
};

// Values that are one but for case, blanks and separators; at least two different ones.
using SpellingGroup = std::vector<Spelling>;

struct SpellingFacts {
  // Empty: the names of events.
  std::string dimension;
  // Rows that have a value, of the sources where a group is found.
  int64_t rows = 0;
  std::vector<SpellingGroup> groups;
};

// A dictionary that was not searched for spellings.
struct ValuesLeftOut {
  std::string dimension;
  int64_t values = 0;
};

// Ids of one entity that two sources write in different ways: neither has the other's.
struct IdSpellingFacts {
  std::string entity;
  std::string a, b;
  // Entities of each, and of both as they are written.
  int64_t a_entities = 0, b_entities = 0, shared = 0;
  // So many more would be shared without regard to case, blanks and leading zeros.
  int64_t folded = 0;
  struct Example {
    MisfitExample a, b;
  };
  std::vector<Example> examples;
};

struct MisfitFacts {
  std::vector<RegisterFacts> registers;
  std::vector<FactPair> facts;
  std::vector<SpellingFacts> spellings;
  std::vector<ValuesLeftOut> left_out;
  std::vector<IdSpellingFacts> ids;
};

}  // namespace northstar
