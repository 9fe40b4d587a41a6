#include "cli/arguments.h"

#include <gtest/gtest.h>

namespace northstar::cli {
namespace {

int Fine(Context&, const Parsed&) {
  return kFine;
}

CommandSpec Command(std::string_view name, std::vector<PositionalSpec> positionals = {},
                    std::vector<OptionSpec> options = {}) {
  return {.name = name,
          .summary = "Summary",
          .example = "northstar example",
          .positionals = std::move(positionals),
          .options = std::move(options),
          .run = Fine};
}

// One that also does something alone, one that takes what it is about, and one that only holds
// others.
const std::vector<CommandSpec>& Table() {
  static const std::vector<CommandSpec> kTable = [] {
    std::vector<CommandSpec> table{
        Command("align", {{.name = "team", .help = "Team"}}),
        Command("check", {}, {{"--metric", "METRIC", "Metric"}, {"--notify", "", "Send"}}),
        Command("check mute", {{.name = "check", .help = "Check", .required = true}},
                {{"--why", "TEXT", "Reason"}}),
        Command("survey"),
        Command("survey close"),
        Command("survey open", {}, {{"--people", "FILE", "Who is invited"}}),
    };
    table[3].run = {};
    table[3].example = {};
    return table;
  }();
  return kTable;
}

std::variant<Invocation, Help, Error> Parse(const std::vector<std::string>& arguments) {
  return ParseArguments(arguments, Table());
}

// The name of the command, or the message and its hint.
std::string Outcome(const std::vector<std::string>& arguments) {
  const auto parsed = Parse(arguments);
  if (const auto* found = std::get_if<Invocation>(&parsed))
    return std::string(found->command->name);
  if (const auto* error = std::get_if<Error>(&parsed)) return error->message + "; " + error->hint;
  return "help";
}

TEST(ArgumentsTest, ANameWithASpaceStandsUnderAnother) {
  EXPECT_EQ(Outcome({"survey", "open"}), "survey open");
  EXPECT_EQ(Outcome({"survey", "close"}), "survey close");
  EXPECT_EQ(Outcome({"check"}), "check");
  EXPECT_EQ(Outcome({"check", "mute", "anomaly"}), "check mute");
  EXPECT_EQ(Outcome({"align", "product"}), "align");
  EXPECT_EQ(Outcome({"check", "--metric", "mute"}), "check");
}

TEST(ArgumentsTest, OptionsOfAllLevelsReachIt) {
  const std::vector<std::vector<std::string>> ways{
      {"-p", "shop", "survey", "open", "--people", "p.csv", "-f", "json"},
      {"survey", "-p", "shop", "-f", "json", "open", "--people", "p.csv"},
      {"-p", "other", "survey", "open", "-p", "shop", "--people=p.csv", "--format", "json"}};
  for (const auto& way : ways) {
    const auto parsed = Parse(way);
    const auto* found = std::get_if<Invocation>(&parsed);
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->command->name, "survey open");
    const auto& values = found->parsed.values;
    EXPECT_EQ(values.at("--project"), std::vector<std::string>{"shop"});
    EXPECT_EQ(values.at("--format"), std::vector<std::string>{"json"});
    EXPECT_EQ(values.at("--people"), std::vector<std::string>{"p.csv"});
  }
}

TEST(ArgumentsTest, OneThatOnlyHoldsOthersNamesThem) {
  EXPECT_EQ(Outcome({"survey"}),
            "'survey' needs one of its commands: survey close, survey open; "
            "see 'northstar survey --help'");
}

TEST(ArgumentsTest, WrongNamesAreMet) {
  EXPECT_EQ(Outcome({"survye"}), "there is no command 'survye'; did you mean 'survey'?");
  EXPECT_EQ(Outcome({"survey", "opne"}),
            "there is no command 'survey opne'; did you mean 'survey open'?");
  EXPECT_EQ(Outcome({"check", "--notify", "mtue", "anomaly"}),
            "there is no command 'check mtue'; did you mean 'check mute'?");
  EXPECT_NE(Outcome({"open"}).find("there is no command 'open'"), std::string::npos);
  EXPECT_NE(Outcome({"check", "mute"}).find("see 'northstar check mute --help'"),
            std::string::npos);
  EXPECT_NE(Outcome({"survey", "open", "--poeple", "x"}).find("northstar survey open --help"),
            std::string::npos);
  EXPECT_NE(Outcome({"survey", "close", "open"}).find("northstar survey close --help"),
            std::string::npos);
}

TEST(ArgumentsTest, HelpIsOfTheCommandNamedLast) {
  const auto one = Parse({"survey", "open", "--help"});
  const auto* help = std::get_if<Help>(&one);
  ASSERT_NE(help, nullptr);
  EXPECT_NE(help->text.find("northstar survey open [OPTIONS]"), std::string::npos) << help->text;
  EXPECT_NE(help->text.find("--people"), std::string::npos);
  EXPECT_NE(help->text.find("northstar example"), std::string::npos);
  const auto group = Parse({"survey", "--help"});
  const auto* list = std::get_if<Help>(&group);
  ASSERT_NE(list, nullptr);
  EXPECT_NE(list->text.find("open"), std::string::npos);
  EXPECT_EQ(list->text.find("Example"), std::string::npos);
  const auto all = Parse({"--help"});
  const auto* whole = std::get_if<Help>(&all);
  ASSERT_NE(whole, nullptr);
  EXPECT_NE(whole->text.find("survey"), std::string::npos);
  EXPECT_EQ(whole->text.find("mute"), std::string::npos);
}

}  // namespace
}  // namespace northstar::cli
