// Parquet columns of four-byte floats: 0.1 is 0.1, in values, dimensions and conditions, not the
// double beside it.
#include <gtest/gtest.h>

#include "engine/duckdb/database.h"
#include "sql/dialect.h"
#include "tests/program.h"

namespace northstar::testing {
namespace {

TEST(FloatColumns, ReadAsTheyWereWritten) {
  const TempDir dir;
  auto database = duck::Database::Open("", duck::Access::kReadWrite, 500'000'000, 1);
  auto connection = (*database)->Connect();
  ASSERT_TRUE((*connection)
                  ->Run("copy (select timestamp '2024-01-01 10:00:00' as time, v::float as n, "
                        "w::float as version from (values (0.1, 1.1), (0.2, 1.1), (16777216, 2), "
                        "(3.4e38, 1e10)) t(v, w)) to " +
                        sql::Quoted(dir.path() + "/e.parquet") + " (format parquet)")
                  .ok());
  dir.Write("northstar.yml", R"(version: 1
sources:
  - {name: s, files: e.parquet, time: time, event: hit, dimensions: {version: version}, values: {n: n}}
  - {name: tenths, files: e.parquet, time: time, event: tenth, where: n = 0.1}
metrics:
  - {name: largest, type: max, event: hit, value: n, where: n < 1, grain: day, description: d}
  - {name: total, type: sum, event: hit, value: n, where: n < 1e38, grain: day, description: d}
  - {name: tenths, type: count, event: tenth, grain: day, description: d}
)");
  const auto query = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"-p", dir.path(), "query"});
    arguments.insert(arguments.end(), {"--format", "csv"});
    const ProgramRun run = RunProgram(arguments);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return run.out;
  };
  EXPECT_EQ(query({"largest"}), "metric,period,value,complete\nlargest,2024-01-01,0.2,false\n");
  EXPECT_EQ(query({"total", "--by", "version"}),
            "metric,period,version,value,complete\n"
            "total,2024-01-01,1.1,0.30000000000000004,false\n"
            "total,2024-01-01,2,16777216,false\n");
  EXPECT_EQ(query({"total", "--where", "version = 1.1 and n = 0.1"}),
            "metric,period,value,complete\ntotal,2024-01-01,0.1,false\n");
  EXPECT_EQ(query({"tenths"}), "metric,period,value,complete\ntenths,2024-01-01,1,false\n");
}

}  // namespace
}  // namespace northstar::testing
