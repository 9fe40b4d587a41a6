// Which terms set one set of texts apart from another: log odds ratios drawn towards what both have
// in common, so that rare terms need more evidence than frequent ones. Count users, not words: a
// user who writes "crash" forty times holds the term once.
// It knows nothing of terms but their counts: that "crash" and "crashes" are one is for the caller.
// Source: Monroe, Colaresi & Quinn 2008, Fightin' Words. Pure and thread safe.
#pragma once

#include <span>
#include <vector>

namespace northstar::stats {

struct TermCounts {
  // Documents of the window in question, one per user, that hold the term; whole numbers or
  // weights.
  double here = 0;
  // The same in the window it is compared with.
  double there = 0;
};

struct TermScore {
  double prior = 0;  // pseudo-documents with the term
  // Difference of the log odds, above 0: more frequent here. exp(delta) is the odds ratio.
  double delta = 0;
  // delta over its standard error.
  double z = 0;
  // Two-sided normal, so that 0.05 is |z| = 1.96; the sign of z says which.
  double p_value = 1;
  double p_adjusted = 1;  // Benjamini-Hochberg over all given terms
};

// Scores in the order of `terms`. `total_here` and `total_there` are the documents of each window;
// the term's background is its count in both. `prior_size` is how many pseudo-documents the prior
// holds; 0 stands for all documents, at most 500. A term that every document holds, or none, tells
// nothing and scores 0.
// REQUIRES: 0 <= here <= total_here, 0 <= there <= total_there, prior_size >= 0.
std::vector<TermScore> LogOdds(std::span<const TermCounts> terms, double total_here,
                               double total_there, double prior_size = 0);

}  // namespace northstar::stats
