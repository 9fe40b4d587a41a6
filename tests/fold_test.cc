// Events that arrive are stored as loading the same events from a file stores them: equal rows,
// names and counts, whatever the project says of them, in whatever pieces they come.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/random.h"
#include "engine/duckdb/database.h"
#include "engine/duckdb/functions.h"
#include "engine/duckdb/merges.h"
#include "engine/warehouse.h"
#include "ingest/wire.h"
#include "live/event_cells.h"
#include "model/load_project.h"
#include "model/project.h"
#include "sql/storage.h"
#include "tests/program.h"
#include "tests/sanitized.h"

namespace northstar::testing {
namespace {

constexpr int64_t kReceived = 1'796'000'000'000'000;

ProjectRef ReadProjectAt(const std::string& folder) {
  auto loaded = LoadProject(folder, [](const std::string&) { return std::nullopt; });
  if (!loaded.ok()) {
    ADD_FAILURE() << RunProgram({"-p", folder, "validate"}).err;
    return nullptr;
  }
  return loaded->project;
}

// Stores the events, each a line of JSON, `at_once` of them in a transaction.
Status FoldLines(const ProjectRef& project, const std::vector<std::string>& lines, size_t at_once,
                 std::vector<FoldCounts>* counts = nullptr, FoldUse use = FoldUse::kStoring) {
  NS_ASSIGN(const auto warehouse, OpenWarehouse(*project, WarehouseUse::kLoading));
  NS_ASSIGN(auto fold, warehouse->OpenFold(project, use));
  if (fold->sources() == 0) return Error::Usage("nothing to fold");
  ingest::JsonBody body;
  live::EventCells cells(fold->paths(0));
  const uint64_t from = fold->next(0);
  for (size_t i = 0; i < lines.size(); ++i) {
    std::string line = lines[i];
    const auto root = body.Parse(line);
    if (!root) return Error::Data("no JSON: " + line);
    const ingest::Batch batch = ingest::ReadBatch(ingest::Format::kSegmentBatch, *root, kReceived);
    const ingest::ReceivedEvent& event = batch.events.at(0);
    Arrival arrival{kReceived, event.time_us, event.name, event.id, cells.Read(event.json), {}, {}};
    if (event.same) {
      arrival.earlier = event.same->earlier;
      arrival.same = event.same->id;
    }
    fold->Add(0, arrival);
    if ((i + 1) % at_once == 0 || i + 1 == lines.size()) {
      NS_ASSIGN(const auto folded, fold->Commit(from + i + 1));
      if (counts != nullptr) counts->push_back(folded[0]);
    }
  }
  return use == FoldUse::kDeriving ? fold->Replace() : Status::Ok();
}

// All that is stored of the source `s`, by names instead of numbers.
std::vector<std::string> Stored(const Project& project, const std::string& path) {
  auto database = duck::Database::Open(path, duck::Access::kReadOnly, 500'000'000, 1);
  if (!database.ok()) return {database.error().message};
  auto connection = (*database)->Connect();
  const Source& source = *project.FindSource("s");
  std::string columns = "e.ts, n.key";
  std::string joins = " join event_names n on n.id = e.event";
  int table = 0;
  const auto key = [&](const std::string& column, const std::string& dictionary) {
    columns += fmt::format(", k{}.key", table);
    joins +=
        fmt::format(" left join \"{0}\" k{1} on k{1}.id = e.\"{2}\"", dictionary, table, column);
    ++table;
  };
  for (const NamedExpr& e : source.entities)
    key(storage::EntityColumn(e.name), storage::EntityTable(e.name));
  for (const NamedExpr& d : source.dimensions)
    key(storage::DimensionColumn(d.name), storage::DimensionTable(d.name));
  for (const NamedExpr& v : source.values)
    columns += fmt::format(", e.\"{}\" + 0", storage::ValueColumn(v.name));  // 0 for -0
  std::vector<std::string> rows;
  const auto add = [&](const std::string& sql) {
    const auto found = (*connection)->Query(sql);
    if (!found.ok()) {
      rows.push_back(found.error().message);
      return;
    }
    for (size_t r = 0; r < found->rows.size(); ++r) rows.push_back(found->Text(r, 0));
  };
  add(fmt::format("select ({}, e.seq, e.file)::varchar from events_s e{} order by e.seq", columns,
                  joins));
  add("select (day, sum(rows), min(first_us), max(last_us))::varchar from ns_days where source = "
      "'s' group by day order by day");
  add("select (event, rows)::varchar from ns_event_rows where source = 's' order by event");
  add("select (sum(rows_read), sum(kept), sum(filtered), sum(duplicate), "
      "sum(rejected))::varchar from ns_files where source = 's'");
  return rows;
}

struct BothWays {
  std::vector<std::string> loaded, folded;
};
// The first rows that differ; empty: none do.
std::string Difference(const BothWays& both) {
  for (size_t i = 0; i < std::max(both.loaded.size(), both.folded.size()); ++i) {
    const std::string loaded = i < both.loaded.size() ? both.loaded[i] : "nothing";
    const std::string folded = i < both.folded.size() ? both.folded[i] : "nothing";
    if (loaded != folded) return fmt::format("loaded {}\nfolded {}", loaded, folded);
  }
  return "";
}
// `keys`: of the source, beside where its rows come from.
BothWays StoreBothWays(const std::string& keys, const std::vector<std::string>& lines,
                       size_t at_once) {
  BothWays both;
  const TempDir dir;
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  dir.Write("e.jsonl", text);
  dir.Write("plans.csv", "plan,tier\na,1\nb,2\n007,seven\n");
  for (const bool live : {false, true}) {
    const std::string path = live ? "live.duckdb" : "file.duckdb";
    dir.Write(
        "northstar.yml",
        fmt::format("version: 1\nwarehouse: {{type: duckdb, path: {}}}\nsources:\n  - name: "
                    "s\n    {}\n{}",
                    path, live ? "http: true" : "files: e.jsonl\n    max_rejected: 100%", keys));
    const ProjectRef project = ReadProjectAt(dir.path());
    if (project == nullptr) return both;
    if (live) {
      const Status folded = FoldLines(project, lines, at_once);
      EXPECT_TRUE(folded.ok()) << (folded.ok() ? "" : folded.error().message);
    } else {
      const auto warehouse = OpenWarehouse(*project, WarehouseUse::kLoading);
      LoadRequest request;
      request.now_us = kReceived;
      const auto loaded = (*warehouse)->Load(*project, request);
      EXPECT_TRUE(loaded.ok()) << (loaded.ok() ? "" : loaded.error().message + loaded.error().hint);
    }
    (live ? both.folded : both.loaded) = Stored(*project, dir.path() + "/" + path);
  }
  return both;
}

constexpr const char* kOrdinary = R"y(    time: timestamp
    event_column: event
    id: messageId
)y";

std::string Event(int i, const std::string& fields) {
  return fmt::format(
      R"({{"type":"track","event":"e{}","messageId":"m{}","timestamp":"2026-0{}-0{}T10:00:0{}Z",{}}})",
      i % 3, i, i % 9 + 1, i % 7 + 1, i % 10, fields);
}

TEST(Fold, StoresWhatLoadingStores) {
  std::vector<std::string> lines;
  for (int i = 0; i < 60; ++i) {
    lines.push_back(Event(i, fmt::format(R"("userId":"u{}","properties":{{"plan":"{}","v":{}}})",
                                         i % 11, i % 4 == 0 ? "" : "p" + std::to_string(i % 3),
                                         i % 5 == 0 ? "null" : std::to_string(i * 0.5))));
    if (i % 7 == 0) lines.push_back(lines[static_cast<size_t>(i / 2)]);
  }
  for (const size_t at_once : {1, 7, 1000}) {
    const BothWays both = StoreBothWays(std::string(kOrdinary) + R"y(    entities: {user: userId}
    dimensions: {plan: properties.plan}
    values: {v: properties.v, twice: properties.v * 2}
    where: event != 'e2'
)y",
                                        lines, at_once);
    EXPECT_EQ(Difference(both), "") << at_once;
    EXPECT_GT(both.loaded.size(), 40U);
  }
}

// Any value may stand anywhere.
std::string RandomValue(Random& random, int depth) {
  static const std::vector<std::string> kValues{"null",
                                                "true",
                                                "false",
                                                "0",
                                                "-0",
                                                "7",
                                                "-12",
                                                "12.50",
                                                "1e3",
                                                "1.0",
                                                "-0.0",
                                                "0.1",
                                                "1e21",
                                                "1.5e-7",
                                                "0.000001",
                                                "123456789.123456789",
                                                "9007199254740993",
                                                "18446744073709551615",
                                                "1e300",
                                                "100000000000000000000.0",
                                                "\"\"",
                                                "\"a\"",
                                                "\"b\"",
                                                "\"007\"",
                                                "\"1.10\"",
                                                "\" x \"",
                                                "\"\\u00e9\\n\\u0001\\\"/\\\\\"",
                                                "\"\xF0\x9F\x98\x80\"",
                                                "\"12\"",
                                                "\"12,5\"",
                                                "\"2026-03-04\"",
                                                "\"2026-03-04T05:06:07+02:00\"",
                                                "1767225600",
                                                "\"-\"",
                                                "\"NULL\"",
                                                "\"1e2\"",
                                                "\"$5\"",
                                                "\"50%\"",
                                                "[]",
                                                "{}"};
  const uint64_t kind = random.Below(depth > 0 ? 12 : 10);
  if (kind < 10) return kValues[random.Below(kValues.size())];
  std::string out = kind == 10 ? "[" : "{";
  const uint64_t size = random.Below(4);
  for (uint64_t i = 0; i < size; ++i) {
    if (i > 0) out += ", ";
    if (kind == 11) out += fmt::format("\"{}\": ", std::string(1, static_cast<char>('a' + i)));
    out += RandomValue(random, depth - 1);
  }
  return out + (kind == 10 ? "]" : "}");
}

TEST(Fold, ReadsAnyValueAsFilesOfJsonDo) {
  constexpr uint64_t kSeeds = kSanitized ? 3 : 12;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    Random random(seed);
    std::vector<std::string> lines;
    for (int i = 0; i < 120; ++i) {
      std::string fields =
          fmt::format(R"("a": {}, "b" : {})", RandomValue(random, 2), RandomValue(random, 1));
      if (random.Below(3) > 0)
        fields += fmt::format(R"(,"c":{{"d":{},"a":1}})", RandomValue(random, 2));
      lines.push_back(Event(i, fields));
    }
    const BothWays both =
        StoreBothWays(std::string(kOrdinary) + R"y(    entities: {one: a, two: c.d}
    dimensions: {plain: b, deep: c, "deeper": c.d, none: nothing.here}
    values: {n: "to_number(split_part(a, ',', 1))", length: length(b)}
)y",
                      lines, 50);
    ASSERT_EQ(Difference(both), "");
  }
}

TEST(Fold, EvaluatesEveryFunctionAsLoadingDoes) {
  std::vector<std::string> lines;
  Random random(3);
  const std::vector<std::string> texts{"\"a b\"", "\"007\"", "\"12.5\"",       "\" x \"",
                                       "null",    "\"\"",    "\"2026-05-06\"", "[{\\\"k\\\":1}]",
                                       "\"b\"",   "\"a\""};
  for (int i = 0; i < 80; ++i) {
    const std::string& text = texts[random.Below(texts.size())];
    const std::string& other = texts[random.Below(texts.size())];
    lines.push_back(Event(
        i,
        fmt::format(
            R"("t":{},"o":{},"n":{},"m":{},"at":"2026-01-0{}T00:30:00","plan":"{}")",
            text[0] == '[' ? "[{\"k\":1},2]" : text,
            other[0] == '[' ? "[{\"key\":\"k\",\"value\":{\"string_value\":\"x\"}}]" : other,
            random.Below(5) == 0 ? "null" : std::to_string(static_cast<int>(random.Below(20)) - 9),
            random.Below(5) == 0 ? "\"\"" : std::to_string(random.Below(4)), 1 + i % 9,
            i % 4 == 0   ? "a"
            : i % 4 == 1 ? "b"
            : i % 4 == 2 ? "007"
                         : "none")));
  }
  const BothWays both = StoreBothWays(std::string(kOrdinary) + R"y(    timezone: America/New_York
    lookup:
      - {files: plans.csv, on: plan, take: {tier: tier}}
    entities: {who: "coalesce(t, o)"
}
    dimensions:
      joined: concat(t, '-', o)
      low: lower(t)
      up: upper(o)
      cut: trim(t)
      part: substr(t, 2, 2)
      split: split_part(t, ' ', 2)
      swapped: replace(t, 'a', 'z')
      chosen: if(starts_with(t, '0'), 'zero', if(contains(t, 'a'), 'has a', o))
      parameter: param(o, 'k')
      tier: tier
      day: "if(t like '%-%' and t is not null, 'like', null)"
    values:
      sum: n + m * 2 - 1
      ratio: n / m
      rest: n % m
      size: abs(n)
      rounded: round(n / 7, 2)
      least: least(n, m)
      most: greatest(n, m, 3)
      json: json_length(t)
      letters: length(t)
      days: "date_diff('day', at, '2026-01-20')"
      hours: "date_diff('hour', date_trunc('week', at), timestamp)"
      tier_number: to_number(tier)
    where: "n between -5 and 8 or m in (1, 2) or not (t = 'b') or n is null"
)y",
                                      lines, 13);
  EXPECT_EQ(Difference(both), "");
  EXPECT_GT(both.loaded.size(), 60U);
}

TEST(Fold, CountsWhatItCannotReadAsLoadingDoes) {
  std::vector<std::string> lines;
  for (int i = 0; i < 30; ++i) {
    lines.push_back(Event(i, i % 5 == 0   ? R"("v":"many")"
                             : i % 5 == 1 ? R"("v":1e101)"
                             : i % 5 == 2 ? R"("v":[1])"
                                          : R"("v":3)"));
  }
  const BothWays both = StoreBothWays(
      std::string(kOrdinary) + "    values: {v: v}\n    where: event = 'e1'\n", lines, 4);
  EXPECT_EQ(Difference(both), "");
}

// What is kept of events and days in sums: more of them than a statement takes, some in several
// transactions, with names and times that few would expect.
TEST(Fold, CountsEventsAndDaysAsLoadingDoes) {
  constexpr int kNames = kSanitized ? 300 : 2'500;
  const std::string odd[] = {R"(it's)", R"(a\u0000b)", R"(\\)", R"($1)", R"(naïve \ud83d\ude00)"};
  std::vector<std::string> lines;
  for (int i = 0; i < kNames + 40; ++i) {
    const std::string name =
        i < kNames ? fmt::format("name {}", i) : odd[static_cast<size_t>(i) % std::size(odd)];
    lines.push_back(fmt::format(
        R"({{"type":"track","event":"{}","messageId":"m{}","timestamp":"{}-0{}-0{}T00:00:00.00{}Z"}})",
        name, i, 1960 + i % 90, i % 9 + 1, i % 5 + 1, i % 10));
  }
  for (const size_t at_once : {size_t{700}, lines.size()}) {
    SCOPED_TRACE(at_once);
    EXPECT_EQ(Difference(StoreBothWays(kOrdinary, lines, at_once)), "");
  }
}

TEST(Fold, DerivesAgainUnderAnotherDefinition) {
  const TempDir dir;
  std::vector<std::string> lines;
  for (int i = 0; i < 40; ++i) {
    lines.push_back(
        Event(i, fmt::format(R"("userId":"u{}","anonymousId":"a{}","v":{},"plan":"p{}")", i % 5,
                             i % 5, i, i % 2)));
  }
  lines.push_back(lines[3]);
  const std::string before =
      "version: 1\nsources:\n  - {name: s, http: true, entities: {user: userId}}\n";
  dir.Write("northstar.yml", before);
  ASSERT_TRUE(FoldLines(ReadProjectAt(dir.path()), lines, 10).ok());
  const std::string keys = R"y(    time: timestamp
    event_column: event
    id: messageId
    entities: {person: userId}
    dimensions: {plan: plan}
    values: {v: v}
    where: event != 'e1'
)y";
  dir.Write("northstar.yml", "version: 1\nsources:\n  - name: s\n    http: true\n" + keys);
  const ProjectRef project = ReadProjectAt(dir.path());
  EXPECT_FALSE(FoldLines(project, lines, 10).ok()) << "stored under another definition";
  const Status derived = FoldLines(project, lines, 7, nullptr, FoldUse::kDeriving);
  ASSERT_TRUE(derived.ok()) << derived.error().message;
  BothWays both = StoreBothWays(keys, lines, 100);
  both.folded = Stored(*project, dir.path() + "/.northstar/events.duckdb");
  EXPECT_EQ(Difference(both), "");
  // From then on as ever: what was derived is remembered.
  std::vector<FoldCounts> counts;
  ASSERT_TRUE(FoldLines(project, lines, 100, &counts).ok());
  EXPECT_EQ(counts.back().kept, 0);
  EXPECT_FALSE(FoldLines(project, lines, 7, nullptr, FoldUse::kDeriving).ok());
}

TEST(Fold, RemembersIdsAndWhereItWas) {
  const TempDir dir;
  dir.Write("northstar.yml",
            "version: 1\nsources:\n  - {name: s, http: true, entities: {user: userId}}\n");
  const ProjectRef project = ReadProjectAt(dir.path());
  ASSERT_NE(project, nullptr);
  std::vector<std::string> lines;
  for (int i = 0; i < 20; ++i) lines.push_back(Event(i, R"("userId":"u")"));
  lines.push_back(R"({"event":"no id"})");
  std::vector<FoldCounts> counts;
  ASSERT_TRUE(FoldLines(project, lines, 8, &counts).ok());
  // The same again, in another process and another transaction.
  ASSERT_TRUE(FoldLines(project, lines, 30, &counts).ok());
  ASSERT_EQ(counts.size(), 4U);
  EXPECT_EQ(counts[2].kept + counts[2].without_id, 5 + 1);
  EXPECT_EQ(counts[3].duplicate, 20);
  EXPECT_EQ(counts[3].kept, 1);
  const auto warehouse = OpenWarehouse(*project, WarehouseUse::kLoading);
  const auto fold = (*warehouse)->OpenFold(project);
  EXPECT_EQ((*fold)->next(0), 43U);
  EXPECT_EQ((*fold)->remembered(), 20);
}

constexpr const char* kPeople = R"y(version: 1
sources:
  - name: s
    http: true
    entities: {user: "coalesce(userId, anonymousId)"}
metrics:
  - {name: people, type: active, entity: user, event: seen, grain: day, description: d}
  - {name: all, type: count, event: any, grain: day, description: d}
)y";

std::string Answer(const TempDir& dir, const std::string& metric) {
  const ProgramRun run = RunProgram({"-p", dir.path(), "query", metric, "--format", "csv"});
  return run.out + run.err;
}

TEST(Fold, MergesPeopleWhoSayWhoTheyWere) {
  const std::vector<std::string> lines{
      R"({"event":"seen","anonymousId":"a","timestamp":"2026-05-01T10:00:00Z"})",
      R"({"event":"seen","userId":"u","timestamp":"2026-05-01T10:00:00Z"})",
      R"({"event":"seen","userId":"v","timestamp":"2026-05-01T10:00:00Z"})",
      R"({"type":"identify","userId":"u","anonymousId":"a","timestamp":"2026-05-01T10:00:00Z"})"};
  // Whoever said it may be seen under the other id afterwards only.
  for (const bool said_first : {false, true}) {
    const TempDir dir;
    dir.Write("northstar.yml", kPeople);
    const ProjectRef project = ReadProjectAt(dir.path());
    ASSERT_NE(project, nullptr);
    std::vector<std::string> in_order = lines;
    if (said_first) std::reverse(in_order.begin(), in_order.end());
    ASSERT_TRUE(FoldLines(project, in_order, 1).ok());
    EXPECT_EQ(Answer(dir, "people"), "metric,period,value,complete\npeople,2026-05-01,2,false\n");
    EXPECT_EQ(Answer(dir, "all"), "metric,period,value,complete\nall,2026-05-01,3,false\n");
  }
}

// Which key counts as which, as it is stored.
std::vector<std::string> Merges(duck::Connection& db) {
  std::vector<std::string> merges;
  const auto found = db.Query(
      "select k.key, d.key from merge_user m join entity_user k on k.id = m.id join entity_user d "
      "on d.id = m.same order by all");
  if (!found.ok()) return {found.error().message};
  for (size_t i = 0; i < found->rows.size(); ++i)
    merges.push_back(found->Text(i, 0) + " is " + found->Text(i, 1));
  return merges;
}

TEST(Fold, GrowsMergesToWhatAllPairsSay) {
  const uint64_t seed = 20260;
  size_t merged = 0;
  const uint64_t rounds = kSanitized ? 2 : 4;
  for (uint64_t round = 0; round < rounds; ++round) {
    SCOPED_TRACE(fmt::format("seed {} round {}", seed, round));
    Random random(seed + round);
    const auto person = [&] { return fmt::format("p{}", random.Below(round % 2 == 0 ? 12 : 60)); };
    std::vector<std::string> lines;
    for (int i = 0; i < 60; ++i) {
      const std::string known = person(), other = person();
      switch (random.Below(3)) {
        case 0:
          lines.push_back(fmt::format(R"({{"event":"seen","userId":"{}"}})", known));
          break;
        case 1:
          lines.push_back(fmt::format(R"({{"event":"seen","anonymousId":"{}"}})", known));
          break;
        default:
          lines.push_back(fmt::format(R"({{"type":"identify","userId":"{}","anonymousId":"{}"}})",
                                      known, other));
      }
    }
    const TempDir dir;
    dir.Write("northstar.yml", kPeople);
    const ProjectRef project = ReadProjectAt(dir.path());
    ASSERT_NE(project, nullptr);
    ASSERT_TRUE(FoldLines(project, lines, 2 + random.Below(12)).ok());
    auto database = duck::Database::Open(dir.path() + "/.northstar/events.duckdb",
                                         duck::Access::kReadWrite, 500'000'000, 1);
    ASSERT_TRUE(database.ok()) << database.error().message;
    auto connection = (*database)->Connect();
    ASSERT_TRUE(duck::RegisterFunctions(**connection).ok());
    const std::vector<std::string> grown = Merges(**connection);
    ASSERT_TRUE(duck::RefreshMerges(**connection, *project).ok());
    EXPECT_EQ(grown, Merges(**connection));
    merged += grown.size();
  }
  EXPECT_GT(merged, 4 * rounds);
}

}  // namespace
}  // namespace northstar::testing
