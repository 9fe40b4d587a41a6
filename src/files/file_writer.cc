#include "files/file_writer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace northstar::files {
namespace {

constexpr size_t kBuffer = 1 << 18;

Error CannotWrite(const std::string& path) {
  return Error::Data(fmt::format("cannot write '{}': {}", path, std::strerror(errno)),
                     "does the folder exist, and is there room on the disk?");
}

}  // namespace

bool WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(fd, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(done));
  }
  return true;
}

Result<FileWriter> FileWriter::Create(const std::string& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return CannotWrite(path);
  return FileWriter(fd, path);
}

FileWriter::FileWriter(int fd, std::string path) : fd_(fd), path_(std::move(path)) {
  buffer_.reserve(kBuffer);
}

FileWriter::FileWriter(FileWriter&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      path_(std::move(other.path_)),
      buffer_(std::move(other.buffer_)) {}

FileWriter::~FileWriter() {
  if (fd_ < 0) return;
  ::close(fd_);
  ::unlink(path_.c_str());
}

Status FileWriter::Flush() {
  if (!WriteAll(fd_, buffer_)) return CannotWrite(path_);
  buffer_.clear();
  return Status::Ok();
}

Status FileWriter::Write(std::string_view bytes) {
  if (buffer_.size() + bytes.size() > kBuffer) NS_RETURN_IF_ERROR(Flush());
  if (bytes.size() < kBuffer) {
    buffer_ += bytes;
  } else if (!WriteAll(fd_, bytes)) {
    return CannotWrite(path_);
  }
  return Status::Ok();
}

Status FileWriter::Finish() {
  NS_RETURN_IF_ERROR(Flush());
  if (::close(std::exchange(fd_, -1)) != 0) {
    const Error error = CannotWrite(path_);
    ::unlink(path_.c_str());
    return error;
  }
  return Status::Ok();
}

}  // namespace northstar::files
