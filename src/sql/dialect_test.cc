#include "sql/dialect.h"

#include <gtest/gtest.h>

namespace northstar::sql {
namespace {

std::string Printed(const Ref& expr) {
  const auto text = PrintExpr(kDuckDb, expr);
  return text.ok() ? *text : text.error().message;
}

TEST(Dialect, RendersWhatTheTreeMeans) {
  const Ref x = Col("", "x");
  const struct {
    Ref expr;
    std::string sql;
  } cases[] = {
      {Call(Fn::kCountRows, {}), "count(*)"},
      {Call(Fn::kCountDistinct, {x}), R"(count(distinct "x"))"},
      {Call(Fn::kCoalesce, {x, Int(1), Int(2)}), R"(coalesce("x", 1, 2))"},
      {Call(Fn::kWholeDivide, {x, Int(7)}), R"(("x" // 7))"},
      {Call(Fn::kLocalTime, {x, Val(std::string("Europe/Berlin"))}),
       R"(timezone('Europe/Berlin', timezone('UTC', make_timestamp("x"))))"},
      {Call(Fn::kExactSum, {x}),
       R"((coalesce(fsum(case when (abs("x") < 9007199254740992::double) then "x" end), 0::double))"
       R"( + coalesce(fsum(case when (abs("x") >= 9007199254740992::double) then "x" end), )"
       R"(0::double)))"},
      {Make(Cast{x, SqlType::kInt32, true}), R"(try_cast("x" as integer))"},
      {Make(Star{{"a", "b"}}), "* exclude (a, b)"},
  };
  for (const auto& c : cases) EXPECT_EQ(Printed(c.expr), c.sql);
}

TEST(Dialect, NumbersParametersAsTheyArePrinted) {
  Statement statement;
  statement.query.items = {
      {Call(Fn::kLocalTime, {Int(5), Val(std::string("Asia/Tokyo"))}), ""},
      {Val(0.5), ""},
  };
  statement.query.from = {"t", nullptr, ""};
  const auto text = Print(kDuckDb, statement, LiteralStyle::kParameters);
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(text->sql,
            "select timezone($1::varchar, timezone('UTC', make_timestamp($2::bigint))), "
            "$3::double\nfrom \"t\"");
  ASSERT_EQ(text->parameters.size(), 3U);
  EXPECT_EQ(std::get<std::string>(text->parameters[0]), "Asia/Tokyo");
  EXPECT_EQ(std::get<int64_t>(text->parameters[1]), 5);
  EXPECT_EQ(std::get<double>(text->parameters[2]), 0.5);
}

// A dialect without words for a function says so; it never prints another one.
TEST(Dialect, SaysWhatItCannotDo) {
  Dialect poor = kDuckDb;
  poor.name = "Poor";
  poor.functions[static_cast<size_t>(Fn::kQuantile7)] = {Fn::kQuantile7, "",
                                                         "percentiles by interpolation"};
  poor.cast_or_null = "";
  ASSERT_TRUE(IsComplete(poor));
  const auto text = PrintExpr(poor, Call(Fn::kAbs, {Call(Fn::kQuantile7, {Int(1), Val(0.5)})}));
  ASSERT_FALSE(text.ok());
  EXPECT_EQ(text.error().kind, ErrorKind::kUsage);
  EXPECT_EQ(text.error().message, "the SQL of Poor has no percentiles by interpolation");
  EXPECT_FALSE(PrintExpr(poor, Make(Cast{Int(1), SqlType::kText, true})).ok());
  EXPECT_TRUE(PrintExpr(poor, Make(Cast{Int(1), SqlType::kText})).ok());
  poor.functions[0].pattern = "";
  EXPECT_FALSE(IsComplete(poor));
}

}  // namespace
}  // namespace northstar::sql
