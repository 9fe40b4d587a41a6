// What every judge of a check gives: how it looks, of which period, by which figures, and the
// statement that says it. Who it is about, and what follows, is added by find_checks.cc.
#pragma once

#include <optional>
#include <string>

#include "analysis/check/check_findings.h"
#include "words/check.h"

namespace northstar {

struct Judged {
  Look look = Look::kNoData;
  // As CheckFinding::period; empty: of the day of the look.
  std::string period;
  // As of CheckFinding.
  std::optional<double> value, limit;
  CheckStatement statement{CheckStatement::Code::kNoData};
};

// REQUIRES: a clause or a sentence.
inline Judged NothingToJudge(CheckStatement statement, std::string problem) {
  statement.code = CheckStatement::Code::kNoData;
  statement.problem = std::move(problem);
  return {Look::kNoData, "", {}, {}, std::move(statement)};
}

}  // namespace northstar
