// A disk in memory that can fail at any call, stop as if the machine lost its power, and forget or
// spoil what was not made durable.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <thread>

#include "base/random.h"
#include "eventlog/disk.h"

namespace northstar::testing {

class FaultyDisk : public eventlog::Disk {
 public:
  explicit FaultyDisk(uint64_t seed = 1) : random_(seed) {}

  // How a machine leaves what was not synced: as it is (only the process died), cut off somewhere,
  // or with other bytes in its place.
  enum class Crash { kKilled, kCut, kSpoiled };

  // From the call with this number on, every call fails and changes nothing; 0: none does.
  void StopAt(int call) { stop_at_ = call; }
  // The call with this number fails, as a sync by forgetting; 0: none does.
  void FailAt(int call) { fail_at_ = call; }
  void SlowSync(std::chrono::milliseconds delay) { delay_ = delay; }
  // Bytes that all files together may take.
  void SetRoom(int64_t bytes) { room_ = bytes; }
  int calls() const { return calls_; }
  int syncs() const { return syncs_; }

  // The machine starts again.
  void Restart(Crash crash) {
    for (auto at = files_.begin(); at != files_.end();) {
      File& file = *at->second;
      if (crash != Crash::kKilled) {
        if (!file.named && random_.Below(2) == 0) {
          at = files_.erase(at);
          continue;
        }
        Spoil(file, crash);
      }
      file.durable = file.data;
      file.pending.clear();
      file.named = true;
      ++at;
    }
    stop_at_ = fail_at_ = calls_ = 0;
  }

  std::string& Bytes(const std::string& path) { return files_.at(path)->data; }
  std::vector<std::string> Paths() const {
    std::vector<std::string> paths;
    for (const auto& [path, file] : files_) paths.push_back(path);
    return paths;
  }

  Result<std::unique_ptr<eventlog::DiskFile>> Create(const std::string& path,
                                                     int64_t bytes) override {
    NS_RETURN_IF_ERROR(Call());
    if (files_.contains(path)) return Error::Data("it is there");
    int64_t taken = bytes;
    for (const auto& [other, file] : files_) taken += static_cast<int64_t>(file->data.size());
    if (taken > room_) return Error::Data("No space left on device");
    auto file = std::make_shared<File>();
    file->data = file->durable = std::string(static_cast<size_t>(bytes), '\0');
    files_[path] = file;
    return Handle(file);
  }
  Result<std::unique_ptr<eventlog::DiskFile>> Open(const std::string& path) override {
    NS_RETURN_IF_ERROR(Call());
    const auto found = files_.find(path);
    if (found == files_.end()) return Error::Data("no such file");
    return Handle(found->second);
  }
  Status Remove(const std::string& path) override {
    NS_RETURN_IF_ERROR(Call());
    files_.erase(path);
    return Status::Ok();
  }
  // Atomic; what was under the new name is gone after a crash too, or the old names are back.
  Status Rename(const std::string& from, const std::string& to) override {
    NS_RETURN_IF_ERROR(Call());
    const auto found = files_.find(from);
    if (found == files_.end()) return Error::Data("no such file");
    auto file = found->second;
    files_.erase(found);
    files_[to] = std::move(file);
    return Status::Ok();
  }
  Status MakeFolder(const std::string&) override { return Call(); }
  Status SyncFolder(const std::string&) override {
    NS_RETURN_IF_ERROR(Call());
    for (auto& [path, file] : files_) file->named = true;
    return Status::Ok();
  }
  Result<std::vector<std::string>> Names(const std::string& folder) override {
    NS_RETURN_IF_ERROR(Call());
    std::vector<std::string> names;
    for (const auto& [path, file] : files_) {
      if (path.starts_with(folder + "/")) names.push_back(path.substr(folder.size() + 1));
    }
    return names;
  }

 private:
  struct File {
    std::string data, durable;
    std::vector<std::pair<size_t, std::string>> pending;  // written since the last sync
    bool named = false;                                   // also after a crash
  };

  class OpenFile : public eventlog::DiskFile {
   public:
    OpenFile(FaultyDisk& disk, std::shared_ptr<File> file) : disk_(disk), file_(std::move(file)) {}
    Status Write(int64_t at, std::string_view bytes) override {
      NS_RETURN_IF_ERROR(disk_.Call());
      const auto from = static_cast<size_t>(at);
      if (file_->data.size() < from + bytes.size()) file_->data.resize(from + bytes.size(), '\0');
      file_->data.replace(from, bytes.size(), bytes);
      file_->pending.emplace_back(from, std::string(bytes));
      return Status::Ok();
    }
    Status Sync() override {
      if (disk_.delay_.count() > 0) std::this_thread::sleep_for(disk_.delay_);
      const Status status = disk_.Call();
      if (!status.ok()) {
        if (!disk_.stopped()) file_->data = file_->durable;  // the pages are gone
        return status;
      }
      ++disk_.syncs_;
      file_->durable = file_->data;
      file_->pending.clear();
      return Status::Ok();
    }
    Status Truncate(int64_t bytes) override {
      NS_RETURN_IF_ERROR(disk_.Call());
      file_->data.resize(static_cast<size_t>(bytes), '\0');
      return Status::Ok();
    }
    Result<std::string> Read(int64_t at, int64_t bytes) override {
      NS_RETURN_IF_ERROR(disk_.Call());
      const auto from = std::min(static_cast<size_t>(at), file_->data.size());
      return file_->data.substr(from, static_cast<size_t>(bytes));
    }
    Result<int64_t> Size() override {
      NS_RETURN_IF_ERROR(disk_.Call());
      return static_cast<int64_t>(file_->data.size());
    }

   private:
    FaultyDisk& disk_;
    std::shared_ptr<File> file_;
  };

  std::unique_ptr<eventlog::DiskFile> Handle(const std::shared_ptr<File>& file) {
    return std::make_unique<OpenFile>(*this, file);
  }

  bool stopped() const { return stop_at_ > 0 && calls_ >= stop_at_; }
  Status Call() {
    ++calls_;
    if (stopped() || calls_ == fail_at_) return Error::Data("the disk failed");
    return Status::Ok();
  }

  // Of the writes since the last sync some first ones are there, the last of these in part.
  void Spoil(File& file, Crash crash) {
    std::string data = file.durable;
    const size_t kept = random_.Below(file.pending.size() + 1);
    for (size_t i = 0; i < file.pending.size(); ++i) {
      const auto& [at, bytes] = file.pending[i];
      std::string written = bytes;
      if (i == kept) written.resize(random_.Below(bytes.size() + 1));
      if (i > kept && crash == Crash::kCut) break;
      if (i >= kept && crash == Crash::kSpoiled) {
        written = bytes;
        for (size_t b = random_.Below(bytes.size() + 1); b < bytes.size(); ++b)
          written[b] = static_cast<char>(random_.Below(256));
      }
      if (data.size() < at + written.size()) data.resize(at + written.size(), '\0');
      data.replace(at, written.size(), written);
    }
    file.data = std::move(data);
  }

  Random random_;
  std::map<std::string, std::shared_ptr<File>> files_;
  std::chrono::milliseconds delay_{0};
  int64_t room_ = INT64_MAX;
  int calls_ = 0, syncs_ = 0, stop_at_ = 0, fail_at_ = 0;
};

}  // namespace northstar::testing
