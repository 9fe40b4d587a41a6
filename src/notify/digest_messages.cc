#include "notify/digest_messages.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "base/html_text.h"
#include "base/text.h"
#include "notify/mime.h"

namespace northstar::notify {
namespace {

using Json = nlohmann::json;
constexpr std::string_view kSlack = "slack", kMail = "email";

// The same for the same project, period and channel, whenever it is made.
std::string KeyOf(const Digest& digest, size_t position) {
  constexpr size_t kDigits = 32;
  const Notify& channel = digest.project->notify[position];
  return HashText(fmt::format("digest\n{}\n{}\n{}\n{}\n{}", digest.project->name,
                              GrainName(digest.period), FormatDay(digest.from), channel.type,
                              channel.receiver))
      .substr(0, kDigits);
}

// The whole of it: what is beyond the limit of a text to be read at a glance stands below "More".
std::string WholeText(const Digest& digest, DigestForm form) {
  const DigestText text = LayOut(digest.heading, digest.sections, form);
  if (text.more.empty()) return text.text;
  const char* more = form == DigestForm::kSlack ? "*More*" : "More";
  return fmt::format("{}\n\n{}\n\n{}", text.text, more, text.more);
}

// A block of a plain digest is a line, or a title with items below.
std::string HtmlOf(const std::string& block) {
  const std::vector<std::string> lines = Split(block, '\n');
  if (lines.size() == 1) return fmt::format("<p>{}</p>\n", EscapeHtml(block));
  std::string out = fmt::format("<h3>{}</h3>\n<ul>\n", EscapeHtml(lines[0]));
  for (size_t i = 1; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    out += fmt::format("<li>{}</li>\n", EscapeHtml(line.starts_with("- ") ? line.substr(2) : line));
  }
  return out + "</ul>\n";
}

Json MailBody(const Digest& digest, const MailPicture& picture) {
  const std::string text = WholeText(digest, DigestForm::kPlain);
  std::string html =
      fmt::format("<h2>{}</h2>\n", EscapeHtml(digest.heading)) + PictureHtml(picture);
  bool heading = true;  // the first block, where the text begins with it
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find("\n\n", at), text.size());
    const std::string block = text.substr(at, end - at);
    if (!heading || block != Printable(digest.heading)) html += HtmlOf(block);
    heading = false;
    at = end + 2;
  }
  Json body{{"subject", digest.heading}, {"text", text + "\n"}, {"html", html}};
  if (!picture.png.empty()) body["png"] = Base64(picture.png);
  return body;
}

Json SlackBody(const Digest& digest) {
  return {{"text", WholeText(digest, DigestForm::kSlack)},
          {"unfurl_links", false},
          {"unfurl_media", false}};
}

}  // namespace

std::vector<size_t> DigestChannels(const Project& project, std::string_view type) {
  std::vector<size_t> all, timed;
  for (size_t i = 0; i < project.notify.size(); ++i) {
    const Notify& channel = project.notify[i];
    if (channel.type != kSlack && channel.type != kMail) continue;
    if (!type.empty() && channel.type != type) continue;
    all.push_back(i);
    if (!channel.digest.empty()) timed.push_back(i);
  }
  return timed.empty() ? all : timed;
}

std::vector<store::OutboxMessage> WriteDigest(const Digest& digest,
                                              const std::vector<size_t>& channels,
                                              const MailPicture& picture) {
  std::vector<store::OutboxMessage> messages;
  for (const size_t position : channels) {
    const Notify& channel = digest.project->notify[position];
    store::OutboxMessage message;
    message.channel = static_cast<int>(position);
    message.type = channel.type;
    message.host = channel.host;
    message.receiver = channel.receiver;
    message.key = KeyOf(digest, position);
    const Json body = channel.type == kSlack ? SlackBody(digest) : MailBody(digest, picture);
    message.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
    message.made_us = digest.at_us;
    messages.push_back(std::move(message));
  }
  return messages;
}

std::string ShownText(const store::OutboxMessage& message) {
  const auto body = Json::parse(message.body, nullptr, false);
  if (!body.is_object()) return "";
  const std::string text = body.value("text", "");
  const std::string subject = body.value("subject", "");
  return subject.empty() ? text : fmt::format("Subject: {}\n\n{}", Printable(subject), text);
}

}  // namespace northstar::notify
