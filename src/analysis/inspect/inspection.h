// What files that nobody described hold: tables, what their columns are for, what joins them, which
// events, over what time, what is odd about them, and the sources of a project that would read
// them. Values only: words are made in words/, JSON in json/, YAML in proposal_yaml.h.
// Pure and thread safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/inspect/column_kind.h"
#include "analysis/inspect/joins.h"
#include "analysis/inspect/proposal.h"
#include "engine/found_tables.h"
#include "words/inspect_odd.h"

namespace northstar {

struct CountedEvent {
  std::string name;
  // Of the rows that were looked at.
  int64_t count = 0;
};

struct InspectedTable {
  FoundTable found;
  // By column of found.profile.
  std::vector<ColumnGuess> guesses;
  std::vector<OddStatement> odd;
};

struct Inspection {
  std::vector<InspectedTable> tables;
  JoinFindings joins;
  // The commonest first, of every table that a source is proposed for.
  std::vector<CountedEvent> events;
  // Of their times, microseconds since 1970 as wall clock where they name no zone; nullopt where
  // none can be read in one way.
  std::optional<int64_t> from_us, to_us;
  std::vector<ProposedSource> sources;
  std::vector<NoTable> others;
  // What people said: the zone of the project, and which entity is a customer; empty: not asked.
  std::string timezone, customer;
  // Variables that stand for the addresses of servers in what is proposed, and these addresses,
  // which may hold passwords: they are for setting the variables alone.
  std::vector<std::pair<std::string, std::string>> variables;
};

Inspection Inspect(FoundTables found);

}  // namespace northstar
