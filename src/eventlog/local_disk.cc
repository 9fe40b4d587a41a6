#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "eventlog/disk.h"

namespace northstar::eventlog {
namespace {

Error Failed(const char* what, const std::string& path, int error) {
  return Error::Data(fmt::format("cannot {} '{}': {}", what, path, std::strerror(error)));
}

// For tests that spoil what was not made durable: NORTHSTAR_SYNC_RECORD names a file that gets a
// line "bytes path" for each time.
void RecordSync(const std::string& path, int64_t bytes) {
  static const char* const record = std::getenv("NORTHSTAR_SYNC_RECORD");
  if (record == nullptr) return;
  const std::string line = fmt::format("{} {}\n", bytes, path);
  const int file = ::open(record, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return;
  (void)!::write(file, line.data(), line.size());
  ::close(file);
}

class LocalFile : public DiskFile {
 public:
  LocalFile(std::string path, int file) : path_(std::move(path)), file_(file) {}
  ~LocalFile() override { ::close(file_); }

  Status Write(int64_t at, std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t written = ::pwrite(file_, bytes.data(), bytes.size(), at);
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return Failed("write", path_, written < 0 ? errno : EIO);
      bytes.remove_prefix(static_cast<size_t>(written));
      at += written;
    }
    end_ = std::max(end_, at);
    return Status::Ok();
  }

  Status Sync() override {
    if (::fdatasync(file_) != 0) return Failed("make durable", path_, errno);
    RecordSync(path_, end_);
    return Status::Ok();
  }

  Status Truncate(int64_t bytes) override {
    return ::ftruncate(file_, bytes) == 0 ? Status::Ok() : Status(Failed("cut", path_, errno));
  }

  Result<std::string> Read(int64_t at, int64_t bytes) override {
    std::string out(static_cast<size_t>(bytes), '\0');
    size_t read = 0;
    while (read < out.size()) {
      const ssize_t got =
          ::pread(file_, out.data() + read, out.size() - read, at + static_cast<int64_t>(read));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return Failed("read", path_, errno);
      if (got == 0) break;
      read += static_cast<size_t>(got);
    }
    out.resize(read);
    return out;
  }

  Result<int64_t> Size() override {
    struct stat info {};
    if (::fstat(file_, &info) != 0) return Failed("read", path_, errno);
    return static_cast<int64_t>(info.st_size);
  }

 private:
  std::string path_;
  int file_;
  int64_t end_ = 0;  // of what was written
};

Result<std::unique_ptr<DiskFile>> OpenFile(const std::string& path, int flags, const char* what) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return Failed(what, path, errno);
  return std::unique_ptr<DiskFile>(std::make_unique<LocalFile>(path, file));
}

}  // namespace

Result<std::unique_ptr<DiskFile>> LocalDisk::Create(const std::string& path, int64_t bytes) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return Failed("make", path, errno);
  auto made = std::make_unique<LocalFile>(path, file);
  const int error = ::posix_fallocate(file, 0, bytes);
  if (error == 0) return std::unique_ptr<DiskFile>(std::move(made));
  ::unlink(path.c_str());
  return Failed("make", path, error);
}

Result<std::unique_ptr<DiskFile>> LocalDisk::Open(const std::string& path) {
  return OpenFile(path, O_RDWR, "open");
}

Status LocalDisk::Remove(const std::string& path) {
  return ::unlink(path.c_str()) == 0 ? Status::Ok() : Status(Failed("remove", path, errno));
}

Status LocalDisk::Rename(const std::string& from, const std::string& to) {
  return ::rename(from.c_str(), to.c_str()) == 0 ? Status::Ok()
                                                 : Status(Failed("rename", from, errno));
}

Status LocalDisk::MakeFolder(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  return error ? Status(Failed("make", folder, error.value())) : Status::Ok();
}

Status LocalDisk::SyncFolder(const std::string& folder) {
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return Failed("open", folder, errno);
  const int error = ::fsync(file) == 0 ? 0 : errno;
  ::close(file);
  return error == 0 ? Status::Ok() : Status(Failed("make durable", folder, error));
}

Result<std::vector<std::string>> LocalDisk::Names(const std::string& folder) {
  std::error_code error;
  std::vector<std::string> names;
  std::filesystem::directory_iterator at(folder, error);
  for (; !error && at != std::filesystem::directory_iterator(); at.increment(error))
    names.push_back(at->path().filename().string());
  if (error) return Failed("read", folder, error.value());
  return names;
}

}  // namespace northstar::eventlog
