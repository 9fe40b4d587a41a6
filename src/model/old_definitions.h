// Definitions that metrics once had, computable again: a copy of a project in which each is a
// metric under a name of its own, beside the metrics that there are. Whatever else an old
// definition names (events, values, other metrics) is what the project means by it now. Pure but
// for the environment; thread safe.
#pragma once

#include <string>
#include <vector>

#include "model/load_project.h"

namespace northstar {

// A definition's name in that copy; empty: it cannot be read any more, for this reason (a clause).
struct RevivedDefinition {
  std::string name;
  std::string problem;
};
struct RevivedProject {
  // With all that could be read; the project as it is where none could.
  ProjectRef project;
  // By definition, in the order of the states.
  std::vector<RevivedDefinition> definitions;
};
// Of states as recorded (DefinitionState::written). Reads the project once per state.
// `environment` as the project was loaded with.
RevivedProject Revive(const LoadedProject& loaded, const std::vector<DefinitionState>& states,
                      const Environment& environment);

}  // namespace northstar
