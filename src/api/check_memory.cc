#include "api/check_memory.h"

#include <map>

#include "api/definition_steps.h"
#include "store/definitions.h"

namespace northstar {
namespace {

FreshnessMemory FreshnessOf(const std::vector<store::StoredChange>& history, int64_t now_us) {
  FreshnessMemory memory;
  for (const store::StoredChange& change : history) {
    if (change.check == NameOf(CheckKind::kFreshness) &&
        change.became == NameOf(AlertStatus::kOk) && change.reason.empty() &&
        change.at_us <= now_us)
      memory.fresh.insert(change.subject);
  }
  return memory;
}

// Of the definition as it is now and of the last step that was recorded: a version that is raised
// ends it.
StoredDefinitionChanges DefinitionChangesOf(const Project& project,
                                            const std::vector<store::RecordedDefinition>& recorded,
                                            int64_t now_us) {
  std::map<std::string, const DefinitionState*> last;
  std::map<std::string, int64_t> changed;
  StoredDefinitionChanges found;
  const auto note = [&](const std::string& metric, DefinitionChange change, int64_t at_us) {
    if (change == DefinitionChange::kNewVersion) changed.erase(metric);
    if (change == DefinitionChange::kWithoutVersion) changed[metric] = at_us;
  };
  const std::vector<DefinitionStep> steps = StepsOf(recorded);
  for (const DefinitionStep& step : steps) {
    const store::RecordedDefinition& one = step.recorded;
    if (one.first_seen_us > now_us) continue;
    found.known.insert(one.metric);
    last[one.metric] = &one.state;
    note(one.metric, step.change.value_or(DefinitionChange::kNone), one.first_seen_us);
  }
  for (const Metric& metric : project.metrics) {
    if (const auto known = last.find(metric.name); known != last.end())
      note(metric.name, CompareDefinitions(*known->second, DefinitionOf(metric)), now_us);
  }
  for (const auto& [metric, at_us] : changed) found.changed.push_back({metric, at_us});
  return found;
}

}  // namespace

Result<CheckMemory> ReadCheckMemory(const Project& project, int64_t now_us) {
  CheckMemory memory;
  NS_ASSIGN(memory.alerts, store::ReadAlerts(project, now_us));
  NS_ASSIGN(const std::vector<store::StoredChange> history, store::AlertHistory(project));
  memory.freshness = FreshnessOf(history, now_us);
  NS_ASSIGN(const std::vector<store::RecordedDefinition> recorded,
            store::DefinitionHistory(project, ""));
  memory.definitions = DefinitionChangesOf(project, recorded, now_us);
  return memory;
}

bool StandsAlone(const CheckMemory& memory, int64_t at_us, bool of_now) {
  return !of_now && memory.alerts.last_look_us && *memory.alerts.last_look_us > at_us;
}

LookMemory MemoryOf(const CheckMemory& memory, int64_t at_us, bool of_now) {
  LookMemory known{memory.freshness, memory.definitions, {}, {}};
  if (StandsAlone(memory, at_us, of_now)) return known;
  known.states = StatesOf(memory.alerts);
  known.muted = MutedIn(memory.alerts);
  return known;
}

std::vector<AlertState> StatesOf(const store::AlertMemory& memory) {
  std::vector<AlertState> states;
  for (const store::StoredAlert& one : memory.alerts) {
    AlertState state;
    state.key = {one.check, one.subject};
    state.status = AlertStatusFromName(one.status);
    state.since = one.since;
    state.failed = one.failed;
    state.failed_period = one.failed_period;
    state.told = one.told;
    state.told_us = one.told_us;
    state.told_critical = one.told_critical;
    state.static_said = one.static_said;
    states.push_back(std::move(state));
  }
  return states;
}

store::StoredAlert StoredOf(const AlertState& state) {
  store::StoredAlert row{state.key.check, state.key.subject, std::string(NameOf(state.status)),
                         state.since, state.failed_period};
  row.failed = state.failed;
  row.told = state.told;
  row.told_us = state.told_us;
  row.told_critical = state.told_critical;
  row.static_said = state.static_said;
  return row;
}

std::set<AlertKey> MutedIn(const store::AlertMemory& memory) {
  std::set<AlertKey> muted;
  for (const store::Mute& one : memory.mutes) muted.insert({one.check, one.subject});
  return muted;
}

}  // namespace northstar
