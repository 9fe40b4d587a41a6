#include "model/old_definitions.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "model/edit_yaml.h"
#include "model/project.h"

namespace northstar {
namespace {

constexpr const char* kProject = R"(version: 1
sources: [{name: app, files: e.csv, time: t, event_column: e, entities: {user: u}, values: {n: n}}]
metrics:
  - name: users    # who came
    type: active
    entity: user
    description: >
      Who came, "twice": at least
    event: [hit, {event: like, where: "n > -1"}]
    at_least: 2
  - {name: hits, type: count, event: hit}
  - {name: recorded_definition_1, type: count, event: hit}
)";

LoadedProject Read(const std::string& text = kProject) {
  auto loaded = LoadProjectFrom(::testing::TempDir(), {SourceText("northstar.yml", text)},
                                ProcessEnvironment());
  EXPECT_TRUE(loaded.ok());
  return *std::move(loaded);
}

RevivedProject ReviveAll(const LoadedProject& loaded, const std::vector<std::string>& written) {
  std::vector<DefinitionState> states;
  for (const std::string& one : written) states.push_back({1, "", "", one});
  return Revive(loaded, states, ProcessEnvironment());
}

TEST(OldDefinitions, WhatAMetricWroteDefinesItAgain) {
  const LoadedProject loaded = Read();
  const Metric& users = *loaded.project->FindMetric("users");
  const RevivedProject revived =
      ReviveAll(loaded, {users.written, "{name: users, type: active, entity: user, event: hit}"});
  ASSERT_EQ(revived.definitions.size(), 2U);
  const Metric* same = revived.project->FindMetric(revived.definitions[0].name);
  const Metric* other = revived.project->FindMetric(revived.definitions[1].name);
  ASSERT_TRUE(same != nullptr && other != nullptr);
  EXPECT_EQ(DefinitionText(*same), DefinitionText(users));
  EXPECT_EQ(same->description, users.description);
  EXPECT_NE(DefinitionText(*other), DefinitionText(users));
  // Beside what there is, which stays as it was.
  EXPECT_EQ(revived.project->metrics.size(), 5U);
  EXPECT_EQ(DefinitionText(*revived.project->FindMetric("users")), DefinitionText(users));
  EXPECT_EQ(loaded.project->metrics.size(), 3U);
}

TEST(OldDefinitions, WhatCannotBeReadIsSaidAndEndsNothing) {
  const RevivedProject revived =
      ReviveAll(Read(), {"", "{name: users, type: active, entity: nobody, event: hit}", "[", "- a",
                         "{name: users, type: ratio, numerator: gone, denominator: hits}",
                         "{name: hits, type: count, event: like}"});
  for (const size_t i : {0, 1, 2, 3, 4}) {
    EXPECT_EQ(revived.definitions[i].name, "") << i;
    EXPECT_NE(revived.definitions[i].problem, "") << i;
  }
  EXPECT_NE(revived.definitions[1].problem.find("nobody"), std::string::npos);
  EXPECT_NE(revived.definitions[4].problem.find("gone"), std::string::npos);
  EXPECT_NE(revived.project->FindMetric(revived.definitions[5].name), nullptr);
}

TEST(OldDefinitions, AMetricIsWrittenOnOneLine) {
  const LoadedProject loaded = Read();
  EXPECT_EQ(loaded.project->FindMetric("hits")->written, "{name: hits, type: count, event: hit}");
  EXPECT_EQ(loaded.project->FindMetric("users")->written,
            "{name: users, type: active, entity: user, description: \"Who came, \\\"twice\\\": at "
            "least\\n\", event: [hit, {event: like, where: \"n > -1\"}], at_least: 2}");
}

}  // namespace
}  // namespace northstar
