#include "cli/sending.h"

#include <fmt/format.h>

#include "base/text.h"
#include "notify/send_messages.h"

namespace northstar::cli {
namespace {

std::string Messages(size_t count) {
  return Plural(static_cast<long long>(count), "message");
}

void SayWhatWasSent(Context& context, const notify::Sent& sent) {
  if (sent.busy) {
    context.err(
        "northstar: another process is sending messages now; what it leaves waits for the next "
        "'check --notify'\n");
    return;
  }
  for (const std::string& problem : sent.problems) Warn(context, problem);
  if (sent.sent > 0) context.err(fmt::format("northstar: {} sent\n", Messages(sent.sent)));
  const size_t left = sent.failed + sent.waiting;
  if (left > 0) {
    context.err(fmt::format("northstar: {} not sent; 'check --notify' tries again later\n",
                            Messages(left)));
  }
}

}  // namespace

void Warn(Context& context, const std::string& sentence) {
  context.err(fmt::format("northstar: warning: {}\n", PrintableLines(sentence)));
}

std::string ChannelName(const Project& project, size_t position) {
  const Notify& channel = project.notify[position];
  if (channel.host.empty()) return fmt::format("channel {} ({})", position + 1, channel.type);
  return fmt::format("channel {} ({}, {})", position + 1, channel.type, Printable(channel.host));
}

Status CheckSet(const Notify& channel) {
  if (channel.unset.empty()) return Status::Ok();
  return Error::Usage(
      fmt::format("the environment variable '{}' of 'notify:' is not set", channel.unset),
      fmt::format("run: export {}=…", channel.unset));
}

int SendWaiting(Context& context, const Project& project, int64_t now_us) {
  const Result<notify::Sent> sent =
      notify::SendMessages(project, now_us, *context.clock, context.cancel);
  if (!sent.ok()) return Report(context, sent.error());
  SayWhatWasSent(context, *sent);
  return kFine;
}

}  // namespace northstar::cli
