#include "api/take_look.h"

#include <algorithm>

#include "api/check_memory.h"
#include "model/project.h"

namespace northstar {
namespace {

store::StoredLook LookOf(const CheckAnswer& answer, const LookResult& result, bool told) {
  store::StoredLook look;
  look.at_us = answer.found.at_us;
  look.told = told;
  for (size_t i = 0; i < result.states.size(); ++i) {
    look.alerts.push_back(StoredOf(result.states[i]));
    look.firing += Fires(answer.found.findings[i], result.states[i]);
  }
  for (const AlertKey& key : result.removed) look.removed.emplace_back(key.check, key.subject);
  for (const AlertChange& change : result.changes) {
    look.changes.push_back({look.at_us, change.key.check, change.key.subject,
                            std::string(NameOf(change.from)), std::string(NameOf(change.to)),
                            change.period, change.reason});
  }
  return look;
}

Status Post(store::Database& database, const Tidings& tidings, const WriteMail& write_mail) {
  const Mail mail = write_mail(tidings);
  for (const int64_t id : mail.withdrawn) NS_RETURN_IF_ERROR(store::WithdrawMessage(database, id));
  for (const store::OutboxMessage& message : mail.messages)
    NS_RETURN_IF_ERROR(store::AddMessage(database, message));
  return Status::Ok();
}

}  // namespace

Status TakeLook(const CheckAnswer& answer, const WriteMail& write_mail) {
  if (answer.stands_alone) return Status::Ok();
  const Project& project = *answer.found.project;
  NS_ASSIGN(store::StateStore store, store::StateStore::OpenForWriting(project));
  store::Database& database = store.database();
  NS_ASSIGN(store::Transaction transaction, store::Transaction::Begin(database));
  const int64_t at_us = answer.found.at_us;
  NS_ASSIGN(const store::AlertMemory memory, store::ReadAlerts(database, at_us));
  if (!answer.of_now && memory.last_look_us && *memory.last_look_us > at_us) return Status::Ok();
  const bool notify = write_mail != nullptr;
  const LookResult result =
      Advance(answer.found.findings, StatesOf(memory), MutedIn(memory),
              {.now_us = at_us,
               .renotify_us = project.renotify.days * kMicrosPerDay + project.renotify.exact_us,
               .notify = notify,
               .complete = answer.complete});
  NS_RETURN_IF_ERROR(store::WriteLook(database, LookOf(answer, result, notify)));
  if (notify && !result.events.empty()) {
    NS_ASSIGN(const std::vector<store::OutboxMessage> waiting, store::WaitingMessages(database));
    NS_RETURN_IF_ERROR(Post(database,
                            {answer, result.states, result.events, !memory.told_before, waiting},
                            write_mail));
  }
  return transaction.Commit();
}

}  // namespace northstar
