// What people write about, whether or not it changed: words and phrases that several people use,
// those of one complaint together (group_terms.h). Words that only judge or thank are no theme. One
// that is said almost only beside a more frequent one is left to that. Pure.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace northstar {

// The terms of each text, as TermsOf gives them: one text per person, so that nobody counts twice.
using TermSets = std::vector<std::set<std::string>>;

// Forms of one word ("refund", "refunds", "refunded") become its shortest form in any of the texts.
void FoldForms(const std::vector<TermSets*>& texts);

struct Theme {
  std::string label;  // its most frequent term, or the phrase that mostly stands for it
  std::vector<std::string> terms;  // most frequent first
  std::vector<size_t> texts;       // those that hold any of its terms, ascending
};

// At most ten, the largest first. A term counts from three people on where few wrote, from five of
// fifty or more.
std::vector<Theme> FindThemes(const TermSets& texts);

// How many of other texts hold any of its terms.
int64_t CountTheme(const Theme& theme, const TermSets& texts);

}  // namespace northstar
