#include "files/spilled_bytes.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "files/file_writer.h"

namespace northstar::files {
namespace {

Error NoRoom(const std::string& folder) {
  return Error::Data(
      fmt::format("cannot keep what was read in '{}': {}", folder, std::strerror(errno)),
      "is there room on the disk?");
}

std::string FolderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

}  // namespace

SpilledBytes::~SpilledBytes() {
  if (fd_ >= 0) ::close(fd_);
}

Status SpilledBytes::Append(std::string_view bytes) {
  tail_ += bytes;
  return tail_.size() > memory_ ? Spill() : Status::Ok();
}

Status SpilledBytes::Spill() {
  const std::string folder = FolderOf(beside_);
  if (fd_ < 0) {
    std::string name = folder + "/.northstar-XXXXXX";
    fd_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (fd_ < 0) return NoRoom(folder);
    ::unlink(name.c_str());
  }
  if (!WriteAll(fd_, tail_)) return NoRoom(folder);
  spilled_ += static_cast<int64_t>(tail_.size());
  tail_.clear();
  return Status::Ok();
}

Status SpilledBytes::Read(int64_t from, size_t size, std::string& bytes) const {
  bytes.resize(size);
  size_t done = 0;
  while (done < size && from + static_cast<int64_t>(done) < spilled_) {
    const int64_t at = from + static_cast<int64_t>(done);
    const size_t want = std::min(size - done, static_cast<size_t>(spilled_ - at));
    const ssize_t got = ::pread(fd_, bytes.data() + done, want, at);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return NoRoom(FolderOf(beside_));
    done += static_cast<size_t>(got);
  }
  if (done < size) {
    const size_t at = static_cast<size_t>(from + static_cast<int64_t>(done) - spilled_);
    tail_.copy(bytes.data() + done, size - done, at);
  }
  return Status::Ok();
}

}  // namespace northstar::files
