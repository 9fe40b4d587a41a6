// Rows of SQLite files as programs leave them: what arrives in the file, what is refused, and that
// nothing is left behind.
#include "databases/sqlite_rows.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

namespace northstar::databases {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;

// The program that a file belongs to.
class Writer {
 public:
  explicit Writer(const std::string& path) {
    sqlite3* database = nullptr;
    EXPECT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
    database_.reset(database);
  }
  void Run(const std::string& sql) {
    char* problem = nullptr;
    EXPECT_EQ(sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, &problem), SQLITE_OK)
        << sql << ": " << (problem == nullptr ? "" : problem);
    sqlite3_free(problem);
  }

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
  };
  std::unique_ptr<sqlite3, Close> database_;
};

class SqliteRows : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = (fs::temp_directory_path() / "ns-sqlite-XXXXXX").string();
    ASSERT_NE(mkdtemp(folder_.data()), nullptr);
    fs::create_directory(folder_ + "/out");
  }
  void TearDown() override {
    fs::permissions(folder_, fs::perms::owner_all);
    fs::remove_all(folder_);
  }

  std::string Path() const { return folder_ + "/shop.db"; }
  std::string File() const { return folder_ + "/out/rows.csv"; }
  void Run(const std::string& sql) { Writer(Path()).Run(sql); }
  Address Shop() const { return {DatabaseKind::kSqlite, Path(), "shop.db"}; }

  Result<CopiedRows> Copy(const Question& question, const CopyOptions& options = {}) {
    return CopySqliteToCsv(Shop(), question, File(), options);
  }
  std::string Csv(const Question& question, const CopyOptions& options = {}) {
    const auto copied = Copy(question, options);
    EXPECT_TRUE(copied.ok()) << (copied.ok() ? "" : copied.error().message);
    if (copied.ok()) cursor_ = copied->cursor.value_or("none");
    std::ostringstream out;
    out << std::ifstream(File(), std::ios::binary).rdbuf();
    return out.str();
  }
  // Of a copy that must fail and leave nothing: "message | hint".
  std::string Refusal(const Question& question, const CopyOptions& options = {}) {
    fs::remove(File());
    const auto copied = Copy(question, options);
    EXPECT_FALSE(copied.ok()) << question.table << question.query;
    EXPECT_TRUE(fs::is_empty(folder_ + "/out"));
    return copied.ok() ? "" : copied.error().message + " | " + copied.error().hint;
  }
  std::string Names() const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_)) names.insert(entry.path().filename());
    std::string out;
    for (const std::string& name : names) out += name + " ";
    return out;
  }

  std::string folder_, cursor_;
};

Question Table(const std::string& name) {
  return {.table = name};
}
Question Query(const std::string& sql) {
  return {.query = sql};
}
CopyOptions From(const std::string& column, std::optional<std::string> from,
                 seconds overlap = seconds(0)) {
  CopyOptions options;
  options.cursor = Cursor{column, std::move(from), overlap};
  return options;
}

TEST_F(SqliteRows, WritesWhatIsStored) {
  Run("create table t (i integer, r real, b boolean, s varchar(9), x blob, m);"
      "insert into t values (9007199254740993, 0.1, 1, 'a,\"b\"' || char(10) || 'ü', x'00ff', 1),"
      "(null, 2.0, 0, '', null, 'two'), (-1, 1e300, null, null, x'', x'41');"
      "insert into t (s) values (cast(x'61ff62' as text)), ('a' || char(0) || 'b')");
  EXPECT_EQ(Csv(Table("t")),
            "i,r,b,s,x,m\n"
            "9007199254740993,0.1,1,\"a,\"\"b\"\"\nü\",\\x00ff,1\n"
            ",2,0,\"\",,two\n"
            "-1,1e+300,,,\\x,\\x41\n"
            ",,,a\xEF\xBF\xBD"
            "b,,\n"
            ",,,a\xEF\xBF\xBD"
            "b,,\n");
  const auto copied = Copy(Table("t"));
  EXPECT_EQ(copied->rows, 5);
  EXPECT_EQ(copied->bytes, static_cast<int64_t>(fs::file_size(File())));
  std::string kinds;
  for (const Column& column : copied->columns) {
    kinds += fmt::format("{}:{}:{}{} ", column.name, column.type, static_cast<int>(column.kind),
                         column.hex ? "h" : "");
  }
  EXPECT_EQ(kinds, "i:INTEGER:0 r:REAL:1 b:boolean:2 s:varchar(9):8 x:BLOB:7h m::8h ");
}

TEST_F(SqliteRows, TakesTablesByAnyNameAndQueriesWithComments) {
  Run(R"(create table "a.""b; --" ("x ""y""" int); insert into "a.""b; --" values (7))");
  EXPECT_EQ(Csv(Table(R"("a.""b; --")")), "\"x \"\"y\"\"\"\n7\n");
  EXPECT_EQ(Csv(Table(R"(main."a.""b; --")")), "\"x \"\"y\"\"\"\n7\n");
  EXPECT_EQ(Csv(Query("select 1 as a; -- all\n;")), "a\n1\n");
  EXPECT_EQ(Csv(Query("with x as (select 2 as a) select * from x -- no end")), "a\n2\n");
  CopyOptions few;
  few.most_rows = 1;
  EXPECT_EQ(Csv(Query("values (3), (2)"), few), "column1\n3\n");
}

TEST_F(SqliteRows, OnlyReads) {
  Run("create table orders (a int); create view away as select load_extension('x') as a;"
      "create view log as select sql from sqlite_schema");
  const std::string more =
      "'shop.db' is only read, and this does more: not authorized | keep one "
      "SELECT of its tables";
  const struct {
    const char* query;
    std::string refusal;
  } kCases[] = {
      {"select 1; select 2", "the query is more than one statement | keep one SELECT or WITH"},
      {"select 1; nonsense", "the query is more than one statement | keep one SELECT or WITH"},
      {" -- nothing", "the query is empty | write one SELECT"},
      {"", "the query is empty | write one SELECT"},
      {"insert into orders values (1) returning a", more},
      {"delete from orders", more},
      {"attach '/tmp/northstar-attached.db' as b", more},
      {"vacuum into '/tmp/northstar-attached.db'",
       "the query is neither a SELECT nor a WITH | a source only reads; name a table or write one "
       "SELECT"},
      {"update sqlite_master set type = 'x'",
       "'shop.db' cannot answer: table sqlite_master may not be modified | "},
      {"pragma table_info(orders)", more},
      {"select * from pragma_table_list", more},
      {"create temp table x as select 1", more},
      {"begin", more},
      {"explain select 1",
       "the query is neither a SELECT nor a WITH | a source only reads; name a table or write one "
       "SELECT"},
      {"select load_extension('x') as a",
       "'shop.db' is only read, and this does more: not authorized to use function: load_extension "
       "| keep one SELECT of its tables"},
      {"select ?1 as a", "the query has parameters such as ?1 | write their values in the query"},
      {"select 1 as a, 2 as a",
       "the query gives two columns that are called 'a' | name one of them differently: … AS "
       "order_id"},
      {"select 1) union select (2", "'shop.db' cannot answer: near \")\": syntax error | "},
      {"select * from order_",
       "'shop.db' cannot answer: no such table: order_ | did you mean "
       "'orders'?"},
      {"select b from orders", "'shop.db' cannot answer: no such column: b | "},
      {"select randomblob(200000000) as a",
       "a value in 'shop.db' is larger than 134 MB | leave its column out in a query"},
  };
  for (const auto& [query, refusal] : kCases) EXPECT_EQ(Refusal(Query(query)), refusal) << query;
  EXPECT_FALSE(Copy(Table("away")).ok());
  EXPECT_FALSE(fs::exists("/tmp/northstar-attached.db"));
  EXPECT_EQ(Csv(Query("select count(*) as n from orders")), "n\n0\n");
  EXPECT_EQ(Refusal(Table("sales.orders")),
            "'sales.orders' is not the name of a table of SQLite | write it without a schema");
}

TEST_F(SqliteRows, ReadsFromACursor) {
  Run("create table t (id int, at text, unix int, mixed);"
      "insert into t values (1, '2024-01-01T10:00:00Z', 100, 1),"
      "(2, '2024-01-01 12:00:00', 200, 'x'), (3, '2024-01-01 14:00:00+02:00', 200, 2),"
      "(4, null, null, null)");
  const auto read = [&](const CopyOptions& options) {
    std::istringstream lines(Csv(Query("select * from t order by id"), options));
    std::string line, out;
    std::getline(lines, line);
    while (std::getline(lines, line)) out += line.substr(0, line.find(',')) + " ";
    return out;
  };
  EXPECT_EQ(read(From("at", std::nullopt)), "1 2 3 4 ");
  // Both are the same instant.
  EXPECT_TRUE(cursor_ == "2024-01-01 12:00:00" || cursor_ == "2024-01-01 14:00:00+02:00")
      << cursor_;
  EXPECT_EQ(read(From("at", cursor_)), "2 3 4 ");
  EXPECT_EQ(read(From("at", cursor_, seconds(7198))), "2 3 4 ");
  EXPECT_EQ(read(From("at", cursor_, seconds(7200))), "1 2 3 4 ");
  EXPECT_EQ(read(From("at", "2024-01-02 00:00:00")), "4 ");
  EXPECT_EQ(cursor_, "2024-01-02 00:00:00");
  EXPECT_EQ(read(From("unix", std::nullopt)), "1 2 3 4 ");
  EXPECT_EQ(cursor_, "200");
  EXPECT_EQ(read(From("unix", "200", seconds(3600))), "2 3 4 ");
  EXPECT_EQ(Refusal(Table("t"), From("mixed", std::nullopt)),
            "the cursor 'mixed' is neither a number nor a time | choose a column such as "
            "updated_at, or make it one in the query");
  EXPECT_EQ(Refusal(Table("t"), From("at", "200")),
            "the last load ended at '200', which is not a value of the column 'at' anymore | read "
            "everything again with --full-refresh");
  EXPECT_EQ(
      Refusal(Table("t"), From("unix", "2024-01-01")),
      "the last load ended at '2024-01-01', which is not a value of the column 'unix' anymore "
      "| read everything again with --full-refresh");
  EXPECT_EQ(Refusal(Table("t"), From("unixx", std::nullopt)),
            "table 't' has no column 'unixx' | did you mean 'unix'?");
  Run("insert into t values (5, '2999-01-01', 300, 3)");
  read(From("at", std::nullopt));
  EXPECT_LT(cursor_, "2999");
  Run("delete from t");
  EXPECT_EQ(read(From("at", std::nullopt)), "");
  EXPECT_EQ(cursor_, "none");
  EXPECT_EQ(read(From("at", "2024-01-01")), "");
  EXPECT_EQ(cursor_, "2024-01-01");
}

TEST_F(SqliteRows, LeavesNothingBesideTheFile) {
  Run("pragma journal_mode = wal; create table t (a); insert into t values (1)");
  ASSERT_EQ(Names(), "out shop.db ");
  EXPECT_EQ(Csv(Table("t")), "a\n1\n");
  EXPECT_EQ(Names(), "out shop.db ");
  // With the program still there, what stands in its log alone is read, and its log stays.
  Writer writer(Path());
  writer.Run("insert into t values (2)");
  EXPECT_EQ(Csv(Table("t")), "a\n1\n2\n");
  EXPECT_EQ(Names(), "out shop.db shop.db-shm shop.db-wal ");
  // A writer in the middle of a change is not waited for, nor seen.
  writer.Run("begin immediate; insert into t values (3)");
  EXPECT_EQ(Csv(Table("t")), "a\n1\n2\n");
  writer.Run("commit");
  EXPECT_EQ(Csv(Table("t")), "a\n1\n2\n3\n");
}

TEST_F(SqliteRows, SeesOneStateWhileOthersWrite) {
  Run("pragma journal_mode = wal; create table t (at int, b text);"
      "insert into t with recursive c(i) as (select 1 union all select i + 1 from c where i < "
      "50000)"
      " select i, hex(zeroblob(20)) from c");
  Writer writer(Path());
  writer.Run("insert into t values (50001, '')");
  CopyOptions options = From("at", std::nullopt);
  bool added = false;
  options.progress = [&](int64_t, int64_t) {
    if (!added) writer.Run("insert into t values (999999, '')");
    added = true;
  };
  const auto copied = Copy(Table("t"), options);
  ASSERT_TRUE(copied.ok() && added);
  EXPECT_EQ(copied->rows, 50'001);
  EXPECT_EQ(copied->cursor, "50001");
}

// A file that is read without locks, because locks would leave a log beside it.
TEST_F(SqliteRows, TellsWhenAFileWasChangedUnderIt) {
  Run("pragma journal_mode = wal; create table t (a text);"
      "insert into t with recursive c(i) as (select 1 union all select i + 1 from c where i < "
      "50000)"
      " select hex(zeroblob(20)) from c");
  CopyOptions options;
  bool changed = false;
  options.progress = [&](int64_t, int64_t) {
    if (!changed) Run("update t set a = 'b' where rowid < 9");
    changed = true;
  };
  EXPECT_EQ(Refusal(Table("t"), options), "'shop.db' was changed while it was read | run it again");
}

TEST_F(SqliteRows, StopsWhenItTakesTooLongOrIsCanceled) {
  Run("create table t (a)");
  const Question endless = Query(
      "with recursive c(i) as (select 1 union all select i + 1 from c) select i from c where i "
      "< 0");
  CopyOptions brief;
  brief.time_limit = milliseconds(200);
  EXPECT_EQ(
      Refusal(endless, brief),
      "shop.db took longer than 200 ms | read less with a cursor, a narrower query or an index "
      "on the cursor's column");
  CopyOptions cancelled;
  int looks = 0;
  cancelled.cancelled = [&] { return ++looks > 10; };
  EXPECT_EQ(Refusal(endless, cancelled), "reading shop.db was canceled | ");
}

TEST_F(SqliteRows, RefusesWhatIsNoSoundDatabase) {
  std::ofstream(Path()) << "id,name\n1,a\n";
  EXPECT_EQ(Refusal(Table("t")),
            "'shop.db' is not a database of SQLite | is it encrypted, or "
            "another kind of file?");
  fs::remove(Path());
  EXPECT_FALSE(Copy(Table("t")).ok());
  EXPECT_FALSE(fs::exists(Path()));
  Run("create table t (a text); insert into t with recursive c(i) as (select 1 union all select "
      "i + 1 from c where i < 5000) select hex(zeroblob(40)) from c");
  // Pages of noise, and a file that ends early: an error or fewer rows, never a crash.
  for (int page = 0; page < 40; page += 3) {
    std::fstream file(Path(), std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(page * 4096 + 90);
    for (int i = 0; i < 600; ++i) file.put(static_cast<char>(i * 7 + page));
    file.close();
    if (const auto copied = Copy(Table("t")); !copied.ok()) {
      EXPECT_EQ(copied.error().message.find(folder_), std::string::npos) << copied.error().message;
    }
    static_cast<void>(SqliteTables(Shop(), {}));
  }
  fs::resize_file(Path(), 5000);
  EXPECT_FALSE(Copy(Table("t")).ok());
}

TEST_F(SqliteRows, ListsTables) {
  Run("create table orders (id integer primary key, at datetime, paid decimal(9,2), ok boolean);"
      "insert into orders (paid) values (1), (2);"
      "create table lines (line int, order_id int, primary key (order_id, line)) without rowid;"
      "create view big as select id, paid from orders; create view broken as select x from gone;"
      "create virtual table texts using fts5(body)");
  const auto tables = SqliteTables(Shop(), {});
  ASSERT_TRUE(tables.ok()) << tables.error().message;
  std::string out;
  for (const auto& table : *tables) {
    out += table.name + (table.view ? " view" : "") +
           (table.rows ? fmt::format(" {}", *table.rows) : "") + " (";
    for (const Column& column : table.columns) {
      out += fmt::format("{} {}:{},", column.name, column.type, static_cast<int>(column.kind));
    }
    out += ")";
    for (const std::string& part : table.primary_key) out += " key " + part;
    out += "\n";
  }
  EXPECT_EQ(out,
            "big view (id INTEGER:0,paid decimal(9,2):1,)\n"
            "broken view ()\n"
            "lines (line INT:0,order_id INT:0,) key order_id key line\n"
            "orders 2 (id INTEGER:0,at datetime:4,paid decimal(9,2):1,ok boolean:2,) key id\n"
            "texts (body :8,)\n");
  Run("insert into texts values ('hello')");
  EXPECT_EQ(Csv(Table("texts")), "body\nhello\n");
}

}  // namespace
}  // namespace northstar::databases
