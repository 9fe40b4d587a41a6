// Whole products, simulated: what `evaluate` concludes about who stays follows what counts as
// activity, whose it is, and the rhythm of the product.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/random.h"
#include "model/project.h"
#include "tests/program.h"

namespace northstar::testing {
namespace {

using Json = nlohmann::json;

// Events of one log: time, what, who (an account), part (of its things) and an amount.
class Product {
 public:
  explicit Product(uint64_t seed) : random_(seed) {}

  double Between(double low, double high) { return low + (high - low) * random_.Uniform(); }
  bool Chance(double p) { return random_.Uniform() < p; }
  void Add(double day, const std::string& what, const std::string& who,
           const std::string& part = "", const std::string& amount = "") {
    const int64_t second = static_cast<int64_t>(day * 86'400);
    const int64_t of_day = second % 86'400;
    rows_ += fmt::format("{}T{:02}:{:02}:{:02}Z,{},{},{},{}\n",
                         FormatDay(DayOf({2022, 1, 1}) + static_cast<Day>(second / 86'400)),
                         of_day / 3600, of_day / 60 % 60, of_day % 60, what, who, part, amount);
  }

  // `project` follows the source, whose entities are `entities`.
  Json Evaluate(const std::string& project, const std::string& entities = "who: who") const {
    const TempDir dir;
    dir.Write("e.csv", "time,what,who,part,amount\n" + rows_);
    dir.Write("northstar.yml",
              fmt::format("version: 1\nsources: [{{name: app, files: e.csv, time: time, "
                          "event_column: what, entities: {{{}}}, values: {{amount: amount}}}}]\n{}",
                          entities, project));
    const ProgramRun run = RunProgram({"-p", dir.path(), "evaluate", "--format", "json"});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return Json::parse(run.out);
  }

 private:
  Random random_;
  std::string rows_;
};

Json Outcome(const Json& evaluation, const std::string& name) {
  for (const Json& test : evaluation["candidates"][0]["tests"]) {
    if (test["test"] == name) return test;
  }
  ADD_FAILURE() << name;
  return {};
}

constexpr const char* kEditor = R"(outcome: revenue
candidates: [edits]
metrics:
  - {name: edits, description: Edits this week, type: count, entity: who, event: edited, grain: week}
  - {name: revenue, description: Money this month, type: sum, entity: who, event: paid, value: amount, grain: month}
)";

// Who edits much in the first days does `leaving` a month later and nothing ever after; every
// second of the others stays.
Product Editor(const std::string& leaving) {
  Product product(21);
  for (int account = 0; account < 900; ++account) {
    const std::string who = fmt::format("w{}", account);
    const double start = account * 0.7;
    const int edits = 1 + account % 8;
    product.Add(start, "created", who);
    for (int i = 0; i < edits; ++i) product.Add(start + product.Between(0.1, 6), "edited", who);
    for (int i = 0; i < 2; ++i) product.Add(start + product.Between(0.1, 6), "viewed", who);
    if (edits >= 5) {
      if (product.Chance(0.9)) product.Add(start + product.Between(30, 60), leaving, who);
    } else if (product.Chance(0.5)) {
      for (int i = 0; i < 3; ++i) product.Add(start + product.Between(10, 85), "viewed", who);
    }
    if (product.Chance(0.3)) product.Add(start + product.Between(35, 60), "paid", who, "", "10");
  }
  return product;
}

TEST(ActivityWorlds, LeavingIsNotStaying) {
  for (const char* leaving : {"refund_requested", "SubscriptionCancelled", "Account Deleted",
                              "ticket2", "email_bounced"}) {
    const Json found = Editor(leaving).Evaluate(kEditor);
    EXPECT_EQ(Outcome(found, "predicts_retention")["finding"], "REVERSED") << leaving;
    ASSERT_EQ(found["activity"].size(), 1U);
    EXPECT_EQ(found["activity"][0]["left_out"][0]["event"], leaving);
    EXPECT_TRUE(found["activity"][0]["sentence"].is_string());
  }
}

TEST(ActivityWorlds, TheProjectSaysWhatNoWordCanKnow) {
  const Product product = Editor("moved_out");
  const auto finding = [&](const std::string& more) {
    return Outcome(product.Evaluate(kEditor + more), "predicts_retention")["finding"];
  };
  EXPECT_NE(finding(""), "REVERSED");
  EXPECT_EQ(finding("activity: {except: [moved_out]}\n"), "REVERSED");
  EXPECT_EQ(finding("activity: {who: {events: [edited, viewed, created]}}\n"), "REVERSED");
  EXPECT_EQ(finding("  - {name: gone, type: count, event: moved_out, desired_change: decrease}\n"),
            "REVERSED");
  EXPECT_EQ(finding("  - {name: live, type: state, entity: who, on: created, off: moved_out}\n"),
            "REVERSED");
  // What a candidate counts as good is activity, whatever it is called.
  EXPECT_NE(Outcome(Editor("refund_requested")
                        .Evaluate(std::string(kEditor) +
                                  "  - {name: refunds, type: count, entity: who, event: "
                                  "refund_requested}\nnorth_star: {metric: refunds}\n"),
                    "predicts_retention")["finding"],
            "REVERSED");
}

TEST(ActivityWorlds, AStateIsAsGoodAsTheDaysOnWhichItIsSwitchedOn) {
  const Product product = Editor("moved_out");
  const auto tests_of = [&](const std::string& metric) {
    std::string project = kEditor;
    project.replace(project.find("[edits]"), 7, "[asked]");
    return product.Evaluate(
        project + "  - {name: asked, entity: who, " + metric +
        "}\n  - {name: live, type: state, entity: who, on: edited, off: moved_out}\n");
  };
  const Json state = tests_of("type: state, on: edited, off: moved_out");
  const Json days = tests_of("type: frequency, event: edited");
  for (const char* test : {"predicts_retention", "predicts_revenue"}) {
    const Json of_state = Outcome(state, test)["detail"];
    ASSERT_TRUE(of_state["units"].is_number()) << of_state;
    EXPECT_EQ(of_state["units"], Outcome(days, test)["detail"]["units"]) << test;
    EXPECT_EQ(of_state["trend_chi_squared"], Outcome(days, test)["detail"]["trend_chi_squared"])
        << test;
  }
}

TEST(ActivityWorlds, WhereTheOwnActIsAllThereIsReturnIsDoingItAgain) {
  Product product(22);
  for (int i = 0; i < 1'200; ++i) {
    const std::string who = fmt::format("p{}", i);
    const double start = i * 0.5;
    product.Add(start, "registered", who);
    for (int k = 0; k <= i % 5; ++k) product.Add(start + product.Between(0.1, 6), "edited", who);
    if (product.Chance(0.4)) {
      for (int k = 0; k < 3; ++k) product.Add(start + product.Between(8, 80), "edited", who);
    }
    if (product.Chance(0.25)) product.Add(start + product.Between(35, 60), "paid", who, "", "12");
    if (product.Chance(0.01)) product.Add(start + product.Between(10, 60), "renamed", who);
  }
  const Json found = product.Evaluate(kEditor);
  const Json kept = Outcome(found, "predicts_retention");
  EXPECT_NE(kept["verdict"], "insufficient_data") << kept["sentence"];
  EXPECT_NEAR(kept["detail"]["events"].get<double>() / kept["detail"]["units"].get<double>(), 0.4,
              0.05);
  EXPECT_TRUE(
      kept["detail"]["returned_by"].get<std::string>().starts_with("the candidate's own events"));
  const Json value = Outcome(found, "value_not_reach");
  EXPECT_NE(value["verdict"], "fail") << value["sentence"];
  EXPECT_GT(value["value"], 0.4);
}

constexpr const char* kShop = R"(outcome: revenue
candidates: [buyers]
metrics:
  - {name: buyers, description: Buyers of this week, type: active, entity: who, event: ordered, grain: week}
  - {name: revenue, description: Money this month, type: sum, entity: who, event: ordered, value: amount, grain: month}
)";

// Buyers who order every `rhythm` days or so, and look around once in between where `looks`.
Product Shop(double rhythm, double stays, bool looks) {
  Product product(23);
  for (int buyer = 0; buyer < 500; ++buyer) {
    const std::string who = fmt::format("b{}", buyer);
    for (double day = product.Between(0, 400); day < 800;) {
      product.Add(day, "ordered", who, "", "20");
      if (looks) product.Add(day + rhythm / 2, "looked", who);
      day += rhythm * product.Between(0.8, 1.2);
      if (!product.Chance(stays)) break;
    }
  }
  return product;
}

TEST(ActivityWorlds, WindowsFollowTheRhythm) {
  struct Case {
    double rhythm;
    bool looks;
    double early;
  };
  for (const Case& one : {Case{5, false, 7}, Case{11, false, 14}, Case{24, false, 28},
                          Case{45, false, 56}, Case{80, false, 84}, Case{80, true, 56}}) {
    SCOPED_TRACE(::testing::Message() << one.rhythm << one.looks);
    const Json found = Shop(one.rhythm, 0.9, one.looks).Evaluate(kShop);
    const Json value = Outcome(found, "value_not_reach");
    EXPECT_EQ(value["verdict"], "pass") << value["sentence"];
    EXPECT_LT(value["value"], 0.2);
    EXPECT_EQ(Outcome(found, "predicts_retention")["detail"]["early_days"], one.early);
    EXPECT_GE(Outcome(found, "predicts_retention")["detail"]["horizon_days"].get<double>(),
              one.early + value["detail"]["return_days"].get<double>());
  }
}

TEST(ActivityWorlds, BuyersWhoAreNeverSeenAgainAreHollowAtAnyRhythm) {
  Product product(24);
  for (int buyer = 0; buyer < 800; ++buyer) {
    const std::string who = fmt::format("b{}", buyer);
    const double day = product.Between(0, 600);
    product.Add(day, "ordered", who, "", "20");
    for (int k = 1; buyer % 10 == 0 && k < 6 && day + 20 * k < 600; ++k) {
      product.Add(day + 20 * k, "ordered", who, "", "20");
      product.Add(day + 20 * k - 3, "looked", who);
    }
  }
  const Json found = Outcome(product.Evaluate(kShop), "value_not_reach");
  EXPECT_EQ(found["finding"], "HOLLOW") << found["sentence"];
  EXPECT_NEAR(found["value"], 800.0 / 1'200, 0.05);
}

TEST(ActivityWorlds, WhoseValueItIsIsAskedFor) {
  Product product(25);
  for (int customer = 0; customer < 400; ++customer) {
    const std::string who = fmt::format("c{}", customer);
    for (double day = product.Between(0, 550); day < 600 && product.Chance(0.8);) {
      const std::string part = fmt::format("{}_{}", who, static_cast<int>(day));
      for (int k = 0; k < 3; ++k) product.Add(day + 1.3 * k, "scanned", who, part);
      product.Add(day + 4, "paid", who, part, "20");
      product.Add(day + product.Between(1, 9), "opened", who);
      day += product.Between(5, 25);
    }
  }
  const std::string project = R"(outcome: revenue
candidates: [scans]
metrics:
  - {name: revenue, description: Money this month, type: sum, entity: who, event: paid, value: amount, grain: month}
  - {name: scans, description: Scans this week, type: count, event: scanned, grain: week)";
  const Json asked = product.Evaluate(project + "}\n", "part: part, who: who");
  for (const char* test :
       {"predicts_retention", "predicts_revenue", "value_not_reach", "hard_to_game"}) {
    const Json found = Outcome(asked, test);
    EXPECT_EQ(found["verdict"], "insufficient_data") << test;
    const std::string sentence = found["sentence"];
    EXPECT_NE(sentence.find("part and who"), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("entity:"), std::string::npos) << sentence;
  }
  const Json named = product.Evaluate(project + ", entity: who}\n", "part: part, who: who");
  for (const char* test : {"predicts_retention", "value_not_reach", "hard_to_game"}) {
    const Json found = Outcome(named, test);
    EXPECT_NE(found["verdict"], "insufficient_data") << found["sentence"];
    EXPECT_EQ(found["detail"]["entity"], "who") << test;
  }
  // The only entity there is need not be named.
  const Json only = product.Evaluate(project + "}\n", "who: who");
  EXPECT_EQ(Outcome(only, "hard_to_game")["detail"]["entity"], "who");
}

}  // namespace
}  // namespace northstar::testing
