// The table of requests, row by row, and how what was asked is read.
#include "api/request.h"

#include <gtest/gtest.h>

#include <set>

namespace northstar {
namespace {

TEST(Requests, EveryRowIsWhole) {
  std::set<std::string_view> names;
  for (const RequestSpec& request : Requests()) {
    SCOPED_TRACE(request.name);
    EXPECT_TRUE(names.insert(request.name).second);
    EXPECT_TRUE(std::visit([](auto run) { return run != nullptr; }, request.run));
    EXPECT_FALSE(request.summary.empty());
    EXPECT_TRUE(request.example.starts_with("northstar " + std::string(request.name)));
    std::set<std::string_view> parameters;
    bool named = false;  // one that is given by name came: subjects come first
    for (const Parameter& parameter : request.parameters) {
      SCOPED_TRACE(parameter.name);
      EXPECT_TRUE(parameters.insert(parameter.name).second);
      EXPECT_FALSE(parameter.help.empty());
      EXPECT_EQ(parameter.kind == ParameterKind::kChoice, !parameter.choices.empty());
      EXPECT_EQ(parameter.kind == ParameterKind::kFlag, parameter.Placeholder().empty());
      EXPECT_FALSE(parameter.subject && named);
      named = named || !parameter.subject;
    }
    EXPECT_EQ(request.run_on_file != nullptr, parameters.contains("csv"));
    EXPECT_EQ(request.run_without_data != nullptr, parameters.contains(request.without_data));
  }
}

TEST(Requests, SomeNeedNoDataForWhatIsAsked) {
  for (const RequestSpec& request : Requests()) {
    if (request.name != "decide") continue;
    Arguments arguments("--");
    EXPECT_FALSE(IsOfFolder(request, arguments));
    arguments.Set("rewire", {"true"});
    EXPECT_TRUE(IsOfFolder(request, arguments));
  }
}

TEST(Arguments, ReadWhatWasGivenAndNothingElse) {
  Arguments arguments("--");
  EXPECT_EQ(*arguments.ReadDay("from"), std::nullopt);
  EXPECT_EQ(*arguments.ReadCount("periods"), std::nullopt);
  EXPECT_EQ(arguments.ReadGrain(), std::nullopt);
  arguments.Set("from", {"2011-01-03"});
  arguments.Set("periods", {"12"});
  arguments.Set("grain", {"week"});
  arguments.Set("level", {"90%"});
  arguments.Set("by", {"country", "plan"});
  EXPECT_EQ(*arguments.ReadDay("from"), ParseDay("2011-01-03"));
  EXPECT_EQ(*arguments.ReadCount("periods"), 12);
  EXPECT_EQ(arguments.ReadGrain(), Grain::kWeek);
  EXPECT_DOUBLE_EQ(**arguments.ReadShare("level", 0.95), 0.9);
  EXPECT_EQ(arguments.All("by"), (std::vector<std::string>{"country", "plan"}));
  EXPECT_EQ(arguments.Text("by"), "country");
  EXPECT_EQ(arguments.Text("where", "none"), "none");
}

TEST(Arguments, ErrorsUseTheNamesOfWhoeverAsked) {
  for (const char* prefix : {"--", ""}) {
    Arguments arguments(prefix);
    arguments.Set("from", {"2011-02-30"});
    arguments.Set("periods", {"-1"});
    arguments.Set("level", {"2"});
    const std::string name = prefix + std::string("from");
    EXPECT_EQ(arguments.ReadDay("from").error().message, name + " '2011-02-30' is not a date");
    EXPECT_EQ(arguments.ReadDay("from").error().kind, ErrorKind::kUsage);
    EXPECT_FALSE(arguments.ReadCount("periods").ok());
    EXPECT_FALSE(arguments.ReadShare("level", 0.95).ok());
  }
}

TEST(Arguments, WithoutAFileNoneIsNamed) {
  EXPECT_EQ(CheckNeeded(Arguments("--"), "survey answer", {"person"}, "…").error().message,
            "survey answer needs --person");
}

TEST(Arguments, AFileKnowsNoProject) {
  Arguments arguments("--");
  arguments.Set("csv", {"a.csv"});
  EXPECT_TRUE(CheckForFile(arguments, "metric", {"where"}).ok());
  EXPECT_EQ(CheckNeeded(arguments, "detect", {"time"}, "northstar detect").error().message,
            "detect --csv also needs --time");
  arguments.Set("time", {"at"});
  EXPECT_TRUE(CheckNeeded(arguments, "detect", {"time"}, "northstar detect").ok());
  arguments.Set("where", {"x = 1"});
  EXPECT_FALSE(CheckForFile(arguments, "metric", {"where"}).ok());
  arguments.Set("metric", {"orders"});
  EXPECT_EQ(CheckForFile(arguments, "metric", {}).error().message,
            "'orders' and --csv cannot be combined");
}

}  // namespace
}  // namespace northstar
