// What a look at all checks leaves in the store: the states it gives the alerts, and, where it
// tells somebody, the messages of it. Both are written in one transaction, from what the store
// holds then, so that of two processes that look at once one tells. It leaves out sending
// (notify/send_messages.h) and how a message is written: whoever asks for the look brings that
// along.
#pragma once

#include <functional>
#include <vector>

#include "api/answer.h"
#include "store/outbox.h"

namespace northstar {

// What there is to tell of a look. References hold during the call.
struct Tidings {
  const CheckAnswer& answer;
  // The states after the look, by finding.
  const std::vector<AlertState>& states;
  const std::vector<AlertEvent>& events;
  // Nobody was told anything before.
  bool first = false;
  // Neither sent nor given up, the oldest first.
  const std::vector<store::OutboxMessage>& waiting;
};
struct Mail {
  // Ids of waiting messages whose tidings are in the new ones; none that is `unsure`.
  std::vector<int64_t> withdrawn;
  std::vector<store::OutboxMessage> messages;
};
// Pure, but for the keys of messages. Called within the transaction: quick.
using WriteMail = std::function<Mail(const Tidings&)>;

// Nothing of an answer that stands alone, and of one of an earlier time where a later look was
// taken meanwhile; a look at now always counts, so that one as of a far day by mistake silences
// nothing. Null: states move, and nobody is told. kData as of StateStore; then nothing was written.
Status TakeLook(const CheckAnswer& answer, const WriteMail& write_mail);

}  // namespace northstar
