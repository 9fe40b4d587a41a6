// Sends what waits in the outbox, over all channels at once and in order within each, so that a
// receiver that fails or hangs holds up its own messages alone. One process sends at a time.
//
// - A message that does not get through is tried again later: after a minute, then after twice as
//   long each time, at most an hour. One that is still not through 24 hours after it was made is
//   given up, after one last attempt, and `check` says so.
// - Sending ends after 30 s; what is left waits for the next time.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/clock.h"
#include "engine/cancel_token.h"
#include "model/project.h"

namespace northstar::notify {

inline constexpr std::chrono::seconds kSendingTime{30};

struct Sent {
  size_t sent = 0;
  // Tried in vain, and left for later without a try.
  size_t failed = 0, waiting = 0;
  // Clauses for people: which channel failed, and why; never an address.
  std::vector<std::string> problems;
  // Another process sends; it takes what it finds, and the rest waits.
  bool busy = false;
};

// `now_us` is the time of the look, UTC microseconds: what is due and what is too old goes by it;
// signatures by `clock`. `cancel` may be null; asked, what is under way ends and is tried again
// later. kData as of StateStore.
Result<Sent> SendMessages(const Project& project, int64_t now_us, const Clock& clock,
                          const CancelToken* cancel);

// How long to wait after so many attempts, at least 1; microseconds.
int64_t PauseAfter(int attempts);

}  // namespace northstar::notify
