// The digest → a message per channel that takes one: Slack's in its own markup, mail as text and
// HTML. A digest of one period is told once: the key of its message is made of the project, the
// period and the channel, so that whoever makes it again makes the same one, and the outbox knows
// it. It leaves out when one is due (cli/digests.h), and how it gets there. Pure; thread safe.
#pragma once

#include <string_view>
#include <vector>

#include "analysis/digest/digest.h"
#include "notify/mail_picture.h"
#include "store/outbox.h"

namespace northstar::notify {

// Positions in `notify:` of the channels that get it: Slack and mail with a time for it
// (`digest:`); where no channel has one, all of Slack and mail. `type` is "slack" or "email", and
// then those alone count; or empty.
std::vector<size_t> DigestChannels(const Project& project, std::string_view type = {});

// In the order of `channels`; mail has the picture. REQUIRES: positions of Slack and mail.
std::vector<store::OutboxMessage> WriteDigest(const Digest& digest,
                                              const std::vector<size_t>& channels,
                                              const MailPicture& picture = {});

// The text of a message as its reader gets it; of mail with its subject.
std::string ShownText(const store::OutboxMessage& message);

}  // namespace northstar::notify
