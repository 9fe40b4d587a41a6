#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <optional>

#include "analysis/misfits/find_misfits.h"
#include "base/text.h"
#include "base/time_zone.h"
#include "cli/commands/commands.h"
#include "engine/warehouse.h"
#include "json/command_answers.h"
#include "json/misfits.h"
#include "model/project.h"
#include "store/state_store.h"

namespace northstar::cli {
namespace {

// A store that is missing is fine: nothing was stored yet.
Examined ExamineTheStore(const Project& project) {
  const auto facts = store::ExamineStore(project);
  if (!facts.ok()) {
    return {false, fmt::format("the store: {}; a new store would not have survey answers, mutes, "
                               "alert history and the versions of definitions",
                               WithHint(facts.error()))};
  }
  if (!facts->there) return {true, "the store does not exist yet"};
  constexpr unsigned kOfOthers = 077;
  if ((facts->mode & kOfOthers) != 0) {
    const std::string path = store::StateStore::PathOf(project);
    return {false, fmt::format("other users of this machine may read the store (mode {:04o}): "
                               "chmod 600 '{}'",
                               facts->mode, path)};
  }
  return {true, fmt::format("the store is sound (version {})", facts->version)};
}

// One line per thing that must be right; the first wrong one explains most
// trouble.
std::vector<Examined> Examine(const Project& project) {
  std::vector<Examined> all;
  all.push_back({true, fmt::format("project '{}' can be read", project.name)});
  const std::string rules = TimeZoneRulesVersion();
  all.push_back({!rules.empty(), rules.empty() ? "no time zone rules found: install tzdata"
                                               : "time zone rules " + rules});
  all.push_back({access(project.root.c_str(), W_OK) == 0,
                 fmt::format("the folder {} is writable", project.root)});
  std::error_code error;
  const auto space = std::filesystem::space(project.root, error);
  all.push_back(
      {!error && space.available > 500'000'000,
       fmt::format("{} free on its disk", HumanBytes(static_cast<double>(space.available)))});
  all.push_back(ExamineTheStore(project));
  const auto look = [&]() -> Result<LoadState> {
    NS_ASSIGN(const auto warehouse, OpenWarehouse(project, WarehouseUse::kReading));
    return warehouse->Inspect(project);
  };
  const auto state = look();
  const bool stored = std::filesystem::exists(project.warehouse.path, error) && !error;
  all.push_back({state.ok(), !state.ok() ? state.error().message
                             : stored    ? "the database can be opened"
                                         : "the database does not exist yet"});
  if (!state.ok()) return all;
  all.push_back({state->never_loaded.empty(),
                 state->never_loaded.empty() ? "every source is loaded"
                                             : "never loaded: " + Join(state->never_loaded, ", ")});
  all.push_back({state->changed.empty(), state->changed.empty()
                                             ? "no file changed since the last load"
                                             : "changed files: " + Join(state->changed, ", ")});
  return all;
}

// Of what is loaded; nothing is loaded for it.
Result<std::vector<Misfit>> LookAtData(Context& context, const ProjectRef& project) {
  const int64_t now_us = context.clock->NowUs();
  NS_ASSIGN(const auto warehouse, OpenWarehouse(*project, WarehouseUse::kReading));
  NS_ASSIGN(const auto engine, warehouse->Open(now_us, context.cancel));
  return FindMisfits(*engine, project, now_us);
}

bool Fits(const std::vector<Misfit>& misfits) {
  return std::all_of(misfits.begin(), misfits.end(),
                     [](const Misfit& one) { return one.severity == MisfitSeverity::kNote; });
}

std::string MisfitLines(const std::vector<Misfit>& misfits) {
  if (misfits.empty()) return "ok   the loaded data fits together\n";
  std::string lines;
  for (const Misfit& one : misfits) {
    const bool note = one.severity == MisfitSeverity::kNote;
    lines += fmt::format("{} {}\n", note ? "note" : "FAIL", Words(one.statement));
  }
  return lines;
}

int RunDoctor(Context& context, const Parsed& parsed) {
  const auto loaded = ReadProject(context);
  if (!loaded.ok()) return Report(context, loaded.error());
  std::vector<Examined> all = Examine(*loaded->project);
  std::optional<std::vector<Misfit>> misfits;
  if (parsed.Has("--data")) {
    auto found = LookAtData(context, loaded->project);
    if (found.ok()) misfits = std::move(*found);
    if (!found.ok()) all.push_back({false, "the data: " + WithHint(found.error())});
  }
  if (context.format == Format::kJson) {
    Json answer = ToJson(all);
    if (misfits) answer["data"] = ToJson(*misfits);
    context.out(DumpAnswer(answer));
  } else {
    for (const Examined& one : all)
      context.out(fmt::format("{} {}\n", one.fine ? "ok  " : "FAIL", one.what));
    if (misfits) context.out(MisfitLines(*misfits));
  }
  const bool fine =
      std::all_of(all.begin(), all.end(), [](const Examined& one) { return one.fine; });
  return fine && (!misfits || Fits(*misfits)) ? kFine : kFailed;
}

}  // namespace

CommandSpec DoctorCommand() {
  return {"doctor",
          "Check the project, folder, disk, store and database",
          "northstar doctor --data",
          {},
          {{"--data", "", "Also check whether the loaded data fits together"}},
          RunDoctor,
          {},
          /*hidden=*/false,
          /*uses_data=*/true};
}

}  // namespace northstar::cli
