// Rows of a real PostgreSQL: what arrives in the file, what is refused, and what is left when
// something fails. Skipped where no server is installed.
#include "databases/postgres.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <thread>

#include "tests/postgres_server.h"

namespace northstar::databases {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Somebody else's connection, for what others do meanwhile.
class Client {
 public:
  explicit Client(const std::string& address)
      : connection_(PQconnectdb(address.c_str()), PQfinish) {
    PQsetNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr);
  }
  // The first value, where there is one.
  std::string Run(const std::string& sql) {
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(
        PQexec(connection_.get(), sql.c_str()), PQclear);
    const ExecStatusType status = PQresultStatus(result.get());
    EXPECT_TRUE(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        << sql << ": " << PQerrorMessage(connection_.get());
    return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
  }

 private:
  std::unique_ptr<PGconn, void (*)(PGconn*)> connection_;
};

class Postgres : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string why;
    server_ = PostgresServer::Shared(&why);
    if (server_ == nullptr) GTEST_SKIP() << why;
    folder_ = (fs::temp_directory_path() / "ns-postgres-XXXXXX").string();
    ASSERT_NE(mkdtemp(folder_.data()), nullptr);
    Client(server_->Address())
        .Run(
            "drop schema public cascade; create schema public; "
            "drop schema if exists sales cascade");
  }
  void TearDown() override {
    if (!folder_.empty()) fs::remove_all(folder_);
  }

  void Run(const std::string& sql) { Client(server_->Address()).Run(sql); }
  std::string File() const { return folder_ + "/rows.csv"; }
  northstar::databases::Address Read(const std::string& text) { return *ReadAddress(text, "."); }

  Result<CopiedRows> Copy(const Question& question, const CopyOptions& options = {}) {
    return CopyPostgresToCsv(Read(server_->Address()), question, File(), options);
  }
  // The file of a copy that must succeed.
  std::string Csv(const Question& question, const CopyOptions& options = {}) {
    const auto copied = Copy(question, options);
    EXPECT_TRUE(copied.ok()) << (copied.ok() ? "" : copied.error().message);
    if (copied.ok()) cursor_ = copied->cursor.value_or("none");
    return FileText();
  }
  std::string FileText() const {
    std::ostringstream out;
    out << std::ifstream(File(), std::ios::binary).rdbuf();
    return out.str();
  }
  // Of a copy that must fail and leave nothing: "message | hint".
  std::string Refusal(const Question& question, const CopyOptions& options = {},
                      const std::string& user = "owner") {
    const auto copied = CopyPostgresToCsv(Read(server_->Address(user)), question, File(), options);
    EXPECT_FALSE(copied.ok()) << question.table << question.query;
    EXPECT_TRUE(fs::is_empty(folder_));
    if (copied.ok()) return "";
    const std::string shown = fmt::format("postgresql://127.0.0.1:{}/shop", server_->port());
    std::string message = copied.error().message;
    if (const size_t at = message.find(shown); at != std::string::npos) {
      message.replace(at, shown.size(), "DB");
    }
    return message + " | " + copied.error().hint;
  }

  // Whether the server is done with all that was asked of it, soon.
  bool NothingRuns() {
    const char* running =
        "select count(*) from pg_stat_activity where state = 'active' and pid <> pg_backend_pid() "
        "and application_name = 'northstar'";
    Client client(server_->Address());
    for (int i = 0; i < 100; ++i) {
      if (client.Run(running) == "0") return true;
      std::this_thread::sleep_for(milliseconds(50));
    }
    return false;
  }

  PostgresServer* server_ = nullptr;
  std::string folder_;
  std::string cursor_;  // of the last Csv
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

TEST_F(Postgres, WritesEveryTypeSoThatItIsReadAlike) {
  Run("create domain price as numeric(10,2);"
      "create table t (i int, n price, f float8, b bool, d date, l timestamp, z timestamptz, "
      "j jsonb, x bytea, s text, m money);"
      "set timezone = 'Asia/Tokyo'; set datestyle = 'German';"
      "insert into t values (1, 12.50, 0.1, true, '2024-02-29', '2024-02-29 10:00', "
      "'2024-02-29 10:00+09', '{\"a\": 1}', '\\x00ff', 'a,\"b\"' || chr(10) || 'ü', '1234.5'),"
      "(null, null, null, false, null, null, null, null, null, '', null),"
      "(2, null, null, null, null, null, null, null, null, null, null)");
  EXPECT_EQ(Csv(Table("t")),
            "i,n,f,b,d,l,z,j,x,s,m\n"
            "1,12.50,0.1,true,2024-02-29,2024-02-29 10:00:00,2024-02-29 01:00:00+00,"
            "\"{\"\"a\"\": 1}\",\\x00ff,\"a,\"\"b\"\"\nü\",1234.50\n"
            ",,,false,,,,,,\"\",\n"
            "2,,,,,,,,,,\n");
  const auto copied = Copy(Table("t"));
  EXPECT_EQ(copied->rows, 3);
  EXPECT_EQ(copied->bytes, static_cast<int64_t>(fs::file_size(File())));
  std::string kinds;
  for (const Column& column : copied->columns) {
    kinds += fmt::format("{}:{}:{}{} ", column.name, column.type, static_cast<int>(column.kind),
                         column.hex ? "h" : "");
  }
  EXPECT_EQ(kinds,
            "i:integer:0 n:numeric:1 f:double precision:1 b:boolean:2 d:date:5 "
            "l:timestamp without time zone:4 z:timestamp with time zone:3 j:jsonb:6 x:bytea:7h "
            "s:text:8 m:money:1 ");
  EXPECT_EQ(fs::status(File()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(Postgres, TakesTablesByAnyNameAndQueriesWithComments) {
  Run("create schema sales; create table sales.\"Order \"\"x\"\".y\" (\"A; b\"\"c\" int);"
      "insert into sales.\"Order \"\"x\"\".y\" values (7)");
  EXPECT_EQ(Csv(Table(R"(sales."Order ""x"".y")")), "\"A; b\"\"c\"\n7\n");
  EXPECT_EQ(Csv(Query("select 1 as a; -- all\n")), "a\n1\n");
  EXPECT_EQ(Csv(Query("with x as (select 2 as a) select * from x -- no end")), "a\n2\n");
  EXPECT_EQ(Csv(Query("select a from (values (3), (2), (1)) v(a) order by a limit 2")),
            "a\n1\n2\n");
  CopyOptions few;
  few.most_rows = 1;
  EXPECT_EQ(Csv(Query("select * from generate_series(1, 9) as a"), few), "a\n1\n");
  EXPECT_EQ(Csv(Query("select 1 as a where false")), "a\n");
}

TEST_F(Postgres, OnlyReads) {
  Run("create table t (a int); create function w() returns int language sql as "
      "'insert into t values (1) returning a'");
  const struct {
    const char* query;
    const char* refusal;
  } kCases[] = {
      {"select 1; select 2", "the query is more than one statement | keep one SELECT or WITH"},
      {"insert into t values (1) returning a",
       "the query is neither a SELECT nor a WITH | a source only reads; name a table or write one "
       "SELECT"},
      {"copy t to '/tmp/northstar-copied'",
       "the query is neither a SELECT nor a WITH | a source only reads; name a table or write one "
       "SELECT"},
      {"-- nothing",
       "the query is neither a SELECT nor a WITH | a source only reads; name a table or write one "
       "SELECT"},
      {"select 1) to program 'touch /tmp/northstar-copied'; --",
       "DB cannot answer: syntax error at or near \")\" | "},
      {"select 1) to stdout", "DB cannot answer: syntax error at or near \")\" | "},
      {"with x as (insert into t values (1) returning a) select * from x",
       "DB cannot answer: WITH clause containing a data-modifying statement must be at the top "
       "level | "},
      {"select w()",
       "DB refuses, because a source only reads: cannot execute INSERT in a read-only transaction "
       "| take out of the query what changes data"},
      {"select w() from (select set_config('transaction_read_only', 'off', false)) as x", nullptr},
      {"select 1 as a into s", nullptr},
      {"select a from t for update", nullptr},
      {"select nextval('q')", nullptr},
      {"select $1::int as a",
       "the query has parameters such as $1 | write their values in the query"},
      {"select", "the query has no columns | name the columns after SELECT"},
      {"select 1 as a, 2 as a",
       "the query gives two columns that are called 'a' | name one of them differently: … AS "
       "order_id"},
      {"select 1 as a from (select 1/0) as z(b) where b = 1",
       "DB cannot answer: division by zero | "},
      {"select * from", "DB cannot answer: syntax error at end of input | "},
      {"select b from t", "DB cannot answer: column \"b\" does not exist | "},
  };
  Run("create sequence q");
  for (const auto& [query, refusal] : kCases) {
    const std::string said = Refusal(Query(query));
    if (refusal != nullptr) {
      EXPECT_EQ(said, refusal) << query;
    }
  }
  EXPECT_FALSE(fs::exists("/tmp/northstar-copied"));
  EXPECT_EQ(Client(server_->Address()).Run("select count(*) from t"), "0");
  EXPECT_EQ(Client(server_->Address()).Run("select last_value || is_called::text from q"),
            "1false");
}

TEST_F(Postgres, NamesWhatIsThereWhenATableIsNot) {
  Run("create table orders (id int); create schema sales; create table sales.refunds (id int)");
  EXPECT_EQ(Refusal(Table("order")),
            "DB cannot answer: relation \"order\" does not exist | did you mean 'orders'?");
  EXPECT_EQ(Refusal(Table("Orders")),
            "DB cannot answer: relation \"Orders\" does not exist | did you mean 'orders'?");
  EXPECT_EQ(Refusal(Query("select * from sales.refund")),
            "DB cannot answer: relation \"sales.refund\" does not exist | did you mean "
            "'sales.refunds'?");
  EXPECT_EQ(Refusal(Table("quite.other")),
            "DB cannot answer: relation \"quite.other\" does not exist | known: orders, "
            "sales.refunds");
  EXPECT_EQ(Refusal(Table("a.b.c")),
            "'a.b.c' is not the name of a table | write orders or sales.orders");
  EXPECT_EQ(Refusal(Table("\"a")),
            "'\"a' is not the name of a table | write orders or sales.orders");
}

TEST_F(Postgres, TellsWhatTheUserMayNotDoWithoutNamingThem) {
  Run("create table orders (id int); drop role if exists guest; "
      "create role guest login password 'se%cret'; grant usage on schema public to guest");
  const auto denied =
      CopyPostgresToCsv(Read(server_->Address("guest", "se%25cret")), Table("orders"), File(), {});
  ASSERT_FALSE(denied.ok());
  EXPECT_TRUE(denied.error().message.ends_with("refuses: permission denied for table orders"))
      << denied.error().message;
  EXPECT_EQ(denied.error().hint, "grant SELECT on it to the user of this address");
  for (const std::string password : {"", "wr%25ong"}) {
    const auto copied =
        CopyPostgresToCsv(Read(server_->Address("guest", password)), Table("orders"), File(), {});
    ASSERT_FALSE(copied.ok());
    const std::string said = WithHint(copied.error());
    EXPECT_NE(said.find("password"), std::string::npos) << said;
    for (const char* secret : {"guest", "wr%ong", "wr%25ong"}) {
      EXPECT_EQ(said.find(secret), std::string::npos) << said;
    }
  }
  const auto unknown =
      CopyPostgresToCsv(Read(server_->Address("nobody")), Table("orders"), File(), {});
  EXPECT_TRUE(unknown.error().message.ends_with(": role \"…\" does not exist"))
      << unknown.error().message;
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(Postgres, ReadsFromACursor) {
  Run("create table t (id int, at timestamptz, day date, n numeric, l timestamp);"
      "insert into t values (1, '2024-01-01 10:00+00', '2024-01-01', 1.5, '2024-01-01 10:00'),"
      "(2, '2024-01-01 12:00+00', '2024-01-02', 2.5, '2024-01-01 12:00'),"
      "(3, '2024-01-01 12:00+00', '2024-01-02', 'NaN', '2024-01-01 12:00'), "
      "(4, null, null, null, null)");
  const Question ids = Query("select id, at, day, n, l from t order by id");
  const auto read = [&](const CopyOptions& options) {
    std::istringstream lines(Csv(ids, options));
    std::string line, out;
    std::getline(lines, line);
    while (std::getline(lines, line)) out += line.substr(0, line.find(',')) + " ";
    return out + "→ " + cursor_;
  };
  EXPECT_EQ(read(From("at", std::nullopt)), "1 2 3 4 → 2024-01-01 12:00:00+00");
  // Inclusive, and every one of equal times.
  EXPECT_EQ(read(From("at", "2024-01-01 12:00:00+00")), "2 3 4 → 2024-01-01 12:00:00+00");
  EXPECT_EQ(read(From("at", "2024-01-01 12:00:00+00", seconds(7199))),
            "2 3 4 → 2024-01-01 12:00:00+00");
  EXPECT_EQ(read(From("at", "2024-01-01 12:00:00+00", seconds(7200))),
            "1 2 3 4 → 2024-01-01 12:00:00+00");
  // What is not there any more does not send it back.
  EXPECT_EQ(read(From("at", "2024-01-01 14:00:00+00", seconds(7200))),
            "2 3 4 → 2024-01-01 14:00:00+00");
  EXPECT_EQ(read(From("day", "2024-01-02", seconds(86'400))), "1 2 3 4 → 2024-01-02");
  EXPECT_EQ(read(From("day", "2024-01-02")), "2 3 4 → 2024-01-02");
  EXPECT_EQ(read(From("l", "2024-01-01 12:00:00")), "2 3 4 → 2024-01-01 12:00:00");
  EXPECT_EQ(read(From("n", "2.5", seconds(3600))), "2 3 4 → 2.5");
  EXPECT_EQ(read(From("n", std::nullopt)), "1 2 3 4 → 2.5");
  EXPECT_EQ(read(From("id", "3")), "3 4 → 4");
  Run("delete from t");
  EXPECT_EQ(read(From("at", std::nullopt)), "→ none");
  EXPECT_EQ(read(From("id", "3")), "→ 3");
}

TEST_F(Postgres, IsNotLedAheadByARowOfTheFuture) {
  Run("create table t (id int, at timestamptz);"
      "insert into t values (1, '2999-01-01'), (2, 'infinity'), (3, '2024-01-01')");
  Csv(Table("t"), From("at", std::nullopt));
  EXPECT_LT(cursor_, "2999");
  Run("insert into t values (4, now())");
  const std::string next = Csv(Query("select id, at from t order by id"), From("at", cursor_));
  EXPECT_NE(next.find("\n4,"), std::string::npos) << next;
}

// A row whose transaction commits after another's, with an earlier time.
TEST_F(Postgres, FindsWhatIsCommittedLateWithinTheOverlap) {
  Run("create table t (id int, at timestamptz)");
  Client late(server_->Address());
  late.Run("begin; insert into t values (1, '2024-01-01 11:59:00+00')");
  Run("insert into t values (2, '2024-01-01 12:00:00+00')");
  EXPECT_EQ(Csv(Table("t"), From("at", std::nullopt)), "id,at\n2,2024-01-01 12:00:00+00\n");
  late.Run("commit");
  EXPECT_EQ(Csv(Table("t"), From("at", cursor_)), "id,at\n2,2024-01-01 12:00:00+00\n");
  const std::string next = Csv(Table("t"), From("at", cursor_, seconds(3600)));
  EXPECT_EQ(next, "id,at\n1,2024-01-01 11:59:00+00\n2,2024-01-01 12:00:00+00\n");
}

// The largest cursor is of the rows that were read, not of those that came while they were.
TEST_F(Postgres, ReadsRowsAndCursorFromOneState) {
  Run("create table t (id int, at int); insert into t select i, i from generate_series(1, 200000) "
      "i");
  CopyOptions options = From("at", std::nullopt);
  bool added = false;
  options.progress = [&](int64_t, int64_t) {
    if (!added) Run("insert into t values (0, 999999)");
    added = true;
  };
  const auto copied = Copy(Table("t"), options);
  ASSERT_TRUE(copied.ok() && added);
  EXPECT_EQ(copied->rows, 200'000);
  EXPECT_EQ(copied->cursor, "200000");
}

TEST_F(Postgres, RefusesCursorsThatCannotBe) {
  Run("create table t (id int, name text, at timestamptz)");
  EXPECT_EQ(
      Refusal(Table("t"), From("name", std::nullopt)),
      "the cursor 'name' is neither a number nor a time | choose a column such as updated_at, "
      "or make it one in the query");
  EXPECT_EQ(Refusal(Table("t"), From("att", std::nullopt)),
            "table 't' has no column 'att' | did you mean 'at'?");
  EXPECT_EQ(Refusal(Table("t"), From("at", "12")),
            "the last load ended at '12', which is not a value of the column 'at' anymore | read "
            "everything again with --full-refresh");
  EXPECT_EQ(
      Refusal(Table("t"), From("id", R"(1'::int or true \)")),
      R"(the last load ended at '1'::int or true \', which is not a value of the column 'id' )"
      "anymore | read everything again with --full-refresh");
}

TEST_F(Postgres, TellsWhatIsGoneSinceTheLastLoad) {
  Run("create table t (id int, customer text)");
  CopyOptions options;
  options.needed = {"id", "customer"};
  EXPECT_EQ(Csv(Table("t"), options), "id,customer\n");
  Run("alter table t rename column customer to customer_id");
  fs::remove(File());
  EXPECT_EQ(Refusal(Table("t"), options),
            "table 't' has no column 'customer' | known: id, customer_id");
  EXPECT_EQ(Refusal(Query("select id, customer from t"), options),
            "DB cannot answer: column \"customer\" does not exist | perhaps you meant to reference "
            "the column \"t.customer_id\"");
  Run("drop table t");
  EXPECT_EQ(
      Refusal(Table("t"), options),
      "DB cannot answer: relation \"t\" does not exist | the user of this address may read no "
      "table: grant SELECT on those to load");
}

TEST_F(Postgres, StopsWhenItTakesTooLongOrIsCanceled) {
  CopyOptions brief;
  brief.time_limit = milliseconds(300);
  EXPECT_EQ(Refusal(Query("select pg_sleep(30)"), brief),
            "DB took longer than 300 ms | read less with a cursor, a narrower query or an index on "
            "the cursor's column");
  // A query may lift the limit of the server, but not this one.
  EXPECT_EQ(Refusal(Query("select set_config('statement_timeout', '0', false), pg_sleep(30) from "
                          "generate_series(1, 2)"),
                    brief)
                .substr(0, 25),
            "DB took longer than 300 m");
  CopyOptions cancelled;
  int looks = 0;
  cancelled.cancelled = [&] { return ++looks > 10; };
  EXPECT_EQ(Refusal(Query("select pg_sleep(30)"), cancelled), "reading DB was canceled | ");
  CopyOptions midway;
  bool stop = false;
  midway.progress = [&](int64_t rows, int64_t) { stop = rows > 0; };
  midway.cancelled = [&] { return stop; };
  EXPECT_EQ(Refusal(Query("select i as a, repeat('x', 99) as b from generate_series(1, 9000000) i"),
                    midway),
            "reading DB was canceled | ");
  EXPECT_TRUE(NothingRuns());
}

TEST_F(Postgres, CancelsWhateverTheServerIsAbout) {
  // A cancellation may come before the server takes up what was sent to it.
  for (int last = 0; last < 12; ++last) {
    CopyOptions options;
    int looks = 0;
    options.cancelled = [&] { return ++looks > last; };
    EXPECT_EQ(Refusal(Query("select pg_sleep(60)"), options), "reading DB was canceled | ") << last;
    EXPECT_TRUE(NothingRuns()) << last;
  }
}

TEST_F(Postgres, KeepsNothingWhenTheServerDies) {
  CopyOptions options;
  bool killed = false;
  options.progress = [&](int64_t, int64_t) {
    if (!killed) server_->Kill();
    killed = true;
  };
  EXPECT_EQ(Refusal(Query("select i as a, repeat('x', 99) as b from generate_series(1, 900000) i"),
                    options),
            "DB ended the connection before everything was read | run it again when the server is "
            "up; nothing was changed");
  EXPECT_TRUE(killed);
  EXPECT_EQ(
      Refusal(Query("select 1")),
      "cannot connect to DB: connection refused | is the server running, and may this machine "
      "reach it?");
  ASSERT_TRUE(server_->Start());
  EXPECT_EQ(Csv(Query("select 1 as a")), "a\n1\n");
}

TEST_F(Postgres, KeepsTheFileThatWasThereWhenItFails) {
  Csv(Query("select 1 as a"));
  const auto failed = Copy(Query("select 1 / (i - 90000) as a from generate_series(1, 99999) i"));
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(FileText(), "a\n1\n");
  EXPECT_FALSE(fs::exists(File() + ".part"));
  const auto nowhere = CopyPostgresToCsv(Read(server_->Address()), Query("select 1 as a"),
                                         folder_ + "/none/rows.csv", {});
  EXPECT_EQ(nowhere.error().message,
            fmt::format("cannot write '{}/none/rows.csv': No such file or directory", folder_));
}

TEST_F(Postgres, StreamsCellsOfManyMegabytes) {
  const auto copied = Copy(Query("select repeat('x', 50000000) as a from generate_series(1, 2)"));
  ASSERT_TRUE(copied.ok());
  EXPECT_EQ(copied->bytes, 100'000'004);
}

TEST_F(Postgres, ListsTables) {
  Run("create schema sales; create domain price as numeric;"
      "create table orders (\"Id\" bigint, line int, at timestamptz not null, paid price, "
      "primary key (line, \"Id\"));"
      "insert into orders select i, 1, now(), 1 from generate_series(1, 500) i; analyze orders;"
      "create view big as select \"Id\" from orders;"
      "create table sales.days (day date) partition by range (day);"
      "create table sales.days_1 partition of sales.days default;"
      "create table hidden (a int); drop role if exists guest2; create role guest2 login;"
      "grant usage on schema public to guest2; grant select on orders to guest2");
  const auto tables = PostgresTables(Read(server_->Address()), {});
  ASSERT_TRUE(tables.ok()) << tables.error().message;
  std::string out;
  for (const auto& table : *tables) {
    out += table.name + (table.view ? " view" : "") +
           (table.rows ? fmt::format(" {}", *table.rows) : "") + " (";
    for (const Column& column : table.columns) out += column.name + " " + column.type + ",";
    out += ")";
    for (const std::string& part : table.primary_key) out += " key " + part;
    out += "\n";
  }
  EXPECT_EQ(out,
            "big view (Id bigint,)\n"
            "hidden (a integer,)\n"
            "orders 500 (Id bigint,line integer,at timestamp with time zone,paid price,) key line "
            "key Id\n"
            "sales.days (day date,)\n");
  EXPECT_EQ((*tables)[2].columns[3].kind, ColumnKind::kNumber);
  const auto allowed = PostgresTables(Read(server_->Address("guest2")), {});
  ASSERT_TRUE(allowed.ok());
  ASSERT_EQ(allowed->size(), 1U);
  EXPECT_EQ(allowed->front().name, "orders");
  Run("drop owned by guest2; drop role guest2");
}

// A server that takes connections and says nothing.
TEST(SilentServer, IsNotWaitedForForever) {
  const int listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* bound = reinterpret_cast<sockaddr*>(&address);
  ASSERT_EQ(bind(listening, bound, size), 0);
  ASSERT_EQ(listen(listening, 4), 0);
  ASSERT_EQ(getsockname(listening, bound, &size), 0);
  const std::string shown = fmt::format("postgresql://127.0.0.1:{}/shop", ntohs(address.sin_port));
  const Address silent = *ReadAddress(
      fmt::format("postgresql://app:hunter2@127.0.0.1:{}/shop", ntohs(address.sin_port)), ".");
  CopyOptions options;
  options.connect_limit = milliseconds(300);
  const auto slow = CopyPostgresToCsv(silent, Query("select 1"), "/nowhere/rows.csv", options);
  ASSERT_FALSE(slow.ok());
  EXPECT_EQ(slow.error().message,
            fmt::format("cannot connect to {}: no answer within 300 ms", shown));
  int looks = 0;
  options.connect_limit = seconds(60);
  options.cancelled = [&] { return ++looks > 3; };
  const auto stopped = PostgresTables(silent, options);
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.error().message, fmt::format("reading {} was canceled", shown));
  close(listening);
}

}  // namespace
}  // namespace northstar::databases
