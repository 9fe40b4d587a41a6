#include "notify/messages.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace northstar::notify {
namespace {

using What = AlertEvent::What;

// Two alerts over the channels slack, webhook, email (critical alone).
class MessagesTest : public ::testing::Test {
 protected:
  MessagesTest() {
    const auto zone = TimeZone::Load("UTC");
    auto project = std::make_shared<Project>(Calendar(*zone, Weekday::kMonday, 1));
    project->name = "acme <!channel>";
    for (const char* type : {"slack", "webhook", "email"}) {
      Notify channel;
      channel.type = type;
      channel.host = std::string(type) + ".example.org";
      channel.receiver = channel.host;
      channel.warning = channel.type != "email";
      project->notify.push_back(channel);
    }
    answer_.found.project = project;
    Add(CheckKind::kGuardrail, "rating", "Rating <b>&</b> <!channel>\r\nwas 3.1.");
    Add(CheckKind::kAnomaly, "hits", "Hits were 7.");
    answer_.mutes.resize(2);
  }

  void Add(CheckKind check, const std::string& subject, const std::string& said) {
    CheckFinding finding;
    finding.check = check;
    finding.subject = subject;
    finding.said = {Sentence(said), {}, "x"};
    AlertState state;
    state.key = KeyOf(finding);
    state.status = AlertStatus::kFiring;
    state.since = "2026-06-22";
    answer_.found.findings.push_back(std::move(finding));
    answer_.states.push_back(std::move(state));
  }

  Mail Write(const std::vector<AlertEvent>& events,
             const std::vector<store::OutboxMessage>& waiting = {}, bool first = false) const {
    return WriteMessages({answer_, answer_.states, events, first, waiting});
  }

  static store::OutboxMessage Waiting(int64_t id, int channel, const char* type,
                                      std::vector<store::OutboxAlert> alerts, bool unsure = false) {
    store::OutboxMessage message;
    message.id = id;
    message.channel = channel;
    message.type = type;
    message.host = message.type + ".example.org";
    message.receiver = message.host;
    message.alerts = std::move(alerts);
    message.unsure = unsure;
    return message;
  }

  static nlohmann::json Read(const store::OutboxMessage& message) {
    return nlohmann::json::parse(message.body);
  }

  const AlertKey rating_{"guardrail", "rating"}, hits_{"anomaly", "hits"};
  CheckAnswer answer_;
};

TEST_F(MessagesTest, SlackAndMailGetOneAndWebhooksOnePerAlert) {
  const Mail mail = Write({{What::kStarted, rating_, true}, {What::kStarted, hits_, false}});
  ASSERT_EQ(mail.messages.size(), 4U);
  EXPECT_TRUE(mail.withdrawn.empty());
  EXPECT_EQ(mail.messages[0].type, "slack");
  EXPECT_EQ(mail.messages[0].alerts.size(), 2U);
  EXPECT_EQ(Read(mail.messages[1])["check"]["subject"], "rating");
  EXPECT_EQ(Read(mail.messages[2])["check"]["subject"], "hits");
  EXPECT_EQ(Read(mail.messages[2])["event"], "started");
  EXPECT_EQ(Read(mail.messages[2])["events"], nlohmann::json({"started"}));
  // Mail hears of the critical one alone.
  EXPECT_EQ(mail.messages[3].type, "email");
  EXPECT_EQ(mail.messages[3].alerts.size(), 1U);
  EXPECT_NE(mail.messages[0].key, mail.messages[3].key);
  EXPECT_EQ(mail.messages[0].key.size(), 32U);
}

TEST_F(MessagesTest, NothingIsWrittenToWhoHearsOfNothing) {
  EXPECT_EQ(Write({{What::kStarted, hits_, false}}).messages.size(), 2U);
  EXPECT_TRUE(Write({}).messages.empty());
}

TEST_F(MessagesTest, NamesMentionNobodyAndCarryNoTags) {
  const Mail mail = Write({{What::kStarted, rating_, true}});
  const std::string slack = Read(mail.messages[0])["text"];
  EXPECT_EQ(slack.find('<'), std::string::npos);
  EXPECT_NE(slack.find("&lt;!channel&gt;"), std::string::npos);
  EXPECT_EQ(slack.find('\r'), std::string::npos);
  const nlohmann::json parts = Read(mail.messages[2]);
  const std::string html = parts["html"], subject = parts["subject"];
  EXPECT_EQ(html.find("<b>"), std::string::npos);
  EXPECT_NE(html.find("&lt;b&gt;&amp;&lt;/b&gt;"), std::string::npos);
  EXPECT_EQ(subject.find_first_of("\r\n"), std::string::npos);
}

TEST_F(MessagesTest, AStartThatNobodyHeardOfGoesOutWithItsEnd) {
  const std::vector<store::OutboxMessage> waiting{
      Waiting(7, 0, "slack", {{"guardrail", "rating", "started"}, {"anomaly", "hits", "started"}}),
      Waiting(8, 1, "webhook", {{"guardrail", "rating", "started"}}),
      Waiting(9, 1, "webhook", {{"anomaly", "hits", "started"}})};
  const Mail mail = Write({{What::kEnded, rating_, true}}, waiting);
  EXPECT_EQ(mail.withdrawn, (std::vector<int64_t>{7, 8}));
  ASSERT_EQ(mail.messages.size(), 3U);
  const std::string slack = Read(mail.messages[0])["text"];
  EXPECT_NE(slack.find("Started: Hits were 7."), std::string::npos) << slack;
  EXPECT_NE(slack.find("Started and ended before anyone was told: Rating"), std::string::npos)
      << slack;
  EXPECT_EQ(Read(mail.messages[1])["event"], "ended");
  EXPECT_EQ(Read(mail.messages[1])["events"], nlohmann::json({"started", "ended"}));
  // What may have arrived stays, and the end is a message of its own.
  const Mail unsure = Write({{What::kEnded, rating_, true}},
                            {Waiting(8, 1, "webhook", {{"guardrail", "rating", "started"}}, true)});
  EXPECT_TRUE(unsure.withdrawn.empty());
  EXPECT_EQ(Read(unsure.messages[1])["events"], nlohmann::json({"ended"}));
}

TEST_F(MessagesTest, WhatIsRemovedSaysSo) {
  const Mail mail = Write({{What::kEnded, {"goal", "gone"}, true, "removed"}});
  const nlohmann::json hook = Read(mail.messages[1]);
  EXPECT_EQ(hook["reason"], "removed");
  EXPECT_EQ(hook["check"]["sentence"], "Ended: goal/gone is no longer checked.");
  EXPECT_TRUE(hook["check"]["value"].is_null());
}

TEST_F(MessagesTest, TheFirstLookIsASummary) {
  const Mail mail = Write({{What::kStarted, rating_, true}}, {}, true);
  const std::string slack = Read(mail.messages[0])["text"];
  EXPECT_TRUE(slack.starts_with("*acme &lt;!channel&gt;: first look, 2 of 2 checks are firing.*"))
      << slack;
}

TEST_F(MessagesTest, AChannelIsFoundByWhereItStandsAndWhereItLeads) {
  const Project& project = *answer_.found.project;
  EXPECT_EQ(ChannelOf(project, Waiting(1, 1, "webhook", {})), &project.notify[1]);
  EXPECT_EQ(ChannelOf(project, Waiting(1, 5, "webhook", {})), &project.notify[1]);
  store::OutboxMessage other = Waiting(1, 1, "webhook", {});
  other.receiver = "elsewhere";
  EXPECT_EQ(ChannelOf(project, other), &project.notify[1]) << "the only one was corrected";
  Project two = project;
  two.notify.push_back(project.notify[1]);
  two.notify.back().receiver = "third";
  EXPECT_EQ(ChannelOf(two, other), nullptr) << "it was for neither";
}

}  // namespace
}  // namespace northstar::notify
