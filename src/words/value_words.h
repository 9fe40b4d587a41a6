// What customers who stayed say that others do not, in words.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "words/rule.h"
#include "words/said.h"

namespace northstar {

struct ValueWordsStatement {
  enum class Code { kWordsOfStayed, kNoWords, kTooFewWrote };

  Code code;
  std::string entity = {};              // whose words; empty: customers
  bool paying = false;                  // those who stayed also pay
  int64_t stayed = 0, left = 0;         // who wrote
  int64_t least = 0;                    // kTooFewWrote: of each that are needed
  std::vector<std::string> terms = {};  // kWordsOfStayed; the most telling first
};

// By code.
std::span<const Rule> ValueWordsRules();
Said Words(const ValueWordsStatement& statement);

}  // namespace northstar
