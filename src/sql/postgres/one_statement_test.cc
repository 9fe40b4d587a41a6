#include "sql/postgres/one_statement.h"

#include <gtest/gtest.h>

namespace northstar::sql::postgres {
namespace {

TEST(OneStatement, EndsAtTheSemicolonThatIsOne) {
  const struct {
    const char* sql;
    const char* text;
    const char* word;
    bool more;
  } kCases[] = {
      {"select 1", "select 1", "select", false},
      {"SELECT 1;", "SELECT 1", "select", false},
      {" select 1 ; ; -- done;\n /* ; */ ", " select 1 ", "select", false},
      {"select 1; select 2", "select 1", "select", true},
      {"select ';' ; drop table t", "select ';' ", "select", true},
      {"select 'it''s;'", "select 'it''s;'", "select", false},
      {R"(select E'\';' ; x)", R"(select E'\';' )", "select", true},
      {R"(select '\' ; x)", R"(select '\' )", "select", true},
      {R"(select ";" from "a"";")", R"(select ";" from "a"";")", "select", false},
      {"select $$;$$; x", "select $$;$$", "select", true},
      {"select $a$ ; $$ ; $a$", "select $a$ ; $$ ; $a$", "select", false},
      {"select $1; x", "select $1", "select", true},
      {"select a$b$ from t; x $b$", "select a$b$ from t", "select", true},
      {"/* a /* ; */ ; */ select 1", "/* a /* ; */ ; */ select 1", "select", false},
      {"-- ;\nwith x as (select 1) select * from x", "-- ;\nwith x as (select 1) select * from x",
       "with", false},
      {"((select 1) union (select 2))", "((select 1) union (select 2))", "select", false},
      {"insert into t values (1)", "insert into t values (1)", "insert", false},
      {"", "", "", false},
      {"; ;", "", "", false},
      {"'select'", "'select'", "", false},
      // What never ends.
      {"select 'a;", "select 'a;", "select", false},
      {"select /* ;", "select /* ;", "select", false},
      {"select $x$ ;", "select $x$ ;", "select", false},
      {"select E'\\", "select E'\\", "select", false},
      {"select $", "select $", "select", false},
  };
  for (const auto& [sql, text, word, more] : kCases) {
    const OneStatement found = FirstStatement(sql);
    EXPECT_EQ(found.text, text) << sql;
    EXPECT_EQ(found.first_word, word) << sql;
    EXPECT_EQ(found.more, more) << sql;
  }
}

}  // namespace
}  // namespace northstar::sql::postgres
