// The sections of a digest: each a function from what is known of the period to lines, and a row of
// the table in digest.cc. An empty list is a section that the project has no use for.
#pragma once

#include <vector>

#include "analysis/digest/digest.h"
#include "analysis/star/star_now.h"

namespace northstar::digest {

// Outlives the calls.
struct Source {
  Engine& engine;
  const ProjectRef& project;
  const DataFacts& facts;
  int64_t now_us;
  const DigestOptions& options;
  const StarNow& now;
  // Local days [from, to) of the digest.
  Day from, to;
};
using Lines = Result<std::vector<Sentence>>;

Lines StarLines(const Source& source);
Lines InputLines(const Source& source);
// Those that do not hold, each by itself, and how many hold.
Lines GuardrailLines(const Source& source);
// Of the digest's period against the one before, where the star has values that add up to it; else
// of its last two complete periods. Empty where the change is usual and no segment stands out.
Lines WhyLines(const Source& source);
// Of the digest's days, against three times as long before.
Lines FeedbackLines(const Source& source);
// One per objective of the OKRs that run.
Lines OkrLines(const Source& source);
// Of bets that shipped in the digest's days, or whose experiment ended in them.
Lines BetLines(const Source& source);
// How all checks stand, then those that fire and are not muted; of guardrails see above.
Lines CheckLines(const Source& source);

}  // namespace northstar::digest
