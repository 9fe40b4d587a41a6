#include "cli/digests.h"

#include <fmt/format.h>

#include <variant>

#include "base/text.h"
#include "base/week_time.h"
#include "cli/ask.h"
#include "cli/sending.h"
#include "cli/star_picture.h"
#include "notify/digest_messages.h"

namespace northstar::cli {
namespace {

using store::OutboxMessage;
using store::Posted;
constexpr int64_t kHourUs = int64_t{3600} * 1'000'000;
constexpr int64_t kLatestUs = 24 * kHourUs;

Result<std::vector<size_t>> ChannelsFor(const Project& project, const Parsed& parsed) {
  const std::string to = parsed.Text("--to");
  std::vector<size_t> channels = notify::DigestChannels(project, to);
  if (!channels.empty()) return channels;
  if (to.empty()) {
    return Error::Usage("the project has no channel for a digest",
                        "add one of type slack or email under 'notify:' in northstar.yml");
  }
  return Error::Usage(fmt::format("the project has no channel of type '{}'", to),
                      "add one under 'notify:' in northstar.yml, or leave --to out");
}

// Who gets it, where it is not plain from the host.
std::string ReceiversOf(const Notify& channel) {
  return channel.to.empty() ? "" : " for " + Join(channel.to, ", ");
}

std::string PeriodOf(const Digest& digest) {
  return fmt::format("the digest of the {} from {}", GrainName(digest.period),
                     FormatDay(digest.from));
}

// `as_of`: the digest is of the time that was asked for, and so is its picture. That is drawn where
// a mail is new.
Result<std::vector<Posted>> Post(Context& context, bool as_of, const Digest& digest,
                                 const std::vector<size_t>& channels) {
  const Project& project = *digest.project;
  std::vector<OutboxMessage> messages = notify::WriteDigest(digest, channels);
  NS_ASSIGN(const std::vector<Posted> known, store::WouldPost(project, messages));
  bool new_mail = false;
  for (size_t i = 0; i < messages.size(); ++i)
    new_mail = new_mail || (known[i] == Posted::kNew && messages[i].type == "email");
  if (new_mail) {
    const std::optional<int64_t> at_us = as_of ? std::optional(digest.at_us) : std::nullopt;
    messages =
        notify::WriteDigest(digest, channels, StarPicture(context, project, digest.metric, at_us));
  }
  return store::PostOnce(project, messages);
}

}  // namespace

std::vector<OptionSpec> DigestSendOptions() {
  return {{.name = "--send",
           .value = "",
           .help = "Send it to the channels of 'notify:', once per period",
           .for_owner = true},
          {"--dry-run", "", "With --send: show what would go where, and send nothing"}};
}

Status CheckDigestOptions(const Parsed& parsed) {
  if (parsed.Has("--dry-run") && !parsed.Has("--send"))
    return Error::Usage("--dry-run is for --send", "northstar digest --send --dry-run");
  if (parsed.Has("--send") && parsed.Text("--to") == "markdown") {
    return Error::Usage("no channel takes Markdown",
                        "--to slack, --to email, or leave it out for all channels");
  }
  return Status::Ok();
}

Result<std::string> DigestPlan(Context& context, const Parsed& parsed, const DigestAnswer& answer) {
  const Project& project = *answer.digest.project;
  NS_ASSIGN(const std::vector<size_t> channels, ChannelsFor(project, parsed));
  const std::vector<OutboxMessage> messages = notify::WriteDigest(answer.digest, channels);
  NS_ASSIGN(const std::vector<Posted> posted, store::WouldPost(project, messages));
  std::string plan;
  for (size_t i = 0; i < channels.size(); ++i) {
    const Notify& channel = project.notify[channels[i]];
    const std::string name = ChannelName(project, channels[i]);
    if (!channel.unset.empty()) Warn(context, CheckSet(channel).error().message);
    if (posted[i] != Posted::kNew) {
      context.err(fmt::format("northstar: {} was sent to {} before, or waits to be\n",
                              PeriodOf(answer.digest), name));
      continue;
    }
    context.err(fmt::format("northstar: would go to {}{}\n", name, ReceiversOf(channel)));
    plan += fmt::format("{}To {}:\n\n{}\n", plan.empty() ? "" : "\n", name,
                        Trim(notify::ShownText(messages[i])));
  }
  return plan;
}

int FinishDigest(Context& context, const Parsed& parsed, const DigestAnswer& answer) {
  if (!parsed.Has("--send") || parsed.Has("--dry-run")) return kFine;
  const Project& project = *answer.digest.project;
  const Result<std::vector<size_t>> channels = ChannelsFor(project, parsed);
  if (!channels.ok()) return Report(context, channels.error());
  for (const size_t position : *channels) {
    if (const Status set = CheckSet(project.notify[position]); !set.ok())
      return Report(context, set.error());
  }
  const Result<std::vector<Posted>> posted =
      Post(context, parsed.Has("--as-of"), answer.digest, *channels);
  if (!posted.ok()) return Report(context, posted.error());
  for (size_t i = 0; i < channels->size(); ++i) {
    if ((*posted)[i] != Posted::kSent) continue;
    context.err(fmt::format("northstar: {} was sent to {} before; it is not sent again\n",
                            PeriodOf(answer.digest), ChannelName(project, (*channels)[i])));
  }
  return SendWaiting(context, project, answer.digest.at_us);
}

void DueDigests::Send(Context& context) {
  const Result<LoadedProject> loaded = ReadProject(context);
  if (!loaded.ok()) return;  // the look said so
  const Project& project = *loaded->project;
  const int64_t now_us = context.clock->NowUs();
  std::map<size_t, int64_t> due;
  for (size_t i = 0; i < project.notify.size(); ++i) {
    const auto time = ParseWeekTime(project.notify[i].digest);
    if (!time || !project.notify[i].unset.empty()) continue;
    const int64_t at_us = LastTimeOf(*time, project.calendar, now_us);
    const auto done = done_.find(i), tried = tried_.find(i);
    const bool open = done == done_.end() || done->second != at_us;
    if (open && now_us - at_us < kLatestUs &&
        (tried == tried_.end() || now_us - tried->second >= kHourUs))
      due[i] = at_us;
  }
  if (due.empty()) return;
  std::vector<size_t> channels;
  for (const auto& [position, at_us] : due) {
    channels.push_back(position);
    tried_[position] = now_us;
  }
  const Result<Answer> answer = Ask(context, "digest", Arguments("--"));
  if (!answer.ok()) {
    (void)Report(context, answer.error());
    return;
  }
  const Digest& digest = std::get<DigestAnswer>(*answer).digest;
  // The files may have changed since: then the channels are others, and the next look asks anew.
  if (digest.project->notify.size() != project.notify.size()) return;
  const Result<std::vector<Posted>> posted = Post(context, false, digest, channels);
  if (!posted.ok()) {
    (void)Report(context, posted.error());
    return;
  }
  bool some = false;
  for (size_t i = 0; i < channels.size(); ++i) {
    // One that was sent before may be of the period before: data that come later make a new one.
    if ((*posted)[i] == Posted::kSent) continue;
    done_[channels[i]] = due[channels[i]];
    some = true;
  }
  if (some) (void)SendWaiting(context, *digest.project, now_us);
}

}  // namespace northstar::cli
