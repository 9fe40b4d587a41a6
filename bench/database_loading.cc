// Loading a table of PostgreSQL, against what people do without that: psql's \copy into a file, and
// a load of the file. The server is the tests' own, on this machine, so that its work is part of
// both.
#include <fmt/format.h>

#include <filesystem>

#include "base/run_program.h"
#include "bench/bench.h"
#include "bench/own_load.h"
#include "model/project.h"
#include "tests/postgres_server.h"

namespace northstar::bench {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSource = R"(
  - name: orders
    {}
    time: ordered_at
    event: order
    entities: {{customer: customer_id}}
    dimensions: {{status: status, state: state}}
    values: {{amount: amount}}
)";

// Customers with ids of 36 characters, at random; vacuumed, so that no reader writes to the table.
constexpr const char* kOrders = R"(
create table orders as select i as order_id, md5((n % {1})::text)::uuid::text as customer_id,
  timestamptz '2024-01-01 00:00+00' + make_interval(secs => n % 31536000) as ordered_at,
  (array['paid', 'shipped', 'delivered', 'returned', 'canceled'])[1 + n % 5] as status,
  'S' || lpad((n / 7 % 27)::text, 2, '0') as state, (n / 3 % 100000)::numeric / 100 as amount,
  n % 9 > 0 as paid
from (select i, hashint8extended(i, 1) & 2147483647 as n from generate_series(1, {0}) i) numbers)";

Status Psql(const std::string& address, const std::string& command) {
  const auto done = RunProgram(
      {.command = {"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", address, "-c", command},
       .without = "PG",
       .limit = std::chrono::minutes(30)});
  return done.ok() ? Status::Ok() : Status(done.error());
}

// Orders and money of each state, in one number.
std::string Digest(const Project& project) {
  return AskLoaded(
      project,
      "select md5(string_agg(concat_ws(':', key, orders, customers, amount), ',' order by key)) "
      "from (select key, count(*) as orders, count(distinct e_customer) as customers, "
      "sum(v_amount::decimal(30, 2)) as amount from events_orders join dimension_state on d_state "
      "= id group by key)");
}

}  // namespace

std::string DatabaseLoading(const Settings& settings) {
  const auto rows = static_cast<int64_t>(3'000'000 * settings.size);
  std::string page = "## Loading from PostgreSQL\n\n";
  std::string why;
  PostgresServer* server = PostgresServer::Shared(&why);
  if (server == nullptr) return page + fmt::format("Left out: {}.\n", why);
  const std::string address = server->Address();
  fmt::print(stderr, "loading from PostgreSQL …\n");
  const Status made =
      Psql(address, fmt::format(fmt::runtime(kOrders), rows, std::max<int64_t>(rows / 10, 1)));
  if (!made.ok()) return page + fmt::format("Left out: {}.\n", made.error().message);
  Must(Psql(address, "vacuum (freeze, analyze) orders"));

  const std::string folder = fmt::format("{}/postgres_{}", settings.folder, rows);
  const std::string file = folder + "/orders.csv";
  const auto source = [](const std::string& origin) {
    return fmt::format(fmt::runtime(kSource), origin);
  };
  const ProjectRef table = ProjectOf(
      folder + "/table", source(fmt::format("database: \"{}\"\n    table: orders", address)));
  const ProjectRef copied = ProjectOf(folder + "/file", source("files: ../orders.csv"));
  const std::vector<double> ms = Medians(
      {[&] { LoadAnew(*table); },
       [&] {
         fs::remove(file);
         Must(Psql(address, fmt::format("\\copy (select * from orders) to '{}' csv header", file)));
       },
       [&] { LoadAnew(*copied); }},
      settings.runs);
  if (Digest(*table) != Digest(*copied)) Must(Error::Data("the table and its copy differ"));
  server->Kill();

  page += fmt::format(
      "All of `northstar load` of a table of {:.3g} million orders, seven columns, in a server on "
      "this machine, against\n`psql -c \"\\copy (select …) to file csv header\"` and a load of "
      "that file.\n\n"
      "| load | s | the table takes | asked for |\n|---|---:|---:|---:|\n",
      static_cast<double>(rows) / 1e6);
  page += fmt::format("| **the table** | {:.1f} |  |  |\n", ms[0] / 1e3);
  page += fmt::format(
      "| `\\copy`, and a load of the file | {:.1f} | {:.2f} times as long | at most "
      "1.3 |\n",
      (ms[1] + ms[2]) / 1e3, ms[0] / (ms[1] + ms[2]));
  page += fmt::format("| of these, `\\copy` | {:.1f} |  |  |\n", ms[1] / 1e3);
  return page;
}

}  // namespace northstar::bench
