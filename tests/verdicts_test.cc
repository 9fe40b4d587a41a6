// Verdicts that must not contradict the data nor each other, on small simulated worlds: what is
// rare is not broken, what is paid is not income, a metric is not its own cause, and `lead` and
// `evaluate` say the same of one pair.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/random.h"
#include "tests/program.h"

namespace northstar::testing {
namespace {

using Json = nlohmann::json;

// Events of one day each, written as a project that is asked several things.
class World {
 public:
  explicit World(std::string metrics) : metrics_(std::move(metrics)) {}

  void Add(int day, const std::string& event, const std::string& user, double amount = 1) {
    rows_ += fmt::format("{}T{:02}:30:00Z,{},{},{:.3f}\n", FormatDay(DayOf({2022, 1, 1}) + day),
                         7 + day % 11, event, user, amount);
  }
  ProgramRun Run(std::vector<std::string> arguments) {
    dir_->Write("e.csv", "time,event,user,amount\n" + rows_);
    dir_->Write(
        "northstar.yml",
        "version: 1\nsources:\n  - {name: app, files: e.csv, time: time, event_column: event, "
        "entities: {user: user}, values: {amount: amount}}\n" +
            metrics_);
    arguments.insert(arguments.begin(), {"-p", dir_->path()});
    return RunProgram(arguments);
  }
  Json Ask(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--format", "json"});
    const ProgramRun run = Run(arguments);
    EXPECT_LE(run.exit_code, 1) << run.err;  // `lead` exits with 1 when it fails
    return Json::parse(run.out, nullptr, false);
  }

 private:
  std::unique_ptr<TempDir> dir_ = std::make_unique<TempDir>();
  std::string metrics_, rows_;
};

Json Named(const Json& list, const char* key, const std::string& name) {
  for (const Json& one : list) {
    if (one[key] == name) return one;
  }
  ADD_FAILURE() << "no " << name;
  return {};
}
Json TestOf(const Json& answer, const std::string& candidate, const std::string& test) {
  return Named(Named(answer["candidates"], "metric", candidate)["tests"], "test", test);
}

int Poisson(Random& random, double mean) {
  int count = 0;
  for (double waited = -std::log(random.Uniform()); waited < mean;
       waited -= std::log(random.Uniform()))
    ++count;
  return count;
}

TEST(Verdicts, FewEventsAreNoOutageAndFiveMonthsWithoutAre) {
  for (const bool gap : {false, true}) {
    World world(
        "candidates: [signing]\nmetrics:\n  - {name: signing, type: active, entity: user, event: "
        "signed, grain: month, description: Firms that signed this month}\n");
    Random random(11);
    for (int day = 0; day < 1000; ++day) {
      const int signed_today = day % 7 < 5 ? Poisson(random, 0.5) : 0;
      if (gap && day >= 500 && day < 650) continue;
      for (int i = 0; i < signed_today; ++i)
        world.Add(day, "signed", fmt::format("f{}", day * 9 + i));
    }
    const Json measurable = TestOf(world.Ask({"evaluate"}), "signing", "measurable");
    EXPECT_EQ(measurable["finding"] == "BROKEN_TRACKING", gap) << measurable["sentence"];
    if (gap) {
      EXPECT_EQ(measurable["detail"]["gaps"][0]["source"], "app");
    }
  }
}

TEST(Verdicts, AConstantNeitherRisesNorFalls) {
  World world(
      "outcome: revenue\ncandidates: [checkers]\nmetrics:\n  - {name: checkers, type: active, "
      "entity: "
      "user, event: checked, grain: week, description: People who checked in this week}\n  - "
      "{name: "
      "revenue, type: sum, event: paid, value: amount, grain: month, description: Money}\n");
  Random random(12);
  for (int day = 0; day < 730; ++day) {
    for (int i = 0; i < 5; ++i) world.Add(day, "checked", fmt::format("u{}", i));
    world.Add(day, "paid", "u1", 10 + 5 * random.Uniform());
  }
  const Json answer = world.Ask({"evaluate"});
  EXPECT_EQ(answer["candidates"][0]["verdict"], "possible");
  EXPECT_EQ(TestOf(answer, "checkers", "not_vanity")["finding"], "NO_VARIATION");
  EXPECT_EQ(TestOf(answer, "checkers", "not_vanity")["verdict"], "unclear");
  EXPECT_EQ(TestOf(answer, "checkers", "moves_fast_enough")["finding"], "NO_VARIATION");
  EXPECT_EQ(TestOf(answer, "checkers", "leads_outcome")["finding"], "NO_VARIATION");
}

constexpr const char* kMoney = R"(outcome: revenue
candidates: [visits, ad_cost, refunds, kept, eu_revenue]
metrics:
  - {name: visits, type: count, event: visited, grain: week, description: Visits this week}
  - {name: ad_cost, type: sum, event: ad, value: amount, grain: week, format: currency_usd, description: Spent on ads}
  - {name: refunds, type: sum, event: refunded, value: amount, grain: week, format: currency_usd, description: Paid back}
  - {name: kept, type: sum, event: ad, value: amount, grain: week, income: true, description: Kept of it}
  - {name: eu_revenue, type: sum, event: paid, where: amount > 20, value: amount, grain: week, description: Paid by some}
  - {name: revenue, type: sum, event: paid, value: amount, grain: month, description: Money}
)";

TEST(Verdicts, MoneyThatIsPaidIsNoIncome) {
  World world(kMoney);
  Random random(13);
  for (int day = 0; day < 900; ++day) {
    for (int i = 0; i < 2 + Poisson(random, 3); ++i)
      world.Add(day, "visited", fmt::format("u{}", random.Below(300)));
    world.Add(day, "ad", "a", 5 + 40 * random.Uniform());
    if (random.Below(3) == 0) world.Add(day, "refunded", "r", 5 + 40 * random.Uniform());
    world.Add(day, "paid", "p", 5 + 40 * random.Uniform());
  }
  const Json answer = world.Ask({"evaluate"});
  for (const char* name : {"visits", "ad_cost", "refunds"}) {
    EXPECT_NE(TestOf(answer, name, "leads_outcome")["finding"], "IS_REVENUE") << name;
    EXPECT_EQ(Named(answer["candidates"], "metric", name)["verdict"], "possible") << name;
  }
  for (const char* name : {"kept", "eu_revenue"}) {
    EXPECT_EQ(TestOf(answer, name, "leads_outcome")["finding"], "IS_REVENUE") << name;
    EXPECT_EQ(Named(answer["candidates"], "metric", name)["verdict"], "rejected") << name;
    EXPECT_TRUE(Named(answer["candidates"], "metric", name)["score"].is_null()) << name;
    // `lead` says the same without being asked about the others.
    EXPECT_EQ(world.Ask({"lead", name, "revenue"})["finding"], "IS_REVENUE") << name;
  }
}

constexpr const char* kShops = R"(outcome: fees
candidates: [listing_shops, lists, buyers]
metrics:
  - {name: listing_shops, type: active, entity: user, event: listed, at_least: 3, grain: month, description: Shops that listed three goods this month}
  - {name: lists, label: "No. of goods", type: count, event: listed, grain: week, description: Goods listed this week}
  - {name: buyers, type: active, entity: user, event: bought, grain: week, description: Who bought this week}
  - {name: fees, type: sum, event: fee, value: amount, grain: month, description: Fees this month}
)";

// Listings lead fees by two months; buyers go their own way.
World Shops(int months) {
  World world(kShops);
  Random random(14);
  std::vector<double> level{1};
  while (static_cast<int>(level.size()) < months + 3)
    level.push_back(level.back() * std::exp(0.5 * (random.Uniform() - 0.45)));
  for (int day = 0; day < months * 30; ++day) {
    const auto month = static_cast<size_t>(day / 30);
    for (int i = 0; i < 4 + Poisson(random, 8 * level[month + 2]); ++i)
      world.Add(day, "listed", fmt::format("s{}", random.Below(60)));
    for (int i = 0; i < Poisson(random, 6); ++i)
      world.Add(day, "bought", fmt::format("b{}", random.Below(90)));
    world.Add(day, "fee", "f", 100 * level[month]);
  }
  return world;
}

TEST(Verdicts, LeadAndEvaluateSayTheSameOfOnePair) {
  for (const int months : {22, 44}) {
    World world = Shops(months);
    const Json answer = world.Ask({"evaluate"});
    for (const char* name : {"listing_shops", "lists", "buyers"}) {
      const Json within = TestOf(answer, name, "leads_outcome")["detail"];
      const Json alone = world.Ask({"lead", name, "fees"});
      for (const char* key : {"grain", "n", "lag", "width", "correlation", "effect", "low", "high",
                              "p_value", "minimum_detectable"})
        EXPECT_EQ(within[key], alone[key]) << months << " " << name << " " << key;
      EXPECT_EQ(alone["grain"], "month") << name;
      EXPECT_EQ(alone["p_adjusted"], alone["p_value"]) << name;
      const bool alike =
          within["p_adjusted"] == alone["p_adjusted"] && within["reverse"] == alone["reverse"];
      if (alike) {
        EXPECT_EQ(within["finding"], alone["finding"]) << name;
      }
    }
  }
}

TEST(Verdicts, ANameWithAFullStopStaysWhole) {
  World world = Shops(44);
  for (const char* format : {"table", "markdown", "json"}) {
    const std::string text = world.Run({"evaluate", "--format", format}).out;
    size_t names = 0;
    for (size_t at = text.find("No."); at != std::string::npos; at = text.find("No.", at + 1)) {
      // Lines may break between the words.
      std::string next;
      for (size_t i = at + 3; i < text.size() && next.size() < 7; ++i) {
        if (std::isalpha(static_cast<unsigned char>(text[i]))) next += text[i];
      }
      EXPECT_EQ(next, "ofgoods") << format << ": " << text.substr(at, 60);
      ++names;
    }
    EXPECT_GT(names, 1U) << format;
  }
}

TEST(Verdicts, RanksFollowPoints) {
  World world = Shops(44);
  const Json answer = world.Ask({"evaluate"});
  double before = 101;
  for (const Json& candidate : answer["candidates"]) {
    ASSERT_TRUE(candidate["score"].is_number());
    EXPECT_LE(candidate["score"].get<double>(), before);
    before = candidate["score"];
  }
}

constexpr const char* kParcels = R"(candidates: [parcels, senders]
metrics:
  - {name: parcels, type: sum, event: sent, value: amount, grain: day, description: Parcels sent on this day}
  - {name: large_parcels, type: sum, event: sent, where: amount > 2, value: amount, grain: week, owner: depot, description: Large ones this week}
  - {name: senders, type: active, entity: user, event: sent, grain: week, description: Who sent something this week}
  - {name: heavy_senders, type: active, entity: user, event: sent, at_least: 3, grain: week, owner: depot, description: Who sent three}
  - {name: new_senders, type: lifecycle, metric: senders, part: new, owner: depot, description: Who sent for the first time}
teams: [{name: depot}]
)";

TEST(Verdicts, AMetricIsNotItsOwnCause) {
  World world(kParcels);
  Random random(15);
  double level = 0;
  for (int day = 0; day < 700; ++day) {
    if (day % 7 == 0) level = 0.97 * level + 0.3 * (random.Uniform() - 0.5);
    for (int i = 0; i < 3 + Poisson(random, 12 * std::exp(level)); ++i)
      world.Add(day, "sent", fmt::format("u{}", random.Below(200 + static_cast<uint64_t>(day))),
                1 + static_cast<double>(random.Below(5)));
  }
  const Json tree = world.Ask({"tree", "parcels"});
  const Json large = Named(tree["nodes"], "metric", "large_parcels");
  EXPECT_TRUE(large["driver"].is_null());
  EXPECT_EQ(large["driver_reason"], "same figure");
  EXPECT_FALSE(large["largest"]);
  const Json answer = world.Ask({"evaluate"});
  const Json parcels = TestOf(answer, "parcels", "actionable");
  for (const Json& input : parcels["detail"]["inputs"]) {
    if (input["input"] == "large_parcels") {
      EXPECT_EQ(input["reason"], "same figure");
    }
  }
  // A lifecycle part is exact: no driver strength, but what it contributed, and somebody owns it.
  const Json senders = world.Ask({"tree", "senders"});
  const Json fresh = Named(senders["nodes"], "metric", "new_senders");
  EXPECT_EQ(fresh["driver_reason"], "by formula");
  EXPECT_EQ(fresh["contribution"], fresh["value"]);
  EXPECT_EQ(Named(senders["nodes"], "metric", "heavy_senders")["driver_reason"], "same figure");
  const Json actionable = TestOf(answer, "senders", "actionable");
  EXPECT_EQ(actionable["verdict"], "pass") << actionable["sentence"];
  const Json part = Named(actionable["detail"]["inputs"], "input", "new_senders");
  EXPECT_EQ(part["reason"], "by formula");
  EXPECT_GT(part["contribution"], 0.0);
  EXPECT_TRUE(part["share"].is_null());
}

// A new team has days of data, not months: everything answers, and says that it is too early.
TEST(Verdicts, AFewDaysOfDataEndNothing) {
  for (const int days : {1, 8, 15, 22}) {
    World world(kParcels);
    for (int day = 0; day < days; ++day)
      for (int i = 0; i < 5; ++i) world.Add(day, "sent", fmt::format("u{}", i), 1 + i);
    const Json answer = world.Ask({"evaluate"});
    EXPECT_EQ(TestOf(answer, "senders", "leads_outcome")["verdict"], "insufficient_data") << days;
    for (const char* metric : {"senders", "parcels"}) {
      const ProgramRun tree = world.Run({"tree", metric});
      EXPECT_EQ(tree.exit_code, 0) << days << " " << tree.err;
    }
  }
}

}  // namespace
}  // namespace northstar::testing
