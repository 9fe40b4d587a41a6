#include "server/run_file.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "base/keyed_hash.h"
#include "eventlog/segment.h"
#include "store/process_lock.h"

namespace northstar::server {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostSocketPath = 107;

}  // namespace

std::string LockFileOf(const std::string& folder) {
  return (fs::path(folder) / ".northstar" / "serve.lock").string();
}

std::string RunFileOf(const std::string& folder) {
  return (fs::path(folder) / ".northstar" / "serve.json").string();
}

std::string SocketOf(const std::string& folder) {
  std::string path = (fs::path(folder) / ".northstar" / "serve.sock").string();
  if (path.size() <= kMostSocketPath) return path;
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  const std::string base = runtime != nullptr && *runtime != '\0' ? runtime : "/tmp";
  return fmt::format("{}/northstar-{}-{}.sock", base, ::geteuid(), HashText(path).substr(0, 16));
}

Result<std::string> LogId(const std::string& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  const std::string path = folder + "/log.id";
  std::ifstream file(path, std::ios::binary);
  std::string id((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (id.size() == eventlog::kDatabaseId) return id;
  if (!id.empty()) return Error::Data(fmt::format("'{}' is damaged", path));
  id = NewKey().substr(0, eventlog::kDatabaseId);
  std::ofstream out(path, std::ios::binary);
  out << id;
  out.close();
  if (!out) return Error::Data(fmt::format("cannot write '{}'", path), "is the disk full?");
  return id;
}

Status WriteRunFile(const std::string& folder, const RunningServer& running, gid_t group) {
  const std::string path = RunFileOf(folder);
  const nlohmann::json body{{"process", running.process},
                            {"version", running.version},
                            {"socket", running.socket},
                            {"url", running.url}};
  std::ofstream file(path);
  file << body.dump() << "\n";
  file.close();
  const bool shared = group != 0 && ::chown(path.c_str(), static_cast<uid_t>(-1), group) == 0;
  (void)::chmod(path.c_str(), shared ? 0640 : 0600);
  if (!file) return Error::Data(fmt::format("cannot write '{}'", path), "is the disk full?");
  return Status::Ok();
}

std::optional<RunningServer> FindServer(const std::string& folder) {
  std::ifstream file(RunFileOf(folder));
  if (!file) return std::nullopt;
  const auto body = nlohmann::json::parse(file, nullptr, false);
  if (!body.is_object()) return std::nullopt;
  // What a server that was killed left behind is stale: nobody holds its lock.
  // A member of its group may read this much and not look at the lock.
  if (::access(LockFileOf(folder).c_str(), W_OK) == 0) {
    const auto taken = store::ProcessLock::Take(LockFileOf(folder));
    if (!taken.ok() || !std::holds_alternative<store::ProcessLock::Taken>(*taken))
      return std::nullopt;
  }
  RunningServer running;
  running.process = body.value("process", 0);
  running.socket = body.value("socket", "");
  running.version = body.value("version", "");
  running.url = body.value("url", "");
  return running;
}

}  // namespace northstar::server
