// What is own income, by name, by what the project says, by the outcome's value, and what is not.
#include "model/income.h"

#include <gtest/gtest.h>

#include "model/load_project.h"
#include "model/metric_parts.h"
#include "model/project.h"
#include "tests/program.h"

namespace northstar {
namespace {

using northstar::testing::TempDir;
using testing::RunProgram;

constexpr const char* kProject = R"(version: 1
sources:
  - {name: shop, files: e.csv, time: t, event_column: e, entities: {user: u}, values: {amount: a, cost: c},
     dimensions: {region: r}}
outcome: revenue
metrics:
  - {name: revenue, type: sum, event: [paid, renewed], value: amount, entity: user, grain: month}
  - {name: orders, type: count, event: paid, entity: user}
  - {name: buyers, type: active, event: paid, entity: user}
  - {name: from_europe, type: sum, event: paid, where: region = 'eu', value: amount, grain: week}
  - {name: large_only, type: sum, event: paid, value: 'if(amount > 100, amount, 0)'}
  - {name: order_value, type: average, event: paid, value: amount}
  - {name: total_paid, type: cumulative, metric: from_europe}
  - {name: ad_spend, type: sum, event: ad, value: cost, format: currency_usd}
  - {name: refunds, type: sum, event: refunded, value: amount, format: currency_usd}
  - {name: net, type: derived, expr: revenue - refunds}
  - {name: spend_left, type: derived, expr: ad_spend - revenue}
  - {name: turned, type: derived, expr: -1 * (refunds - revenue)}
  - {name: paid_or_none, type: derived, expr: 'if(buyers > 10, revenue, 0)'}
  - {name: per_buyer, type: ratio, numerator: revenue, denominator: buyers}
  - {name: return_on_spend, type: ratio, numerator: ad_spend, denominator: revenue}
  - {name: monthly_revenue, type: sum, event: invoiced, value: cost}
  - {name: net_sales, type: sum, event: invoiced, value: cost}
  - {name: arrivals, type: sum, event: invoiced, value: cost}
  - {name: cost_of_revenue, type: sum, event: invoiced, value: cost}
  - {name: churned_mrr, type: sum, event: invoiced, value: cost}
  - {name: revenue_per_seat, type: average, event: invoiced, value: cost}
  - {name: merchant_revenue, type: sum, event: invoiced, value: cost}
  - {name: revenue_reports, type: count, event: report_seen}
  - {name: commission_kept, type: sum, event: settled, value: cost, income: true}
  - {name: kept_doubled, type: derived, expr: 2 * commission_kept}
  - {name: income_of_guests, type: sum, event: survey, value: cost, income: false}
)";

TEST(Income, IsWhatFollowsFromValueAndNothingElse) {
  const TempDir dir;
  dir.Write("northstar.yml", kProject);
  const auto loaded = LoadProject(dir.path(), [](const auto&) { return std::nullopt; });
  ASSERT_TRUE(loaded.ok());
  const Project& project = *loaded->project;
  const Metric* outcome = project.FindMetric("revenue");
  struct Case {
    const char* metric;
    bool income;
  };
  for (const Case& one : {Case{"revenue", true},           Case{"orders", false},
                          Case{"buyers", false},           Case{"from_europe", true},
                          Case{"large_only", true},        Case{"order_value", true},
                          Case{"total_paid", true},        Case{"ad_spend", false},
                          Case{"refunds", false},          Case{"net", true},
                          Case{"spend_left", false},       Case{"turned", true},
                          Case{"paid_or_none", true},      Case{"per_buyer", true},
                          Case{"return_on_spend", false},  Case{"monthly_revenue", true},
                          Case{"net_sales", true},         Case{"arrivals", false},
                          Case{"cost_of_revenue", false},  Case{"churned_mrr", false},
                          Case{"revenue_per_seat", false}, Case{"merchant_revenue", false},
                          Case{"revenue_reports", false},  Case{"commission_kept", true},
                          Case{"kept_doubled", true},      Case{"income_of_guests", false}}) {
    const Metric* metric = project.FindMetric(one.metric);
    ASSERT_NE(metric, nullptr) << one.metric;
    EXPECT_EQ(IsOwnIncome(project, *metric, outcome), one.income) << one.metric;
  }
  // Without an outcome only names and what the project says are left.
  EXPECT_FALSE(IsOwnIncome(project, *project.FindMetric("from_europe"), nullptr));
  EXPECT_TRUE(IsOwnIncome(project, *project.FindMetric("kept_doubled"), nullptr));
}

TEST(MetricParts, TheSameFigureByAnotherFilterGrainOrWindow) {
  const TempDir dir;
  dir.Write("northstar.yml", kProject);
  const auto loaded = LoadProject(dir.path(), [](const auto&) { return std::nullopt; });
  ASSERT_TRUE(loaded.ok());
  const Project& project = *loaded->project;
  const auto alike = [&](const char* a, const char* b) {
    return MeasuresAlike(project, *project.FindMetric(a), *project.FindMetric(b));
  };
  EXPECT_TRUE(alike("from_europe", "revenue"));
  EXPECT_TRUE(alike("total_paid", "revenue"));
  EXPECT_TRUE(alike("net", "revenue"));
  EXPECT_FALSE(alike("orders", "revenue"));
  EXPECT_FALSE(alike("buyers", "orders"));
  EXPECT_FALSE(alike("order_value", "revenue"));
  EXPECT_FALSE(alike("return_on_spend", "revenue"));  // stands below the line
}

TEST(Income, StarsThatAreItAreErrors) {
  const TempDir dir;
  for (const auto& [star, code] :
       {std::pair("net", 1), std::pair("commission_kept", 1), std::pair("kept_doubled", 1),
        std::pair("monthly_revenue", 1), std::pair("ad_spend", 0), std::pair("orders", 0)}) {
    dir.Write("northstar.yml",
              std::string(kProject) + "north_star: {metric: " + star +
                  ", statement: What counts, inputs: [{metric: buyers, owner: shop}]}\n"
                  "teams: [{name: shop}]\n");
    const auto run = RunProgram({"-p", dir.path(), "validate", "--format", "json"});
    EXPECT_EQ(run.out.find("NS101") != std::string::npos, code == 1) << star << run.out << run.err;
  }
}

}  // namespace
}  // namespace northstar
