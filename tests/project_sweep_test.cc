// Every key of a project file, dropped or set to what does not belong there: either the project is
// still valid, or it is refused with a sentence; it never ends the program. The keys come from the
// tables of model/schema.h, so that a new key is swept as soon as it exists; the project that holds
// them is valid to begin with. The project at fault stays in northstar.yml of the test's folder if
// the test itself is ended.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "model/load_project.h"
#include "model/project.h"
#include "model/schema.h"
#include "tests/program.h"
#include "tests/sanitized.h"

namespace northstar::testing {
namespace {

using Json = nlohmann::ordered_json;  // which YAML can read
using Pointer = Json::json_pointer;

constexpr std::string_view kProject = R"json({
  "version": 1, "name": "sweep", "timezone": "Europe/London", "first_day_of_week": "monday",
  "first_month_of_year": 4,
  "warehouse": {"type": "duckdb", "path": "events.duckdb", "memory_limit": "1GB", "threads": 2},
  "sources": [
    {"name": "app", "files": "e.csv", "format": "csv", "delimiter": ",", "time": "t",
     "timezone": "UTC", "event_column": "e", "entities": {"user": "u", "team": "w"},
     "dimensions": {"plan": "p"}, "values": {"amount": "a"}, "where": "e != 'x'",
     "since": "2024-01-01", "through": "now", "max_rejected": "5%", "currency": {"amount": "EUR"},
     "date_order": "dmy",
     "lookup": [{"files": "c.csv", "on": ["u", {"p": "plan"}], "take": {"state": "s"},
                 "as_of": {"from": "b", "to": {"column": "e", "inclusive": true}},
                 "missing": "reject"},
                {"source": "people_of", "on": "u", "take": {"visits": "count()"}}]},
    {"name": "people_of", "files": "p.csv", "time": "t", "event": "visit"},
    {"name": "ledger", "series": "s.csv", "period": "m", "grain": "month",
     "dimensions": {"plan": "p"}, "metrics": {"booked": "amount"}},
    {"name": "people", "identities": "i.csv",
     "merge": {"from": "anonymous", "to": "known", "entity": "user"}}],
  "feedback": [
    {"name": "reviews", "files": "f.csv", "time": "t", "text": "said", "rating": "stars",
     "scale": "1-5", "votes": "v", "language": "l", "id": "id", "entities": {"user": "u"}}],
  "metrics": [
    {"name": "hits", "type": "count", "event": "hit", "where": "plan = 'pro'", "entity": "user",
     "label": "Hits", "description": "Hits in a week", "grain": "week", "unit": "hits",
     "format": "none", "desired_change": "increase", "owner": "growth", "status": "approved",
     "tags": ["a"], "version": 2, "incentivised": "plan = 'free'",
     "only": [{"since": "joined", "within": "7d"}, {"event": "hit", "at_least": 2, "window": "28d"},
              {"part": "retained", "of": "users"}]},
    {"name": "paid", "type": "sum", "event": {"event": "pay", "where": "amount > 0"},
     "value": "amount"},
    {"name": "mean_paid", "type": "average", "event": ["pay", "tip"], "value": "amount"},
    {"name": "least", "type": "min", "event": "pay", "value": "amount"},
    {"name": "most", "type": "max", "event": "pay", "value": "amount"},
    {"name": "middle", "type": "median", "event": "pay", "value": "amount"},
    {"name": "high", "type": "percentile", "event": "pay", "value": "amount", "p": 90},
    {"name": "users", "type": "active", "entity": "user", "event": "hit"},
    {"name": "big_teams", "type": "active", "entity": "team", "event": "any", "distinct": "user",
     "at_least": 3, "window": "28d", "approximate": true},
    {"name": "often", "type": "frequency", "entity": "user", "event": "hit", "of": "day",
     "statistic": "share_at_least", "at_least": 2},
    {"name": "fresh", "type": "lifecycle", "metric": "users", "part": "new"},
    {"name": "per_user", "type": "ratio", "numerator": "hits", "denominator": "users"},
    {"name": "sum_of", "type": "derived", "expr": "coalesce(hits, 0) + prev(users)"},
    {"name": "total", "type": "cumulative", "metric": "hits", "window": "28d"},
    {"name": "goes_on", "type": "conversion", "entity": "user", "from": "joined", "to": "pay",
     "within": "7d", "not_before": "1h", "calculation": "rate", "allow_same_time": true},
    {"name": "funnel", "type": "conversion", "entity": "user", "steps": ["joined", "hit", "pay"],
     "within": "7d"},
    {"name": "returns", "type": "retention", "entity": "user", "event": "hit",
     "return_event": "any", "after": 1, "until": 8, "mode": "on_or_after", "cohort": "new",
     "rolling": true},
    {"name": "wait", "type": "duration", "entity": "user", "from": "joined", "to": "pay",
     "within": "7d", "statistic": "p90"},
    {"name": "visits", "type": "sessions", "entity": "user", "event": "any", "gap": "30m",
     "statistic": "share_at_least", "length": "30s"},
    {"name": "first_uses", "type": "first_time", "entity": "user", "event": "use", "where": "amount > 1", "description": "d"},
    {"name": "subscribed", "type": "state", "entity": "user", "on": "sub", "off": "unsub",
     "value": "amount"},
    {"name": "liked", "type": "feedback", "source": "reviews", "statistic": "sentiment"},
    {"name": "booked", "type": "series", "source": "ledger"}],
  "outcome": "paid", "candidates": ["users", "hits", "returns"],
  "north_star": {
    "metric": "users", "statement": "People get value when they come back", "stage": "growth",
    "game": "productivity", "owner": "growth", "primary_segment": "plan = 'pro'",
    "since": "2024-01-01", "outcome": "paid",
    "inputs": [{"metric": "fresh", "dimension": "breadth", "owner": "growth",
                "where": "plan = 'pro'"},
               {"metric": "hits", "dimension": "depth", "owner": "growth"}],
    "decomposition": {"expr": "fresh + prev(users)"},
    "guardrails": [{"metric": "liked", "no_worse_than": "2%", "owner": "growth"},
                   {"metric": "wait", "at_least": 1, "at_most": "95%"}],
    "history": [{"metric": "total", "from": "2023-01-01", "to": "2023-12-31",
                 "decision": "decisions/d.md", "reason": "it only rose"}]},
  "scores": [{"candidate": "users", "by": "ana", "question": "value", "rating": 4,
              "at": "2024-02-01", "comment": "yes"}],
  "judgement": {"weights": {"leads": 2}},
  "teams": [{"name": "growth", "label": "Growth", "purpose": "Bring people in"}],
  "okrs": [{"objective": "Grow", "period": "2024-Q1", "owner": "growth", "key_results": [
    {"role": "north_star", "metric": "users", "from": 10, "to": 20, "over": "last",
     "owner": "growth"},
    {"role": "guardrail", "metric": "liked", "at_least": "10%", "at_most": "90%"}]}],
  "bets": [{"name": "guide", "label": "Guide", "team": "growth", "moves": "fresh",
            "expect": "-20%", "shipped": "2024-02-01", "planned": "2024-01-01",
            "where": "plan = 'pro'", "description": "A guide", "effort": 2,
            "experiment": {"assignment": "assigned", "where": "plan != 'x'", "arm": "plan",
                           "control": "a", "treatment": "b", "entity": "user",
                           "from": "2024-02-01", "to": "2024-03-01", "horizon": "7d",
                           "split": 0.5, "planned_units": 1000}}],
  "kpis": [{"metric": "hits", "team": "growth", "ladders_to": "fresh"}],
  "annotations": [{"at": "2024-02-01", "to": "2024-02-02", "text": "Shipped", "kind": "release"}],
  "review": {"every": "quarter", "last": "2024-01-01", "strategy_changed": "2024-01-15"},
  "checks": [{"check": "anomaly", "metric": "hits", "severity": "critical", "for": 2, "off": false},
             {"check": "freshness", "source": "app", "fresh_within": "2d"}],
  "notify": [{"type": "slack", "url": "https://example.org/a", "on": ["critical", "warning"],
              "digest": "monday 09:00"},
             {"type": "webhook", "url": "https://example.org/b", "secret": "s"},
             {"type": "email", "to": ["a@example.org"], "from": "b@example.org",
              "smtp": "smtp://example.org"}],
  "renotify": "12h"
})json";

const std::vector<Json>& WrongShapes() {
  static const std::vector<Json> kShapes = {
      nullptr,
      "",
      Json::array(),
      Json::object(),
      Json::array({Json::array({1, 2})}),
      7,
      -3,
      1e300,
      99'999'999'999,
      "some text",
      true,
      Json{{"no_such_key", 1}},
      Json::array({1, Json{{"a", "b"}}, Json::array({"c"}), nullptr}),
      std::string(20'000, 'x')};
  return kShapes;
}

// Under a sanitizer each key meets every eleventh shape; which ones goes around, as 11 does not
// divide their number.
constexpr int kEveryShape = kSanitized ? 11 : 1;

// The keys that an object may have: those of its shape. Every metric but the first is swept over
// what its own type knows.
std::set<std::string> KeysOf(const Json& object, const Shape* shape) {
  std::set<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.insert(key);
  if (shape == nullptr) return keys;
  if (shape == &MetricShape() && object["name"] != "hits") {
    const MetricTypeSpec* type = FindMetricType(object["type"].get<std::string>());
    for (const auto* list : {&type->required, &type->optional})
      keys.insert(list->begin(), list->end());
    return keys;
  }
  for (const Field& field : shape->fields) keys.emplace(field.key);
  return keys;
}

// Calls visit(object, key) for every key of every object of the project.
void VisitKeys(const Json& node, const Pointer& at, const Shape* shape,
               const std::function<void(const Pointer& object, const std::string& key)>& visit) {
  if (node.is_array()) {
    for (size_t i = 0; i < node.size(); ++i) VisitKeys(node[i], at / i, shape, visit);
  }
  if (!node.is_object()) return;
  for (const std::string& key : KeysOf(node, shape)) {
    visit(at, key);
    if (!node.contains(key)) continue;
    const Field* field = shape != nullptr ? shape->Find(key) : nullptr;
    VisitKeys(node[key], at / key, field != nullptr ? field->shape : nullptr, visit);
  }
}

std::string BinaryPath() {
  const auto tests = std::filesystem::read_symlink("/proc/self/exe");
  const auto binary = tests.parent_path() / "northstar";
  return std::filesystem::exists(binary) ? binary.string() : "";
}

class Sweep : public ::testing::Test {
 protected:
  void Try(const Json& project, const std::string& what) {
    dir_.Write("northstar.yml", project.dump());
    const auto loaded = LoadProject(dir_.path(), [](const std::string&) { return std::nullopt; });
    if (loaded.ok()) {
      ++valid_;
      CheckDefinitions(*loaded->project, loaded->sources, 20'000, {});
      JsonSchemaText();
    } else {
      EXPECT_NE(loaded.error().kind, ErrorKind::kData) << what;
      EXPECT_FALSE(loaded.error().diagnostics.empty()) << what;
      for (const Diagnostic& one : loaded.error().diagnostics)
        EXPECT_TRUE(!one.message.empty() && !one.where.file.empty()) << what;
    }
    if (++tried_ % 20 == 0) TryBinary(what, loaded.ok());
  }

  // What a signal would end, a process shows.
  void TryBinary(const std::string& what, bool valid) {
    static const std::string kBinary = BinaryPath();
    if (kBinary.empty()) return;
    const std::string command = tried_ % 60 == 0 ? "query hits" : "validate";
    const std::string err = dir_.path() + "/err.txt";
    const int status = std::system(
        (kBinary + " -p " + dir_.path() + " " + command + " >" + dir_.path() + "/out.txt 2>" + err)
            .c_str());
    ASSERT_TRUE(WIFEXITED(status)) << what << ": " << command;
    const bool refused = WEXITSTATUS(status) == 2;
    EXPECT_TRUE(valid ? !refused || command != "validate" : refused)
        << what << ": " << command << "\n"
        << ReadFile(err);
    EXPECT_LE(WEXITSTATUS(status), 3) << what << ": " << command << "\n" << ReadFile(err);
    ++by_binary_;
  }

  TempDir dir_;
  int tried_ = 0, valid_ = 0, by_binary_ = 0;
};

TEST_F(Sweep, NoKeyOfAnyShapeEndsTheProgram) {
  const Json whole = Json::parse(kProject);
  Try(whole, "as it is");
  ASSERT_EQ(valid_, 1);
  int shapes = 0;
  VisitKeys(whole, Pointer(), &ProjectShape(), [&](const Pointer& object, const std::string& key) {
    const std::string at = (object / key).to_string();
    if (whole[object].contains(key)) {
      Json project = whole;
      project[object].erase(key);
      Try(project, at + " dropped");
    }
    for (const Json& shape : WrongShapes()) {
      if (++shapes % kEveryShape != 0) continue;
      Json project = whole;
      project[object][key] = shape;
      Try(project, at + " = " + shape.dump().substr(0, 60));
    }
  });
  // Both answers are given, and every part of the project is reached.
  EXPECT_GT(tried_, 2200 / kEveryShape);
  EXPECT_GT(valid_, 200 / kEveryShape);
  if (by_binary_ == 0) GTEST_LOG_(INFO) << "the program itself was not tried: it is not built";
}

TEST(SweptSchema, EveryShapeIsInTheProject) {
  std::set<const Shape*> there;
  std::set<std::string> types;
  const std::function<void(const Json&, const Shape*)> walk = [&](const Json& node,
                                                                  const Shape* shape) {
    if (node.is_array()) {
      for (const Json& item : node) walk(item, shape);
    }
    if (!node.is_object() || shape == nullptr) return;
    there.insert(shape);
    if (shape == &MetricShape()) types.insert(node["type"].get<std::string>());
    for (const auto& [key, value] : node.items()) {
      const Field* field = shape->Find(key);
      ASSERT_NE(field, nullptr) << key;
      walk(value, field->shape);
    }
  };
  walk(Json::parse(kProject), &ProjectShape());
  const std::function<void(const Shape&)> check = [&](const Shape& shape) {
    EXPECT_TRUE(there.contains(&shape)) << shape.name << " is not swept";
    for (const Field& field : shape.fields) {
      const bool inner = field.shape != nullptr && shape.name != "judgement";
      if (inner && field.key != "clickhouse") check(*field.shape);
    }
  };
  check(ProjectShape());
  for (const MetricTypeSpec& type : MetricTypes())
    EXPECT_TRUE(types.contains(std::string(type.name))) << type.name << " is not swept";
}

}  // namespace
}  // namespace northstar::testing
