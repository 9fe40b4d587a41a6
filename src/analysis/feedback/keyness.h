// Which words one group of writers uses more than another, counted by person and not by repetition:
// what each wrote last counts once. (stats/log_odds.h)
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace northstar {

// What one person wrote, on one of two sides.
struct Writing {
  bool here = false;  // else on the other side
  std::string text;
  double votes = 0;
  std::set<std::string> terms;  // of the text, as TermsOf gives them
};

struct KeyTerm {
  std::string term;
  std::vector<std::string> also;    // terms that the same people use (group_terms.h)
  double z = 0;                     // above 0: those here say it more
  double p_adjusted = 1;            // over all terms tried
  int64_t here = 0, there = 0;      // people of either side who say it
  std::vector<std::string> quotes;  // at most 3, with contacts masked
};

struct KeyTerms {
  int64_t writers_here = 0, writers_there = 0;
  bool enough = false;                     // of both sides, to compare them
  std::vector<KeyTerm> of_here, of_there;  // strongest first, at most 10 each
};

inline constexpr int64_t kLeastWritersPerSide = 10;

// One writing per person.
KeyTerms CompareWords(const std::vector<Writing>& writings);

}  // namespace northstar
