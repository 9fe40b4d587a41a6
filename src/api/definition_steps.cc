#include "api/definition_steps.h"

#include <map>

namespace northstar {

std::vector<DefinitionStep> StepsOf(const std::vector<store::RecordedDefinition>& recorded) {
  std::map<std::string, const DefinitionState*> last;
  std::vector<DefinitionStep> steps;
  for (const store::RecordedDefinition& one : recorded) {
    DefinitionStep step{one, {}, {}};
    const auto before = last.find(one.metric);
    if (before != last.end()) step.change = CompareDefinitions(*before->second, one.state);
    last[one.metric] = &one.state;
    steps.push_back(std::move(step));
  }
  return steps;
}

}  // namespace northstar
