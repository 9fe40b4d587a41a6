#include "analysis/check/alert_state.h"

#include <algorithm>
#include <map>

namespace northstar {
namespace {

// The period that failed may be looked at again, and then counts no second time.
void CountFailure(const CheckFinding& finding, AlertState& state) {
  if (state.failed > 0 && state.failed_period == finding.period) return;
  ++state.failed;
  state.failed_period = finding.period;
}

void Enter(AlertStatus status, const std::string& period, AlertState& state) {
  const auto bad = [](AlertStatus one) {
    return one == AlertStatus::kPending || one == AlertStatus::kFiring;
  };
  const bool goes_on = status == state.status || (bad(status) && bad(state.status));
  if (!goes_on || state.since.empty()) state.since = period;
  state.status = status;
}

void Move(const CheckFinding& finding, AlertState& state) {
  if (!finding.held_by.empty()) return;
  if (finding.is_static || finding.look == Look::kNoData) {
    Enter(AlertStatus::kNoData, finding.period, state);
    return;
  }
  if (finding.look == Look::kHolds) {
    state.failed = 0;
    state.failed_period.clear();
    Enter(AlertStatus::kOk, finding.period, state);
    return;
  }
  const bool again = state.status == AlertStatus::kNoData && state.failed > 0;
  const std::string first = again ? state.failed_period : finding.period;
  CountFailure(finding, state);
  Enter(state.failed >= finding.for_looks ? AlertStatus::kFiring : AlertStatus::kPending, first,
        state);
}

// Against what was told before. A critical alert is told again once the time is over.
void Tell(const CheckFinding& finding, bool muted, const LookSettings& settings, AlertState& state,
          std::vector<AlertEvent>& events) {
  using What = AlertEvent::What;
  if (muted) {
    state.told = state.told_critical = false;
    return;
  }
  if (!finding.held_by.empty() || !settings.notify) return;
  const bool critical = finding.severity == CheckSeverity::kCritical;
  const auto tell = [&](What what) {
    const bool ended = what == What::kEnded;
    events.push_back({what, state.key, critical || (ended && state.told_critical)});
    state.told = !ended;
    state.told_us = settings.now_us;
    state.told_critical = !ended && (critical || state.told_critical);
  };
  if (state.status == AlertStatus::kOk && state.told) tell(What::kEnded);
  if (state.status != AlertStatus::kFiring) return;
  const bool due = settings.now_us - state.told_us >= settings.renotify_us;
  if (!state.told || (critical && !state.told_critical)) {
    tell(What::kStarted);
  } else if (critical && due) {
    tell(What::kRepeated);
  }
}

// An end is told only to who was told of the start: without `notify` the alert waits for it.
void Remove(const AlertState& state, bool muted, const LookSettings& settings, LookResult& out) {
  const bool to_tell = state.told && !muted;
  if (to_tell && !settings.notify) {
    out.untouched.push_back(state);
    return;
  }
  out.removed.push_back(state.key);
  if (to_tell) {
    out.events.push_back({AlertEvent::What::kEnded, state.key, state.told_critical, "removed"});
  }
  if (state.status != AlertStatus::kOk)
    out.changes.push_back({state.key, state.status, AlertStatus::kOk, state.since, "removed"});
}

}  // namespace

AlertKey KeyOf(const CheckFinding& finding) {
  return {std::string(NameOf(finding.check)), finding.subject};
}

std::string_view NameOf(AlertStatus status) {
  switch (status) {
    case AlertStatus::kOk:
      return "ok";
    case AlertStatus::kPending:
      return "pending";
    case AlertStatus::kFiring:
      return "firing";
    case AlertStatus::kNoData:
      break;
  }
  return "no_data";
}

AlertStatus AlertStatusFromName(std::string_view name) {
  for (const AlertStatus one : {AlertStatus::kOk, AlertStatus::kPending, AlertStatus::kFiring}) {
    if (NameOf(one) == name) return one;
  }
  return AlertStatus::kNoData;
}

std::string_view NameOf(AlertEvent::What what) {
  switch (what) {
    case AlertEvent::What::kStarted:
      return "started";
    case AlertEvent::What::kRepeated:
      return "repeated";
    case AlertEvent::What::kEnded:
      break;
  }
  return "ended";
}

LookResult Advance(std::span<const CheckFinding> findings, std::span<const AlertState> before,
                   const std::set<AlertKey>& muted, const LookSettings& settings) {
  std::map<AlertKey, const AlertState*> known;
  for (const AlertState& state : before) known.emplace(state.key, &state);
  LookResult out;
  for (size_t i = 0; i < findings.size(); ++i) {
    const CheckFinding& finding = findings[i];
    AlertState state;
    state.key = KeyOf(finding);
    if (const auto found = known.find(state.key); found != known.end()) {
      state = *found->second;
      known.erase(found);
    }
    const AlertStatus from = state.status;
    Move(finding, state);
    if (state.status != from)
      out.changes.push_back({state.key, from, state.status, finding.period, ""});
    if (finding.is_static && !state.static_said) out.newly_static.push_back(i);
    state.static_said = finding.is_static;
    Tell(finding, muted.contains(state.key), settings, state, out.events);
    out.states.push_back(std::move(state));
  }
  for (const AlertState& state : before) {
    if (!known.contains(state.key)) continue;
    if (settings.complete) {
      Remove(state, muted.contains(state.key), settings, out);
    } else {
      out.untouched.push_back(state);
    }
  }
  return out;
}

bool Fires(const CheckFinding& finding, const AlertState& state) {
  return state.status == AlertStatus::kFiring && finding.held_by.empty();
}

}  // namespace northstar
