#include "demo/write_demo.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "engine/parquet_writer.h"

namespace northstar::demo {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kMarker = "# The example product of northstar demo";

constexpr std::string_view kProject = R"yaml(, simulated with a known truth.
# Change anything and run 'northstar evaluate' again.
version: 1
name: teamwork
timezone: Europe/Berlin

sources:
  - name: app
    files: data/events.parquet
    time: time
    timezone: UTC
    event_column: event
    entities:   {user: user, workspace: workspace}
    dimensions: {plan: plan, country: country}
    values:     {amount: amount}

feedback:
  - name: reviews
    files: data/feedback.csv
    time: created
    timezone: UTC
    text: message
    rating: stars
    votes: upvotes
    entities: {user: user, workspace: workspace}
    id: review

metrics:
  - name: weekly_active_teams
    type: active
    label: Weekly active teams
    description: Teams in which at least three people completed a task this week
    entity: workspace
    event: task_completed
    distinct: user
    at_least: 3
    grain: week
    unit: teams
    owner: product
  - name: daily_active_users
    type: active
    label: Daily active users
    description: People who opened the app today
    entity: user
    event: app_opened
    grain: day
    unit: people
    owner: growth
  - name: messages_sent
    type: count
    label: Messages sent
    description: Messages that people sent to each other this week
    event: message_sent
    entity: user
    grain: week
    unit: messages
    owner: product
  - name: signups
    type: count
    label: Sign-ups
    description: People who signed up this week
    event: signed_up
    entity: user
    grain: week
    unit: people
    owner: growth
  - name: signups_total
    type: cumulative
    label: Sign-ups in total
    description: People who have signed up since the start
    metric: signups
    grain: week
    unit: people
    owner: growth
  - name: invites_sent
    type: count
    label: Invitations sent
    description: Invitations that people sent to colleagues this week
    event: invite_sent
    entity: user
    grain: week
    unit: invitations
    owner: growth
  - name: tasks_per_team
    type: ratio
    label: Tasks per active team
    description: Tasks completed this week for each active team
    numerator: tasks_completed
    denominator: weekly_active_teams
    owner: product
  - name: tasks_completed
    type: count
    label: Tasks completed
    description: Tasks that people completed this week
    event: task_completed
    entity: workspace
    grain: week
    unit: tasks
  - name: rating
    type: feedback
    label: Rating
    description: Stars that customers gave us this week
    source: reviews
    statistic: average_rating
    grain: week
    unit: stars
  - name: revenue
    type: sum
    label: Revenue
    description: Money that workspaces paid this month
    event: payment_received
    value: amount
    entity: workspace
    grain: month
    format: currency_eur
    owner: finance

outcome: revenue
candidates: [weekly_active_teams, daily_active_users, messages_sent, signups_total, revenue]

teams:
  - {name: product, label: Product, purpose: Make teams finish work together}
  - {name: growth, label: Growth, purpose: Bring in teams that stay}
  - {name: finance, label: Finance, purpose: Keep the books}

annotations:
  - {at: 2025-03-01, to: 2025-08-31, text: Reminder notifications for every message, kind: campaign}
  - {at: 2026-02-01, text: New prices for the team plan, kind: release}
)yaml";

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

}  // namespace

Result<DemoFiles> WriteDemo(const std::string& directory, const SimulationSpec& spec) {
  const fs::path root(directory);
  NS_RETURN_IF_ERROR(CheckDirectory(root));
  std::error_code error;
  fs::create_directories(root / "data", error);
  if (!error) fs::create_directories(root / "scores", error);
  if (error)
    return Error::Data(fmt::format("cannot make the folder '{}': {}", directory, error.message()));
  // First, so that the folder is known as a demo's when this is interrupted.
  NS_RETURN_IF_ERROR(
      WriteText(root / "northstar.yml", std::string(kMarker) + std::string(kProject)));
  using Type = ParquetWriter::Type;
  NS_ASSIGN(const std::unique_ptr<ParquetWriter> writer,
            ParquetWriter::Open({{"time", Type::kTimestamp},
                                 {"event", Type::kText},
                                 {"user", Type::kText},
                                 {"workspace", Type::kText},
                                 {"plan", Type::kText},
                                 {"country", Type::kText},
                                 {"amount", Type::kNumber}}));
  DemoFiles files;
  SimulationOutput output;
  output.event = [&](const SimulatedEvent& event) {
    writer->Timestamp(event.utc_us);
    writer->Text(event.event);
    if (event.user >= 0) {
      writer->Text(fmt::format("u{:05}", event.user));
    } else {
      writer->Null();
    }
    writer->Text(fmt::format("w{:04}", event.workspace));
    writer->Text(kPlans[event.plan]);
    writer->Text(kCountries[event.country]);
    if (event.amount > 0) {
      writer->Number(event.amount);
    } else {
      writer->Null();
    }
    writer->EndRow();
    ++files.events;
  };
  std::vector<std::string> reviews;
  output.feedback = [&](const SimulatedFeedback& one) {
    reviews.push_back(fmt::format("{},\"{}\",{},{},u{:05},w{:04},r{:05}", FormatInstant(one.utc_us),
                                  one.text, one.rating, one.votes, one.user, one.workspace,
                                  reviews.size()));
  };
  Simulate(spec, output);
  NS_RETURN_IF_ERROR(writer->Write((root / "data" / "events.parquet").string(), "time"));
  std::sort(reviews.begin(), reviews.end());
  NS_RETURN_IF_ERROR(WriteText(
      root / "data" / "feedback.csv",
      "created,message,stars,upvotes,user,workspace,review\n" + Join(reviews, "\n") + "\n"));
  for (const Rater& rater : kRaters)
    NS_RETURN_IF_ERROR(
        WriteText(root / "scores" / fmt::format("{}.yml", rater.name), ScoresOf(rater)));
  NS_RETURN_IF_ERROR(WriteText(root / ".gitignore", ".northstar/\ntarget/\n"));
  return files;
}

}  // namespace northstar::demo
