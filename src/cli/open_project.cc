// Loading on demand and the line that shows how far a load has come.
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>

#include "base/text.h"
#include "cli/command.h"
#include "model/project.h"

namespace northstar::cli {

ProgressListener MakeProgress(Context& context) {
  if (!context.progress) return {};
  const auto start =
      std::make_shared<std::chrono::steady_clock::time_point>(std::chrono::steady_clock::now());
  const auto last_what = std::make_shared<std::string>();
  return [&context, start, last_what](const Progress& progress) {
    if (*last_what != progress.what) {
      *start = std::chrono::steady_clock::now();
      *last_what = progress.what;
    }
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - *start).count();
    std::string line = fmt::format("loading {}", progress.what);
    if (progress.share >= 0) line += fmt::format("  {:3.0f}%", progress.share * 100);
    if (progress.rows > 0 && seconds > 0.2) {
      line += fmt::format("  {} rows/s", Humanize(static_cast<double>(progress.rows) / seconds));
    }
    if (progress.share > 0.02 && seconds > 1) {
      line += fmt::format("  {:.0f} s left", seconds / progress.share * (1 - progress.share));
    }
    context.err("\r\033[K" + line + (progress.share >= 1 ? "\r\033[K" : ""));
  };
}

// Data that a server holds are its user's, and so is the way to it.
Status CheckMayLook(const Project& project) {
  if (::access(project.warehouse.path.c_str(), R_OK) == 0 || errno != EACCES) return Status::Ok();
  return Error::Data(
      "you have no access to this project's data",
      "run this as the user who owns it; 'northstar serve --socket-group GROUP' also "
      "answers members of that group");
}

Result<Session> OpenForQuestions(Context& context) {
  NS_ASSIGN(LoadedProject loaded, ReadProject(context));
  const Project& project = *loaded.project;
  if (project.sources.empty()) {
    return Error::Usage("the project has no sources", "add them under 'sources:' in northstar.yml");
  }
  NS_RETURN_IF_ERROR(CheckMayLook(project));
  NS_ASSIGN(auto warehouse, OpenWarehouse(project, WarehouseUse::kReading, context.cancel));
  NS_ASSIGN(const LoadState state, warehouse->Inspect(project));
  if (!state.to_derive.empty()) {
    return Error::Data(
        fmt::format("the definition of {} changed, and what arrived is stored by the one before",
                    Join(state.to_derive, ", ")),
        context.use_server ? "start 'northstar serve': it derives it again from the log"
                           : "it is being derived again; ask once more in a moment");
  }
  std::vector<std::string> to_load = state.never_loaded;
  to_load.insert(to_load.end(), state.redefined.begin(), state.redefined.end());
  if (!state.never_loaded.empty()) {
    context.err(
        fmt::format("northstar: loading {} for the first time\n", Join(state.never_loaded, ", ")));
  }
  if (!state.redefined.empty()) {
    context.err(fmt::format("northstar: the definition of {} changed; reloading\n",
                            Join(state.redefined, ", ")));
  }
  if (!to_load.empty()) {
    const LoadRequest request{to_load, false,         context.clock->NowUs(), MakeProgress(context),
                              false,   context.cancel};
    warehouse.reset();  // a load needs the file for itself
    NS_ASSIGN(const auto loading, OpenWarehouse(project, WarehouseUse::kLoading, context.cancel));
    NS_ASSIGN(const std::vector<LoadSummary> summaries, loading->Load(project, request));
    if (context.progress) context.err("\r\033[K");
    for (const LoadSummary& summary : summaries) {
      context.err(fmt::format("northstar: {}: {} kept, {} filtered, {} duplicate, {} rejected\n",
                              summary.source, WithThousands(summary.kept),
                              WithThousands(summary.filtered), WithThousands(summary.duplicate),
                              WithThousands(summary.rejected)));
    }
    context.err(ExplainLoads(summaries));
  }
  if (!state.changed.empty()) {
    context.err(
        fmt::format("northstar: files of {} changed since they were loaded; run 'northstar load'\n",
                    Join(state.changed, ", ")));
  }
  if (!warehouse) {
    NS_ASSIGN(warehouse, OpenWarehouse(project, WarehouseUse::kReading, context.cancel));
  }
  return Session(std::move(loaded), std::move(warehouse), context.clock);
}

}  // namespace northstar::cli
