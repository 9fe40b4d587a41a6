#include "model/source_formats.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "model/load_project.h"
#include "model/project.h"
#include "tests/program.h"

namespace northstar {
namespace {

// A project whose only source names the format, with these keys beside it.
Result<LoadedProject> LoadWith(const SourceFormat& format, const std::string& keys) {
  const northstar::testing::TempDir dir;
  dir.Write("northstar.yml",
            fmt::format("version: 1\n{}:\n  - {{name: export, files: data/*, format: {}{}}}\n",
                        format.feedback ? "feedback" : "sources", format.name, keys));
  return LoadProject(dir.path(), [](const auto&) { return std::nullopt; });
}

TEST(SourceFormats, HaveAllThatASourceNeeds) {
  ASSERT_GE(FormatNames().size(), 18);
  for (const std::string& name : FormatNames()) {
    const SourceFormat* format = FindFormat(name);
    ASSERT_NE(format, nullptr) << name;
    EXPECT_FALSE(format->title.empty() || format->origin.empty() || format->lost.empty()) << name;
    EXPECT_FALSE(format->sign.empty()) << name;
    EXPECT_TRUE(format->layout.empty() || format->layout == "json" || format->layout == "csv" ||
                format->layout == "tsv")
        << name;
    const auto loaded = LoadWith(*format, "");
    ASSERT_TRUE(loaded.ok()) << name << ": " << loaded.error().diagnostics.front().message;
    ASSERT_EQ(loaded->project->sources.size(), 1) << name;
  }
  EXPECT_EQ(FindFormat("netscape"), nullptr);
}

TEST(SourceFormats, GiveWayToTheKeysOfTheProject) {
  const auto loaded = LoadWith(*FindFormat("amplitude"),
                               ", event: any_of_them, entities: {account: acme}, timezone: UTC");
  ASSERT_TRUE(loaded.ok());
  const Source& source = loaded->project->sources[0];
  EXPECT_EQ(source.event, "any_of_them");
  EXPECT_EQ(source.event_column, "");
  ASSERT_EQ(source.entities.size(), 1);
  EXPECT_EQ(source.entities[0].name, "account");
  EXPECT_FALSE(source.IsOfFormat(source.entities[0].span));
  EXPECT_TRUE(source.IsOfFormat(source.time_span));
}

TEST(SourceFormats, OfFeedbackAreNoEvents) {
  SourceFormat format = *FindFormat("canny");
  format.feedback = false;
  const auto loaded = LoadWith(format, "");
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().diagnostics.front().message, "'canny' is a format of feedback");
}

}  // namespace
}  // namespace northstar
