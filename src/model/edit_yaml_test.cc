// Changes to project files: only what is meant changes, byte for byte; the rest stays as written.
#include "model/edit_yaml.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

std::string Change(const std::string& text, const StarChange& change) {
  const auto changed = ChangeNorthStar(SourceText("northstar.yml", text), change);
  return changed.ok() ? *changed : "error: " + changed.error().message;
}

const StarChange kFirst{"teams", "2026-01-05", "decisions/2026-01-05-teams.md", "", "", ""};
const StarChange kSecond{"users", "2026-03-01", "decisions/2026-03-01-users.md",
                         "teams", "2026-01-05", "it went up: nobody cared"};

TEST(EditYaml, AStarIsAddedAtTheEnd) {
  const std::string text = "version: 1   # the format\n\n# ours\ncandidates: [teams, users]";
  EXPECT_EQ(Change(text, kFirst), text + "\n\nnorth_star:\n  metric: teams\n  since: 2026-01-05\n");
  EXPECT_EQ(Change("", kFirst), "north_star:\n  metric: teams\n  since: 2026-01-05\n");
}

TEST(EditYaml, AStarIsReplacedWithoutDisturbingAnything) {
  const std::string before =
      "north_star:   # chosen in January\n"
      "    statement: 'A team # gets value'   # keep\n"
      "    metric: teams   # the one\n"
      "    inputs:\n"
      "    - {metric: a, owner: x}   # first\n"
      "    # between\n"
      "    - {metric: b, owner: y}\n"
      "\n"
      "# the rest\n"
      "outcome: revenue\n";
  const std::string after =
      "north_star:   # chosen in January\n"
      "    statement: 'A team # gets value'   # keep\n"
      "    metric: users   # the one\n"
      "    since: 2026-03-01\n"
      "    inputs:\n"
      "    - {metric: a, owner: x}   # first\n"
      "    # between\n"
      "    - {metric: b, owner: y}\n"
      "    history:\n"
      "      - {metric: teams, from: 2026-01-05, to: 2026-03-01, decision: "
      "decisions/2026-03-01-users.md, reason: \"it went up: nobody cared\"}\n"
      "\n"
      "# the rest\n"
      "outcome: revenue\n";
  EXPECT_EQ(Change(before, kSecond), after);
}

TEST(EditYaml, HistoryGrowsAtItsEnd) {
  const std::string before =
      "north_star:\n"
      "  metric: \"teams\"\n"
      "  since: 2026-01-05\n"
      "  history:\n"
      "    - {metric: signups, to: 2026-01-04}\n"
      "  owner: product\n";
  const std::string after =
      "north_star:\n"
      "  metric: users\n"
      "  since: 2026-03-01\n"
      "  history:\n"
      "    - {metric: signups, to: 2026-01-04}\n"
      "    - {metric: teams, from: 2026-01-05, to: 2026-03-01, decision: "
      "decisions/2026-03-01-users.md, reason: \"it went up: nobody cared\"}\n"
      "  owner: product\n";
  EXPECT_EQ(Change(before, kSecond), after);
}

TEST(EditYaml, WhatCannotBeChangedSafelyIsRefused) {
  for (const char* text :
       {"north_star: {metric: teams, since: 2026-01-05}\n",
        "north_star:\n  metric: teams\n  history: [{metric: a, to: 2026-01-04}]\n",
        "north_star:\n  metric: teams\r\n", "north_star:\n  since: 2026-01-05\n",
        "north_star:\n  metric: te\\\n    ams\n", "- a list\n", "a: [\n"}) {
    EXPECT_EQ(Change(text, kSecond).substr(0, 6), "error:") << text;
  }
}

TEST(EditYaml, ScoresAreAppended) {
  const NewScore score{"teams", "Anna: #1", "value", "2026-01-05T10:00:00Z", "so \"good\"", 4};
  const std::string line =
      "  - {candidate: teams, by: \"Anna: #1\", question: value, rating: 4, at: "
      "\"2026-01-05T10:00:00Z\", comment: \"so \\\"good\\\"\"}\n";
  const auto append = [&](const std::string& text) {
    const auto changed = AppendScores(SourceText("scores/anna.yml", text), {score});
    return changed.ok() ? *changed : "error: " + changed.error().message;
  };
  EXPECT_EQ(append(""), "scores:\n" + line);
  EXPECT_EQ(append("# mine\nscores:\n  - {candidate: a, by: b, question: value, rating: 1}"),
            "# mine\nscores:\n  - {candidate: a, by: b, question: value, rating: 1}\n" + line);
  EXPECT_EQ(append("scores: []\n").substr(0, 6), "error:");
  EXPECT_EQ(append("scores:\n  - {candidate: a, by: b, question: value, rating: 1}\nname: x\n")
                .substr(0, 6),
            "error:");
}

TEST(EditYaml, ScalarsReadBackAsTheyWere) {
  for (const std::string text :
       {"plain words", "true", "12", "a: b", "- a", "", " x", "x ", "\"q\" \\ '", "#1",
        "tab\tand\nline", "[x]", "~", "null", "é ü 日本", "@home", "50 %"}) {
    DiagnosticSink sink;
    const YamlNode node = ParseYaml(SourceText("t.yml", "{key: " + YamlScalar(text) + "}\n"), sink);
    ASSERT_EQ(sink.errors(), 0U) << text;
    ASSERT_EQ(node.entries.size(), 1U) << text;
    EXPECT_EQ(node.entries[0].value.text, text);
  }
}

TEST(EditYaml, AReviewIsClosedWhereItStands) {
  const auto close = [](const std::string& text, const std::string& strategy = "") {
    const auto changed = ChangeReview(SourceText("northstar.yml", text), {"2026-10-05", strategy});
    return changed.ok() ? *changed : "error: " + changed.error().message;
  };
  EXPECT_EQ(close("name: a\n"), "name: a\n\nreview:\n  last: 2026-10-05\n");
  EXPECT_EQ(close(""), "review:\n  last: 2026-10-05\n");
  EXPECT_EQ(close("review: {every: quarter}  # ours\nname: a\n"),
            "review: {every: quarter, last: 2026-10-05}  # ours\nname: a\n");
  EXPECT_EQ(close("review: {every: quarter, last: 2026-07-02}\n"),
            "review: {every: quarter, last: 2026-10-05}\n");
  EXPECT_EQ(close("review: {}\n"), "review: {last: 2026-10-05}\n");
  EXPECT_EQ(
      close("# top\nreview:\n  every: quarter  # of the year\n\n# next\nname: a\n"),
      "# top\nreview:\n  every: quarter  # of the year\n  last: 2026-10-05\n\n# next\nname: a\n");
  EXPECT_EQ(close("review:\n  last: 2026-07-02  # anna\n  every: quarter\n"),
            "review:\n  last: 2026-10-05  # anna\n  every: quarter\n");
  EXPECT_EQ(close("review: {every: quarter}\n", "2026-10-05"),
            "review: {every: quarter, last: 2026-10-05, strategy_changed: 2026-10-05}\n");
  EXPECT_EQ(close("review:\n  every: quarter\n", "2026-10-05"),
            "review:\n  every: quarter\n  last: 2026-10-05\n  strategy_changed: 2026-10-05\n");
}

TEST(EditYaml, AReviewThatCannotBeEditedSafelyIsLeftAlone) {
  for (const char* text :
       {"review:\nname: a\n", "review: {every: quarter}\r\n", "- a list\n",
        "review: {every: quarter,\n  last: 2026-07-02}\n{", "review: {last:}\n"}) {
    const auto changed = ChangeReview(SourceText("northstar.yml", text), {"2026-10-05", ""});
    ASSERT_FALSE(changed.ok()) << text << *changed;
    EXPECT_EQ(changed.error().kind, ErrorKind::kUsage);
    EXPECT_NE(changed.error().message.find("northstar.yml"), std::string::npos);
  }
}

}  // namespace
}  // namespace northstar
