// One message over one channel, once: HTTP, HTTPS, SMTP and SMTPS through libcurl, and nothing
// else. Redirects are not followed, no file of passwords is read, certificates are verified; at
// most 64 KB of an answer are read and none of it is shown or kept. A password goes to a mail
// server over TLS alone.
// What is said of a failure names no address, user or password. It leaves out when to try again
// (send_messages.h). Thread safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "engine/cancel_token.h"
#include "model/framework.h"
#include "store/outbox.h"

namespace northstar::notify {

struct Delivery {
  enum class End {
    kAccepted,
    // It surely did not arrive: nobody was reached, or the receiver refused it.
    kRefused,
    // It may have arrived.
    kUnsure,
  };
  End end = End::kRefused;
  // A clause without a full stop; empty of kAccepted.
  std::string problem;
};

// Connects within 5 s and ends within 10 s, and within `most`. `now_us`: the time that is signed,
// UTC microseconds. `cancel` may be null; asked, it ends at once.
Delivery Deliver(const Notify& channel, const store::OutboxMessage& message, int64_t now_us,
                 std::chrono::milliseconds most, const CancelToken* cancel);

}  // namespace northstar::notify
