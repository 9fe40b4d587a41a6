#include "analysis/misfits/misfits.h"

#include <gtest/gtest.h>

#include <functional>

#include "analysis/misfits/register_rules.h"

namespace northstar::testing {
namespace {

using Code = MisfitStatement::Code;

Calendar Utc() {
  return Calendar(*TimeZone::Load("UTC"), Weekday::kMonday, 1);
}

std::vector<Code> CodesOf(const MisfitFacts& facts) {
  std::vector<Code> codes;
  for (const Misfit& misfit : JudgeMisfits(facts, Utc())) codes.push_back(misfit.statement.code);
  return codes;
}

// 100 customers of orders, of whom the register lacks four; nothing else is odd.
RegisterFacts Customers() {
  RegisterFacts facts;
  facts.entity = "customer";
  facts.reg = "customers";
  facts.reg_event = "customer";
  facts.other = "orders";
  facts.reg_entities = facts.reg_rows = 200;
  facts.entities = 100;
  facts.rows = 400;
  facts.shared = facts.register_first = 96;
  facts.missing_rows = 10;
  facts.missing_events = {{"order", 10}};
  return facts;
}

TEST(Misfits, WhatARegisterLacks) {
  struct Row {
    const char* what;
    std::function<void(RegisterFacts&)> change;
    std::vector<Code> said;
  };
  const std::vector<Row> rows{
      {"as it is", [](RegisterFacts&) {}, {Code::kMissing}},
      {"nobody", [](RegisterFacts& f) { f.shared = 100; }, {}},
      {"half of them", [](RegisterFacts& f) { f.shared = 50; }, {Code::kMissing}},
      {"most of them: it registers others", [](RegisterFacts& f) { f.shared = 49; }, {}},
      {"visitors",
       [](RegisterFacts& f) {
         f.missing_events = {{"page_view", 9}, {"order", 1}};
       },
       {}},
      {"some visitors",
       [](RegisterFacts& f) {
         f.missing_events = {{"page_view", 8}, {"order", 2}};
       },
       {Code::kMissing}},
      {"another kind of id",
       [](RegisterFacts& f) { f.missing_of_other_form = 4; },
       {Code::kMissingOtherForm}},
      {"seen as it begins", [](RegisterFacts& f) { f.missing_early = 3; }, {Code::kMissingOlder}},
      {"seen as it begins, as everybody is",
       [](RegisterFacts& f) {
         f.missing_early = 3;
         f.shared_early = 60;
       },
       {Code::kMissing}},
      {"signups of most",
       [](RegisterFacts& f) {
         f.reg = f.reg_event = "signup";
         f.shared = f.register_first = 80;
       },
       {Code::kMissing}},
      {"signups of one for a team",
       [](RegisterFacts& f) {
         f.reg = f.reg_event = "signup";
         f.shared = f.register_first = 79;
       },
       {}},
      {"a source of another name that comes first and has nearly all",
       [](RegisterFacts& f) { f.reg = f.reg_event = "firsts"; },
       {Code::kMissing}},
      {"one that has not nearly all",
       [](RegisterFacts& f) {
         f.reg = f.reg_event = "firsts";
         f.shared = f.register_first = 89;
       },
       {}},
      {"one that comes later",
       [](RegisterFacts& f) {
         f.reg = f.reg_event = "firsts";
         f.register_first = 80;
       },
       {}},
  };
  for (const Row& row : rows) {
    MisfitFacts facts;
    facts.registers.push_back(Customers());
    row.change(facts.registers[0]);
    EXPECT_EQ(CodesOf(facts), row.said) << row.what;
  }
}

TEST(Misfits, ANamedRegisterGoesBeforeOthers) {
  MisfitFacts facts;
  facts.registers = {Customers(), Customers()};
  facts.registers[0].shared = 100;
  facts.registers[1].reg = facts.registers[1].reg_event = "firsts";
  EXPECT_EQ(CodesOf(facts), std::vector<Code>{});
}

TEST(Misfits, OfTwoSourcesOfOneTimeNeitherIsTheRegister) {
  MisfitFacts facts;
  facts.registers = {Customers(), Customers()};
  facts.registers[0].reg = facts.registers[0].reg_event = "payments";
  facts.registers[1].reg = facts.registers[1].reg_event = "orders";
  facts.registers[1].other = "payments";
  EXPECT_EQ(CodesOf(facts), std::vector<Code>{});
}

TEST(Misfits, IdsThatOnlyDifferInSpellingAreNotMissing) {
  MisfitFacts facts;
  facts.registers.push_back(Customers());
  IdSpellingFacts ids;
  ids.entity = "customer";
  ids.a = "orders";
  ids.b = "customers";
  ids.a_entities = 100;
  ids.b_entities = 200;
  ids.shared = 96;
  ids.folded = 4;
  facts.ids.push_back(ids);
  EXPECT_EQ(CodesOf(facts), std::vector<Code>{Code::kIdSpelling});
}

TEST(Misfits, WhatPrecedesTheRegister) {
  MisfitFacts facts;
  facts.registers.push_back(Customers());
  RegisterFacts& one = facts.registers[0];
  one.shared = 100;
  one.rows_before = 8;
  one.entities_before = 4;
  one.median_before = 86'400;
  one.events_before = {{"order", 8}};
  EXPECT_EQ(CodesOf(facts), std::vector<Code>{Code::kBefore});
  one.merged = true;
  EXPECT_EQ(CodesOf(facts), std::vector<Code>{}) << "merged visitors";
  one.merged = false;
  one.events_before = {{"Page Viewed", 8}};
  EXPECT_EQ(CodesOf(facts), std::vector<Code>{}) << "visits";
}

FactPair Country() {
  FactPair pair;
  pair.entity = "customer";
  pair.dimension = "country";
  pair.a = "customers";
  pair.b = "orders";
  pair.a_entities = 200;
  pair.b_entities = pair.b_repeated = 100;
  pair.compared = 100;
  pair.differ = 20;
  pair.examples = {{"c1", "DE", "FR", {"customers.csv", 3}, {"orders.csv", 4}}};
  return pair;
}

TEST(Misfits, FactsThatDiffer) {
  struct Row {
    const char* what;
    std::function<void(FactPair&)> change;
    std::vector<Code> said;
  };
  const std::vector<Row> rows{
      {"as it is", [](FactPair&) {}, {Code::kFactsDiffer}},
      {"too few", [](FactPair& p) { p.compared = 19; }, {}},
      {"not constant", [](FactPair& p) { p.b_several = 2; }, {}},
      {"nearly constant", [](FactPair& p) { p.b_several = 1; }, {Code::kFactsDiffer}},
      {"nothing shows that it is constant", [](FactPair& p) { p.b_repeated = 5; }, {}},
      {"the same of few",
       [](FactPair& p) {
         p.b_repeated = 5;
         p.differ = 9;
       },
       {Code::kFactsDiffer}},
      {"a plan changes", [](FactPair& p) { p.dimension = "plan_tier"; }, {}},
      {"a plan that does not in either",
       [](FactPair& p) {
         p.dimension = "plan_tier";
         p.a_repeated = 50;
       },
       {Code::kFactsDiffer}},
      {"most of them", [](FactPair& p) { p.differ = 60; }, {Code::kFactsMeanOther}},
  };
  for (const Row& row : rows) {
    MisfitFacts facts;
    facts.facts.push_back(Country());
    row.change(facts.facts[0]);
    EXPECT_EQ(CodesOf(facts), row.said) << row.what;
  }
}

TEST(Misfits, ADimensionIsToldOfOnce) {
  MisfitFacts facts;
  facts.facts = {Country(), Country(), Country()};
  facts.facts[1].b = "refunds";
  facts.facts[1].compared = 150;
  facts.facts[2].entity = "account";
  const std::vector<Misfit> found = JudgeMisfits(facts, Utc());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].statement.other, "refunds");
  EXPECT_EQ(found[0].statement.more, 1);
}

constexpr int64_t kDay = kMicrosPerDay;

TEST(Misfits, WaysOfWriting) {
  struct Row {
    const char* what;
    SpellingGroup group;
    Code said;
  };
  const std::vector<Row> rows{
      {"at the same time",
       {{"a", "US", 50, 0, 90 * kDay, {}}, {"a", "us", 50, 1 * kDay, 89 * kDay, {}}},
       Code::kSpelling},
      {"one after the other",
       {{"a", "US", 50, 0, 40 * kDay, {}}, {"a", "us", 50, 41 * kDay, 90 * kDay, {}}},
       Code::kSpellingChanged},
      {"overlapping a little",
       {{"a", "us", 50, 36 * kDay, 90 * kDay, {}}, {"a", "US", 50, 0, 40 * kDay, {}}},
       Code::kSpellingChanged},
      {"overlapping more",
       {{"a", "US", 50, 0, 40 * kDay, {}}, {"a", "us", 50, 35 * kDay, 90 * kDay, {}}},
       Code::kSpelling},
      {"with a gap",
       {{"a", "US", 50, 0, 40 * kDay, {}}, {"a", "us", 50, 60 * kDay, 90 * kDay, {}}},
       Code::kSpelling},
      {"too few to have a time",
       {{"a", "US", 50, 0, 40 * kDay, {}}, {"a", "us", 9, 41 * kDay, 90 * kDay, {}}},
       Code::kSpelling},
      {"each source its own",
       {{"a", "US", 50, 0, 90 * kDay, {}}, {"b", "us", 50, 0, 90 * kDay, {}}},
       Code::kSpellingOfSources},
      {"one source both",
       {{"a", "US", 50, 0, 90 * kDay, {}},
        {"b", "us", 50, 0, 90 * kDay, {}},
        {"b", "US", 5, 0, 90 * kDay, {}}},
       Code::kSpelling},
  };
  for (const Row& row : rows) {
    MisfitFacts facts;
    facts.spellings = {{"country", 200, {row.group}}};
    EXPECT_EQ(CodesOf(facts), std::vector<Code>{row.said}) << row.what;
  }
}

TEST(Misfits, FewIdsThatDifferByCaseSayNothing) {
  MisfitFacts facts;
  IdSpellingFacts ids{"user", "a", "b", 1'000, 2'000, 500, 20, {}};
  facts.ids = {ids};
  EXPECT_EQ(CodesOf(facts), std::vector<Code>{});
  facts.ids[0].folded = 30;
  EXPECT_EQ(CodesOf(facts), std::vector<Code>{Code::kIdSpelling});
}

TEST(Misfits, TheGravestComeFirst) {
  MisfitFacts facts;
  facts.left_out = {{"note", 20'000}};
  facts.registers.push_back(Customers());
  facts.facts.push_back(Country());
  const std::vector<Misfit> found = JudgeMisfits(facts, Utc());
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].severity, MisfitSeverity::kMajor);
  EXPECT_EQ(found[0].statement.code, Code::kFactsDiffer);
  EXPECT_EQ(found[1].severity, MisfitSeverity::kMinor);
  EXPECT_EQ(found[2].severity, MisfitSeverity::kNote);
}

TEST(Registers, AreCalledAfterTheirEntity) {
  struct Row {
    const char *source, *event, *entity;
    RegisterName name;
  };
  for (const Row& row : std::vector<Row>{
           {"customers", "customer", "customer", RegisterName::kEntity},
           {"dim_customer", "", "customer", RegisterName::kEntity},
           {"crm_accounts", "row", "account", RegisterName::kEntity},
           {"members", "member", "user", RegisterName::kEntity},
           {"data", "account_created", "account", RegisterName::kEntity},
           {"data", "SubscriptionStarted", "subscription", RegisterName::kEntity},
           {"companies", "company", "company", RegisterName::kEntity},
           {"user_signups", "signup", "user", RegisterName::kEntity},
           {"signups", "signup", "workspace", RegisterName::kSigningUp},
           {"web", "sign_up", "user", RegisterName::kSigningUp},
           {"accounts", "account", "user", RegisterName::kNone},
           {"newsletter_signups", "", "user", RegisterName::kNone},
           {"orders", "order", "customer", RegisterName::kNone},
           {"customer_orders", "order", "customer", RegisterName::kNone},
           {"accounts", "account", "account_name", RegisterName::kNone},
           {"events", "", "user", RegisterName::kNone},
           {"created", "created", "user", RegisterName::kNone},
       }) {
    EXPECT_EQ(RegisterNameOf(row.source, row.event, row.entity), row.name)
        << row.source << " " << row.event << " " << row.entity;
  }
}

TEST(Registers, KnowNamesOfVisitsAndOfWhatChanges) {
  for (const char* visit : {"page_view", "PageView", "Viewed Item", "ad click", "session_start"})
    EXPECT_TRUE(IsVisitLike(visit)) << visit;
  for (const char* other : {"order", "review", "login", "message_sent", "overview"})
    EXPECT_FALSE(IsVisitLike(other)) << other;
  for (const char* changes : {"plan_tier", "is_trial", "churnFlag", "status", "utm_source"})
    EXPECT_TRUE(MayChange(changes)) << changes;
  for (const char* fact : {"country", "industry", "birth_year", "company_size", "state"})
    EXPECT_FALSE(MayChange(fact)) << fact;
  EXPECT_TRUE(EndsByItself("experiment_viewed"));
  EXPECT_FALSE(EndsByItself("orders"));
}

}  // namespace
}  // namespace northstar::testing
