// From one look to the next: what the checks found and what was known of each alert make its new
// state, and what there is to tell. An alert is one check and one subject.
//
//   ok ──fails──> pending ──failed in `for` periods──> firing ──holds──> ok
//
// - `for` counts periods: several looks at one period count once.
// - Without data an alert is `no_data`; it neither starts nor ends, and counts on where it was.
// - What a silent source holds back stays as it was, and nothing is told of it.
// - Muted is not a state of its own: states move on beneath it. Nothing is told meanwhile; what
//   still fires when the mute ends is told as started, what is over is never told.
// - A warning that becomes critical while it fires is told as started.
// - What the files no longer name ends, with the reason "removed".
// - What is told is decided against what was told, not against the state: so looks that tell nobody
//   lose nothing, and the next one that does tells what is the case then.
// It leaves out where states are kept (store/alerts.h), mutes' ends, and who is told (notify/).
// Pure; thread safe.
#pragma once

#include <compare>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/check/check_findings.h"

namespace northstar {

// The kind by its name, for what is remembered may be of a kind that no longer exists.
struct AlertKey {
  std::string check, subject;
  auto operator<=>(const AlertKey&) const = default;
};
AlertKey KeyOf(const CheckFinding& finding);

enum class AlertStatus { kOk, kPending, kFiring, kNoData };
// "ok", "pending", "firing", "no_data". Static text.
std::string_view NameOf(AlertStatus status);
// kNoData for any other word.
AlertStatus AlertStatusFromName(std::string_view name);

// What is remembered of an alert.
struct AlertState {
  AlertKey key;
  AlertStatus status = AlertStatus::kNoData;
  // The period in which the status began, as an ISO day; of pending and firing the first that
  // failed.
  std::string since = {};
  // Periods in a row that failed, and the last of them.
  int failed = 0;
  std::string failed_period = {};
  // Somebody was told that it started, and not yet that it ended; when last, UTC microseconds.
  bool told = false;
  int64_t told_us = 0;
  // What was told was critical: who hears of critical alerts alone hears of its end too.
  bool told_critical = false;
  // Of freshness: that the source is static was said.
  bool static_said = false;
  bool operator==(const AlertState&) const = default;
};

struct AlertEvent {
  enum class What { kStarted, kRepeated, kEnded };
  What what;
  AlertKey key;
  // Who hears of critical alerts alone is to hear of it.
  bool critical = false;
  // Of an end: "removed"; empty: it holds again.
  std::string reason = {};
  bool operator==(const AlertEvent&) const = default;
};
// "started", "repeated", "ended". Static text.
std::string_view NameOf(AlertEvent::What what);

// A status that became another, for the history.
struct AlertChange {
  AlertKey key;
  AlertStatus from, to;
  std::string period, reason;
  bool operator==(const AlertChange&) const = default;
};

struct LookSettings {
  // UTC microseconds.
  int64_t now_us = 0;
  // After how long a critical alert that still fires is told again. Microseconds, above 0.
  int64_t renotify_us = 0;
  // What happened is told now; false: states move, and nobody is told.
  bool notify = false;
  // All checks were looked at, so that what is not among the findings is gone; false: some only.
  bool complete = true;
};

struct LookResult {
  // By finding, in their order.
  std::vector<AlertState> states;
  // Of alerts that were not looked at.
  std::vector<AlertState> untouched;
  std::vector<AlertKey> removed;
  std::vector<AlertChange> changes;
  // In the order of the findings, then what was removed; empty without `notify`.
  std::vector<AlertEvent> events;
  // Sources that are static, by finding, where it was not said yet.
  std::vector<size_t> newly_static;
};

// REQUIRES: keys of findings and of states are unique.
LookResult Advance(std::span<const CheckFinding> findings, std::span<const AlertState> before,
                   const std::set<AlertKey>& muted, const LookSettings& settings);

// It fires and nothing holds it back: what the number of firing alerts and the exit code are made
// of. Mutes change neither.
bool Fires(const CheckFinding& finding, const AlertState& state);

}  // namespace northstar
