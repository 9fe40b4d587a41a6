// The real shop: query values against independent SQL on the raw files, for two zones and two first
// days of the week, with and without a dimension. Skipped where the data are absent.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

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

// The example project, reading the real files.
std::string RetailProject(const std::string& data) {
  return Replace(
      ReadFile(std::string(NORTHSTAR_SOURCE_DIR) + "/examples/online_retail/northstar.yml"),
      "data/*.csv*", data + "/online_retail/*.csv.gz");
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
  const std::string data = PublicData();
  if (data.empty()) GTEST_SKIP() << "NORTHSTAR_DATA names no folder; the real shop is not checked";
  const Setting setting = GetParam();
  const TempDir dir;
  std::string project = RetailProject(data);
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

// What customers did over time, against queries written by hand on the raw files.
TEST(OnlineRetailTimelines, EqualIndependentSql) {
  const std::string data = PublicData();
  if (data.empty()) GTEST_SKIP() << "NORTHSTAR_DATA names no folder; the real shop is not checked";
  const TempDir dir;
  const std::string project = RetailProject(data);
  dir.Write("northstar.yml", Replace(project, "\noutcome:", R"(
  - {name: new_ones, type: lifecycle, metric: active_customers, part: new, description: d}
  - {name: retained, type: lifecycle, metric: active_customers, part: retained, description: d}
  - {name: resurrected, type: lifecycle, metric: active_customers, part: resurrected, description: d}
  - {name: churned, type: lifecycle, metric: active_customers, part: churned, description: d}
  - {name: active_28d, type: active, entity: customer, event: order_line, window: 28d, grain: day, description: d}
  - {name: to_next_order, type: duration, entity: customer, from: order_line, to: order_line, within: 90d, grain: month, description: d}
  - {name: back_in_30d, type: conversion, entity: customer, from: order_line, to: order_line, within: 30d, grain: month, description: d}
outcome:)"));
  auto database = duck::Database::Open("", duck::Access::kReadWrite, 2'000'000'000, 2);
  auto connection = (*database)->Connect();
  const auto must = [&](const std::string& sql) {
    const Status status = (*connection)->Run(sql);
    ASSERT_TRUE(status.ok()) << status.error().message;
  };
  must(fmt::format(
      "create table lines as select CustomerID as c, InvoiceDate as t, Country as g from "
      "read_csv('{}/online_retail/*.csv.gz', types = {{'InvoiceNo': 'VARCHAR', "
      "'InvoiceDate': 'TIMESTAMP', 'CustomerID': 'VARCHAR'}}) where not InvoiceNo like "
      "'C%' and CustomerID is not null",
      data));
  const auto compare = [&](const std::vector<std::string>& arguments, const std::string& metric,
                           bool by, const std::string& sql) {
    std::vector<std::string> all{"-p", dir.path(), "query", metric, "--format", "csv"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const ProgramRun run = RunProgram(all);
    ASSERT_EQ(run.exit_code, 0) << run.err;
    const std::map<std::string, double> found = Keyed(run.out, metric, by);
    const auto rows = (*connection)->Query("select p, g, v from (" + sql + ") where v <> 0");
    ASSERT_TRUE(rows.ok()) << rows.error().message;
    EXPECT_EQ(found.size(), rows->rows.size()) << metric;
    for (size_t r = 0; r < rows->rows.size(); ++r) {
      const std::string key = rows->Text(r, 0) + "|" + rows->Text(r, 1);
      ASSERT_TRUE(found.contains(key)) << metric << " " << key;
      EXPECT_NEAR(found.at(key), rows->Double(r, 2), 1e-9 * rows->Double(r, 2))
          << metric << " " << key;
    }
  };
  for (const std::string grain : {"week", "month"}) {
    must(fmt::format(
        "create or replace table act as select distinct c, date_trunc('{0}', t)::date as "
        "p, (date_trunc('{0}', t) - interval 1 {0})::date as before, (date_trunc('{0}', "
        "t) + interval 1 {0})::date as next from lines",
        grain));
    const std::string end = fmt::format("date '{}'", grain == "week" ? "2011-12-05" : "2011-12-01");
    compare({"--grain", grain}, "new_ones", false,
            "select p::varchar as p, '' as g, count(*)::double as v from (select c, min(p) as p "
            "from act "
            "group by c) group by p");
    compare({"--grain", grain}, "retained", false,
            "select a.p::varchar as p, '' as g, count(*)::double as v from act a join act b on a.c "
            "= b.c "
            "and b.p = a.before group by a.p");
    compare({"--grain", grain}, "resurrected", false,
            "select p::varchar as p, '' as g, count(*)::double as v from act a where not exists "
            "(select 1 "
            "from act b where b.c = a.c and b.p = a.before) and exists (select 1 from act b where "
            "b.c = "
            "a.c and b.p < a.before) group by p");
    compare(
        {"--grain", grain}, "churned", false,
        "select next::varchar as p, '' as g, count(*)::double as v from act a where next <= " +
            end +
            " and not exists (select 1 from act b where b.c = a.c and b.p = a.next) group by next");
  }
  compare({}, "active_28d", false,
          "select d::date::varchar as p, '' as g, count(distinct c)::double as v from (select "
          "unnest(generate_series(date '2010-12-01', date '2011-12-09', interval 1 day)) as d) "
          "join lines on "
          "t >= d - interval 27 day and t < d + interval 1 day group by d");
  must(
      "create or replace table firsts as select c, date_trunc('month', t)::date as p, min(t) as t0 "
      "from "
      "lines group by all");
  const std::string known =
      " p + interval 1 month + interval {} day <= timestamp '2011-12-09 12:50:00' ";
  compare({}, "to_next_order", false,
          "select p::varchar as p, '' as g, median(epoch(timezone('Europe/London', t1)) - "
          "epoch(timezone('Europe/London', t0))) as v from (select f.*, (select "
          "min(t) "
          "from lines l where l.c = f.c and l.t > f.t0 and l.t <= f.t0 + interval 90 day) as t1 "
          "from firsts "
          "f) where" +
              fmt::format(fmt::runtime(known), 90) + "group by p");
  must(
      "create or replace table firsts as select c, g, date_trunc('month', t)::date as p, min(t) as "
      "t0 "
      "from lines group by all");
  compare({"--by", "country"}, "back_in_30d", true,
          "select p::varchar as p, g, avg(back::double) as v from (select f.*, (select count(*) > "
          "0 from "
          "lines l where l.c = f.c and l.t > f.t0 and l.t <= f.t0 + interval 30 day) as back from "
          "firsts "
          "f) where" +
              fmt::format(fmt::runtime(known), 30) + "group by p, g");

  const ProgramRun cohorts = RunProgram(
      {"-p", dir.path(), "cohorts", "active_customers", "--grain", "month", "--format", "csv"});
  ASSERT_EQ(cohorts.exit_code, 0) << cohorts.err;
  must(
      "create or replace table act as select distinct c, (date_part('year', t) * 12 + "
      "date_part('month', "
      "t))::int as m from lines");
  const auto triangle =
      (*connection)
          ->Query(
              "select f.m, a.m - f.m as k, count(*) from (select c, min(m) as m from "
              "act group by c) f join act a using (c) group by all order by all");
  ASSERT_TRUE(triangle.ok());
  std::vector<std::vector<std::string>> rows;
  for (const std::string& line : Split(cohorts.out, '\n')) rows.push_back(Split(line, ','));
  const int64_t first = triangle->Int(0, 0);
  for (size_t r = 0; r < triangle->rows.size(); ++r) {
    const auto cohort = static_cast<size_t>(triangle->Int(r, 0) - first);
    const auto age = static_cast<size_t>(triangle->Int(r, 1));
    const std::string& cell = rows.at(1 + cohort).at(2 + age);
    if (cohort + age == 12) {
      EXPECT_EQ(cell, "") << "December 2011 is not over";
    } else {
      EXPECT_EQ(cell, std::to_string(triangle->Int(r, 2))) << cohort << " +" << age;
    }
  }
}

TEST(OnlineRetailEvaluate, SaysThatTheHistoryIsTooShortAndRanksTheRest) {
  if (PublicData().empty())
    GTEST_SKIP() << "NORTHSTAR_DATA names no folder; the real shop is not checked";
  const TempDir dir;
  dir.Write("northstar.yml", RetailProject(PublicData()));
  const ProgramRun run = RunProgram({"-p", dir.path(), "evaluate"});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_NE(run.out.find("the history is too short"), std::string::npos) << run.out;
  EXPECT_NE(run.out.find("is out: it only accumulates"), std::string::npos);
  EXPECT_NE(run.out.find("more are needed before a lead can be tested"), std::string::npos);
  for (const std::string& line : Split(run.out, '\n')) EXPECT_LE(DisplayWidth(line), 100U) << line;
}

// Customers with two or more orders: do they stay, and more than their activity tells? The dose
// table and the discrimination against queries written by hand.
TEST(OnlineRetailCohorts, EqualIndependentSql) {
  const std::string data = PublicData();
  if (data.empty()) GTEST_SKIP() << "NORTHSTAR_DATA names no folder; the real shop is not checked";
  const TempDir dir;
  dir.Write("northstar.yml", RetailProject(data));
  const ProgramRun run = RunProgram({"-p", dir.path(), "evaluate", "--format", "json"});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const auto json = nlohmann::json::parse(run.out);
  nlohmann::json test;
  for (const auto& candidate : json["candidates"]) {
    if (candidate["metric"] != "repeat_customers") continue;
    for (const auto& one : candidate["tests"]) {
      if (one["test"] == "predicts_retention") test = one;
    }
  }
  ASSERT_FALSE(test.is_null());
  const auto& detail = test["detail"];
  ASSERT_EQ(detail["early_days"], 56.0);
  ASSERT_EQ(detail["horizon_days"], 168.0);

  auto database = duck::Database::Open("", duck::Access::kReadWrite, 2'000'000'000, 2);
  auto connection = (*database)->Connect();
  ASSERT_TRUE((*connection)
                  ->Run(fmt::format(
                      "create table units as with lines as (select *, InvoiceDate::date as d from "
                      "read_csv('{}/online_retail/*.csv.gz', types = {{'InvoiceNo': 'VARCHAR', "
                      "'InvoiceDate': 'TIMESTAMP', 'CustomerID': 'VARCHAR'}}) where not InvoiceNo "
                      "like 'C%' and CustomerID <> ''), firsts as (select CustomerID as c, min(d) "
                      "as d0 from lines group by 1) select c, date_trunc('month', d0) as cohort, "
                      "count(distinct InvoiceNo) filter (d < d0 + 56) as early, "
                      "count(*) filter (d < d0 + 56) as activity, "
                      "bool_or(d >= d0 + 56 and d < d0 + 168) as returned, "
                      "coalesce(sum(Quantity * UnitPrice) filter (d >= d0 + 56 and d < d0 + 168), "
                      "0) as paid from lines join firsts on c = CustomerID where d0 >= date "
                      "'2010-12-01' + 28 and d0 + 168 <= date '2011-12-09' group by all",
                      data))
                  .ok());
  const auto number = [&](const std::string& sql) {
    const auto rows = (*connection)->Query(sql);
    EXPECT_TRUE(rows.ok()) << (rows.ok() ? "" : rows.error().message);
    return rows->Double(0, 0);
  };
  EXPECT_EQ(detail["units"], number("select count(*)::double from units"));
  EXPECT_EQ(detail["events"], number("select count(*)::double from units where returned"));
  const auto auc = [&](const std::string& column) {
    return number(fmt::format(
        "with pairs as (select a.cohort, avg(case when a.{0} > b.{0} then 1 when a.{0} = b.{0} "
        "then 0.5 else 0 end) as auc, count(*) as n from units a join units b on a.cohort = "
        "b.cohort and a.returned and not b.returned group by 1) select sum(auc * n) / sum(n) from "
        "pairs",
        column));
  };
  EXPECT_NEAR(detail["auc"], auc("early"), 1e-9);
  EXPECT_NEAR(detail["auc_of_activity"], auc("activity"), 1e-9);
  ASSERT_GE(detail["doses"].size(), 2U);
  double units = 0;
  for (const auto& dose : detail["doses"]) {
    const std::string in = fmt::format("from units where early between {} and {}",
                                       dose["from"].get<double>(), dose["to"].get<double>());
    EXPECT_EQ(dose["units"], number("select count(*)::double " + in));
    EXPECT_EQ(dose["returned"], number("select count(*)::double " + in + " and returned"));
    EXPECT_NEAR(dose["paid"], number("select avg(paid) " + in), 1e-6);
    units += dose["units"].get<double>();
  }
  EXPECT_EQ(units, detail["units"]);
  // Whichever the data say: it beats activity, or is told that it does not.
  const double added = detail["added_to_activity_p"];
  EXPECT_EQ(test["finding"] == "ACTIVITY_ONLY", added > 0.05) << added;
}

// November against October: parts by country, by who came and went, by how many and how much each,
// against queries written by hand on the raw files.
TEST(OnlineRetailExplained, EqualsIndependentSql) {
  const std::string data = PublicData();
  if (data.empty()) GTEST_SKIP() << "NORTHSTAR_DATA names no folder; the real shop is not checked";
  const TempDir dir;
  dir.Write("northstar.yml", RetailProject(data));
  auto database = duck::Database::Open("", duck::Access::kReadWrite, 2'000'000'000, 2);
  auto connection = (*database)->Connect();
  ASSERT_TRUE((*connection)
                  ->Run(fmt::format(
                      "create table lines as select CustomerID as c, Country as country, "
                      "Quantity * UnitPrice as v, date_trunc('month', InvoiceDate) as m from "
                      "read_csv('{}/online_retail/*.csv.gz', types = {{'InvoiceNo': 'VARCHAR', "
                      "'InvoiceDate': 'TIMESTAMP', 'CustomerID': 'VARCHAR'}}) "
                      "where not InvoiceNo like 'C%' and InvoiceDate < '2011-12-01'",
                      data))
                  .ok());
  const auto number = [&](const std::string& sql) {
    const auto rows = (*connection)->Query(sql);
    EXPECT_TRUE(rows.ok()) << sql;
    return rows.ok() ? rows->Double(0, 0) : 0.0;
  };
  const ProgramRun run = RunProgram({"-p", dir.path(), "explain", "revenue", "--from", "2011-10",
                                     "--to", "2011-11", "--format", "json"});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const auto found = nlohmann::json::parse(run.out);
  const double near = 1e-9 * found["after"].get<double>();
  const std::string october = "m = '2011-10-01'";
  const std::string november = "m = '2011-11-01'";
  const auto sum = [&](const std::string& where) {
    return number("select coalesce(fsum(v), 0) from lines where " + where);
  };
  EXPECT_NEAR(found["before"].get<double>(), sum(october), near);
  EXPECT_NEAR(found["after"].get<double>(), sum(november), near);
  for (const auto& row : found["dimensions"][0]["rows"]) {
    const std::string country = " and country = '" + row["value"].get<std::string>() + "'";
    EXPECT_NEAR(row["contribution"].get<double>(), sum(november + country) - sum(october + country),
                near)
        << country;
  }
  const std::string in_october =
      "c in (select c from lines where c is not null and " + october + ")";
  const std::string in_november =
      "c in (select c from lines where c is not null and " + november + ")";
  const std::string seen = "c in (select c from lines where c is not null and m < '2011-11-01')";
  const std::map<std::string, double> lifecycle{
      {"new", sum(november + " and c is not null and not " + seen)},
      {"resurrected", sum(november + " and " + seen + " and not " + in_october)},
      {"churned", -sum(october + " and c is not null and not " + in_november)},
      {"other", sum(november + " and c is null") - sum(october + " and c is null")}};
  double kept = sum(november + " and " + in_october) - sum(october + " and " + in_november);
  for (const auto& part : found["lifecycle"]) {
    const auto wanted = lifecycle.find(part["part"].get<std::string>());
    const double value = part["contribution"].get<double>();
    if (wanted != lifecycle.end()) {
      EXPECT_NEAR(value, wanted->second, near) << part["part"];
    } else {
      kept -= value;  // expansion and contraction
    }
  }
  EXPECT_NEAR(kept, 0, near);
  const auto customers = [&](const std::string& where) {
    return number("select count(distinct c)::double from lines where " + where);
  };
  const double n0 = customers(october);
  const double n1 = customers(november);
  const double each0 = sum(october + " and c is not null") / n0;
  const double each1 = sum(november + " and c is not null") / n1;
  EXPECT_NEAR(found["inputs"][0]["contribution"].get<double>(), (n1 - n0) * (each0 + each1) / 2,
              near);
  EXPECT_NEAR(found["inputs"][1]["contribution"].get<double>(), (each1 - each0) * (n0 + n1) / 2,
              near);
}

}  // namespace
}  // namespace northstar::testing
