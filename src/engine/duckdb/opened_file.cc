#include "engine/duckdb/opened_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace northstar::duck {
namespace {

Result<FileStamp> FromStat(const struct stat& info, const std::string& shown) {
  if (S_ISDIR(info.st_mode)) return Error::Data(fmt::format("'{}' is a folder, not a file", shown));
  if (!S_ISREG(info.st_mode))
    return Error::Data(fmt::format("'{}' is a pipe or a device, not a file", shown));
  const auto nanoseconds = [](const timespec& time) {
    return time.tv_sec * 1'000'000'000L + time.tv_nsec;
  };
  return FileStamp{info.st_size, nanoseconds(info.st_mtim), nanoseconds(info.st_ctim),
                   static_cast<int64_t>(info.st_ino), static_cast<int64_t>(info.st_dev)};
}

Error Unreadable(const std::string& shown) {
  return Error::Data(fmt::format("cannot read '{}': {}", shown, std::strerror(errno)));
}

}  // namespace

Result<FileStamp> StampOf(const std::string& path, const std::string& shown) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return Unreadable(shown);
  return FromStat(info, shown);
}

Result<OpenedFile> OpenedFile::Open(const std::string& path, const std::string& shown) {
  OpenedFile file;
  file.shown_ = shown;
  // Without O_NONBLOCK a pipe without a writer would wait for one.
  file.fd_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file.fd_ < 0) return Unreadable(shown);
  NS_RETURN_IF_ERROR(file.Stamp());
  file.alias_ = fmt::format("/proc/self/fd/{}", file.fd_);
  const std::string head = file.Head(4);
  if (head.starts_with("\x1F\x8B")) file.compression_ = Compression::kGzip;
  if (head.starts_with("\x28\xB5\x2F\xFD")) file.compression_ = Compression::kZstd;
  return file;
}

OpenedFile::OpenedFile(OpenedFile&& other) noexcept {
  *this = std::move(other);
}

OpenedFile& OpenedFile::operator=(OpenedFile&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(alias_, other.alias_);
  std::swap(shown_, other.shown_);
  std::swap(compression_, other.compression_);
  return *this;
}

OpenedFile::~OpenedFile() {
  if (fd_ >= 0) ::close(fd_);
}

Result<FileStamp> OpenedFile::Stamp() const {
  struct stat info {};
  if (::fstat(fd_, &info) != 0) return Unreadable(shown_);
  return FromStat(info, shown_);
}

std::string OpenedFile::Head(size_t bytes, int64_t from) const {
  std::string head(bytes, '\0');
  const ssize_t got = ::pread(fd_, head.data(), bytes, from);
  head.resize(got > 0 ? static_cast<size_t>(got) : 0);
  return head;
}

}  // namespace northstar::duck
