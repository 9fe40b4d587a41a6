// What happened in a look → messages, for all channels of the project, as each type has them:
// - webhook: one per alert, in order: {"event", "events", "check": a row of `check`, "project",
//   "url", "at"};
// - slack and email: one per look, which lists what started, goes on and ended.
// What waits, and cannot have arrived, goes out together with what happened since: a start that
// nobody heard of and its end are one message. What may have arrived stays as it is.
// A channel hears of the severities of its `on:`. Texts of people and data are escaped as their
// place asks for. It leaves out addresses and how a message gets there (deliver.h).
#pragma once

#include "api/take_look.h"
#include "model/framework.h"
#include "model/project.h"
#include "notify/mail_picture.h"

namespace northstar::notify {

// Mail has the picture. Pure, but for new keys. Thread safe.
Mail WriteMessages(const Tidings& tidings, const MailPicture& picture = {});

// The channel that leads to the same receiver, wherever it stands now. Where none does, the only
// one of its type: its address was corrected. Null where several could be meant: nobody is told
// what was for others.
const Notify* ChannelOf(const Project& project, const store::OutboxMessage& message);

}  // namespace northstar::notify
