// Whatever a project calls its things, a name stays a name and a value a value.
#include "sql/duckdb/misfits_sql.h"

#include <gtest/gtest.h>

#include "sql/duckdb/spellings_sql.h"

namespace northstar::sql::duckdb {
namespace {

constexpr const char* kEvil = R"(x"; drop table y; --)";
constexpr const char* kQuoted = R"("events_x""; drop table y; --")";

TEST(MisfitStatements, QuoteNames) {
  EXPECT_EQ(RowsOfEntity({kEvil, "user", false}, {"plan"}),
            std::string(R"((select e."e_user" as id, e.ts, e.event, e.file, e.seq, e."d_plan" )") +
                "from " + kQuoted + R"( e where e."e_user" is not null))");
  EXPECT_EQ(CountFilled(kEvil, "event").sql,
            std::string(R"(select count("event") from )") + kQuoted);
  EXPECT_EQ(CountEntries(kEvil).sql, R"(select count(*) from "x""; drop table y; --")");
}

TEST(MisfitStatements, CountEntitiesAfterMerges) {
  EXPECT_EQ(RowsOfEntity({"app", "user", true}, {}),
            R"((select coalesce(m.same, e."e_user") as id, e.ts, e.event, e.file, e.seq from )"
            R"("events_app" e left join "merge_user" m on m.id = e."e_user" )"
            R"(where e."e_user" is not null))");
}

TEST(MisfitStatements, KeepValuesApart) {
  const Text text = FirstRowWith({"app", "user", false}, 7, "plan", "it's");
  ASSERT_EQ(text.parameters.size(), 2U);
  EXPECT_EQ(std::get<std::string>(text.parameters[1]), "it's");
  EXPECT_EQ(text.sql.find("it's"), std::string::npos);
}

}  // namespace
}  // namespace northstar::sql::duckdb
