// Every template of the catalogue on simulated events against its hand-written query; and every
// starting point of `init` validates and runs.
#include "catalog/catalog.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "base/calendar.h"
#include "base/random.h"
#include "base/text.h"
#include "engine/duckdb/database.h"
#include "model/load_project.h"
#include "model/project.h"
#include "tests/program.h"

namespace northstar::testing {
namespace {

using catalog::Kind;
using catalog::Template;

constexpr uint64_t kSeed = 20260301;

std::vector<std::string> Columns(const Kind& kind) {
  std::vector<std::string> columns;
  for (const auto* group : {&kind.entity_columns, &kind.dimension_columns, &kind.value_columns})
    columns.insert(columns.end(), group->begin(), group->end());
  return columns;
}

// Ten weeks of people who do things close together, at one instant, and without some of the cells.
std::string Simulate(const Kind& kind) {
  Random random(kSeed ^ MixText(kind.name));
  std::string csv = "time,event";
  for (const std::string& column : Columns(kind)) csv += "," + column;
  csv += "\n";
  const int64_t first = ParseTime("2026-03-02T00:00:00Z")->us;
  for (int i = 0; i < 600; ++i) {
    int64_t at = first + static_cast<int64_t>(random.Below(70 * 24 * 60)) * 60 * kMicrosPerSecond;
    const auto person = random.Below(60);
    const auto events = 1 + random.Below(8);
    for (uint64_t e = 0; e < events; ++e) {
      csv += FormatInstant(at) + "," + kind.events[random.Below(kind.events.size())];
      for (size_t c = 0; c < kind.entity_columns.size(); ++c) {
        csv += random.Below(25) == 0
                   ? ","
                   : fmt::format(",x{}", c == 0 ? person : (person + random.Below(3)) / (c + 2));
      }
      for (const std::vector<std::string>& values : kind.examples)
        csv += "," + (random.Below(10) == 0 ? "" : values[random.Below(values.size())]);
      for (size_t c = 0; c < kind.value_columns.size(); ++c)
        csv += random.Below(10) == 0 ? "," : fmt::format(",{}", 1 + random.Below(60));
      csv += "\n";
      at += static_cast<int64_t>(random.Below(5) * random.Below(2000)) * kMicrosPerSecond;
    }
  }
  return csv;
}

// The tables that check queries see: events, and the periods of a grain that the data touch.
void MakeTables(duck::Connection& db, const Kind& kind, const std::string& file) {
  std::string columns = "time, event";
  std::string types = "'time': 'TIMESTAMP', 'event': 'VARCHAR'";
  const auto add = [&](const std::vector<std::string>& names, const std::vector<std::string>& cols,
                       const char* type) {
    for (size_t i = 0; i < names.size(); ++i) {
      columns += fmt::format(", \"{}\" as \"{}\"", cols[i], names[i]);
      types += fmt::format(", '{}': '{}'", cols[i], type);
    }
  };
  add(kind.entities, kind.entity_columns, "VARCHAR");
  add(kind.dimensions, kind.dimension_columns, "VARCHAR");
  add(kind.values, kind.value_columns, "DOUBLE");
  const Status status = db.Run(
      fmt::format("create or replace table events as select {} from read_csv('{}', types = {{{}}})",
                  columns, file, types));
  ASSERT_TRUE(status.ok()) << status.error().message;
}

void MakePeriods(duck::Connection& db, const std::string& grain) {
  const Status status =
      db.Run(fmt::format("create or replace table periods as select s::date as start, s as lo, s + "
                         "interval 1 {0} as hi "
                         "from (select unnest(generate_series(date_trunc('{0}', min(time)), "
                         "max(time), interval 1 {0})) "
                         "as s from events)",
                         grain));
  ASSERT_TRUE(status.ok()) << status.error().message;
}

TEST(Catalog, EveryTemplateGivesWhatItsCheckGives) {
  SCOPED_TRACE(fmt::format("seed {}", kSeed));
  auto database = duck::Database::Open("", duck::Access::kReadWrite, 1'000'000'000, 2);
  auto connection = (*database)->Connect();
  duck::Connection& db = **connection;
  std::set<std::string> names;
  int compared = 0;
  for (const Kind& kind : catalog::TheCatalog().kinds) {
    const TempDir dir;
    dir.Write("data/events.csv", Simulate(kind));
    MakeTables(db, kind, dir.path() + "/data/events.csv");
    std::string yaml = "version: 1\nsources:\n  - " + kind.source + "\nmetrics:\n";
    for (const Template& one : kind.templates) {
      EXPECT_TRUE(names.insert(one.name).second) << one.name << " stands twice in the catalogue";
      EXPECT_LE(Split(one.sentence, ' ').size(), 25U) << one.name;
      if (!one.available) continue;
      for (const std::string& line : Split(catalog::WithDescription(one), '\n'))
        yaml += "  " + line + "\n";
    }
    dir.Write("northstar.yml", yaml);
    const ProgramRun valid = RunProgram({"-p", dir.path(), "validate"});
    ASSERT_NE(valid.exit_code, 2) << kind.name << "\n" << valid.err;
    const auto project = LoadProject(dir.path(), [](const std::string&) { return std::nullopt; });
    for (const Template& one : kind.templates) {
      SCOPED_TRACE(one.name);
      if (!one.available) continue;
      ASSERT_FALSE(one.check.empty());
      const Metric& metric = *project->project->FindMetric(one.name);
      MakePeriods(db, std::string(GrainName(metric.grain.value_or(Grain::kWeek))));
      const auto rows =
          db.Query("select start::varchar, value::double from (" + one.check + ") t(start, value)");
      ASSERT_TRUE(rows.ok()) << rows.error().message;
      const ProgramRun run = RunProgram({"-p", dir.path(), "query", one.name, "--format", "csv"});
      ASSERT_EQ(run.exit_code, 0) << run.err;
      std::vector<std::string> lines = Split(run.out, '\n');
      lines.pop_back();
      ASSERT_EQ(lines.size(), rows->rows.size() + 1) << run.out;
      for (size_t r = 0; r < rows->rows.size(); ++r) {
        const std::vector<std::string> fields = Split(lines[r + 1], ',');
        ASSERT_EQ(fields[1], rows->Text(r, 0));
        ASSERT_EQ(fields[2].empty(), rows->Null(r, 1)) << fields[1];
        if (fields[2].empty()) continue;
        const double wanted = rows->Double(r, 1);
        ASSERT_NEAR(*ParseNumber(fields[2]), wanted, 1e-9 * std::max(1.0, std::fabs(wanted)))
            << fields[1];
      }
      ++compared;
    }
  }
  EXPECT_GE(compared, 100) << "the catalogue holds every metric that the articles name";
}

TEST(Catalog, PartsThatTemplatesShareAreWrittenOnce) {
  const Template one{"k", "a", "A.", "", {}, "- {name: part, type: count}\n- {name: a, type: sum}",
                     "",  true};
  const Template two{
      "k", "b", "B.", "", {}, "- {name: part, type: count}\n- name: b\n  type: sum\n", "", true};
  const std::vector<std::string> wanted{"- {name: part, type: count}",
                                        "- {name: a, description: \"A.\", type: sum}", "- name: b",
                                        "  description: \"B.\"", "  type: sum"};
  EXPECT_EQ(catalog::MetricLines({&one, &two, &one}), wanted);
  const Template part{"k", "part", "P.", "", {}, "- {name: part, type: count}", "", true};
  const std::vector<std::string> described{"- {name: a, description: \"A.\", type: sum}",
                                           "- {name: part, description: \"P.\", type: count}"};
  EXPECT_EQ(catalog::MetricLines({&one, &part}), described);
}

TEST(Catalog, EveryStartingPointValidatesAndRuns) {
  for (const catalog::Starter& starter : catalog::TheCatalog().starters) {
    SCOPED_TRACE(starter.name);
    const TempDir dir;
    const std::string at = dir.path() + "/product";
    const ProgramRun made = RunProgram({"init", at, "--template", starter.name});
    ASSERT_EQ(made.exit_code, 0) << made.err;
    const ProgramRun valid = RunProgram({"-p", at, "validate"});
    EXPECT_EQ(valid.exit_code, 0) << valid.out << valid.err;
    const ProgramRun run = RunProgram({"-p", at, "query", starter.candidates[0]});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    const ProgramRun card = RunProgram({"-p", at, "evaluate"});
    EXPECT_EQ(card.exit_code, 0) << card.err;
    const ProgramRun loaded = RunProgram({"-p", at, "validate"});
    EXPECT_EQ(loaded.out.find("NS4"), std::string::npos) << loaded.out;
    const ProgramRun again = RunProgram({"init", at});
    EXPECT_EQ(again.exit_code, 2);
    EXPECT_NE(again.err.find("nothing was written"), std::string::npos) << again.err;
  }
}

}  // namespace
}  // namespace northstar::testing
