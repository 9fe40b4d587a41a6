// Templates over names that files hold: what fits keeps its meaning, what does not is named.
#include "catalog/fitted_templates.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace northstar::catalog {
namespace {

std::vector<FoundName> Names(std::initializer_list<const char*> names) {
  std::vector<FoundName> out;
  for (const char* name : names) out.push_back({name, name});
  return out;
}

FittedTemplates Fit(const std::vector<std::string>& names,
                    const std::vector<FoundSource>& sources) {
  std::vector<const Template*> templates;
  for (const std::string& name : names) templates.push_back(TheCatalog().Find(name));
  return FitTemplates(templates, sources);
}

const FoundSource kOrders{Names({"order"}), Names({"client", "order"}), Names({"country"}),
                          Names({"order_total", "qty"})};

TEST(FittedTemplates, TakeTheNamesThatFilesHave) {
  const FittedTemplates fit = Fit({"active_buyers", "items_per_order"}, {kOrders});
  ASSERT_EQ(fit.fitted.size(), 2u);
  EXPECT_TRUE(fit.unfitted.empty());
  EXPECT_NE(fit.fitted[0].lines[0].find("entity: client, event: order,"), std::string::npos)
      << fit.fitted[0].lines[0];
  EXPECT_NE(fit.fitted[1].lines[0].find("value: qty"), std::string::npos);
  const auto& taken = fit.fitted[0].taken;
  EXPECT_NE(std::find(taken.begin(), taken.end(),
                      std::pair<std::string, std::string>("customer", "client")),
            taken.end());
}

TEST(FittedTemplates, NameWhatIsMissing) {
  const FittedTemplates fit = Fit({"refund_rate", "active_merchants"}, {kOrders});
  EXPECT_TRUE(fit.fitted.empty());
  ASSERT_EQ(fit.unfitted.size(), 2u);
  EXPECT_EQ(fit.unfitted[0].missing, (std::vector<std::string>{"refunded", "payment_received"}))
      << "the client is there, so nobody misses it";
  EXPECT_EQ(fit.unfitted[1].missing, (std::vector<std::string>{"merchant"}));
}

TEST(FittedTemplates, DoNotCompareAThingWithItself) {
  // Placed and completed are both "order" here: the time between them says nothing.
  const FittedTemplates fit = Fit({"delivery_time", "repeat_purchase_rate"}, {kOrders});
  ASSERT_EQ(fit.unfitted.size(), 1u);
  EXPECT_EQ(fit.unfitted[0].of->name, "delivery_time");
  ASSERT_EQ(fit.fitted.size(), 1u);  // the same event twice was meant
}

TEST(FittedTemplates, WantEverythingInTheSourcesOfTheEvents) {
  const FoundSource people{Names({"sign_up"}), Names({"customer"}), {}, Names({"amount"})};
  const FoundSource orders{Names({"order"}), {}, {}, {}};
  const FittedTemplates fit = Fit({"active_buyers"}, {people, orders});
  ASSERT_EQ(fit.unfitted.size(), 1u) << "orders name no customer";
  EXPECT_EQ(fit.unfitted[0].missing, std::vector<std::string>{"customer"});
}

TEST(FittedTemplates, KeepExpressionsAndQuotes) {
  const FoundSource log{{{"Order Paid", "payment"}, {"It's back", "refund"}},
                        Names({"user"}),
                        {},
                        Names({"revenue"})};
  const FittedTemplates fit = Fit({"revenue"}, {log});
  ASSERT_EQ(fit.fitted.size(), 1u);
  const std::string& entry = fit.fitted[0].lines[0];
  EXPECT_NE(entry.find("if(event = 'It''s back', -revenue, revenue)"), std::string::npos) << entry;
  EXPECT_EQ(entry.find("currency"), std::string::npos);
}

TEST(FittedTemplates, LeaveOutWhatAMetricCanDoWithout) {
  const FittedTemplates fit = Fit({"orders_completed"}, {{Names({"purchase"}), {}, {}, {}}});
  ASSERT_EQ(fit.fitted.size(), 1u);
  const std::string& entry = fit.fitted[0].lines[0];
  EXPECT_EQ(entry.find("incentivised"), std::string::npos) << entry;
  EXPECT_EQ(entry.find("entity"), std::string::npos);
}

TEST(FittedTemplates, EveryTemplateFitsItsOwnNames) {
  for (const Kind& kind : TheCatalog().kinds) {
    FoundSource source;
    const auto names = [](const std::vector<std::string>& from) {
      std::vector<FoundName> out;
      for (const std::string& name : from) out.push_back({name, name});
      return out;
    };
    source.events = names(kind.events);
    source.entities = names(kind.entities);
    source.dimensions = names(kind.dimensions);
    source.values = names(kind.values);
    for (const Template& one : kind.templates) {
      const Template* const pointer = &one;
      const FittedTemplates fit = FitTemplates({&pointer, 1}, {&source, 1});
      for (const UnfittedTemplate& left : fit.unfitted) {
        for (const std::string& missing : left.missing)
          EXPECT_NE(missing.find('\''), std::string::npos)
              << one.name << " misses " << missing << ", and only texts may be missing";
      }
    }
    for (const auto& [name, others] : kind.also_called) {
      const bool known =
          std::find(kind.events.begin(), kind.events.end(), name) != kind.events.end() ||
          std::find(kind.entities.begin(), kind.entities.end(), name) != kind.entities.end() ||
          std::find(kind.dimensions.begin(), kind.dimensions.end(), name) !=
              kind.dimensions.end() ||
          std::find(kind.values.begin(), kind.values.end(), name) != kind.values.end();
      EXPECT_TRUE(known) << kind.name << " has no " << name;
      EXPECT_FALSE(others.empty());
    }
  }
}

TEST(FittedTemplates, OfAStarterEachOnce) {
  for (const Starter& starter : TheCatalog().starters) {
    const auto templates = TemplatesOf(starter);
    EXPECT_GE(templates.size(), 8u) << starter.name;
    EXPECT_EQ(std::count(templates.begin(), templates.end(), nullptr), 0);
  }
}

}  // namespace
}  // namespace northstar::catalog
