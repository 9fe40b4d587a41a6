// What a finding says: a first statement that can stand alone, and what follows it. Kept apart from
// the start, because names and descriptions may hold full stops, so that no reader can tell where
// the first statement ends.
#pragma once

#include <string>

namespace northstar {

struct Said {
  std::string first, more;  // sentences; more: may be empty

  std::string whole() const { return more.empty() ? first : first + " " + more; }
  void Add(const std::string& sentence) {
    if (sentence.empty()) return;
    if (!more.empty()) more += " ";
    more += sentence;
  }
};

}  // namespace northstar
