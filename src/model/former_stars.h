// What a project still says of metrics that were the star once: after a decision, goals, KPIs and
// bets that hang on the old star go on pulling at it, and settings of checks that judged it are of
// no use. A former star that is an input of the new one
// may be named like any input. It leaves out texts and comments, which only people can read.
// Pure; thread safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/project.h"
#include "model/yaml.h"

namespace northstar {

// What names it; a new one is a line of the table in former_stars.cc. kLadder is the upper end of a
// KPI. An open survey stands in no file: who reads the store finds it.
enum class NamedBy {
  kKeyResult,
  kKpi,
  kLadder,
  kBet,
  kCheck,
  kInput,
  kGuardrail,
  kCandidate,
  kSurvey
};
// "key_result", for machines; and all of them, in the order of the enum.
std::string_view NamedByName(NamedBy by);
std::vector<std::string_view> NamedByNames();

struct StillNamed {
  NamedBy by;
  // Of the objective, KPI, bet or check that names it; empty for all else.
  std::string subject;
  // The former star.
  std::string metric;
  // Where its name stands, and where the entry does that holds it; of a survey empty.
  SourceSpan where, entry;
  // Whether the team works towards it as if it were the star still. Of the others a team may mean
  // it.
  bool must_change = false;
  // A key result of an OKR whose period is over: a record, which stays as it is.
  bool is_over = false;
};
// Who names it, for people: "a key result of “Be used”", and the entry alone: "an OKR".
std::string NamerWords(const StillNamed& named);
std::string_view EntryWords(NamedBy by);
// Of the files, in the order of the enum, then of the files; none without a star. `today` is a
// local day.
std::vector<StillNamed> WhatNamesFormerStars(const Project& project, Day today);

// A line of a file, as it is and as it should be, both without their ends.
struct LineEdit {
  std::string before, after;
};
// The line with `star` in the place of the name; none where nothing must change, or where the name
// does not stand as such at that place (an alias, an escape). `sources` are the project's files.
std::optional<LineEdit> EditOf(const StillNamed& named, const std::vector<SourceText>& sources,
                               const std::string& star);

}  // namespace northstar
