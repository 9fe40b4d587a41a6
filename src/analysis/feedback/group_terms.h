// Themes: terms that the same people use, grouped by how much more often they occur together than
// chance would have it (normalised pointwise mutual information, -1 to 1), by average linkage: two
// groups become one while the mean over their pairs of terms is above a limit. Nothing is drawn at
// random, and every group can be followed by hand. No topic model: on short texts those change with
// every run.
// Source: Bouma 2009 (NPMI); Sokal & Michener 1958 (average linkage). Pure.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace northstar {

struct GroupOptions {
  int64_t least_documents = 5;  // with a term, before it is looked at
  int64_t least_together = 3;   // documents with two terms, before the pair counts as related
  // The chance that any of all pairs occurs together as often though none is related. Pairs above
  // that count as unrelated: rare terms have a high NPMI after three common documents.
  double alpha = 0.05;
  double least_npmi = 0.3;  // mean over pairs, for two groups to become one
  size_t most_terms = 400;  // the most frequent; time grows with the square, memory too
};

struct TermGroup {
  std::string label;               // its most frequent term, or the phrase that term mostly is in
  std::vector<std::string> terms;  // most frequent first, then by name
  int64_t documents = 0;           // that hold any of them
};

// `documents` holds the terms of each, as TermsOf gives them: one document per person, so that
// nobody counts twice. Groups of one term too; those with most documents first, then by label.
std::vector<TermGroup> GroupTerms(const std::vector<std::set<std::string>>& documents,
                                  const GroupOptions& options = {});

// Of two terms in `x`, `y` and `both` of `all` documents. 0: independent; 1: always together; -1:
// never. REQUIRES: 0 <= both <= min(x, y), x and y at least 1, at most `all`.
double NormalizedPmi(int64_t x, int64_t y, int64_t both, int64_t all);

}  // namespace northstar
