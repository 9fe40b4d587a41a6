// Loading rows that look up two fields in a large table, against loading the same rows with these
// fields as columns of the file: what is stored is the same, so that the difference is the join.
#include <fmt/format.h>

#include <filesystem>

#include "bench/bench.h"
#include "bench/own_load.h"
#include "model/project.h"

namespace northstar::bench {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSource = R"(
  - name: app
    files: {}
    time: time
    event_column: event
    entities: {{customer: customer_id{}}}
    dimensions: {{{}}}
    values: {{amount: amount}}
)";
constexpr const char* kLookup = R"(
    lookup:
      - {files: ../customers.csv, on: customer_id, take: {state: state, person: person}}
)";

// Of a customer by number: an id of 36 characters, one of 27 states, one of the persons.
constexpr const char* kFields =
    "md5(({0})::varchar)::uuid::varchar as customer_id, 'S' || lpad((hash({0}) % 27)::varchar, 2, "
    "'0') as state, md5('p' || hash({0}) % {1}) as person";

// Two files of the same events, at random among the customers, and the table of these.
void MakeFiles(const std::string& folder, int64_t events, int64_t customers) {
  if (fs::exists(folder + "/customers.csv")) return;
  const int64_t persons = customers * 9 / 10;  // some have several accounts
  const auto fields = [&](const char* number) {
    return fmt::format(fmt::runtime(kFields), number, persons);
  };
  const std::string rows = fmt::format(
      "(select make_timestamp(1704067200000000 + (hash(i * 4) % 31536000000000::ubigint)::bigint) "
      "as time, 'event_' || hash(i * 4 + 1) % 20 as event, (hash(i * 4 + 5) % "
      "100000)::double / 100 as amount, {} from range({}) t(i))",
      fields(fmt::format("(hash(i * 4 + 2) % {})::bigint", customers).c_str()), events);
  MakeWithDuckDb(fmt::format("copy {} to '{}/columns.csv' (format csv, header)", rows, folder));
  MakeWithDuckDb(
      fmt::format("copy (select time, event, amount, customer_id from '{0}/columns.csv') to "
                  "'{0}/events.csv' (format csv, header)",
                  folder));
  MakeWithDuckDb(fmt::format(
      "copy (select {}, 'city ' || hash(i) % 4000 as city from range({}) t(i) order by hash(i)) to "
      "'{}/customers.csv' (format csv, header)",
      fields("i"), customers, folder));
}

// Events, persons and money of each state, in one number.
std::string Digest(const Project& project) {
  return AskLoaded(
      project,
      "select md5(string_agg(concat_ws(':', key, events, persons, amount), ',' order by key)) from "
      "(select key, count(*) as events, count(distinct e_person) as persons, "
      "sum(v_amount::decimal(30, 2)) as amount from events_app join dimension_state on d_state = "
      "id group by key)");
}

}  // namespace

std::string JoinedLoading(const Settings& settings) {
  const auto events = static_cast<int64_t>(10'000'000 * settings.size);
  const int64_t customers = events / 10;
  const std::string folder = fmt::format("{}/joined_{}", settings.folder, events);
  fs::create_directories(folder);
  fmt::print(stderr, "joined loads …\n");
  MakeFiles(folder, events, customers);
  const auto source = [](const char* file, const char* person, const char* state) {
    return fmt::format(fmt::runtime(kSource), file, person, state);
  };
  const ProjectRef joined =
      ProjectOf(folder + "/joined",
                source("../events.csv", ", person: person", "state: state") + (kLookup + 1));
  const ProjectRef columns =
      ProjectOf(folder + "/columns", source("../columns.csv", ", person: person", "state: state"));
  const ProjectRef alone = ProjectOf(folder + "/alone", source("../events.csv", "", ""));
  const std::vector<double> ms =
      Medians({[&] { LoadAnew(*joined); }, [&] { LoadAnew(*columns); }, [&] { LoadAnew(*alone); }},
              settings.runs);
  if (Digest(*joined) != Digest(*columns)) Must(Error::Data("the lookup found other fields"));

  std::string page = fmt::format(
      "## Joined loads\n\n"
      "All of `northstar load` of {:.3g} million rows of CSV that look up a state and a person in "
      "a table of\n{:.3g} million keys of 36 characters, against the same rows with both as "
      "columns of the file, which stores the same:\nper state, events, persons and amounts were "
      "compared. Without the two fields less is read, encoded and stored.\n\n"
      "| load | s | the joined one takes | asked for |\n|---|---:|---:|---:|\n",
      static_cast<double>(events) / 1e6, static_cast<double>(customers) / 1e6);
  page += fmt::format("| **fields looked up** | {:.1f} |  |  |\n", ms[0] / 1e3);
  page += fmt::format(
      "| fields as columns of the file | {:.1f} | {:.2f} times as long | at most "
      "1.6 |\n",
      ms[1] / 1e3, ms[0] / ms[1]);
  page += fmt::format("| without the fields | {:.1f} | {:.2f} times as long |  |\n", ms[2] / 1e3,
                      ms[0] / ms[2]);
  return page;
}

}  // namespace northstar::bench
