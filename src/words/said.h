// What a finding says: the rule that chose the words, a first statement that can stand alone, and
// what follows it. Kept apart from the start, because names and descriptions may hold full stops,
// so that no reader can tell where the first statement ends.
#pragma once

#include <string>

#include "base/sentence.h"

namespace northstar {

struct Said {
  Sentence first, more;  // whole sentences; more: may be empty
  // Which words were chosen, in lower case: "level_changed"; listed in docs/answers.md.
  std::string rule = {};

  std::string whole() const {
    Sentence all = first;
    all.Add(more);
    return all.text();
  }
  bool empty() const { return first.empty(); }
  void Add(const Sentence& sentence) { more.Add(sentence); }
};

}  // namespace northstar
