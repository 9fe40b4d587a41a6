// The real shop: query values against independent SQL on the raw files, for two zones and two first
// days of the week, with and without a dimension. Skipped where the data are absent.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "engine/duckdb/database.h"
#include "tests/program.h"

namespace northstar::testing {
namespace {

struct Setting {
  const char* zone;
  const char* first_day;
  int shift;  // days from the first day of the week to Monday
};

class OnlineRetail : public ::testing::TestWithParam<Setting> {};

std::string Replace(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

// Rows of a query as group → value, keyed by "period|country".
std::map<std::string, double> Keyed(const std::string& csv, const std::string& metric, bool by) {
  std::map<std::string, double> out;
  for (const std::string& line : Split(csv, '\n')) {
    if (!line.starts_with(metric + ",")) continue;
    const std::vector<std::string> fields = Split(line, ',');
    const double value = ParseNumber(fields[by ? 3 : 2]).value_or(0);
    if (value != 0) out[fields[1] + "|" + (by ? fields[2] : "")] = value;
  }
  return out;
}

TEST_P(OnlineRetail, QueriesEqualIndependentSql) {
  const std::string data = SharedData();
  if (data.empty()) GTEST_SKIP() << "../shared/data is not there; the real shop is not checked";
  const Setting setting = GetParam();
  const TempDir dir;
  std::string project =
      ReadFile(std::string(NORTHSTAR_SOURCE_DIR) + "/examples/online_retail/northstar.yml");
  project = Replace(project, "[data/*.csv*, ../../../shared/data/online_retail/*.csv.gz]",
                    data + "/online_retail/*.csv.gz");
  project = Replace(project, "timezone: Europe/London", fmt::format("timezone: {}", setting.zone));
  project = Replace(project, "first_day_of_week: monday",
                    fmt::format("first_day_of_week: {}", setting.first_day));
  project = Replace(project, "    time: InvoiceDate\n",
                    "    time: InvoiceDate\n    timezone: Europe/London\n");
  project += "\n";
  dir.Write("northstar.yml", Replace(project, "\noutcome:", R"(
  - {name: mean_line, type: average, description: Mean value of a line, event: order_line, value: revenue}
outcome:)"));

  auto database = duck::Database::Open("", duck::Access::kReadWrite, 2'000'000'000, 2);
  auto connection = (*database)->Connect();
  ASSERT_TRUE((*connection)->Run("load icu").ok());
  ASSERT_TRUE(
      (*connection)
          ->Run(fmt::format("create table lines as select *, timezone('{}', "
                            "timezone('Europe/London', InvoiceDate)) as t from read_csv("
                            "'{}/online_retail/*.csv.gz', types = {{'InvoiceNo': 'VARCHAR', "
                            "'InvoiceDate': 'TIMESTAMP', 'CustomerID': 'VARCHAR'}}) "
                            "where not InvoiceNo like 'C%'",
                            setting.zone, data))
          .ok());
  const std::string week =
      fmt::format("(date_trunc('week', t + interval {0} day) - interval {0} day)::date::varchar",
                  setting.shift);

  const std::pair<const char*, const char*> metrics[] = {
      {"orders", "count(distinct InvoiceNo)"},
      {"active_customers", "count(distinct CustomerID)"},
      {"items_sold", "sum(Quantity)::double"},
      {"revenue", "fsum(Quantity * UnitPrice)"},
      {"mean_line", "fsum(Quantity * UnitPrice) / count(*)"}};
  for (const bool by : {false, true}) {
    std::vector<std::string> arguments{"-p", dir.path(), "query"};
    for (const auto& [metric, sql] : metrics) arguments.emplace_back(metric);
    arguments.insert(arguments.end(), {"--grain", "week", "--format", "csv"});
    if (by) arguments.insert(arguments.end(), {"--by", "country"});
    const ProgramRun run = RunProgram(arguments);
    ASSERT_EQ(run.exit_code, 0) << run.err;
    for (const auto& [metric, sql] : metrics) {
      const auto rows = (*connection)
                            ->Query(fmt::format("select {0} as week, {1} as country, {2} as v from "
                                                "lines group by all having v <> 0 order by all",
                                                week, by ? "Country" : "''", sql));
      ASSERT_TRUE(rows.ok()) << rows.error().message;
      const std::map<std::string, double> found = Keyed(run.out, metric, by);
      EXPECT_EQ(found.size(), rows->rows.size()) << metric;
      const bool exact =
          std::string(metric) == "orders" || std::string(metric) == "active_customers";
      for (size_t r = 0; r < rows->rows.size(); ++r) {
        const std::string key = rows->Text(r, 0) + "|" + rows->Text(r, 1);
        ASSERT_TRUE(found.contains(key)) << metric << " " << key;
        const double wanted = rows->Double(r, 2);
        EXPECT_NEAR(found.at(key), wanted, exact ? 0 : 1e-9 * std::max(1.0, std::fabs(wanted)))
            << metric << " " << key;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Settings, OnlineRetail,
                         ::testing::Values(Setting{"Europe/London", "monday", 0},
                                           Setting{"Europe/London", "sunday", 1},
                                           Setting{"Pacific/Auckland", "monday", 0},
                                           Setting{"Pacific/Auckland", "sunday", 1}));

TEST(OnlineRetailEvaluate, SaysThatTheHistoryIsTooShortAndRanksTheRest) {
  if (SharedData().empty())
    GTEST_SKIP() << "../shared/data is not there; the real shop is not checked";
  const TempDir dir;
  dir.Write("northstar.yml", Replace(ReadFile(std::string(NORTHSTAR_SOURCE_DIR) +
                                              "/examples/online_retail/northstar.yml"),
                                     "[data/*.csv*, ../../../shared/data/online_retail/*.csv.gz]",
                                     SharedData() + "/online_retail/*.csv.gz"));
  const ProgramRun run = RunProgram({"-p", dir.path(), "evaluate"});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_NE(run.out.find("the history is too short"), std::string::npos) << run.out;
  EXPECT_NE(run.out.find("CUMULATIVE"), std::string::npos);
  EXPECT_NE(run.out.find("more are needed before a lead can be tested"), std::string::npos);
  for (const std::string& line : Split(run.out, '\n')) EXPECT_LE(DisplayWidth(line), 100U) << line;
}

}  // namespace
}  // namespace northstar::testing
