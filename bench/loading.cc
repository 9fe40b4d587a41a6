// Loading files: all that `northstar load` does (every row read, checked, encoded, clustered and
// stored) against `create table as select` of the same files in DuckDB. Each time into a database
// of its own that is closed at the end.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "bench/bench.h"
#include "bench/own_load.h"
#include "engine/duckdb/database.h"
#include "engine/warehouse.h"
#include "model/load_project.h"
#include "model/project.h"

namespace northstar::bench {
namespace {

namespace fs = std::filesystem;

struct Files {
  const char* title;
  const char* name;
  int64_t rows;
  const char* copy_options;
  const char* reader;
};

constexpr Files kFiles[] = {
    {"csv.gz", "events.csv.gz", 5'000'000, "format csv, header, compression gzip", "read_csv"},
    {"parquet", "events.parquet", 10'000'000, "format parquet, compression zstd", "read_parquet"}};

constexpr const char* kProject = R"(
version: 1
warehouse: {{path: {}/own.duckdb}}
sources:
  - name: app
    files: {}
    time: time
    event_column: event
    entities: {{user: user_id, workspace: workspace}}
    dimensions: {{country: country}}
    values: {{amount: amount}}
)";

// 1 million users with ids of 36 characters, 20,000 workspaces, 20 events, 8 countries.
void MakeFile(const Files& files, const std::string& folder) {
  if (fs::exists(folder + "/" + files.name)) return;
  const auto database = Must(duck::Database::Open("", duck::Access::kReadWrite, 8'000'000'000, 0));
  const auto connection = Must(database->Connect());
  Must(connection->Run(fmt::format(
      "copy (select make_timestamp(1704067200000000 + (hash(i * 4) % "
      "31536000000000::ubigint)::bigint) as time, 'event_' || hash(i * 4 + 1) % 20 as event, "
      "md5((hash(i * 4 + 2) % 1000000)::varchar)::uuid::varchar as user_id, 'workspace-' || "
      "hash(i * 4 + 2) % 20000 as workspace, 'country ' || hash(i * 4 + 3) % 8 as country, "
      "(hash(i * 4 + 5) % 100000)::double / 100 as amount from range({}) t(i)) to '{}/{}' ({})",
      files.rows, folder, files.name, files.copy_options)));
}

void LoadPlain(const Files& files, const std::string& folder) {
  const std::string path = folder + "/plain.duckdb";
  fs::remove(path);
  const auto database =
      Must(duck::Database::Open(path, duck::Access::kReadWrite, 4'000'000'000, 0));
  const auto connection = Must(database->Connect());
  Must(connection->Run(fmt::format("create table events as select * from {}('{}/{}')", files.reader,
                                   folder, files.name)));
}

}  // namespace

std::string Loading(const Settings& settings) {
  std::string page =
      "## Loading\n\n"
      "All of `northstar load` into a new database, against `create table as select` of the same "
      "files in DuckDB:\n1 million users with ids of 36 characters, 20,000 workspaces, 20 kinds of "
      "events, 8 countries, an amount.\n\n"
      "| files | events | northstar, s | DuckDB, s | ratio | asked for |\n"
      "|---|---:|---:|---:|---:|---:|\n";
  for (const Files& files : kFiles) {
    const std::string folder = settings.folder + "/" + files.title;
    fs::create_directories(folder);
    fmt::print(stderr, "loading {} …\n", files.title);
    MakeFile(files, folder);
    std::ofstream(folder + "/northstar.yml")
        << fmt::format(fmt::runtime(kProject), folder, files.name);
    const ProjectRef project =
        Must(LoadProject(folder, [](const std::string&) { return std::nullopt; })).project;
    const std::vector<double> ms =
        Medians({[&] { LoadAnew(*project); }, [&] { LoadPlain(files, folder); }}, settings.runs);
    page +=
        fmt::format("| {} | {} million | {:.1f} | {:.1f} | {:.2f} | at most 1.5 |\n", files.title,
                    files.rows / 1'000'000, ms[0] / 1e3, ms[1] / 1e3, ms[0] / ms[1]);
  }
  return page;
}

}  // namespace northstar::bench
