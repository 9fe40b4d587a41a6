// What of the loaded data does not fit together, out of what was counted of it: facts → findings.
// Pure and thread safe. Only what hardly has an ordinary reason is a finding; what may have one is
// a note, and what usually has one is left out: visitors who never signed up, what merged visitors
// did before, attributes that change, repeated ids of different things.
#pragma once

#include <vector>

#include "base/calendar.h"
#include "engine/misfit_facts.h"
#include "words/misfits.h"

namespace northstar {

// kNote: may be as it should be, or is too rare to matter.
enum class MisfitSeverity { kMajor, kMinor, kNote };

struct Misfit {
  MisfitSeverity severity = MisfitSeverity::kNote;
  MisfitStatement statement;
};

// The shares that divide the severities: of entities or of rows, 0 to 1.
inline constexpr double kMajorShare = 0.05;
inline constexpr double kMinorShare = 0.001;
MisfitSeverity SeverityOf(double share);

// The gravest first, then by code. `calendar`: of the project, for dates.
std::vector<Misfit> JudgeMisfits(const MisfitFacts& facts, const Calendar& calendar);
// The same order, for findings from elsewhere.
void SortMisfits(std::vector<Misfit>& misfits);

}  // namespace northstar
