#include "notify/send_messages.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <thread>
#include <variant>

#include "base/text.h"
#include "notify/deliver.h"
#include "notify/messages.h"
#include "store/outbox.h"
#include "store/process_lock.h"

namespace northstar::notify {
namespace {

using store::OutboxMessage;
using Steady = std::chrono::steady_clock;
constexpr int64_t kMinute = 60'000'000;
constexpr int64_t kGiveUpAfter = 24 * 60 * kMinute;

struct Round {
  const Project& project;
  int64_t now_us;
  const Clock& clock;
  const CancelToken* cancel;
  Steady::time_point end;

  std::chrono::milliseconds left() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(end - Steady::now());
  }
  bool is_old(const OutboxMessage& message) const {
    return now_us - message.made_us >= kGiveUpAfter;
  }
};

// What one channel is to get, in order, and what became of it.
struct Queue {
  const Notify* channel = nullptr;
  std::vector<OutboxMessage> messages = {};
  Sent result = {};
  Status status = {};
};

std::string ProblemOf(const OutboxMessage& message, const std::string& problem) {
  return fmt::format("channel {} ({}, {}): {}", message.channel + 1, message.type,
                     Printable(message.host), problem);
}

// Before an attempt the row says that the message may have arrived; afterwards, what is known. True
// where it arrived.
Result<bool> Attempt(const Round& round, store::Database& database, const Notify& channel,
                     OutboxMessage message, Sent& result) {
  const bool unsure_before = message.unsure;
  NS_RETURN_IF_ERROR(store::BeginAttempt(database, message.id));
  ++message.attempts;
  const Delivery delivery =
      Deliver(channel, message, round.clock.NowUs(), round.left(), round.cancel);
  if (delivery.end == Delivery::End::kAccepted) {
    NS_RETURN_IF_ERROR(store::MarkSent(database, message.id, round.now_us));
    ++result.sent;
    return true;
  }
  ++result.failed;
  result.problems.push_back(ProblemOf(message, delivery.problem));
  if (round.is_old(message)) {
    NS_RETURN_IF_ERROR(store::MarkGivenUp(database, message.id, round.now_us, delivery.problem));
    return false;
  }
  message.unsure = unsure_before || delivery.end == Delivery::End::kUnsure;
  message.problem = delivery.problem;
  message.due_us = round.now_us + PauseAfter(message.attempts);
  NS_RETURN_IF_ERROR(store::MarkFailed(database, message));
  return false;
}

// The first that fails, or is not due, holds up those behind it: they keep their order.
Status SendInOrder(const Round& round, Queue& queue) {
  NS_ASSIGN(store::StateStore store, store::StateStore::OpenForWriting(round.project));
  size_t next = 0;
  while (next < queue.messages.size()) {
    const OutboxMessage& message = queue.messages[next];
    const bool canceled = round.cancel != nullptr && round.cancel->Asked();
    if (canceled || message.due_us > round.now_us || round.left() < std::chrono::seconds(1)) break;
    NS_ASSIGN(const bool arrived,
              Attempt(round, store.database(), *queue.channel, message, queue.result));
    ++next;
    if (!arrived) break;
  }
  queue.result.waiting += queue.messages.size() - next;
  return Status::Ok();
}

// What is for a channel that the project no longer has goes nowhere.
Result<std::vector<Queue>> QueuesOf(const Round& round, store::Database& database, Sent& all) {
  NS_ASSIGN(const std::vector<OutboxMessage> waiting, store::WaitingMessages(database));
  std::vector<Queue> queues;
  for (const OutboxMessage& message : waiting) {
    const Notify* channel = ChannelOf(round.project, message);
    if (channel == nullptr) {
      const char* problem = "the project no longer has this channel";
      NS_RETURN_IF_ERROR(store::MarkGivenUp(database, message.id, round.now_us, problem));
      all.problems.push_back(ProblemOf(message, problem));
      ++all.failed;
      continue;
    }
    auto queue = std::find_if(queues.begin(), queues.end(),
                              [&](const Queue& one) { return one.channel == channel; });
    if (queue == queues.end()) queue = queues.insert(queues.end(), Queue{channel});
    queue->messages.push_back(message);
  }
  return queues;
}

// A receiver that closes its end while it is written to is an error here, not the end of the
// process.
void IgnoreBrokenPipes() {
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
}

void SendAll(const Round& round, std::vector<Queue>& queues) {
  std::vector<std::jthread> senders;
  for (Queue& queue : queues) {
    senders.emplace_back([&round, &queue] {
      IgnoreBrokenPipes();
      queue.status = SendInOrder(round, queue);
    });
  }
}

}  // namespace

int64_t PauseAfter(int attempts) {
  constexpr int kDoublings = 6;
  return std::min(kMinute << std::min(attempts - 1, kDoublings), 60 * kMinute);
}

Result<Sent> SendMessages(const Project& project, int64_t now_us, const Clock& clock,
                          const CancelToken* cancel) {
  const auto folder = std::filesystem::path(store::StateStore::PathOf(project)).parent_path();
  NS_ASSIGN(const auto lock, store::ProcessLock::Take((folder / "sending.lock").string()));
  Sent all;
  if (std::holds_alternative<store::ProcessLock::Taken>(lock)) {
    all.busy = true;
    return all;
  }
  const Round round{project, now_us, clock, cancel, Steady::now() + kSendingTime};
  NS_ASSIGN(store::StateStore store, store::StateStore::OpenForWriting(project));
  NS_ASSIGN(std::vector<Queue> queues, QueuesOf(round, store.database(), all));
  SendAll(round, queues);
  for (const Queue& queue : queues) {
    NS_RETURN_IF_ERROR(queue.status);
    all.sent += queue.result.sent;
    all.failed += queue.result.failed;
    all.waiting += queue.result.waiting;
    all.problems.insert(all.problems.end(), queue.result.problems.begin(),
                        queue.result.problems.end());
  }
  return all;
}

}  // namespace northstar::notify
