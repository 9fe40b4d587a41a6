#include "demo/write_demo.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

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
)yaml";

Status CheckDirectory(const fs::path& directory) {
  std::error_code error;
  if (!fs::exists(directory, error) || fs::is_empty(directory, error)) return Status::Ok();
  std::ifstream project(directory / "northstar.yml");
  std::string line;
  std::getline(project, line);
  if (line.starts_with(kMarker)) return Status::Ok();
  return Error::Usage(fmt::format("'{}' is not empty and holds no demo", directory.string()),
                      "name another folder: northstar demo DIR");
}

}  // namespace

Result<DemoFiles> WriteDemo(const std::string& directory, const SimulationSpec& spec) {
  const fs::path root(directory);
  NS_RETURN_IF_ERROR(CheckDirectory(root));
  std::error_code error;
  fs::create_directories(root / "data", error);
  if (error)
    return Error::Data(fmt::format("cannot make the folder '{}': {}", directory, error.message()));
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
  Simulate(spec, [&](const SimulatedEvent& event) {
    writer->Timestamp(event.utc_us);
    writer->Text(event.event);
    writer->Text(fmt::format("u{:05}", event.user));
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
  });
  NS_RETURN_IF_ERROR(writer->Write((root / "data" / "events.parquet").string(), "time"));
  std::ofstream project(root / "northstar.yml");
  project << kMarker << kProject;
  std::ofstream ignore(root / ".gitignore");
  ignore << ".northstar/\ntarget/\n";
  if (!project.flush() || !ignore.flush())
    return Error::Data(fmt::format("cannot write '{}'", directory), "is the disk full?");
  return files;
}

}  // namespace northstar::demo
