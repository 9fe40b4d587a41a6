// What a team reads on Monday: the star's sentence, its inputs and guardrails, why it moved, what
// customers said, OKRs, bets that shipped, what fires. It composes findings of `tree`, `explain`,
// `feedback`, `okrs`, `bets` and `check`, each as it is said there, so that the digest never says
// another thing. A part that fails is named in `notes` and the others stand; only the star has to
// succeed. How much of it fits a message is decided in words/digest_text.h, and to whom it is sent
// in notify/.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/check/check_summary.h"
#include "base/calendar.h"
#include "engine/engine.h"
#include "model/project.h"
#include "plan/data_facts.h"
#include "words/digest_text.h"
#include "words/said.h"

namespace northstar {

struct DigestOptions {
  // Week or month: what is compared, and of which days customers' texts are.
  Grain period = Grain::kWeek;
  // In place of now; hides later events. UTC microseconds.
  std::optional<int64_t> as_of_us;
  // What earlier looks left, as of then.
  LookMemory checks = {};
};

struct Digest {
  ProjectRef project;
  // Of the star, or of the candidate in its place.
  std::string metric;
  Grain period = Grain::kWeek;
  // The time it is told at, UTC microseconds.
  int64_t at_us = 0;
  // Local days [from, to): the last period that is over, as far as the star's data reach.
  Day from = 0, to = 0;
  // "acme: week of Jun 22, 2026".
  std::string heading;
  // The headline of `tree`.
  Said said;
  // In the order in which they are read; those without lines are left out.
  std::vector<DigestSection> sections;
  // Parts that could not be told, as sentences.
  std::vector<std::string> notes;
};

// kUsage: neither star nor candidate; kData as of `query`. Reads what `tree`, `explain`,
// `feedback`, `okrs` and `check` read, and the bets that it names.
Result<Digest> FindDigest(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                          int64_t now_us, const DigestOptions& options);

}  // namespace northstar
