// Days that the clock skips, and clocks that change at odd times: what a window gives for a period
// is the same over the whole range and when the range ends there, and as often as the wall clock
// shows, whatever the zone.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "analysis/query/query.h"
#include "base/random.h"
#include "base/text.h"
#include "model/project.h"
#include "tests/loaded.h"
#include "tests/program.h"
#include "tests/sanitized.h"

namespace northstar::testing {
namespace {

constexpr int64_t kNow = 1'790'000'000'000'000;  // in 2026

struct Stretch {
  const char* zone;
  const char* first;  // some days before the clock changes
};
constexpr Stretch kStretches[] = {
    {"Pacific/Apia", "2011-12-24"},        {"Pacific/Kiritimati", "1994-12-26"},
    {"Pacific/Kwajalein", "1993-08-15"},   {"America/St_Johns", "2010-03-08"},
    {"America/St_Johns", "2010-11-01"},    {"America/Goose_Bay", "2008-11-01"},
    {"America/Havana", "2024-03-05"},      {"America/Havana", "2024-10-29"},
    {"Africa/Cairo", "2023-04-23"},        {"Africa/Cairo", "2023-10-22"},
    {"Asia/Gaza", "2016-10-25"},           {"Asia/Beirut", "2022-10-25"},
    {"Australia/Lord_Howe", "2024-04-02"}, {"Australia/Lord_Howe", "2024-10-01"},
    {"Antarctica/Troll", "2024-03-26"},    {"Antarctica/Troll", "2024-10-22"},
    {"Africa/Monrovia", "1972-01-02"},     {"America/Nuuk", "2023-10-24"},
    {"Asia/Kathmandu", "1985-12-28"},      {"UTC", "2024-02-25"}};

struct Rows {
  std::string csv;
  std::vector<int64_t> instants;
};

// An event every few minutes for eleven days, of users who come and go.
Rows MakeRows(const TimeZone& zone, const char* first) {
  Random random(7);
  Rows rows{"time,user,kind,n\n", {}};
  int64_t at = zone.FirstInstantAt(*ParseDay(first) * kMicrosPerDay) + kMicrosPerHour;
  for (int i = 0; i < 700; ++i) {
    rows.instants.push_back(at);
    rows.csv += fmt::format("{},u{},hit,{}\n", FormatInstant(at), random.Below(40), 1 + i % 3);
    at += static_cast<int64_t>(random.Below(45 * 60) + 1) * kMicrosPerSecond;
  }
  return rows;
}

std::string Yaml(const char* zone) {
  return fmt::format(R"(version: 1
timezone: {}
sources: [{{name: s, files: e.csv, time: time, event_column: kind, entities: {{user: user}}, values: {{n: n}}}}]
metrics:
  - {{name: users, type: active, entity: user, event: hit, window: 2d, grain: day, description: d}}
  - {{name: often, type: active, entity: user, event: hit, window: 3d, at_least: 3, grain: day, description: d}}
  - {{name: exact, type: active, entity: user, event: hit, window: 30h, grain: day, description: d}}
  - {{name: hits, type: count, event: hit, grain: day, description: d}}
  - {{name: paid, type: sum, event: hit, value: n, grain: day, description: d}}
  - {{name: trailing, type: cumulative, metric: hits, window: 2d, grain: day, description: d}}
  - {{name: so_far, type: cumulative, metric: paid, to_date: month, grain: day, description: d}}
  - {{name: running, type: cumulative, metric: hits, grain: day, description: d}}
  - {{name: back, type: lifecycle, metric: users_today, part: retained, grain: day, description: d}}
  - {{name: users_today, type: active, entity: user, event: hit, grain: day, description: d}}
  - {{name: regulars, type: count, entity: user, event: hit, only: [{{event: hit, at_least: 3, window: 2d}}], grain: day, description: d}}
)",
                     zone);
}

struct World {
  TempDir dir;
  Rows rows;
  ProjectRef project;
  std::unique_ptr<Engine> engine;
  DataFacts facts;

  explicit World(const Stretch& stretch)
      : rows(MakeRows(*TimeZone::Load(stretch.zone), stretch.first)) {
    dir.Write("e.csv", rows.csv);
    dir.Write("northstar.yml", Yaml(stretch.zone));
    project = LoadProject(dir.path(), [](const std::string&) { return std::nullopt; })->project;
    EXPECT_TRUE(LoadAll(*project, kNow).ok());
    engine = OpenLoaded(*project);
    facts = *engine->Facts();
  }

  QueryResult Ask(const std::string& metric, Grain grain, std::optional<Day> from = std::nullopt,
                  std::optional<Day> to = std::nullopt, bool reference_sql = false) const {
    Question question;
    question.metrics = {metric};
    question.grain = grain;
    question.from = from;
    question.to = to;
    QueryOptions options;
    options.reference_sql = reference_sql;
    auto result = RunQuery(*engine, project, question, facts, kNow, options);
    EXPECT_TRUE(result.ok()) << result.error().message;
    return std::move(*result);
  }
};

// The first of them alone under a sanitizer.
std::vector<Stretch> Stretches() {
  return {std::begin(kStretches), kSanitized ? std::begin(kStretches) + 6 : std::end(kStretches)};
}

class OddDays : public ::testing::TestWithParam<Stretch> {};

TEST_P(OddDays, WindowsAreTheSameAloneAndInTheWholeRange) {
  const World world(GetParam());
  for (const Metric& metric : world.project->metrics) {
    for (const Grain grain : {Grain::kDay, Grain::kWeek, Grain::kHour}) {
      const QueryResult whole = world.Ask(metric.name, grain);
      const QueryResult sql = world.Ask(metric.name, grain, std::nullopt, std::nullopt, true);
      const size_t step = grain == Grain::kHour ? 24 : 1;
      for (size_t p = 0; p < whole.periods.size(); ++p) {
        const std::string where = metric.name + " " + whole.periods[p];
        const auto& value = whole.series[0].points[p].value;
        ASSERT_EQ(value, sql.series[0].points[p].value) << where << " kernel and SQL";
        if (p % step != 0) continue;
        const QueryResult alone =
            world.Ask(metric.name, grain, whole.starts[p] - 1, whole.starts[p]);
        const auto found = std::find(alone.periods.begin(), alone.periods.end(), whole.periods[p]);
        ASSERT_NE(found, alone.periods.end()) << where;
        ASSERT_EQ(alone.series[0].points[static_cast<size_t>(found - alone.periods.begin())].value,
                  value)
            << where << " alone and in the whole range";
      }
    }
  }
}

// What each hour of the wall clock holds, but for hours that the clock falls back behind: what lies
// in their first pass counts for the hour before them.
TEST_P(OddDays, HoursHoldWhatTheClockShows) {
  const World world(GetParam());
  const TimeZone& zone = world.project->calendar.zone();
  std::map<int64_t, double> by_hour;
  for (const int64_t at : world.rows.instants) {
    int64_t hour = zone.ToLocal(at) / kMicrosPerHour * kMicrosPerHour;
    while (zone.FirstInstantAt(hour) > at) hour -= kMicrosPerHour;
    ++by_hour[hour];
  }
  const QueryResult hours = world.Ask("hits", Grain::kHour);
  double total = 0;
  for (size_t p = 0; p < hours.periods.size(); ++p) {
    const int64_t hour = ParseTime(hours.periods[p] + ":00")->us;
    const double value = *hours.series[0].points[p].value;
    EXPECT_EQ(value, by_hour[hour]) << hours.periods[p];
    total += value;
  }
  EXPECT_EQ(total, static_cast<double>(world.rows.instants.size()));
}

INSTANTIATE_TEST_SUITE_P(Zones, OddDays, ::testing::ValuesIn(Stretches()), [](const auto& one) {
  std::string name = fmt::format("{}_{}", one.param.zone, one.param.first);
  for (char& c : name) {
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return name;
});

}  // namespace
}  // namespace northstar::testing
