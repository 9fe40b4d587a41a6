#include "base/write_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace northstar {
namespace {

namespace fs = std::filesystem;

class WriteFilesTest : public ::testing::Test {
 protected:
  WriteFilesTest()
      : folder_(fs::path(::testing::TempDir()) /
                ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~WriteFilesTest() override { fs::remove_all(folder_); }

  std::string TextOf(const std::string& path) const {
    std::ostringstream text;
    text << std::ifstream(folder_ / path, std::ios::binary).rdbuf();
    return text.str();
  }

  fs::path folder_;
};

TEST_F(WriteFilesTest, MakesFoldersAsNeeded) {
  ASSERT_TRUE(WriteFiles(folder_, {{"a/b/new.txt", "one"}, {"plain.txt", "two\n"}}).ok());
  EXPECT_EQ(TextOf("a/b/new.txt"), "one");
  EXPECT_EQ(TextOf("plain.txt"), "two\n");
}

TEST_F(WriteFilesTest, WritesAllOrNone) {
  std::ofstream(folder_ / "there.txt") << "before";
  std::ofstream(folder_ / "file") << "no folder";
  const Status written = WriteFiles(
      folder_, {{"there.txt", "after"}, {"new.txt", "after"}, {"file/below.txt", "after"}});
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().kind, ErrorKind::kData);
  EXPECT_EQ(TextOf("there.txt"), "before");
  EXPECT_FALSE(fs::exists(folder_ / "new.txt"));
  EXPECT_EQ(TextOf("file"), "no folder");
}

}  // namespace
}  // namespace northstar
