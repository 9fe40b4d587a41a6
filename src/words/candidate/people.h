// people in words: what the team thinks of a candidate.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "words/rule.h"
#include "words/said.h"

namespace northstar {

struct RatedQuestion {
  std::string question;
  double median = 0;  // 1 to 5
};

struct PeopleTestStatement {
  enum class Code { kNobodyRated, kNotRated, kRated, kDisagree };

  Code code;
  std::string metric = {};                    // its name; kNotRated
  std::vector<RatedQuestion> questions = {};  // kRated, kDisagree; at least one
  // The question on which ratings are farthest apart, and by how many points.
  std::optional<std::string> widest = {};
  int spread = 0;
};

// By code.
std::span<const Rule> PeopleTestRules();
Said Words(const PeopleTestStatement& statement);

}  // namespace northstar
