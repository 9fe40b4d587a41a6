// What of loaded data does not fit together, in words: one code per way of not fitting.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "words/rule.h"

namespace northstar {

// A row that shows it: what is read there, its file, and its number there; 0: not known.
struct MisfitRow {
  std::string text = {};
  std::string file = {};
  int64_t row = 0;
};

// Which fields count depends on the code; the others are ignored. `source` is the one that is to be
// looked at, `other` the one that it is held against.
struct MisfitStatement {
  enum class Code {
    // `count` of `of` entities, with `rows` rows, are missing in `other`.
    kMissing,
    // The same of ids that look like none of `other`'s.
    kMissingOtherForm,
    // The same, most of them seen first when `other` begins.
    kMissingOlder,
    // `rows` of `of_rows` rows lie before their entity begins in `other`, usually by `seconds`.
    kBefore,
    // `dimension` of `count` of `of` entities differs between the two sources; `more` further pairs
    // of sources differ in it. With other == source: between files.
    kFactsDiffer,
    // So many that it hardly means the same.
    kFactsMeanOther,
    // It ended on `date`, `seconds` before the data end, and is never silent for longer than
    // `most_seconds`.
    kStopped,
    // `count` values of `dimension` (empty: names of events) are written in several ways, one of
    // them as shown: `first` with `rows` rows, `second` with `other_rows`.
    kSpelling,
    // The same, and each source has a way of its own.
    kSpellingOfSources,
    // The same, and the second took the place of the first on `date`.
    kSpellingChanged,
    // `count` entities more are in both sources without regard to case, blanks and leading zeros;
    // `of` are as they are written.
    kIdSpelling,
    // `dimension` has `count` values: too many to compare how they are written.
    kLeftOut,
  };
  Code code;
  std::string source = {}, other = {};
  std::string entity = {}, dimension = {};
  int64_t count = 0, of = 0;
  int64_t rows = 0, of_rows = 0, other_rows = 0;
  int64_t more = 0;
  double seconds = 0, most_seconds = 0;
  // As ISO, local.
  std::string date = {};
  MisfitRow first = {}, second = {};
  // Ids of entities; of facts the id that the two rows above are of.
  std::vector<MisfitRow> examples = {};
};

// By code.
std::span<const Rule> MisfitRules();
// A sentence without full stop.
std::string Words(const MisfitStatement& statement);

}  // namespace northstar
