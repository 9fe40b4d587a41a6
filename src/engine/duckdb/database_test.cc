#include "engine/duckdb/database.h"

#include <gtest/gtest.h>

#include <thread>

namespace northstar::duck {
namespace {

// What DuckDB says of a statement, whenever it finds out: while it is planned, at its first rows,
// at its last ones.
TEST(Database, SaysWhyAStatementFailed) {
  const auto database = Database::Open("", Access::kReadWrite, 200'000'000, 2);
  ASSERT_TRUE(database.ok());
  const auto connection = (*database)->Connect();
  ASSERT_TRUE(connection.ok());
  const std::pair<const char*, const char*> wrong[] = {
      {"select nothing from nowhere", "nowhere"},
      {"select 'seven'::integer", "seven"},
      {"create table t as select case when i = 999999 then error('the last') else i end as x from "
       "range(1000000) r(i)",
       "the last"},
      {"select sum(case when i > 999998 then 'nine' else i::varchar end::integer) from "
       "range(1000000) r(i)",
       "nine"}};
  for (const auto& [sql, why] : wrong) {
    const auto rows = (*connection)->Query(std::string(sql));
    ASSERT_FALSE(rows.ok()) << sql;
    EXPECT_NE(rows.error().message.find(why), std::string::npos) << rows.error().message;
    const auto next = (*connection)->Query(std::string("select 42"));
    ASSERT_TRUE(next.ok()) << next.error().message;
    EXPECT_EQ(next->Int(0, 0), 42);
  }
}

TEST(Database, IsInterruptedWhileItWorks) {
  const auto database = Database::Open("", Access::kReadWrite, 200'000'000, 2);
  ASSERT_TRUE(database.ok());
  CancelToken cancel;
  const auto connection = (*database)->Connect(&cancel);
  ASSERT_TRUE(connection.ok());
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    cancel.Cancel();
  });
  const auto rows = (*connection)
                        ->Query(std::string("select count(*) from range(1000000) a(i), "
                                            "range(1000000) b(j) where (i * j) % 7 = 3"));
  other.join();
  ASSERT_FALSE(rows.ok());
  EXPECT_TRUE(IsInterruption(rows.error())) << rows.error().message;
}

}  // namespace
}  // namespace northstar::duck
