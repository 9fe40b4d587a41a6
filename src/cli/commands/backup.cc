// A copy of what a project has gathered, made while it is used, and put back.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/commands/commands.h"
#include "cli/commands/reported.h"
#include "model/project.h"
#include "server/server.h"
#include "store/state_store.h"

namespace northstar::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kEvents = "events.duckdb";
constexpr const char* kList = "backup.json";

fs::path DataFolder(const Project& project) {
  return fs::path(project.root) / ".northstar";
}

Error Failed(const std::string& what, const fs::path& path, const std::string& why) {
  return Error::Data(fmt::format("cannot {} '{}': {}", what, path.string(), why),
                     "may you write there, and is there room on the disk?");
}

Status CopyFile(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  if (!fs::exists(from, failed)) return Status::Ok();
  fs::create_directories(to.parent_path(), failed);
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, failed);
  return failed ? Status(Failed("copy", from, failed.message())) : Status::Ok();
}

// The database first: everything that it holds of the log is in the log that is copied after it.
Status CopyAll(const Context& context, const Project& project, const fs::path& folder) {
  std::error_code ignored;
  if (fs::exists(project.warehouse.path, ignored)) {
    NS_ASSIGN(const auto warehouse, OpenWarehouse(project, WarehouseUse::kLoading));
    NS_RETURN_IF_ERROR(warehouse->CopyTo((folder / kEvents).string()));
  }
  NS_ASSIGN(std::optional<store::StateStore> state, store::StateStore::OpenForReading(project));
  if (state) NS_RETURN_IF_ERROR(state->database().CopyTo((folder / "state.db").string()));
  const fs::path data = DataFolder(project);
  for (const char* name : {"token.key", "survey.key"})
    NS_RETURN_IF_ERROR(CopyFile(data / name, folder / name));
  const auto copy_log = [&]() -> Status {
    std::error_code none;
    for (const fs::directory_entry& file : fs::directory_iterator(data / "log", none))
      NS_RETURN_IF_ERROR(CopyFile(file.path(), folder / "log" / file.path().filename()));
    return Status::Ok();
  };
  // A server would compress parts of it meanwhile, under other names.
  return context.while_nothing_is_stored ? context.while_nothing_is_stored(copy_log) : copy_log();
}

// Names below the folder, with their sizes.
Json FilesIn(const fs::path& folder) {
  Json files = Json::object();
  for (const fs::directory_entry& file : fs::recursive_directory_iterator(folder)) {
    if (file.is_regular_file() && file.path().filename() != kList)
      files[fs::relative(file.path(), folder).generic_string()] = file.file_size();
  }
  return files;
}

Result<int> Backup(Context& context, const Parsed& parsed) {
  NS_ASSIGN(const LoadedProject loaded, ReadProject(context));
  const fs::path target = fs::absolute(parsed.Text("folder"));
  std::error_code failed;
  if (fs::exists(target, failed) && !fs::is_empty(target, failed)) {
    return Error::Usage(fmt::format("'{}' is there and not empty", target.string()),
                        "name a folder that is not there yet");
  }
  // Under its name only once it is whole.
  const fs::path scratch = target.string() + ".part";
  fs::remove_all(scratch, failed);
  if (!fs::create_directories(scratch, failed)) return Failed("make", scratch, failed.message());
  fs::permissions(scratch, fs::perms::owner_all, failed);
  Status copied = CopyAll(context, *loaded.project, scratch);
  if (copied.ok()) {
    std::ofstream list(scratch / kList);
    list << Json{{"project", loaded.project->name},
                 {"made", FormatInstant(context.clock->NowUs())},
                 {"files", FilesIn(scratch)}}
                .dump(2)
         << "\n";
    list.close();
    fs::remove(target, failed);
    fs::rename(scratch, target, failed);
    if (!list || failed) copied = Failed("write", target, failed.message());
  }
  if (!copied.ok()) {
    fs::remove_all(scratch, failed);
    return copied.error();
  }
  context.err(fmt::format("northstar: wrote {}\n", target.string()));
  return int{kFine};
}

// Whether all that the list names is there, as large as it was.
Status CheckBackup(const fs::path& folder) {
  std::ifstream file(folder / kList);
  const Json list = Json::parse(file, nullptr, false);
  if (!file || !list.is_object() || !list.contains("files")) {
    return Error::Usage(fmt::format("'{}' is no backup", folder.string()),
                        "name a folder that 'northstar backup' wrote");
  }
  for (const auto& [name, bytes] : list["files"].items()) {
    std::error_code failed;
    if (fs::file_size(folder / name, failed) != bytes.get<uintmax_t>() || failed) {
      return Error::Data(
          fmt::format("the backup is damaged: '{}' is missing or of another size", name),
          "nothing was changed; use another backup");
    }
  }
  return Status::Ok();
}

Result<int> Restore(Context& context, const Parsed& parsed) {
  NS_ASSIGN(const LoadedProject loaded, ReadProject(context));
  const Project& project = *loaded.project;
  if (const auto running = server::FindServer(project.root)) {
    return Error::Data(fmt::format("a server of this project runs (process {})", running->process),
                       "stop it first");
  }
  const fs::path folder = fs::absolute(parsed.Text("folder"));
  NS_RETURN_IF_ERROR(CheckBackup(folder));
  const fs::path data = DataFolder(project);
  const std::vector<std::pair<fs::path, fs::path>> places{
      {folder / kEvents, project.warehouse.path},
      {folder / "state.db", data / "state.db"},
      {folder / "token.key", data / "token.key"},
      {folder / "survey.key", data / "survey.key"},
      {folder / "log", data / "log"}};
  std::error_code failed;
  const bool there = std::any_of(places.begin(), places.end(), [&](const auto& place) {
    return fs::exists(place.second, failed);
  });
  if (there && !parsed.Has("--replace")) {
    return Error::Usage("the project has data already",
                        "--replace moves them aside, to names that end in .replaced");
  }
  for (const auto& [from, to] : places) {
    // With what the databases keep beside them.
    for (const char* beside : {"", ".wal", "-wal", "-shm"}) {
      const fs::path old = to.string() + beside;
      const fs::path aside = to.string() + ".replaced" + beside;
      fs::remove_all(aside, failed);
      if (fs::exists(old, failed)) fs::rename(old, aside, failed);
      if (failed) return Failed("move", old, failed.message());
    }
    if (!fs::exists(from, failed)) continue;
    fs::create_directories(to.parent_path(), failed);
    fs::copy(from, to, fs::copy_options::recursive, failed);
    if (failed) return Failed("copy", from, failed.message());
  }
  context.err(fmt::format("northstar: restored {}{}\n", folder.string(),
                          there ? "; what was there is in names that end in .replaced" : ""));
  return int{kFine};
}

}  // namespace

CommandSpec BackupCommand() {
  return {"backup",
          "Copy what the project has gathered to a folder, while it is used",
          "northstar backup ../backups/monday",
          {{"folder", "Folder to make", true}},
          {},
          Reported<Backup>,
          {},
          /*hidden=*/false,
          /*uses_data=*/true};
}

CommandSpec RestoreCommand() {
  return {"restore",
          "Put a backup in the place of what the project has gathered",
          "northstar restore ../backups/monday",
          {{"folder", "Folder that 'northstar backup' wrote", true}},
          {{"--replace", "", "Move what is there aside first"}},
          Reported<Restore>};
}

}  // namespace northstar::cli
