#include "databases/row_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace northstar::databases {
namespace {

constexpr size_t kBufferBytes = size_t{1} << 20;

Error CannotWrite(const std::string& path) {
  const int reason = errno;
  if (reason == ENOSPC || reason == EDQUOT) {
    return Error::Data(fmt::format("the disk that holds '{}' is full", path),
                       "make room, then run it again; nothing was changed");
  }
  return Error::Data(fmt::format("cannot write '{}': {}", path, std::strerror(reason)),
                     "may you write this file and its folder?");
}

}  // namespace

Result<RowFile> RowFile::Make(const std::string& path) {
  const std::string part = path + ".part";
  unlink(part.c_str());  // of a run that was ended; and so that no link is followed
  const int descriptor = open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return CannotWrite(path);
  return RowFile(path, descriptor);
}

RowFile::RowFile(RowFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      buffer_(std::move(other.buffer_)),
      bytes_(other.bytes_) {}

RowFile::~RowFile() {
  if (descriptor_ < 0) return;
  close(descriptor_);
  unlink(Part().c_str());
}

Status RowFile::Append(std::string_view bytes) {
  buffer_.append(bytes);
  bytes_ += static_cast<int64_t>(bytes.size());
  return buffer_.size() < kBufferBytes ? Status::Ok() : Flush();
}

Status RowFile::Flush() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t written = write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return CannotWrite(path_);
    rest.remove_prefix(static_cast<size_t>(written));
  }
  // A cell of many megabytes does not keep its memory.
  if (buffer_.capacity() > 4 * kBufferBytes) buffer_ = std::string();
  buffer_.clear();
  return Status::Ok();
}

Status RowFile::Keep() {
  NS_RETURN_IF_ERROR(Flush());
  const int descriptor = std::exchange(descriptor_, -1);
  // Disks of a network tell of some failures only here.
  if (close(descriptor) == 0 && std::rename(Part().c_str(), path_.c_str()) == 0) {
    return Status::Ok();
  }
  const Error error = CannotWrite(path_);
  unlink(Part().c_str());
  return error;
}

}  // namespace northstar::databases
