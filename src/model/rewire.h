// The project's files with the star in the place of a former one, wherever that must change
// (former_stars.h): key results, KPIs, bets, checks. Nothing but the name is touched, so that
// comments, order, spacing and quotes stay; every file is read again and compared with what it was.
// It leaves out what a team may mean (inputs, guardrails, candidates), OKRs whose period is over,
// and what it cannot change safely (aliases, escapes): those are listed. Pure; thread safe.
#pragma once

#include <string>
#include <vector>

#include "model/former_stars.h"
#include "model/load_project.h"

namespace northstar {

struct RewiredPlace {
  enum class Fate {
    kEdited,
    // It must change, and could not be changed safely.
    kByHand,
    // It may be meant.
    kKept,
    // Its period is over.
    kOver,
  };

  StillNamed named;
  Fate fate = Fate::kKept;
};
// A file that changes, by its path relative to the project; as many lines after as before.
struct RewiredFile {
  std::string path, before, after;
};
struct Rewiring {
  // All that names a former star, in the order of WhatNamesFormerStars.
  std::vector<RewiredPlace> places;
  // In the order in which the project was read; none where nothing is edited.
  std::vector<RewiredFile> files;
};
// To the star that there is; `today` is a local day. Never fails: what cannot be edited is listed.
// REQUIRES: the project has a star.
Rewiring Rewire(const LoadedProject& loaded, Day today);

}  // namespace northstar
