#include "server/run_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "base/keyed_hash.h"
#include "eventlog/segment.h"
#include "server/server.h"
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

std::optional<RunningServer> FindServer(const std::string& folder) {
  std::ifstream file(RunFileOf(folder));
  if (!file) return std::nullopt;
  const auto body = nlohmann::json::parse(file, nullptr, false);
  if (!body.is_object()) return std::nullopt;
  // What a server that was killed left behind is stale: nobody holds its lock.
  const auto taken = store::ProcessLock::Take(LockFileOf(folder));
  if (!taken.ok() || !std::holds_alternative<store::ProcessLock::Taken>(*taken))
    return std::nullopt;
  RunningServer running;
  running.process = body.value("process", 0);
  running.socket = body.value("socket", "");
  running.version = body.value("version", "");
  running.url = body.value("url", "");
  return running;
}

}  // namespace northstar::server
