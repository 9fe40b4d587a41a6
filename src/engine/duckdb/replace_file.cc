#include "engine/duckdb/replace_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <thread>

namespace northstar::duck {
namespace {

namespace fs = std::filesystem;

Status SyncAt(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  const bool synced = file >= 0 && ::fsync(file) == 0;
  const int error = errno;
  if (file >= 0) ::close(file);
  if (synced) return Status::Ok();
  return Error::Data(fmt::format("cannot make '{}' durable: {}", path, std::strerror(error)));
}

// Readers of some statements keep DuckDB from finishing its file until they end.
Status Finish(Connection& connection) {
  constexpr int kSeconds = 60;
  Status status;
  for (int second = 0; second < kSeconds; ++second) {
    status = connection.Run(statement::Checkpoint());
    if (status.ok()) return connection.Run(statement::KeepFileAsItIs());
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
  return status;
}

}  // namespace

Status ReplaceFile(Database& database, const std::string& path, const std::string& fresh) {
  NS_RETURN_IF_ERROR(SyncAt(fresh, O_RDWR));
  NS_ASSIGN(const auto connection, database.Connect(nullptr));
  NS_RETURN_IF_ERROR(Finish(*connection));
  // Empty now, and of the old file: the new one must not find it.
  std::error_code ignored;
  fs::remove(path + ".wal", ignored);
  if (std::rename(fresh.c_str(), path.c_str()) != 0)
    return Error::Data(fmt::format("cannot rename '{}': {}", fresh, std::strerror(errno)));
  const std::string folder = fs::path(path).parent_path().string();
  return SyncAt(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
}

}  // namespace northstar::duck
