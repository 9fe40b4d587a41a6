#include "notify/digest_messages.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

namespace northstar::notify {
namespace {

using Json = nlohmann::json;

// Channels: a webhook, Slack, mail, and Slack once more.
std::shared_ptr<Project> ProjectWithChannels() {
  auto project = std::make_shared<Project>(Calendar(*TimeZone::Load("UTC"), Weekday::kMonday, 1));
  project->name = "acme";
  for (const char* type : {"webhook", "slack", "email", "slack"}) {
    Notify channel;
    channel.type = type;
    channel.host = std::string(type) + ".example.org";
    channel.receiver = std::to_string(project->notify.size());
    project->notify.push_back(channel);
  }
  return project;
}

Digest DigestOf(std::shared_ptr<Project> project, const char* from = "2026-06-22") {
  Digest digest;
  digest.project = std::move(project);
  digest.from = *ParseDay(from);
  digest.to = digest.from + 7;
  digest.at_us = 7;
  digest.heading = "acme: a week";
  digest.sections = {{"star", "", 1, {"Teams <rose> & <!channel>."}},
                     {"inputs", "Inputs", 2, {"Invites fell.", "- is a name."}}};
  return digest;
}

TEST(DigestMessages, GoToSlackAndMailOrToThoseWithATime) {
  const auto project = ProjectWithChannels();
  using Positions = std::vector<size_t>;
  EXPECT_EQ(DigestChannels(*project), (Positions{1, 2, 3}));
  EXPECT_EQ(DigestChannels(*project, "email"), (Positions{2}));
  project->notify[3].digest = "monday 09:00";
  EXPECT_EQ(DigestChannels(*project), (Positions{3}));
  // Of mail none has a time, so all of mail.
  EXPECT_EQ(DigestChannels(*project, "email"), (Positions{2}));
  project->notify.resize(1);
  EXPECT_TRUE(DigestChannels(*project).empty());
}

TEST(DigestMessages, AreWrittenAsTheChannelTakesThem) {
  const auto project = ProjectWithChannels();
  const auto messages = WriteDigest(DigestOf(project), {1, 2});
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[0].channel, 1);
  EXPECT_EQ(messages[0].type, "slack");
  EXPECT_EQ(messages[0].made_us, 7);
  EXPECT_EQ(Json::parse(messages[0].body)["text"],
            "*acme: a week*\n\nTeams &lt;rose&gt; &amp; &lt;!channel&gt;.\n\n*Inputs*\n• Invites "
            "fell.\n• - is a name.");
  const Json mail = Json::parse(messages[1].body);
  EXPECT_EQ(mail["subject"], "acme: a week");
  EXPECT_EQ(mail["text"],
            "acme: a week\n\nTeams <rose> & <!channel>.\n\nInputs\n- Invites fell.\n- - is a "
            "name.\n");
  EXPECT_EQ(mail["html"],
            "<h2>acme: a week</h2>\n<p>Teams &lt;rose&gt; &amp; &lt;!channel&gt;.</p>\n"
            "<h3>Inputs</h3>\n<ul>\n<li>Invites fell.</li>\n<li>- is a name.</li>\n</ul>\n");
  EXPECT_EQ(ShownText(messages[1]).substr(0, 37), "Subject: acme: a week\n\nacme: a week\n\n");
}

TEST(DigestMessages, WhatDoesNotFitStandsBelow) {
  Digest digest = DigestOf(ProjectWithChannels());
  digest.sections.push_back({"okrs", "OKRs", 3, {Sentence(std::string(1600, 'x'))}});
  const auto messages = WriteDigest(digest, {1, 2});
  EXPECT_NE(Json::parse(messages[0].body)["text"].get<std::string>().find("\n\n*More*\n\n*OKRs*\n"),
            std::string::npos);
  EXPECT_NE(
      Json::parse(messages[1].body)["html"].get<std::string>().find("<p>More</p>\n<h3>OKRs</h3>\n"),
      std::string::npos);
}

TEST(DigestMessages, OneKeyPerProjectPeriodAndChannel) {
  const auto project = ProjectWithChannels();
  const auto key = [](const Digest& digest, size_t channel) {
    return WriteDigest(digest, {channel})[0].key;
  };
  const Digest digest = DigestOf(project);
  std::set<std::string> keys{key(digest, 1), key(digest, 2), key(digest, 3),
                             key(DigestOf(project, "2026-06-29"), 1)};
  Digest month = digest;
  month.period = Grain::kMonth;
  keys.insert(key(month, 1));
  Digest later = digest;
  later.at_us = 8;
  later.sections.clear();
  EXPECT_EQ(key(later, 1), key(digest, 1));
  const auto other = ProjectWithChannels();
  other->name = "other";
  keys.insert(key(DigestOf(other), 1));
  EXPECT_EQ(keys.size(), 6U);
  EXPECT_EQ(key(digest, 1).size(), 32U);
}

}  // namespace
}  // namespace northstar::notify
