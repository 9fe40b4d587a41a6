// `sql-model`: what northstar starts itself as for every model in SQL (engine/duckdb/sql_model.h).
// Not for people, and so in no help. What it prints is one line of JSON, whatever the format.
#include <charconv>

#include "cli/commands/commands.h"
#include "engine/duckdb/sql_child.h"

namespace northstar::cli {
namespace {

// The default where the option is not a number of the type: nobody types it.
template <typename Number>
Number NumberOf(const Parsed& parsed, std::string_view name, Number fallback) {
  const std::string text = parsed.Text(name);
  Number value = fallback;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  return read.ec == std::errc() && read.ptr == end ? value : fallback;
}

int RunSqlModel(Context& context, const Parsed& parsed) {
  duck::SqlModelRun run;
  run.root = context.project_dir;
  run.file = parsed.Text("--file");
  run.work = parsed.Text("--work");
  run.memory = NumberOf(parsed, "--memory", run.memory);
  run.threads = NumberOf(parsed, "--threads", run.threads);
  run.most_bytes = NumberOf(parsed, "--most-bytes", run.most_bytes);
  run.seconds = NumberOf(parsed, "--seconds", run.seconds);
  run.parent = NumberOf(parsed, "--parent", run.parent);
  const auto result = duck::RunSqlModel(run);
  context.out(duck::SqlModelAnswer(result));
  return result.ok() ? kFine : kFailed;
}

}  // namespace

CommandSpec SqlModelCommand() {
  return {"sql-model",
          "Run one model in SQL (northstar starts this itself)",
          "northstar sql-model -p . --file models/orders.sql --work /tmp/work",
          {},
          {{"--file", "FILE", "File with the SELECT, relative to the project"},
           {"--work", "DIR", "Empty folder that takes the rows"},
           {"--memory", "BYTES", "Memory limit"},
           {"--threads", "N", "Threads (default 1)"},
           {"--most-bytes", "BYTES", "Most that is written to disk"},
           {"--seconds", "N", "Time limit"},
           {"--parent", "PID", "Process that has to be its parent"}},
          RunSqlModel,
          {},
          true};
}

}  // namespace northstar::cli
