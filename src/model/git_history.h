// Definitions as they stood in the commits of a project that is in a git repository: what there is
// to know in a fresh clone, where no store has recorded any. The main line alone counts (first
// parents), with the time of each commit.
//
// The program `git` is run with fixed arguments, without a shell; it reads objects only, runs no
// filter, hook or signature check, and reaches no other machine. Old files are read leniently: of a
// commit that this version cannot read as a whole, sources and metrics alone count, and of those
// the ones that can be read. Bounded in commits, bytes and time. Thread safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/load_project.h"

namespace northstar {

inline constexpr size_t kMostCommits = 200;

struct CommittedDefinition {
  std::string metric;
  DefinitionState state;
  // Of the commit, UTC microseconds, and its name, 40 or 64 hex digits.
  int64_t at_us = 0;
  std::string commit;
};
struct GitHistory {
  // Every definition that is another than the metric's last, the oldest first.
  std::vector<CommittedDefinition> definitions;
  // Commits that changed project files and were read, and those of them in which nothing could be
  // read.
  size_t commits = 0, unreadable = 0;
  // There are older ones than the last kMostCommits.
  bool cut = false;
};
// Empty where there is no repository, no commit with project files or no git: never an error.
// `environment` as the project is loaded with; variables that are not set count as empty.
GitHistory ReadGitHistory(const std::string& root, const Environment& environment);

// The definitions of one version of a project's files, northstar.yml first, as leniently as above.
// Empty where nothing can be read.
std::vector<std::pair<std::string, DefinitionState>> ReadLeniently(
    const std::string& root, const std::vector<SourceText>& files, const Environment& environment);

}  // namespace northstar
