// Whatever a project calls its things, a name stays a name and a value a value.
#include <gtest/gtest.h>

#include "sql/duckdb/catalog_sql.h"
#include "sql/duckdb/days_sql.h"
#include "sql/duckdb/file_sql.h"
#include "sql/duckdb/identities_sql.h"
#include "sql/duckdb/rows_sql.h"
#include "sql/duckdb/session_sql.h"
#include "sql/duckdb/stage_row_sql.h"
#include "sql/duckdb/values_sql.h"

namespace northstar::sql::duckdb {
namespace {

constexpr const char* kEvil = R"(x"; drop table y; --)";

TEST(Statements, QuoteNames) {
  EXPECT_EQ(DropTable(kEvil).sql, R"(drop table "x""; drop table y; --")");
  EXPECT_EQ(CountRowsOfFile(kEvil, 7).sql,
            R"(select count(*) from "events_x""; drop table y; --" where file = $1)");
  EXPECT_EQ(FindValue({"t", kEvil, ""}, "v").sql,
            R"(select 1 from "t" where "x""; drop table y; --" = $1 limit 1)");
}

TEST(Statements, KeepValuesApart) {
  const Text text = InsertSource("it's", "d");
  EXPECT_EQ(text.sql, "insert into ns_sources values ($1, $2, 0, null, null, 0, 0)");
  ASSERT_EQ(text.parameters.size(), 2U);
  EXPECT_EQ(std::get<std::string>(text.parameters[0]), "it's");
  EXPECT_EQ(WriteParquetRows("time", "it's").sql,
            R"(copy (select * from rows order by "time") to 'it''s' (format parquet, )"
            R"(compression zstd))");
}

TEST(Statements, PrintWhatIsAskedFor) {
  EXPECT_EQ(IsWithinAny({{1, 2}, {5, 6}}), "(e.ts between 1 and 2 or e.ts between 5 and 6)");
  EXPECT_EQ(ScanForKernel({3, "app", {"e_user"}, 10, 20, {}}).sql,
            R"(select ns_gather($1::bigint, ts, event, "e_user") from "events_app" )"
            R"(where ts >= 10 and ts < 20)");
  EXPECT_EQ(ScanForKernel({3, "app", {}, 10, 20, {4, 5}}).sql,
            R"(select ns_gather($1::bigint, ts, event) from "events_app" )"
            R"(where ts >= 10 and ts < 20 and event in (4, 5))");
}

TEST(Statements, StageRowsWithTheFirstReasonThatHolds) {
  StageRows rows;
  rows.relation = "r";
  rows.file = 2;
  rows.time = "t";
  rows.event = "'signup'";
  rows.time_form = "0";
  rows.where = "(a > 1)";
  rows.wrong = {{"packed is null", "it's no time", "a"}};
  EXPECT_EQ(
      InsertStagedRows(rows).sql,
      "insert into ns_stage select * exclude (unreadable, unreadable_text, dropped, wrong, "
      "wrong_text), case when unreadable is not null then 3 when dropped then 1 when wrong is not "
      "null then 3 else 0 end, case when unreadable is not null then unreadable when dropped then "
      "null else wrong end, case when unreadable is not null then unreadable_text when dropped "
      "then null else wrong_text end from (select 2::uinteger as file, t as packed, 'signup' as "
      "event, null::uhugeint as row_id, null::ubigint as content, null::varchar as rounded_id, "
      "0::utinyint as form, null::varchar as unreadable, null::varchar as unreadable_text, not "
      "coalesce((a > 1), false) as dropped, case when packed is null then 'it''s no time' end as "
      "wrong, case when packed is null then a end as wrong_text from r)");
}

}  // namespace
}  // namespace northstar::sql::duckdb
