// The unit is what the metric names, or the only one there is; never a choice of the program.
#include "plan/metric_unit.h"

#include <gtest/gtest.h>

#include "model/load_project.h"
#include "model/project.h"
#include "tests/program.h"

namespace northstar {
namespace {

using northstar::testing::TempDir;
using Names = std::vector<std::string>;

constexpr const char* kProject = R"(version: 1
sources:
  - {name: shop, files: s.csv, time: t, event_column: what, entities: {order: o, customer: c}, values: {n: n}}
  - {name: web, files: w.csv, time: t, event_column: what, entities: {visitor: v}}
  - {name: plain, files: p.csv, time: t, event: tick}
metrics:
  - {name: sold, type: count, event: sold}
  - {name: buyers, type: active, entity: customer, event: sold}
  - {name: named, type: sum, event: sold, value: n, entity: customer}
  - {name: seen, type: count, event: seen}
  - {name: ticks, type: count, event: tick}
  - {name: fresh, type: lifecycle, metric: buyers, part: new}
  - {name: mixed, type: ratio, numerator: named, denominator: seen}
  - {name: rate, type: ratio, numerator: named, denominator: sold}
)";

class MetricUnits : public ::testing::Test {
 protected:
  MetricUnits() {
    dir_.Write("northstar.yml", kProject);
    project_ = LoadProject(dir_.path(), [](const auto&) { return std::nullopt; })->project;
    facts_.sources["shop"].rows = facts_.sources["web"].rows = facts_.sources["plain"].rows = 9;
    facts_.sources["shop"].event_rows = {{"sold", 9}};
    facts_.sources["web"].event_rows = {{"seen", 9}};
    facts_.sources["plain"].event_rows = {{"tick", 9}};
  }
  const Metric& Of(const std::string& name) const { return *project_->FindMetric(name); }

  TempDir dir_;
  ProjectRef project_;
  DataFacts facts_;
};

TEST_F(MetricUnits, AreNamedOrTheOnlyOne) {
  const auto unit = [&](const char* name) { return UnitOf(*project_, Of(name), facts_); };
  EXPECT_EQ(unit("buyers").entity, "customer");
  EXPECT_EQ(unit("named").entity, "customer");
  EXPECT_EQ(unit("fresh").entity, "customer");
  EXPECT_EQ(unit("seen").entity, "visitor");  // the shop never held one
  EXPECT_EQ(unit("sold").entity, "");
  EXPECT_EQ(unit("sold").choices, (Names{"order", "customer"}));
  EXPECT_EQ(unit("ticks").entity, "");
  EXPECT_TRUE(unit("ticks").choices.empty());
  // Before anything is loaded, every source that could hold it has a say.
  EXPECT_EQ(UnitOf(*project_, Of("seen"), DataFacts()).choices,
            (Names{"order", "customer", "visitor"}));
}

TEST_F(MetricUnits, OfPartsAreAllOfThem) {
  EXPECT_EQ(UnitsOf(*project_, Of("mixed"), facts_), (Names{"customer", "visitor"}));
  EXPECT_TRUE(HasUnits(*project_, Of("mixed"), facts_));
  EXPECT_FALSE(HasUnits(*project_, Of("rate"), facts_));
  EXPECT_FALSE(HasUnits(*project_, Of("ticks"), facts_));
  EXPECT_EQ(AskForUnit(*project_, Of("mixed"), facts_), "");
  EXPECT_EQ(AskForUnit(*project_, Of("ticks"), facts_), "");
  const std::string ask = AskForUnit(*project_, Of("rate"), facts_);
  for (const char* part : {"'sold'", "order and customer", "entity:"})
    EXPECT_NE(ask.find(part), std::string::npos) << ask;
}

}  // namespace
}  // namespace northstar
