// Random small projects, random events, random questions: the kernel, the reference SQL and the
// naive evaluator must give the same values. NORTHSTAR_SOAK=1 asks for 10,000 cases instead of 500;
// NORTHSTAR_SEED=n starts elsewhere, NORTHSTAR_KEEP=folder keeps the world it stopped at. A failure
// prints the seed of its world.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "analysis/query/behind.h"
#include "analysis/query/query.h"
#include "base/random.h"
#include "model/project.h"
#include "tests/loaded.h"
#include "tests/naive.h"
#include "tests/program.h"
#include "tests/sanitized.h"

namespace northstar::testing {
namespace {

constexpr int kCasesPerWorld = 25;

class Dice {
 public:
  explicit Dice(uint64_t seed) : random_(seed) {}
  int Below(int bound) { return static_cast<int>(random_.Below(static_cast<uint64_t>(bound))); }
  bool OneIn(int n) { return Below(n) == 0; }
  const char* Of(std::initializer_list<const char*> choices) {
    return choices.begin()[Below(static_cast<int>(choices.size()))];
  }

 private:
  Random random_;
};

// Over columns of which every one misses in some rows.
std::string RandomCondition(Dice& dice, int depth = 0) {
  if (depth < 2 && dice.OneIn(2)) {
    const std::string left = RandomCondition(dice, depth + 1);
    if (dice.OneIn(3)) return fmt::format("not ({})", left);
    return fmt::format("({} {} {})", left, dice.Of({"and", "or"}),
                       RandomCondition(dice, depth + 1));
  }
  return dice.Of({"country = 'FR'",
                  "country != 'FR'",
                  "country in ('DE', 'NZ')",
                  "country not in ('DE', 'XX')",
                  "country not in ('DE', null)",
                  "country like 'F%'",
                  "country not like '%E'",
                  "country < 'FR'",
                  "country is null",
                  "country is not null",
                  "lower(country) != 'fr'",
                  "coalesce(country, 'FR') != 'FR'",
                  "concat(country, code) != 'FR7'",
                  "length(country) != 2",
                  "starts_with(country, 'F')",
                  "not starts_with(country, lower(country))",
                  "contains(concat(country, code), 'R7')",
                  "contains(country, '')",
                  "substr(country, 2) != 'R'",
                  "substr(concat(country, 'é', code), 2, 2) = 'Ré'",
                  "split_part(concat(country, '-', code), '-', 2) = '7'",
                  "split_part(country, 'R', 3) is null",
                  "coalesce(substr(country, 9), 'none') = 'none'",
                  "replace(country, 'F', 'é') = 'éR'",
                  "trim(concat(' ', country, ' ')) = country",
                  "json_length(if(code = 'abc', '[1, [2], 3]', country)) = 3",
                  "json_length(code) is null",
                  "to_number(code) > 1",
                  "to_number(country) is null",
                  "date_trunc('day', time) < '2024-03-20'",
                  "date_trunc('month', time) = '2024-03-01'",
                  "date_diff('hour', date_trunc('week', time), time) > 50",
                  "date_diff('second', date_trunc('hour', time), time) >= 600",
                  "user = 'u1'",
                  "user != 'u1'",
                  "user != team",
                  "user is null or team is null",
                  "code = 7",
                  "code != 7",
                  "code = 1.10",
                  "code in (1.1, 007, 'abc')",
                  "code not in (1.1, 7300000000000000123)",
                  "code = 7300000000000000123",
                  "code > 7300000000000000123",
                  "code <= 7300000000000000123",
                  "code between 1.1 and 7",
                  "code not between -0.5 and 1e3",
                  "code < amount",
                  "code >= amount",
                  "code != amount",
                  "coalesce(code, 7) = 7",
                  "if(amount > 3, code, country) = 7",
                  "amount > 4",
                  "amount != 3.25",
                  "amount < 3",
                  "amount between 2 and 6",
                  "amount not between 2 and 6",
                  "amount not in (2.25, 3.25)",
                  "amount = null",
                  "amount != null",
                  "if(country = 'FR', amount, null) > 2",
                  "least(amount, 4) >= 4",
                  "amount / 0 is null",
                  "amount % 2 > 1",
                  "amount * 1e308 > 3",
                  "1 / (amount * 1e308) = 0",
                  "amount * 1e308 * 0 is null",
                  "round(amount * 1e308, -2) = 0",
                  "round(amount, 1) != 3.3",
                  "round(amount, -1) = 10",
                  "time < '2024-03-20'",
                  "not (time >= '2011-12-29' and amount > 2)",
                  "(country = 'FR') = (amount > 4)",
                  "(country = 'FR') is null",
                  "if(amount > 5, null, country = 'FR')"});
}

std::string RandomMetric(Dice& dice, int number) {
  const auto event = [&] {
    switch (dice.Below(6)) {
      case 0:
        return std::string("any");
      case 1:
        return std::string("[open, task]");
      case 2:
        return fmt::format("{{event: open, where: \"{}\"}}", RandomCondition(dice));
      case 3:
        return std::string("[{event: any, where: \"amount > 6\"}, task]");
      default:
        return std::string(dice.Of({"open", "task", "pay"}));
    }
  };
  const std::string entity = dice.Of({"user", "user", "team"});
  std::string keys;
  switch (dice.Below(15)) {
    case 0:
      keys = fmt::format("type: count, event: {}, entity: {}", event(), entity);
      break;
    case 1:
      keys = fmt::format("type: {}, event: {}, value: amount, entity: {}",
                         dice.Of({"sum", "average", "min", "max", "median"}), event(), entity);
      break;
    case 2:
    case 3:
      keys = fmt::format("type: active, event: {}, entity: {}", event(), entity);
      if (dice.OneIn(2)) keys += fmt::format(", at_least: {}", 1 + dice.Below(5));
      if (dice.OneIn(3)) keys += entity == "team" ? ", distinct: user" : ", distinct: team";
      if (dice.OneIn(2)) keys += fmt::format(", window: {}", dice.Of({"3d", "7d", "28d", "36h"}));
      break;
    case 4:
    case 5:
      keys =
          fmt::format("type: lifecycle, metric: {}, part: {}", dice.Of({"base_user", "base_team"}),
                      dice.Of({"new", "retained", "resurrected", "churned"}));
      break;
    case 6:
      keys = fmt::format("type: frequency, event: {}, entity: {}, of: {}", event(), entity,
                         dice.Of({"day", "week"}));
      keys += dice.Of({"", ", statistic: median", ", statistic: share_at_least, at_least: 2"});
      break;
    case 7:
    case 8:
      if (dice.OneIn(3)) {
        keys = fmt::format("type: conversion, entity: {}, steps: [{}, {}, {}]", entity,
                           dice.Of({"open", "any", "{event: open, where: \"amount > 3\"}"}),
                           dice.Of({"open", "task"}), dice.Of({"task", "pay"}));
      } else {
        keys =
            fmt::format("type: conversion, entity: {}, from: {}, to: {}", entity, event(), event());
        if (dice.OneIn(4)) keys += fmt::format(", not_before: {}", dice.Of({"1d", "2h"}));
      }
      if (!dice.OneIn(5)) keys += fmt::format(", within: {}", dice.Of({"1d", "5d", "7h", "45m"}));
      if (dice.OneIn(2)) keys += ", allow_same_time: true";
      if (keys.find("steps") == std::string::npos && dice.OneIn(3)) keys += ", calculation: events";
      if (keys.find("calculation") == std::string::npos && dice.OneIn(3))
        keys += ", calculation: count";
      break;
    case 9:
      keys = fmt::format("type: retention, entity: {}, event: {}, after: {}", entity, event(),
                         dice.Below(4));
      if (dice.OneIn(2)) keys += ", cohort: new";
      if (dice.OneIn(3)) keys += ", mode: on_or_after, until: 5";
      if (dice.OneIn(3)) keys += fmt::format(", return_event: {}", event());
      if (dice.OneIn(3)) keys += ", rolling: true";
      break;
    case 10:
      keys = fmt::format("type: duration, entity: {}, from: {}, to: {}, within: {}", entity,
                         event(), event(), dice.Of({"2d", "5h"}));
      keys += dice.Of({"", ", statistic: average", ", statistic: p75", ", statistic: p90"});
      if (dice.OneIn(2)) keys += ", allow_same_time: true";
      break;
    case 11:
    case 12:
      keys = fmt::format("type: sessions, entity: {}, event: {}, gap: {}", entity, event(),
                         dice.Of({"30m", "1s", "2h", "1d"}));
      keys +=
          dice.Of({"", ", statistic: per_entity", ", statistic: average_length",
                   ", statistic: median_length", ", statistic: total_length",
                   ", statistic: share_at_least, length: 10m", ", statistic: events_per_session"});
      break;
    case 13:
      keys = fmt::format("type: first_time, entity: {}, event: {}", entity, event());
      break;
    default:
      keys = fmt::format("type: state, entity: {}, on: {}, off: {}", entity,
                         dice.Of({"open", "[open, pay]"}), "task");
      if (dice.OneIn(2)) keys += ", value: amount";
      break;
  }
  if (dice.OneIn(5) && keys.find("lifecycle") == std::string::npos)
    keys += fmt::format(", where: \"{}\"", RandomCondition(dice));
  if (dice.OneIn(3)) {
    keys += ", only: [";
    const std::string of = keys.find("base_team") != std::string::npos   ? "team"
                           : keys.find("base_user") != std::string::npos ? "user"
                                                                         : entity;
    switch (dice.Below(4)) {
      case 0:
        keys +=
            dice.Of({"{since: open, within: 7d}", "{since: pay, within: 30h}", "{since: open}"});
        break;
      case 1:
        keys += dice.Of({"{event: open, at_least: 3, window: ever}",
                         "{event: any, at_least: 4, window: 5d}",
                         "{event: task, at_least: 2, window: 12h}"});
        break;
      case 2:
        keys += fmt::format("{{part: {}, of: base_{}}}",
                            dice.Of({"new", "retained", "resurrected", "churned"}), of);
        break;
      default:
        keys += "{since: open}, {event: any, at_least: 2}";
        break;
    }
    keys += "]";
    const size_t ever = keys.find(", window: ever");
    if (ever != std::string::npos) keys.erase(ever, std::string(", window: ever").size());
  }
  return fmt::format("  - {{name: m{}, description: d, grain: week, {}}}\n", number, keys);
}

std::vector<NaiveRow> RandomRows(Dice& dice, int64_t first) {
  std::vector<NaiveRow> rows;
  const int users = 3 + dice.Below(8);
  const int count = 20 + dice.Below(130);
  for (int i = 0; i < count; ++i) {
    NaiveRow row;
    if (!rows.empty() && dice.OneIn(2)) {
      row = rows[static_cast<size_t>(dice.Below(static_cast<int>(rows.size())))];
      row.ts += dice.Below(9) * 300 * kMicrosPerSecond;  // close to another one, or at its instant
    } else {
      row.ts = first + (dice.Below(45 * 48)) * 1800 * kMicrosPerSecond;
      const int user = dice.Below(users);
      row.user = fmt::format("u{}", user);
      row.team = fmt::format("t{}", user % 3);
    }
    row.line = i;
    row.event = dice.Of({"open", "open", "task", "pay"});
    if (dice.OneIn(15)) row.user.reset();
    if (dice.OneIn(15)) row.team.reset();
    row.country =
        dice.OneIn(8) ? std::nullopt : std::optional<std::string>(dice.Of({"FR", "DE", "NZ"}));
    row.code =
        dice.OneIn(6)
            ? std::nullopt
            : std::optional<std::string>(dice.Of(
                  {"7", "007", "7.0", "1.1", "1.10", "7300000000000000122", "7300000000000000123",
                   "7300000000000000124", "-0.5", "1e3", "abc", "9e99999"}));
    row.amount = dice.OneIn(8)    ? std::nullopt
                 : dice.OneIn(60) ? std::optional<double>(1e40)
                                  : std::optional<double>(dice.Below(10) + 0.25);
    rows.push_back(row);
  }
  return rows;
}

// Whoever can be reached through the pairs is the same; the smallest id that is merged into no
// other stands for all, or the smallest of a circle.
std::string CountsAs(const std::string& id,
                     const std::vector<std::pair<std::string, std::string>>& pairs) {
  std::set<std::string> group{id};
  for (size_t before = 0; before != group.size();) {
    before = group.size();
    for (const auto& [from, to] : pairs) {
      if (group.contains(from)) group.insert(to);
      if (group.contains(to)) group.insert(from);
    }
  }
  for (const std::string& one : group) {
    const bool merged = std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) {
      return pair.first == one && pair.second != one;
    });
    if (!merged) return one;
  }
  return *group.begin();
}

// A zone and a day some weeks before its clock changes.
struct Place {
  const char* zone;
  const char* first;
};

Place RandomPlace(Dice& dice) {
  static constexpr Place kPlaces[] = {{"UTC", "2024-03-01"},
                                      {"Europe/London", "2024-03-01"},
                                      {"Pacific/Auckland", "2024-03-01"},
                                      {"Asia/Kolkata", "2024-03-01"},
                                      {"America/Havana", "2024-03-01"},
                                      {"Pacific/Apia", "2011-12-10"},
                                      {"Pacific/Kwajalein", "1993-08-01"},
                                      {"Pacific/Kiritimati", "1994-12-10"},
                                      {"America/St_Johns", "2010-03-01"},
                                      {"America/St_Johns", "2010-10-20"},
                                      {"Africa/Cairo", "2023-10-10"},
                                      {"Australia/Lord_Howe", "2024-03-20"},
                                      {"Antarctica/Troll", "2024-03-10"}};
  return kPlaces[static_cast<size_t>(dice.Below(std::size(kPlaces)))];
}

struct World {
  TempDir dir;
  Day first_day = 0;
  std::string yaml;
  std::vector<NaiveRow> rows;
  ProjectRef project;
  std::unique_ptr<Engine> engine;
  DataFacts facts;

  explicit World(Dice& dice) {
    const Place place = RandomPlace(dice);
    first_day = *ParseDay(place.first);
    yaml = fmt::format(
        "version: 1\ntimezone: {}\nfirst_day_of_week: {}\nsources:\n  - {{name: app, files: e.csv, "
        "time: time, event_column: kind, entities: {{user: user, team: team}}, dimensions: "
        "{{country: "
        "country, code: code}}, values: {{amount: amount}}}}\nmetrics:\n  - {{name: base_user, "
        "description: d, "
        "type: active, entity: user, event: {}, at_least: {}, grain: week}}\n  - {{name: "
        "base_team, "
        "description: d, type: active, entity: team, event: any, distinct: user, at_least: {}, "
        "grain: "
        "week}}\n",
        place.zone, dice.Of({"monday", "sunday", "saturday"}), dice.Of({"open", "any", "task"}),
        1 + dice.Below(2), 1 + dice.Below(2));
    for (int i = 0; i < kCasesPerWorld; ++i) yaml += RandomMetric(dice, i);
    // Across a change of the clock in most of the zones.
    rows = RandomRows(dice, first_day * kMicrosPerDay);
    std::string people = "from,to\n";
    std::vector<std::pair<std::string, std::string>> pairs;
    for (int i = dice.OneIn(3) ? 4 : 0; i > 0; --i) {
      pairs.emplace_back(fmt::format("u{}", dice.Below(8)), dice.Of({"u0", "u3", "u5", "ghost"}));
      people += pairs.back().first + "," + pairs.back().second + "\n";
    }
    if (!pairs.empty()) {
      const std::string source =
          "  - {name: people, identities: people.csv, merge: {from: from, to: to, entity: user}}\n";
      yaml.insert(yaml.find("metrics:"), source);
    }
    std::string csv = "time,user,team,kind,country,code,amount\n";
    for (const NaiveRow& row : rows) {
      csv += fmt::format("{},{},{},{},{},{},{}\n", FormatInstant(row.ts), row.user.value_or(""),
                         row.team.value_or(""), row.event, row.country.value_or(""),
                         row.code.value_or(""), row.amount ? fmt::format("{}", *row.amount) : "");
    }
    for (NaiveRow& row : rows) {
      if (row.user) row.user = CountsAs(*row.user, pairs);
    }
    dir.Write("e.csv", csv);
    dir.Write("people.csv", people);
    dir.Write("northstar.yml", yaml);
    if (const char* keep = std::getenv("NORTHSTAR_KEEP")) {  // a folder for the latest world
      std::ofstream(std::string(keep) + "/e.csv") << csv;
      std::ofstream(std::string(keep) + "/people.csv") << people;
      std::ofstream(std::string(keep) + "/northstar.yml") << yaml;
    }
    auto loaded = LoadProject(dir.path(), [](const std::string&) { return std::nullopt; });
    if (!loaded.ok()) {
      for (const Diagnostic& d : loaded.error().diagnostics)
        ADD_FAILURE() << RenderDiagnostic(d, false);
      return;
    }
    project = loaded->project;
    const auto summaries = LoadAll(*project, ParseTime("2026-11-22")->us);
    if (!summaries.ok()) {
      ADD_FAILURE() << summaries.error().message;
      return;
    }
    engine = OpenLoaded(*project);
    facts = *engine->Facts();
  }
};

Question RandomQuestion(Dice& dice, const World& world, const Metric& metric) {
  Question question;
  question.metrics = {metric.name};
  question.grain = dice.OneIn(3) ? Grain::kDay : dice.OneIn(3) ? Grain::kMonth : Grain::kWeek;
  const auto* retention = metric.As<kind::Retention>();
  if (retention != nullptr && retention->rolling && question.grain == Grain::kMonth)
    question.grain = Grain::kDay;
  if (dice.OneIn(3)) question.from = world.first_day + dice.Below(40);
  if (dice.OneIn(3)) question.to = question.from.value_or(world.first_day) + dice.Below(40);
  if (dice.OneIn(3)) {
    question.by = {"country"};
  } else if (dice.OneIn(2)) {
    question.where = RandomCondition(dice);
  }
  if (dice.OneIn(4)) question.as_of_us = world.rows[0].ts + dice.Below(20) * kMicrosPerDay;
  return question;
}

void Compare(const World& world, const Metric& metric, const Question& question) {
  const int64_t now = ParseTime("2026-11-22")->us;
  std::vector<QueryResult> results;
  // The kernel, the reference, and the kernel without the rule that trades timelines for sets.
  for (int way = 0; way < 3; ++way) {
    QueryOptions options;
    options.reference_sql = way == 1;
    if (way == 2) options.disabled_rules = {"sets_for_timelines"};
    auto result = RunQuery(*world.engine, world.project, question, world.facts, now, options);
    if (!result.ok()) {
      // An empty range is refused alike by both.
      ASSERT_EQ(result.error().kind, ErrorKind::kUsage) << result.error().message;
      return;
    }
    results.push_back(std::move(*result));
  }
  int64_t last = 0;
  for (const NaiveRow& row : world.rows) last = std::max(last, row.ts);
  const int64_t as_of = question.as_of_us.value_or(last);
  const Naive naive(*world.project, world.rows, as_of);
  BoundRef where;
  if (!question.where.empty()) {
    const auto bound = BindQuestion(world.project, question, world.facts, now);
    where = bound->where;
  }
  ASSERT_EQ(results[0].series.size(), results[1].series.size());
  for (size_t s = 0; s < results[0].series.size(); ++s) {
    const MetricSeries& series = results[0].series[s];
    ASSERT_EQ(series.group, results[1].series[s].group);
    const Naive::Filter filter = [&](const NaiveRow& row) {
      return naive.Holds(where, row) && (series.group.empty() || row.country == series.group[0]);
    };
    for (size_t p = 0; p < series.points.size(); ++p) {
      const int64_t lo = world.project->calendar.DayStart(results[0].starts[p]);
      const int64_t hi = world.project->calendar.DayStart(
          world.project->calendar.NextPeriod(results[0].grain, results[0].starts[p]));
      const auto plain = naive.Value(metric, results[0].grain, lo, hi, filter);
      const auto& kernel = series.points[p].value;
      const auto& sql = results[1].series[s].points[p].value;
      ASSERT_EQ(kernel, results[2].series[s].points[p].value) << "sets and timelines";
      const std::string where_it_is =
          fmt::format("{} {} group {}", metric.name, results[0].periods[p],
                      series.group.empty() ? "" : series.group[0].value_or("(none)"));
      ASSERT_EQ(kernel.has_value(), sql.has_value()) << "kernel and SQL: " << where_it_is;
      ASSERT_EQ(kernel.has_value(), plain.has_value()) << "kernel and naive: " << where_it_is;
      if (!kernel) continue;
      const double tolerance = 1e-9 * std::max(1.0, std::fabs(*kernel));
      ASSERT_NEAR(*kernel, *sql, tolerance) << "kernel and SQL: " << where_it_is;
      ASSERT_NEAR(*kernel, *plain, tolerance) << "kernel and naive: " << where_it_is;
    }
  }
}

// The list of entities behind a count has as many entries as the count says.
void CompareList(const World& world, const Metric& metric, const Question& question) {
  const auto* conversion = metric.As<kind::Conversion>();
  const bool counts = metric.Is<kind::Active, kind::Lifecycle>() ||
                      (metric.Is<kind::State>() && !ValueOf(metric)) ||
                      (conversion != nullptr && conversion->calculation == "count");
  if (!counts || !question.by.empty()) return;
  const int64_t now = ParseTime("2026-11-22")->us;
  const auto result = RunQuery(*world.engine, world.project, question, world.facts, now, {});
  if (!result.ok()) return;
  for (size_t p = 0; p < result->starts.size(); p += 3) {
    const auto list =
        ListEntities(*world.engine, world.project, question, result->starts[p], world.facts, now);
    ASSERT_TRUE(list.ok()) << list.error().message;
    const auto& value = result->series[0].points[p].value;
    ASSERT_EQ(static_cast<double>(list->keys.size()), value.value_or(list->keys.size()))
        << result->periods[p];
  }
}

TEST(Differential, KernelSqlAndNaiveAgree) {
  const char* soak = std::getenv("NORTHSTAR_SOAK");
  const char* start = std::getenv("NORTHSTAR_SEED");
  const uint64_t first = start != nullptr ? std::strtoull(start, nullptr, 10) : 1;
  const uint64_t cases = soak != nullptr ? 10'000 : kSanitized ? 150 : 500;
  const uint64_t worlds = cases / kCasesPerWorld;
  for (uint64_t seed = first; seed < first + worlds; ++seed) {
    Dice dice(seed);
    const World world(dice);
    if (!world.engine) FAIL() << "seed " << seed << "\n" << world.yaml;
    for (int i = 0; i < kCasesPerWorld; ++i) {
      const Metric& metric = *world.project->FindMetric(fmt::format("m{}", i));
      const Question question = RandomQuestion(dice, world, metric);
      SCOPED_TRACE(fmt::format(
          "seed {}; grain {}{}{}{}{}{}\n{}", seed, GrainName(*question.grain),
          question.by.empty() ? "" : " by country",
          question.where.empty() ? "" : " where " + question.where,
          question.from ? " from " + FormatDay(*question.from) : "",
          question.to ? " to " + FormatDay(*question.to) : "",
          question.as_of_us ? " as of " + FormatInstant(*question.as_of_us) : "", world.yaml));
      Compare(world, metric, question);
      CompareList(world, metric, question);
      if (HasFatalFailure()) return;
    }
  }
}

}  // namespace
}  // namespace northstar::testing
