// What commands that tell people share: whether they can be told, sending what waits, and what is
// said of it on stderr. No address is ever said.
#pragma once

#include <string>

#include "cli/command.h"
#include "model/project.h"

namespace northstar::cli {

// A line of stderr; control characters become spaces.
void Warn(Context& context, const std::string& sentence);

// "channel 1 (slack, hooks.slack.com)". REQUIRES: a position in `notify:`.
std::string ChannelName(const Project& project, size_t position);
// kUsage where a variable of the environment that it needs is not set.
Status CheckSet(const Notify& channel);

// Sends what waits in the outbox as of `now_us`. Returns kFine, or the exit code of the error.
int SendWaiting(Context& context, const Project& project, int64_t now_us);

}  // namespace northstar::cli
