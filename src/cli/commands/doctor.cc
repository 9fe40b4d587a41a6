#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "base/text.h"
#include "cli/commands/commands.h"
#include "engine/duckdb/duckdb_engine.h"

namespace northstar::cli {
namespace {

// One line per thing that must be right; the first wrong one explains most trouble.
int Run(Context& context, const Parsed&) {
  int failures = 0;
  const auto line = [&](bool fine, const std::string& text) {
    failures += !fine;
    context.out(fmt::format("{} {}\n", fine ? "ok  " : "FAIL", text));
  };
  const auto loaded = ReadProject(context);
  line(loaded.ok(), loaded.ok() ? fmt::format("project '{}' reads", loaded->project->name)
                                : loaded.error().message);
  if (!loaded.ok()) return Report(context, loaded.error());
  const Project& project = *loaded->project;
  line(access(project.root.c_str(), W_OK) == 0,
       fmt::format("the folder {} is writable", project.root));
  std::error_code error;
  const auto space = std::filesystem::space(project.root, error);
  line(!error && space.available > 500'000'000,
       fmt::format("{} are free on its disk", HumanBytes(static_cast<double>(space.available))));
  const auto state = InspectLoads(project);
  line(state.ok(), state.ok() ? "the database opens, or is not there yet" : state.error().message);
  if (state.ok()) {
    line(state->never_loaded.empty(), state->never_loaded.empty()
                                          ? "every source is loaded"
                                          : "never loaded: " + Join(state->never_loaded, ", "));
    line(state->changed.empty(), state->changed.empty()
                                     ? "no file changed since"
                                     : "changed files: " + Join(state->changed, ", "));
  }
  return failures == 0 ? kFine : kFinding;
}

}  // namespace

CommandSpec DoctorCommand() {
  return {"doctor", "checks project, folder, disk and database", "northstar doctor", {}, {}, Run};
}

}  // namespace northstar::cli
