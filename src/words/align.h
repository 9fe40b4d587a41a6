// Lines of sight in words: how strongly one metric moves the next on the way to the star, what a
// team moves, what moved, and who has no way to the star.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/number_words.h"
#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"
#include "words/series_time.h"

namespace northstar {

// Which fields count depends on the code; the others are ignored. Likewise below.
struct EdgeStatement {
  enum class Code {
    kContributed,
    kPartOf,
    kLeads,
    kNoLead,
    kSameFigure,
    kBesideFormula,
    kNotMeasured,
  };

  Code code;
  // From the lower metric to the one above it.
  SeriesName from = {}, to = {};
  // kContributed: to the last change of `to`, written as it is.
  double contribution = 0;
  ValueLook look = {};
  // kLeads: of the growth of `to`, 0-1, with its 90% interval.
  double share = 0, low = 0, high = 0;
  // kNotMeasured: a clause.
  std::string reason = {};
};

// By code.
std::span<const Rule> EdgeRules();
Said Words(const EdgeStatement& statement);

// What something that a team owns did.
struct MovedStatement {
  enum class Code { kMoved, kNoPast, kNoData };

  Code code;
  SeriesName series = {};
  ValueLook look = {};
  SeriesTime time = {};
  // Of the last complete period.
  std::string label = {};
  double value = 0;
  // kMoved: the value so many periods before.
  double before = 0;
  size_t periods = 0;
  // kNoData: a clause or a sentence.
  std::string problem = {};
};

std::span<const Rule> MovedRules();
Said Words(const MovedStatement& statement);

struct TeamStatement {
  enum class Code { kThroughInputs, kOwnsStar, kLooseKpis, kNothing };

  Code code;
  // As people call it.
  std::string team = {};
  SeriesName star = {};
  // kThroughInputs: each once. Not empty there.
  std::vector<SeriesName> inputs = {};
  // kLooseKpis: KPIs that lead to no input. Not empty there.
  std::vector<SeriesName> loose = {};
};

std::span<const Rule> TeamRules();
Said Words(const TeamStatement& statement);

struct AlignStatement {
  enum class Code { kAll, kSome, kNobody };

  Code code;
  SeriesName star = {};
  // Teams, and owners that are no declared team.
  size_t count = 0;
  bool with_owners = false;
  // kSome and kNobody: those without a line of sight, as people call them.
  std::vector<std::string> without = {};
};

std::span<const Rule> AlignRules();
Said Words(const AlignStatement& statement);

}  // namespace northstar
