// What is remembered of alerts between looks: the state of each, what became of it, mutes, and the
// looks themselves. Rows as they are written; what states mean and how they move is decided where
// findings are known (analysis/check/alert_state.h).
// Functions that take a Database work within the transaction of the caller, so that a look is read
// and written as one; those that take a project open the store for themselves. kData as of
// StateStore. Times are UTC microseconds. For one thread per store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/state_store.h"

namespace northstar::store {

struct StoredAlert {
  // Names of a check and of what it is about; together unique.
  std::string check, subject;
  // "ok", "pending", "firing" or "no_data".
  std::string status;
  // First days of periods, ISO; empty: none.
  std::string since, failed_period;
  int failed = 0;
  bool told = false;
  int64_t told_us = 0;
  bool told_critical = false;
  bool static_said = false;
};

// Until then nobody is told of the alert.
struct Mute {
  std::string check, subject;
  int64_t until_us = 0;
  // As the person said it; `by` may be empty, `why` is not.
  std::string by, why;
  int64_t made_us = 0;
};

struct AlertMemory {
  std::vector<StoredAlert> alerts;
  // That have not ended; at most one per alert, the latest.
  std::vector<Mute> mutes;
  // The latest; none before the first look.
  std::optional<int64_t> last_look_us;
  // Some look told, or would have told, somebody.
  bool told_before = false;
};
Result<AlertMemory> ReadAlerts(Database& database, int64_t now_us);
// Empty where nothing was stored yet; writes nothing.
Result<AlertMemory> ReadAlerts(const Project& project, int64_t now_us);

// A status that became another: of `reason` "removed", or empty.
struct StoredChange {
  int64_t at_us = 0;
  std::string check, subject, was, became, period, reason;
};
// The oldest first.
Result<std::vector<StoredChange>> AlertHistory(const Project& project);

// What one look leaves.
struct StoredLook {
  int64_t at_us = 0;
  bool told = false;
  int firing = 0;
  std::vector<StoredAlert> alerts;
  // Those that are gone: check and subject.
  std::vector<std::pair<std::string, std::string>> removed;
  std::vector<StoredChange> changes;
};
// REQUIRES: a transaction.
Status WriteLook(Database& database, const StoredLook& look);

// Takes the place of an earlier one of the alert.
Status WriteMute(const Project& project, const Mute& mute);
// Ends what there is of the alert, for looks at any time; nothing where there is none.
Status EndMute(const Project& project, const std::string& check, const std::string& subject,
               int64_t now_us);

}  // namespace northstar::store
