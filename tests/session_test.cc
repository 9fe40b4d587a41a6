// Many requests on one session from several threads, while files grow and are loaded beside them:
// every answer is of one state of the data, whole, and the same whoever asks.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <map>
#include <mutex>
#include <thread>

#include "api/request.h"
#include "base/random.h"
#include "model/project.h"
#include "report/render_answer.h"
#include "tests/program.h"

namespace northstar::testing {
namespace {

constexpr const char* kProject = R"(version: 1
warehouse: {threads: 2}
north_star: {metric: users, since: 2024-01-01}
outcome: income
candidates: [users, orders]
sources:
  - {name: app, files: e.csv, time: time, event_column: kind, entities: {user: user}, dimensions: {plan: plan},
     values: {amount: amount}}
metrics:
  - {name: users, type: active, entity: user, event: any, grain: week}
  - {name: orders, type: count, event: buy, entity: user, grain: week}
  - {name: income, type: sum, event: buy, value: amount, entity: user, grain: month}
  - {name: share, type: ratio, numerator: orders, denominator: users, grain: week}
)";

constexpr int kDays = 400;
constexpr int kLoads = 20;
constexpr int kRequests = 200;

// Days [from, to) of events.
std::string RowsOf(int from, int to) {
  std::string csv;
  for (int day = from; day < to; ++day) {
    Random random(static_cast<uint64_t>(day), 3);
    const auto rows = 8 + random.Below(6);
    for (uint64_t i = 0; i < rows; ++i) {
      csv +=
          fmt::format("{}T{:02}:00:00Z,{},u{},p{},{}\n", FormatDay(*ParseDay("2024-01-01") + day),
                      random.Below(24), random.Below(3) == 0 ? "buy" : "look", random.Below(60),
                      random.Below(2), 1 + random.Below(90));
    }
  }
  return csv;
}

struct Asked {
  std::string request;
  std::vector<std::pair<std::string, std::vector<std::string>>> arguments;
};
const std::vector<Asked>& Questions() {
  static const std::vector<Asked> kQuestions{
      {"query", {{"metrics", {"users", "orders"}}, {"grain", {"week"}}}},
      {"query", {{"metrics", {"income"}}, {"by", {"plan"}}, {"ci", {"true"}}}},
      {"query", {{"metrics", {"share"}}, {"engine", {"sql"}}}},
      {"detect", {{"metric", {"orders"}}, {"grain", {"day"}}}},
      {"forecast", {{"metric", {"users"}}}},
      {"explain", {{"metric", {"orders"}}}},
      {"cohorts", {{"metric", {"users"}}}},
      {"tree", {}},
      {"query", {{"metrics", {"users"}}, {"entities", {"true"}}, {"period", {"2024-03-04"}}}},
  };
  return kQuestions;
}

const RequestSpec& Find(const std::string& name) {
  for (const RequestSpec& one : Requests()) {
    if (one.name == name) return one;
  }
  std::abort();
}

// What was answered to a question when the source held so many rows.
class Answers {
 public:
  void Add(int64_t rows, size_t question, const Result<std::string>& text) {
    if (!text.ok()) {
      ADD_FAILURE() << Questions()[question].request << ": " << text.error().message;
      return;
    }
    const std::scoped_lock lock(mutex_);
    const auto [at, fresh] = texts_.try_emplace({rows, question}, *text);
    if (!fresh) {
      EXPECT_EQ(at->second, *text) << Questions()[question].request;
    }
    states_[rows] += 1;
  }
  size_t states() const { return states_.size(); }

 private:
  std::mutex mutex_;
  std::map<std::pair<int64_t, size_t>, std::string> texts_;
  std::map<int64_t, int> states_;
};

TEST(Session, ThreadsAskWhileAnotherLoads) {
  const TempDir dir;
  const std::string head = "time,kind,user,plan,amount\n";
  constexpr int kFirst = kDays / 2;
  std::string csv = head + RowsOf(0, kFirst);
  dir.Write("e.csv", csv);
  dir.Write("northstar.yml", kProject);
  auto loaded = LoadProject(dir.path(), [](const std::string&) { return std::nullopt; });
  ASSERT_TRUE(loaded.ok());
  const FixedClock clock(ReadInstant("2025-06-01", loaded->project->calendar, 0));
  auto warehouse = *OpenWarehouse(*loaded->project, WarehouseUse::kLoading);
  LoadRequest request;
  request.now_us = clock.NowUs();
  ASSERT_TRUE(warehouse->Load(*loaded->project, request).ok());
  const Session session(*loaded, warehouse, &clock);

  Answers answers;
  std::atomic<int> asking{2};
  const auto ask = [&](size_t first) {
    for (size_t i = 0; i < kRequests; ++i) {
      const size_t q = (first + i) % Questions().size();
      Arguments arguments;
      for (const auto& [name, values] : Questions()[q].arguments) arguments.Set(name, values);
      const Result<SessionView> view = session.Begin();
      if (!view.ok()) {
        ADD_FAILURE() << view.error().message;
        continue;
      }
      const int64_t rows = view->facts().sources.at("app").rows;
      const Result<Answer> answer =
          std::get<RunOnData>(Find(Questions()[q].request).run)(*view, arguments);
      answers.Add(rows, q,
                  answer.ok() ? RenderAnswer(*answer, Format::kJson, false)
                              : Result<std::string>(answer.error()));
    }
    --asking;
  };
  std::thread one(ask, 0);
  std::thread two(ask, 4);
  for (int load = 1; load <= kLoads; ++load) {
    const int from = kFirst + (load - 1) * kFirst / kLoads;
    csv += RowsOf(from, kFirst + load * kFirst / kLoads);
    dir.Write("e.csv", csv);
    const auto summaries = warehouse->Load(*loaded->project, request);
    EXPECT_TRUE(summaries.ok()) << summaries.error().message;
  }
  one.join();
  two.join();
  EXPECT_EQ(asking, 0);
  EXPECT_GT(answers.states(), 1U);  // loads were seen while questions were asked
}

TEST(Session, ACanceledRequestEndsAlone) {
  const TempDir dir;
  dir.Write("e.csv", "time,kind,user,plan,amount\n" + RowsOf(0, kDays));
  dir.Write("northstar.yml", kProject);
  auto loaded = LoadProject(dir.path(), [](const std::string&) { return std::nullopt; });
  ASSERT_TRUE(loaded.ok());
  const FixedClock clock(ReadInstant("2025-06-01", loaded->project->calendar, 0));
  const auto warehouse = *OpenWarehouse(*loaded->project, WarehouseUse::kLoading);
  LoadRequest request;
  request.now_us = clock.NowUs();
  ASSERT_TRUE(warehouse->Load(*loaded->project, request).ok());
  const Session session(*loaded, warehouse, &clock);
  Arguments arguments;
  arguments.Set("metrics", {"orders"});
  CancelToken canceled;
  canceled.Cancel();
  const auto ended = Ask(session, Find("query"), arguments, &canceled);
  ASSERT_FALSE(ended.ok());
  EXPECT_EQ(ended.error().message, "interrupted");
  CancelToken other;
  EXPECT_TRUE(Ask(session, Find("query"), arguments, &other).ok());
  // A token that has ended something is fresh again.
  EXPECT_TRUE(Ask(session, Find("query"), arguments, &canceled).ok());
}

TEST(Session, WhatIsThrownEndsOneRequest) {
  RequestSpec broken{"broken", "throws", "northstar broken", {}, RunOnData{nullptr}};
  broken.run_on_file = [](const Arguments&) -> Result<Answer> { throw std::runtime_error("no"); };
  const auto ended = AskOfFile(broken, Arguments());
  ASSERT_FALSE(ended.ok());
  EXPECT_EQ(ended.error().message, "a bug in northstar ended 'broken': no");
  broken.run_on_file = [](const Arguments&) -> Result<Answer> { throw std::bad_alloc(); };
  EXPECT_EQ(AskOfFile(broken, Arguments()).error().message, "not enough memory for this request");
}

}  // namespace
}  // namespace northstar::testing
