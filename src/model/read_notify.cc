// `notify:` → channels. What is wrong in an address is said without the address: it may hold a
// password, and usually comes from the environment.
#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "base/text.h"
#include "base/week_time.h"
#include "model/channel_address.h"
#include "model/reading.h"

namespace northstar::reading {
namespace {

// Of mail who gets it, else the address, which is its secret: a hash, so that it can be kept.
std::string ReceiverOf(const Notify& channel) {
  constexpr size_t kDigits = 16;
  std::vector<std::string> to = channel.to;
  std::sort(to.begin(), to.end());
  return HashText(
             fmt::format("{}\n{}\n{}\n{}", channel.type, channel.host, channel.url, Join(to, ",")))
      .substr(0, kDigits);
}

class ChannelReader {
 public:
  ChannelReader(const YamlNode& node, Context& context) : node_(node), context_(context) {}

  Notify Read() {
    channel_.type = Text(node_, "type");
    channel_.span = SpanOf(node_, "type");
    channel_.url = Expanded("url", Text(node_, "url"));
    channel_.secret = Expanded("secret", Text(node_, "secret"));
    channel_.smtp = Expanded("smtp", Text(node_, "smtp"));
    channel_.from = Expanded("from", Text(node_, "from"));
    for (const std::string& to : Texts(node_, "to")) channel_.to.push_back(Expanded("to", to));
    if (channel_.type == "email") {
      ReadMail();
    } else {
      ReadAddress("url", channel_.url, {"https", "http"});
      Refuse({"to", "from", "smtp"});
    }
    if (channel_.type != "webhook") Refuse({"secret"});
    if (channel_.type == "webhook") Refuse({"digest"});
    ReadSeverities();
    ReadDigest();
    return std::move(channel_);
  }

 private:
  // Who asks something of a project need not know its secrets: what is not set is kept in mind, and
  // is an error for telling people alone.
  std::string Expanded(std::string_view key, const std::string& text) {
    const Environment lenient = [&](const std::string& name) -> std::optional<std::string> {
      const auto value = context_.environment(name);
      if (!value) channel_.unset = name;
      return value.value_or("");
    };
    Context context{context_.reporter, lenient, context_.file_dir};
    return ExpandText(text, SpanOf(node_, key), context);
  }

  void Wrong(std::string_view key, std::string message, std::string expected = "",
             std::string hint = "") {
    context_.reporter.Error("NS010", SpanOf(node_, key), std::move(message), std::move(expected),
                            std::move(hint));
  }

  void Refuse(std::initializer_list<std::string_view> keys) {
    for (const YamlNode::Entry& entry : node_.entries) {
      if (std::find(keys.begin(), keys.end(), entry.key) == keys.end()) continue;
      context_.reporter.Error(
          "NS002", entry.key_span,
          fmt::format("'{}' has no meaning for a channel of type '{}'", entry.key, channel_.type));
    }
  }

  void ReadAddress(std::string_view key, const std::string& url,
                   const std::vector<std::string_view>& schemes) {
    const std::string example = fmt::format("{}://…", schemes[0]);
    if (node_.Find(key) == nullptr) {
      context_.reporter.Error("NS009", channel_.span, fmt::format("this channel has no '{}'", key),
                              fmt::format("{}: {}", key, example));
      return;
    }
    if (!channel_.unset.empty()) return;
    if (url.empty()) {
      Wrong(key, fmt::format("'{}' is empty", key), example);
      return;
    }
    const auto address = ParseChannelAddress(url);
    if (!address) return Wrong(key, fmt::format("'{}' is not an address", key), example);
    if (std::find(schemes.begin(), schemes.end(), address->scheme) == schemes.end()) {
      return Wrong(
          key,
          fmt::format("addresses that begin with '{}://' are not supported here", address->scheme),
          fmt::format("{}:// or {}://", schemes[0], schemes[1]));
    }
    channel_.host = address->host;
    channel_.receiver = ReceiverOf(channel_);
  }

  void ReadMail() {
    ReadAddress("smtp", channel_.smtp, {"smtps", "smtp"});
    Refuse({"url"});
    if (channel_.to.empty()) {
      context_.reporter.Error("NS009", channel_.span, "this channel has no 'to'",
                              "to: [team@example.org]");
      return;
    }
    if (!channel_.unset.empty()) return;
    for (const std::string& to : channel_.to) {
      if (!IsMailAddress(to))
        Wrong("to", "this is not an email address", "team@example.org, without a name");
    }
    if (channel_.from.empty()) channel_.from = channel_.to.front();
    if (node_.Find("from") != nullptr && !IsMailAddress(channel_.from))
      Wrong("from", "this is not an email address", "northstar@example.org, without a name");
  }

  void ReadSeverities() {
    if (node_.Find("on") == nullptr) return;
    channel_.critical = channel_.warning = false;
    for (const std::string& word : Texts(node_, "on")) {
      if (word == "critical") {
        channel_.critical = true;
      } else if (word == "warning") {
        channel_.warning = true;
      } else {
        const std::vector<std::string> known{"critical", "warning"};
        Wrong("on", fmt::format("'{}' is not a severity", word), "critical, warning",
              DidYouMean(word, known));
      }
    }
  }

  void ReadDigest() {
    channel_.digest = Text(node_, "digest");
    if (node_.Find("digest") == nullptr) return;
    if (!ParseWeekTime(channel_.digest))
      Wrong("digest", fmt::format("'{}' is not a weekday and a time", channel_.digest),
            "for example monday 09:00");
  }

  const YamlNode& node_;
  Context& context_;
  Notify channel_;
};

}  // namespace

void ReadNotify(const YamlNode& root, Project& project, Context& context) {
  if (const YamlNode* list = root.Find("notify")) {
    for (const YamlNode& item : list->items)
      project.notify.push_back(ChannelReader(item, context).Read());
  }
  if (const YamlNode* refresh = root.Find("refresh"); refresh != nullptr) {
    const auto every = ParseDuration(refresh->text);
    if (every || refresh->text == "0") {
      project.refresh_us = every ? every->days * kMicrosPerDay + every->exact_us : 0;
    } else {
      context.reporter.Error("NS010", refresh->span,
                             fmt::format("'{}' is no time between two loads", refresh->text),
                             "refresh: 15m, or refresh: 0");
    }
  }
  const YamlNode* again = root.Find("renotify");
  const auto after = ReadDuration(root, "renotify");
  if (again == nullptr || !after) return;
  if (*after == Duration{}) {
    context.reporter.Error("NS010", again->span, "'renotify' must be longer than 0", "24h");
    return;
  }
  project.renotify = *after;
}

}  // namespace northstar::reading
