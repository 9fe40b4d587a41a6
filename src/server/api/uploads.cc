#include "server/api/uploads.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>

#include "base/hash.h"
#include "base/keyed_hash.h"
#include "base/text.h"

namespace northstar::server {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kMostBytes = int64_t{1} << 30;
constexpr auto kKept = std::chrono::hours(24 * 7);
constexpr size_t kIdSigns = 20;

bool IsId(const std::string& text) {
  return text.size() == kIdSigns && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

// Letters, digits and what is harmless in a name; it tells the form of the file by its ending.
std::string PlainName(const std::string& name) {
  std::string plain;
  for (const char c : fs::path(name).filename().string()) {
    const bool fine = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      c == '.' || c == '-' || c == '_';
    plain += fine ? c : '_';
  }
  constexpr size_t kMost = 100;
  if (plain.size() > kMost) plain = plain.substr(plain.size() - kMost);
  while (plain.starts_with('.')) plain.erase(0, 1);
  return plain;
}

}  // namespace

Result<Upload> Uploads::Keep(const std::string& name, std::string_view bytes) {
  const std::string plain = PlainName(name);
  if (plain.empty()) return Error::Usage("the upload has no name", "?name=orders.csv");
  int64_t all = static_cast<int64_t>(bytes.size());
  for (const Upload& one : All()) all += one.bytes;
  if (all > kMostBytes) {
    return Error::Usage(fmt::format("all uploads together may have {}",
                                    HumanBytes(static_cast<double>(kMostBytes))),
                        "remove some with DELETE /api/v1/uploads/ID");
  }
  const std::scoped_lock lock(mutex_);
  Upload upload{KeyedHash(NewKey(), "upload").substr(0, kIdSigns), plain,
                static_cast<int64_t>(bytes.size())};
  const fs::path folder = fs::path(folder_) / upload.id;
  std::error_code failed;
  fs::create_directories(folder, failed);
  fs::permissions(folder_, fs::perms::owner_all, failed);
  std::ofstream file(folder / plain, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (file) return upload;
  fs::remove_all(folder, failed);
  return Error::Data("the upload cannot be written", "is the disk full?");
}

std::vector<Upload> Uploads::All() const {
  const std::scoped_lock lock(mutex_);
  std::vector<Upload> all;
  std::error_code failed;
  for (const fs::directory_entry& folder : fs::directory_iterator(folder_, failed)) {
    const std::string id = folder.path().filename().string();
    if (!IsId(id)) continue;
    std::error_code gone;
    if (fs::file_time_type::clock::now() - folder.last_write_time(gone) > kKept && !gone) {
      fs::remove_all(folder.path(), gone);
      continue;
    }
    for (const fs::directory_entry& file : fs::directory_iterator(folder, gone))
      all.push_back(
          {id, file.path().filename().string(), static_cast<int64_t>(file.file_size(gone))});
  }
  std::sort(all.begin(), all.end(), [](const Upload& a, const Upload& b) { return a.id < b.id; });
  return all;
}

std::optional<std::string> Uploads::PathOf(const std::string& id) const {
  if (!IsId(id)) return std::nullopt;
  std::error_code failed;
  for (const fs::directory_entry& file : fs::directory_iterator(fs::path(folder_) / id, failed))
    return file.path().string();
  return std::nullopt;
}

bool Uploads::Remove(const std::string& id) {
  const std::scoped_lock lock(mutex_);
  std::error_code failed;
  return IsId(id) && fs::remove_all(fs::path(folder_) / id, failed) > 0 && !failed;
}

}  // namespace northstar::server
