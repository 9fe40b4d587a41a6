// The outbox: what is to be told, to whom, until it was told. A message is written in the
// transaction of the state change that it tells of, so that neither is there without the other; it
// is sent from here by one process at a time (process_lock.h, notify/send_messages.h).
//
// Delivery is at least once. Before an attempt the message is marked: it may have arrived. Only
// when the receiver refused it, or was not reached, is that taken back; else the same key and body
// go out again. What cannot have arrived may be withdrawn and told anew, together with what
// happened since.
//
// No address, secret or password is kept here: a channel is its position in the project, its type,
// its host and a hash of its address. Errors: kData. Times are UTC microseconds. For one thread per
// Database.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/state_store.h"

namespace northstar::store {

struct OutboxAlert {
  std::string check, subject;
  // "started", "repeated" or "ended".
  std::string event;
};

struct OutboxMessage {
  int64_t id = 0;
  // Position in `notify:`, from 0; "slack", "webhook" or "email"; with its port where one is given.
  int channel = 0;
  std::string type, host;
  // Which of the channels of its type it is (Notify::receiver).
  std::string receiver;
  // Of this message alone, the same in every attempt.
  std::string key;
  // As the channel's type has it (notify/messages.h); empty once it was sent or given up.
  std::string body;
  int64_t made_us = 0, due_us = 0;
  int attempts = 0;
  // It may have arrived.
  bool unsure = false;
  // 0: not.
  int64_t sent_us = 0, given_up_us = 0;
  // Of the last attempt, a clause without a full stop; names no address.
  std::string problem;
  std::vector<OutboxAlert> alerts;
};

// Uses channel, type, host, receiver, key, body, made_us and alerts. REQUIRES: a transaction; a new
// key.
Status AddMessage(Database& database, const OutboxMessage& message);

// What became of a message that is to be told once, whoever tells it again.
enum class Posted {
  // It is there now; also in the place of one of this key that was given up.
  kNew,
  // It was there, and is still to be sent.
  kWaiting,
  kSent,
};
// Puts those there whose key is not known, all or none; in their order. kData as of StateStore.
Result<std::vector<Posted>> PostOnce(const Project& project,
                                     const std::vector<OutboxMessage>& messages);
// What PostOnce would do; writes nothing.
Result<std::vector<Posted>> WouldPost(const Project& project,
                                      const std::vector<OutboxMessage>& messages);

// Neither sent nor given up, the oldest first.
Result<std::vector<OutboxMessage>> WaitingMessages(Database& database);
// As if it had never been. REQUIRES: a transaction; the message is not `unsure`.
Status WithdrawMessage(Database& database, int64_t id);

// Each a transaction of its own.
Status BeginAttempt(Database& database, int64_t id);
Status MarkSent(Database& database, int64_t id, int64_t now_us);
Status MarkFailed(Database& database, const OutboxMessage& message);  // due_us, problem, unsure
Status MarkGivenUp(Database& database, int64_t id, int64_t now_us, const std::string& problem);

// What `check` tells of delivery.
struct Outstanding {
  std::vector<OutboxMessage> waiting, given_up;
};
// Given up after `since_us`. Nothing where nothing was stored yet; writes nothing.
Result<Outstanding> OutstandingMessages(const Project& project, int64_t since_us);

}  // namespace northstar::store
