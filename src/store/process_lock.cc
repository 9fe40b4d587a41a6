#include "store/process_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace northstar::store {
namespace {

Error CannotLock(const std::string& path) {
  return Error::Data(fmt::format("cannot write '{}': {}", path, std::strerror(errno)),
                     "may you write this file and its folder?");
}

int HolderOf(int file) {
  char text[32] = "";
  const ssize_t length = pread(file, text, sizeof text - 1, 0);
  return length > 0 ? std::atoi(text) : 0;
}

}  // namespace

Result<std::variant<ProcessLock, ProcessLock::Taken>> ProcessLock::Take(const std::string& path) {
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return CannotLock(path);
  if (flock(file, LOCK_EX | LOCK_NB) != 0) {
    const bool taken = errno == EWOULDBLOCK;
    const Error error = CannotLock(path);
    const Taken holder{HolderOf(file)};
    close(file);
    if (!taken) return error;
    return std::variant<ProcessLock, Taken>(holder);
  }
  const std::string process = std::to_string(getpid()) + "\n";
  const bool written = ftruncate(file, 0) == 0 && pwrite(file, process.data(), process.size(), 0) ==
                                                      static_cast<ssize_t>(process.size());
  ProcessLock lock(file);
  if (!written) return CannotLock(path);
  return std::variant<ProcessLock, Taken>(std::move(lock));
}

// The file stays: who waits for it may have it open already.
ProcessLock::~ProcessLock() {
  if (file_ >= 0) close(file_);
}

}  // namespace northstar::store
