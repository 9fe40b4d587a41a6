#include "demo/write_demo.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "demo/project_text.h"
#include "demo/write_okrs.h"
#include "engine/parquet_writer.h"

namespace northstar::demo {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kMarker = "# The example product of northstar demo";

// What three people thought of the candidates.
struct Rater {
  std::string_view name;
  std::string_view ratings;  // candidate, then value, actionable, simple and strategy
};
constexpr Rater kRaters[] = {
    {"anna",
     "weekly_active_teams 5445\ndaily_active_users 3442\nmessages_sent 4451\nsignups_total 1351"},
    {"ben",
     "weekly_active_teams 4455\ndaily_active_users 2353\nmessages_sent 2552\nsignups_total 1451"},
    {"chloe",
     "weekly_active_teams 5345\ndaily_active_users 3453\nmessages_sent 1451\nsignups_total 1351"}};
constexpr std::string_view kAsked[] = {"value", "actionable", "simple", "strategy"};

std::string ScoresOf(const Rater& rater) {
  std::string text = "scores:\n";
  for (const std::string& line : Split(rater.ratings, '\n')) {
    const std::vector<std::string> parts = Split(line, ' ');
    for (size_t q = 0; q < std::size(kAsked); ++q) {
      text += fmt::format(
          "  - {{candidate: {}, by: {}, question: {}, rating: {}, at: 2026-06-22T09:00:00Z}}\n",
          parts[0], rater.name, kAsked[q], parts[1][q]);
    }
  }
  return text;
}

Status WriteText(const fs::path& path, const std::string& text) {
  std::ofstream file(path);
  file << text;
  if (!file.flush())
    return Error::Data(fmt::format("cannot write '{}'", path.string()), "is the disk full?");
  return Status::Ok();
}

Status CheckDirectory(const fs::path& directory) {
  std::error_code error;
  if (!fs::exists(directory, error) || fs::is_empty(directory, error)) return Status::Ok();
  std::ifstream project(directory / "northstar.yml");
  std::string line;
  std::getline(project, line);
  if (line.starts_with(kMarker)) return Status::Ok();
  return Error::Usage(
      fmt::format("'{}' is not empty and does not contain a demo", directory.string()),
      "choose another folder: northstar demo DIR");
}

// Columns of events.parquet, in the order in which WriteRow fills them.
Result<std::unique_ptr<ParquetWriter>> OpenEvents() {
  using Type = ParquetWriter::Type;
  return ParquetWriter::Open({{"time", Type::kTimestamp},
                              {"event", Type::kText},
                              {"user", Type::kText},
                              {"workspace", Type::kText},
                              {"plan", Type::kText},
                              {"country", Type::kText},
                              {"amount", Type::kNumber}});
}

void WriteRow(ParquetWriter& writer, const SimulatedEvent& event) {
  writer.Timestamp(event.utc_us);
  writer.Text(event.event);
  if (event.user >= 0) {
    writer.Text(fmt::format("u{:05}", event.user));
  } else {
    writer.Null();
  }
  writer.Text(fmt::format("w{:04}", event.workspace));
  writer.Text(kPlans[event.plan]);
  writer.Text(kCountries[event.country]);
  if (event.amount > 0) {
    writer.Number(event.amount);
  } else {
    writer.Null();
  }
  writer.EndRow();
}

// Sorted, so by time.
Status WriteRows(const fs::path& path, const std::string& header, std::vector<std::string>& rows) {
  std::sort(rows.begin(), rows.end());
  return WriteText(path, header + "\n" + Join(rows, "\n") + "\n");
}

Status MakeFolder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) return Status::Ok();
  return Error::Data(
      fmt::format("cannot make the folder '{}': {}", folder.string(), error.message()));
}

// What depends on the events (the objectives) and what does not.
Status WriteTexts(const fs::path& root, const WeeklyCourse& course) {
  NS_RETURN_IF_ERROR(WriteText(root / "constellation.yml", std::string(kConstellationText)));
  NS_RETURN_IF_ERROR(WriteText(root / "okrs.yml", OkrsText(course)));
  NS_RETURN_IF_ERROR(WriteText(root / "bets.yml", std::string(kBetsText)));
  NS_RETURN_IF_ERROR(WriteText(root / "survey" / "people.csv", std::string(kPeopleText)));
  NS_RETURN_IF_ERROR(WriteText(root / "survey" / "answers.csv", std::string(kAnswersText)));
  for (const Rater& rater : kRaters)
    NS_RETURN_IF_ERROR(
        WriteText(root / "scores" / fmt::format("{}.yml", rater.name), ScoresOf(rater)));
  return WriteText(root / ".gitignore", ".northstar/\ntarget/\n");
}

}  // namespace

Result<DemoFiles> WriteDemo(const std::string& directory, const SimulationSpec& spec) {
  const fs::path root(directory);
  NS_RETURN_IF_ERROR(CheckDirectory(root));
  NS_RETURN_IF_ERROR(MakeFolder(root));
  // First, so that the folder is known as a demo's when this is interrupted.
  NS_RETURN_IF_ERROR(
      WriteText(root / "northstar.yml", std::string(kMarker) + std::string(kProjectText)));
  for (const char* name : {"data", "scores", "survey"}) NS_RETURN_IF_ERROR(MakeFolder(root / name));
  NS_ASSIGN(const std::unique_ptr<ParquetWriter> writer, OpenEvents());
  NS_ASSIGN(const TimeZone zone, TimeZone::Load(std::string(kZone)));
  WeeklyCourse course(zone);
  DemoFiles files;
  SimulationOutput output;
  std::vector<std::string> exposures;
  output.event = [&](const SimulatedEvent& event) {
    if (!event.experiment.empty()) {
      exposures.push_back(fmt::format("{},u{:05},w{:04},{},{}", FormatInstant(event.utc_us),
                                      event.user, event.workspace, event.experiment,
                                      event.variant));
      return;
    }
    WriteRow(*writer, event);
    course.Add(event);
    ++files.events;
  };
  std::vector<std::string> reviews;
  output.feedback = [&](const SimulatedFeedback& one) {
    course.Add(one);
    reviews.push_back(fmt::format("{},\"{}\",{},{},u{:05},w{:04},r{:05}", FormatInstant(one.utc_us),
                                  one.text, one.rating, one.votes, one.user, one.workspace,
                                  reviews.size()));
  };
  Simulate(spec, output);
  NS_RETURN_IF_ERROR(writer->Write((root / "data" / "events.parquet").string(), "time"));
  NS_RETURN_IF_ERROR(WriteRows(root / "data" / "experiments.csv",
                               "time,user,workspace,experiment,variant", exposures));
  NS_RETURN_IF_ERROR(WriteRows(root / "data" / "feedback.csv",
                               "created,message,stars,upvotes,user,workspace,review", reviews));
  NS_RETURN_IF_ERROR(WriteTexts(root, course));
  return files;
}

}  // namespace northstar::demo
