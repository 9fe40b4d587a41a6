// Archives for tests, made of texts as libarchive writes them, in a folder that goes with the test.
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/utf8_locale.h"

namespace northstar {

class TestFolder {
 public:
  TestFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "northstar_XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline std::string BytesOf(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

inline void WriteBytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

struct Packed {
  std::string path;
  std::string text;
  int type = AE_IFREG;
  std::string link = "";
};

struct PackWith {
  int format = ARCHIVE_FORMAT_ZIP;
  int filter = ARCHIVE_FILTER_NONE;
  std::string password = "";
  bool utf8 = true;  // the zip says that its names are
};

inline void Pack(const std::string& to, const std::vector<Packed>& files,
                 const PackWith& with = {}) {
  const auto locale = with.utf8 ? std::make_unique<Utf8Locale>() : nullptr;
  archive* out = ::archive_write_new();
  ASSERT_EQ(::archive_write_set_format(out, with.format), ARCHIVE_OK);
  ASSERT_EQ(::archive_write_add_filter(out, with.filter), ARCHIVE_OK);
  if (!with.password.empty()) {
    ASSERT_EQ(::archive_write_set_options(out, "zip:encryption=aes256"), ARCHIVE_OK);
    ::archive_write_set_passphrase(out, with.password.c_str());
  }
  ASSERT_EQ(::archive_write_open_filename(out, to.c_str()), ARCHIVE_OK);
  for (const Packed& file : files) {
    archive_entry* entry = ::archive_entry_new();
    ::archive_entry_set_pathname(entry, file.path.c_str());
    ::archive_entry_set_filetype(entry, static_cast<unsigned>(file.type));
    ::archive_entry_set_perm(entry, 0644);
    ::archive_entry_set_size(entry, static_cast<int64_t>(file.text.size()));
    if (file.type == AE_IFLNK) ::archive_entry_set_symlink(entry, file.link.c_str());
    if (file.type == AE_IFREG && !file.link.empty())
      ::archive_entry_set_hardlink(entry, file.link.c_str());
    ASSERT_GE(::archive_write_header(out, entry), ARCHIVE_WARN) << ::archive_error_string(out);
    ::archive_write_data(out, file.text.data(), file.text.size());
    ::archive_entry_free(entry);
  }
  ASSERT_EQ(::archive_write_close(out), ARCHIVE_OK) << ::archive_error_string(out);
  ::archive_write_free(out);
}

}  // namespace northstar
