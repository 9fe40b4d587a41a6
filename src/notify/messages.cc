#include "notify/messages.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/calendar.h"
#include "base/html_text.h"
#include "base/keyed_hash.h"
#include "base/text.h"
#include "json/findings.h"
#include "notify/mime.h"
#include "words/alerts.h"

namespace northstar::notify {
namespace {

// The most lines of one message; the others are counted.
constexpr size_t kLines = 40;

std::string FreshKey() {
  constexpr size_t kDigits = 32;
  return KeyedHash(NewKey(), "message").substr(0, kDigits);
}

std::string Compact(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// An alert and what is to be told of it.
struct Entry {
  AlertKey key;
  bool started = false, ended = false, removed = false;

  void Add(std::string_view event) {
    started = started || event == "started";
    ended = event == "ended";
  }
  AlertEventStatement::Code code() const {
    using Code = AlertEventStatement::Code;
    if (ended && removed) return Code::kRemoved;
    if (ended) return started ? Code::kStartedAndEnded : Code::kEnded;
    return started ? Code::kStarted : Code::kRepeated;
  }
};

class Writer {
 public:
  Writer(const Tidings& tidings, const MailPicture& picture)
      : tidings_(tidings), picture_(picture), project_(*tidings.answer.found.project) {
    const std::vector<CheckFinding>& findings = tidings.answer.found.findings;
    for (size_t i = 0; i < findings.size(); ++i) rows_.emplace(KeyOf(findings[i]), i);
    for (const AlertEvent& event : tidings.events) {
      if (!event.reason.empty()) removed_.insert(event.key);
    }
  }

  Mail Write() {
    for (size_t i = 0; i < project_.notify.size(); ++i) {
      const Notify& channel = project_.notify[i];
      std::vector<AlertEvent> events;
      for (const AlertEvent& event : tidings_.events) {
        if (event.critical ? channel.critical : channel.warning) events.push_back(event);
      }
      if (events.empty()) continue;
      if (channel.type == "webhook") {
        WriteHooks(i, events);
      } else {
        WriteSummary(i, events);
      }
    }
    return std::move(mail_);
  }

 private:
  // Those of the channel that cannot have arrived.
  std::vector<const store::OutboxMessage*> WaitingOf(size_t channel) const {
    std::vector<const store::OutboxMessage*> found;
    for (const store::OutboxMessage& one : tidings_.waiting) {
      // A digest tells of no alert; it stays as it is.
      if (!one.unsure && !one.alerts.empty() &&
          ChannelOf(project_, one) == &project_.notify[channel])
        found.push_back(&one);
    }
    return found;
  }

  void Post(size_t channel, std::string body, std::vector<store::OutboxAlert> about) {
    store::OutboxMessage message;
    message.channel = static_cast<int>(channel);
    message.type = project_.notify[channel].type;
    message.host = project_.notify[channel].host;
    message.receiver = project_.notify[channel].receiver;
    message.key = FreshKey();
    message.body = std::move(body);
    message.made_us = tidings_.answer.found.at_us;
    message.alerts = std::move(about);
    mail_.messages.push_back(std::move(message));
  }

  Said SaidOf(const Entry& entry) const {
    AlertEventStatement s{entry.code(), fmt::format("{}/{}", entry.key.check, entry.key.subject)};
    const auto row = rows_.find(entry.key);
    if (row == rows_.end()) {
      s.code = AlertEventStatement::Code::kRemoved;
      return Words(s);
    }
    const Said& said = tidings_.answer.found.findings[row->second].said;
    s.found = said.first;
    s.found.Add(said.more);
    s.since = tidings_.states[row->second].since;
    return Words(s);
  }

  Json RowOf(const Entry& entry) const {
    const auto row = rows_.find(entry.key);
    if (row != rows_.end()) return CheckRowJson(tidings_.answer, row->second);
    return RemovedRowJson(entry.key.check, entry.key.subject, SaidOf(entry));
  }

  void WriteHooks(size_t channel, const std::vector<AlertEvent>& events) {
    const std::vector<const store::OutboxMessage*> waiting = WaitingOf(channel);
    for (const AlertEvent& event : events) {
      Entry entry{event.key};
      bool says_it = false;  // what waits says that it fires
      for (const store::OutboxMessage* one : waiting) {
        const store::OutboxAlert& about = one->alerts.front();
        if (AlertKey{about.check, about.subject} != event.key || about.event == "ended") continue;
        if (event.what == AlertEvent::What::kEnded) {
          entry.Add(about.event);
          mail_.withdrawn.push_back(one->id);
        }
        says_it = true;
      }
      if (event.what == AlertEvent::What::kRepeated && says_it) continue;
      WriteHook(channel, event, entry);
    }
  }

  void WriteHook(size_t channel, const AlertEvent& event, Entry entry) {
    const std::string name(NameOf(event.what));
    entry.removed = removed_.contains(event.key);
    const bool both = entry.started;
    entry.Add(name);
    Json body{{"event", name},         {"events", both ? Json{"started", name} : Json{name}},
              {"check", RowOf(entry)}, {"project", project_.name},
              {"url", nullptr},        {"at", FormatInstant(tidings_.answer.found.at_us)}};
    if (!event.reason.empty()) body["reason"] = event.reason;
    std::vector<store::OutboxAlert> about;
    about.push_back({event.key.check, event.key.subject, name});
    Post(channel, Compact(body), std::move(about));
  }

  // Everything that the channel has not heard yet, by alert, in the order of its first event.
  std::vector<Entry> EntriesOf(size_t channel, const std::vector<AlertEvent>& events) {
    std::vector<Entry> entries;
    const auto add = [&](const AlertKey& key, std::string_view event) {
      auto found = std::find_if(entries.begin(), entries.end(),
                                [&](const Entry& one) { return one.key == key; });
      if (found == entries.end()) found = entries.insert(entries.end(), Entry{key});
      found->Add(event);
      found->removed = removed_.contains(key);
    };
    for (const store::OutboxMessage* one : WaitingOf(channel)) {
      mail_.withdrawn.push_back(one->id);
      for (const store::OutboxAlert& about : one->alerts)
        add({about.check, about.subject}, about.event);
    }
    for (const AlertEvent& event : events) add(event.key, NameOf(event.what));
    return entries;
  }

  std::string TitleOf(const std::vector<Entry>& entries) const {
    using Code = LookTitle::Code;
    LookTitle title{tidings_.first ? Code::kFirst : Code::kLater, Printable(project_.name)};
    title.checks = tidings_.states.size();
    for (size_t i = 0; i < title.checks; ++i)
      title.firing += Fires(tidings_.answer.found.findings[i], tidings_.states[i]);
    for (const Entry& entry : entries) {
      title.started += entry.started && !entry.ended;
      title.repeated += !entry.started && !entry.ended;
      title.ended += entry.ended;
    }
    return Words(title).first.text();
  }

  // A line each.
  std::vector<std::string> LinesOf(const std::vector<Entry>& entries) const {
    std::vector<std::string> lines;
    for (const Entry& entry : entries) {
      if (lines.size() == kLines) {
        lines.push_back(
            fmt::format("And {} more; 'northstar check' lists all.", entries.size() - kLines));
        break;
      }
      lines.push_back(Printable(SaidOf(entry).whole()));
    }
    return lines;
  }

  static std::vector<store::OutboxAlert> AboutOf(const std::vector<Entry>& entries) {
    std::vector<store::OutboxAlert> about;
    for (const Entry& entry : entries) {
      const auto add = [&](bool holds, const char* event) {
        if (holds) about.push_back({entry.key.check, entry.key.subject, event});
      };
      add(entry.started, "started");
      add(!entry.started && !entry.ended, "repeated");
      add(entry.ended, "ended");
    }
    return about;
  }

  void WriteSummary(size_t channel, const std::vector<AlertEvent>& events) {
    std::vector<Entry> entries = EntriesOf(channel, events);
    const auto rank = [](const Entry& one) { return one.ended ? 2 : one.started ? 0 : 1; };
    std::stable_sort(entries.begin(), entries.end(),
                     [&](const Entry& a, const Entry& b) { return rank(a) < rank(b); });
    const std::string title = TitleOf(entries);
    const std::vector<std::string> lines = LinesOf(entries);
    const bool slack = project_.notify[channel].type == "slack";
    Post(channel, Compact(slack ? SlackBody(title, lines) : MailBody(title, lines)),
         AboutOf(entries));
  }

  static Json SlackBody(const std::string& title, const std::vector<std::string>& lines) {
    std::string text = fmt::format("*{}*", EscapeSlack(title));
    for (const std::string& line : lines) text += "\n• " + EscapeSlack(line);
    return {{"text", text}, {"unfurl_links", false}, {"unfurl_media", false}};
  }

  // What the mail says; sender and receivers are the channel's when it is sent.
  Json MailBody(const std::string& title, const std::vector<std::string>& lines) const {
    std::string text = title + "\n";
    std::string html = fmt::format("<p><strong>{}</strong></p>\n<ul>\n", EscapeHtml(title));
    for (const std::string& line : lines) {
      text += "\n- " + line + "\n";
      html += fmt::format("<li>{}</li>\n", EscapeHtml(line));
    }
    Json body{
        {"subject", title}, {"text", text}, {"html", html + "</ul>\n" + PictureHtml(picture_)}};
    if (!picture_.png.empty()) body["png"] = Base64(picture_.png);
    return body;
  }

  const Tidings& tidings_;
  const MailPicture& picture_;
  const Project& project_;
  std::map<AlertKey, size_t> rows_;
  std::set<AlertKey> removed_;
  Mail mail_;
};

}  // namespace

Mail WriteMessages(const Tidings& tidings, const MailPicture& picture) {
  return Writer(tidings, picture).Write();
}

const Notify* ChannelOf(const Project& project, const store::OutboxMessage& message) {
  const auto leads_there = [&](const Notify& one) {
    return one.type == message.type && one.receiver == message.receiver;
  };
  const auto at = static_cast<size_t>(message.channel);
  const auto& all = project.notify;
  if (at < all.size() && leads_there(all[at])) return &all[at];
  const auto found = std::find_if(all.begin(), all.end(), leads_there);
  if (found != all.end()) return &*found;
  const auto same_type = [&](const Notify& one) { return one.type == message.type; };
  const bool only = std::count_if(all.begin(), all.end(), same_type) == 1;
  return only ? &*std::find_if(all.begin(), all.end(), same_type) : nullptr;
}

}  // namespace northstar::notify
