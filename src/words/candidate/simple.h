// simple in words: can the metric be said in one sentence?
#pragma once

#include <span>
#include <string>

#include "words/rule.h"
#include "words/said.h"
#include "words/series_name.h"

namespace northstar {

struct SimpleStatement {
  enum class Code { kComposite, kNoDescription, kComplicated, kOneSentence };

  Code code;
  SeriesName metric = {};
  std::string description = {};
  int words = 0;        // of the description
  long long parts = 0;  // that one has to keep in mind to compute it
};

// By code.
std::span<const Rule> SimpleRules();
Said Words(const SimpleStatement& statement);

}  // namespace northstar
