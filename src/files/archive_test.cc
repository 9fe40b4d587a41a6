#include "files/archive.h"

#include <gtest/gtest.h>

#include <memory>

#include "tests/packed.h"

namespace northstar::files {
namespace {

class ArchiveTest : public ::testing::Test {
 protected:
  FileToRead File(const std::string& name) const { return {folder_ / name, name}; }
  FileToRead Made(const std::string& name, const std::vector<Packed>& files,
                  const PackWith& with = {}) const {
    Pack(folder_ / name, files, with);
    return File(name);
  }
  // What listing, or else unpacking the member, says is wrong.
  std::string Fault(const FileToRead& archive, const std::string& member = "",
                    const ArchiveLimits& limits = {}) const {
    const auto members = ListMembers(archive, limits);
    if (!members.ok()) return WithHint(members.error());
    if (member.empty()) return "";
    const Status done = UnpackMember(archive, member, folder_ / "out", limits);
    EXPECT_EQ(done.ok(), std::filesystem::exists(folder_ / "out"));
    return done.ok() ? "" : WithHint(done.error());
  }

  TestFolder folder_;
};

std::vector<std::string> Paths(const std::vector<ArchiveMember>& members) {
  std::vector<std::string> paths;
  for (const ArchiveMember& member : members) paths.push_back(member.path);
  return paths;
}

std::string Noise(size_t bytes) {
  std::string text(bytes, '\0');
  uint32_t state = 1;
  for (char& c : text) c = static_cast<char>((state = state * 1'664'525 + 1'013'904'223) >> 24);
  return text;
}

TEST_F(ArchiveTest, ReadsEveryFormat) {
  const std::string big = Noise(300'000);
  const std::vector<std::pair<std::string, PackWith>> forms = {
      {"a.zip", {}},
      {"a.tar", {ARCHIVE_FORMAT_TAR_PAX_RESTRICTED}},
      {"a.tgz", {ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_GZIP}},
      {"a.tar.bz2", {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_BZIP2}},
      {"a.tar.xz", {ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_XZ}},
      {"a.tar.zst", {ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_ZSTD}},
      {"a.7z", {ARCHIVE_FORMAT_7ZIP}}};
  for (const auto& [name, with] : forms) {
    SCOPED_TRACE(name);
    const auto archive =
        Made(name, {{"days", "", AE_IFDIR}, {"days/a.csv", "x\n1\n"}, {"\xC3\xA9.csv", big}}, with);
    const auto members = ListMembers(archive);
    ASSERT_TRUE(members.ok()) << members.error().message;
    auto paths = Paths(*members);
    std::sort(paths.begin(), paths.end());
    EXPECT_EQ(paths, (std::vector<std::string>{"days/a.csv", "\xC3\xA9.csv"}));
    ASSERT_TRUE(UnpackMember(archive, "\xC3\xA9.csv", folder_ / "out").ok());
    EXPECT_EQ(BytesOf(folder_ / "out"), big);
    ASSERT_TRUE(UnpackMember(archive, "days/a.csv", folder_ / "out").ok());
    EXPECT_EQ(BytesOf(folder_ / "out"), "x\n1\n");
  }
}

TEST_F(ArchiveTest, LeavesOutCompanionsAndMatchesPatterns) {
  const auto members = ListMembers(Made("a.zip", {{"__MACOSX/x/._a.json", "?"},
                                                  {"x/._a.json", "?"},
                                                  {"x/.DS_Store", "?"},
                                                  {"x/a.json", "1"},
                                                  {"x/y/b.json", "22"},
                                                  {"README.txt", "?"}}));
  ASSERT_TRUE(members.ok());
  EXPECT_EQ(Paths(*members), (std::vector<std::string>{"x/a.json", "x/y/b.json", "README.txt"}));
  EXPECT_EQ((*members)[1].size, 2);
  EXPECT_EQ(Paths(MembersMatching(*members, "*.json")), std::vector<std::string>());
  EXPECT_EQ(Paths(MembersMatching(*members, "x/*.json")), std::vector<std::string>{"x/a.json"});
  EXPECT_EQ(MembersMatching(*members, "**/*.json").size(), 2U);
  EXPECT_EQ(MembersMatching(*members, "**").size(), 3U);
}

TEST_F(ArchiveTest, ReadsNamesOfOldPrograms) {
  PackWith with;
  with.utf8 = false;
  const auto members = ListMembers(Made("a.zip", {{"M\x81nchen.csv", "1"}}, with));
  ASSERT_TRUE(members.ok()) << members.error().message;
  EXPECT_EQ((*members)[0].path, "M\xC3\xBCnchen.csv");
}

TEST_F(ArchiveTest, RefusesWhatLeadsOutside) {
  EXPECT_EQ(Fault(Made("a.zip", {{"ok.csv", "1"}, {"../x.csv", "1"}})),
            "'../x.csv' in 'a.zip' has a name that leads outside of the archive (unpack it where "
            "that is safe, and pack the plain files again)");
  const PackWith tar{ARCHIVE_FORMAT_TAR_PAX_RESTRICTED};
  for (const std::string name : {"/etc/x", "a/../../x", "C:\\x", "..\\x", "a\\..\\x"})
    EXPECT_NE(Fault(Made("a.tar", {{name, "1"}}, tar)).find("leads outside"), std::string::npos)
        << name;
  EXPECT_NE(Fault(Made("a.tar", {{"x", "", AE_IFLNK, "/etc/passwd"}}, tar))
                .find("'x' in 'a.tar' is a link"),
            std::string::npos);
  EXPECT_NE(Fault(Made("a.zip", {{"x", "", AE_IFLNK, "/etc/passwd"}})).find("is a link"),
            std::string::npos);
  EXPECT_NE(Fault(Made("a.tar", {{"y", "1"}, {"x", "", AE_IFREG, "y"}}, tar)).find("is a link"),
            std::string::npos);
  EXPECT_NE(Fault(Made("a.tar", {{"x", "", AE_IFCHR}}, tar)).find("is a device"),
            std::string::npos);
}

TEST_F(ArchiveTest, RefusesEncryptedAndRepeatedMembers) {
  PackWith with;
  with.password = "secret";
  EXPECT_EQ(Fault(Made("a.zip", {{"x.csv", "1"}}, with)),
            "'x.csv' in 'a.zip' is encrypted (unpack it with its password, and pack it again "
            "without one)");
  EXPECT_EQ(Fault(Made("a.zip", {{"x.csv", "1"}, {"x.csv", "2"}})),
            "'a.zip' holds two files named 'x.csv' (unpack it, and pack the right one of them "
            "again)");
  EXPECT_NE(Fault(Made("a.zip", {{"caf\xC3\xA9", "1"}, {"cafe\xCC\x81", "2"}})).find("two files"),
            std::string::npos);
}

TEST_F(ArchiveTest, NoticesWhatIsMissing) {
  const auto cut = [&](const std::string& name, size_t bytes) {
    WriteBytes(folder_ / name, BytesOf(folder_ / name).substr(0, bytes));
    return File(name);
  };
  const std::vector<Packed> files = {{"x.csv", Noise(200'000)}, {"y.csv", Noise(5'000)}};
  Made("a.zip", files);
  EXPECT_EQ(Fault(cut("a.zip", 100'000)),
            "'a.zip' is cut off: the directory at the end of the archive is missing (fetch the "
            "file again)");
  Made("a.tar", files, {ARCHIVE_FORMAT_TAR_PAX_RESTRICTED});
  EXPECT_NE(Fault(cut("a.tar", 100'000)).find("'a.tar' is cut off or damaged"), std::string::npos);
  Made("a.tgz", files, {ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_GZIP});
  EXPECT_NE(Fault(cut("a.tgz", 100'000)).find("'a.tgz' is cut off or damaged"), std::string::npos);
  Made("a.7z", files, {ARCHIVE_FORMAT_7ZIP});
  EXPECT_NE(Fault(cut("a.7z", 100'000)).find("'a.7z' is cut off or damaged"), std::string::npos);
}

TEST_F(ArchiveTest, NoticesDamage) {
  const auto flip = [&](const std::string& name, size_t at) {
    std::string bytes = BytesOf(folder_ / name);
    bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
    WriteBytes(folder_ / name, bytes);
    return File(name);
  };
  const std::vector<Packed> files = {{"x.csv", Noise(200'000)}};
  Made("a.zip", files);
  EXPECT_NE(Fault(flip("a.zip", 90'000), "x.csv").find("damaged"), std::string::npos);
  Made("a.7z", files, {ARCHIVE_FORMAT_7ZIP});
  EXPECT_NE(Fault(flip("a.7z", 90'000), "x.csv").find("damaged"), std::string::npos);
  Made("a.tgz", files, {ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_GZIP});
  EXPECT_NE(Fault(flip("a.tgz", 90'000), "x.csv").find("damaged"), std::string::npos);
}

TEST_F(ArchiveTest, SaysThatAnArchiveIsSplit) {
  Made("a.zip", {{"x.csv", Noise(20'000)}});
  std::string bytes = BytesOf(folder_ / "a.zip");
  bytes[bytes.rfind("PK\x05\x06") + 4] = 2;
  WriteBytes(folder_ / "a.zip", bytes);
  EXPECT_EQ(Fault(File("a.zip")),
            "'a.zip' is one part of a split archive (join the parts first, or pack the files "
            "again as one archive)");
  Made("b.7z", {{"x.csv", Noise(20'000)}}, {ARCHIVE_FORMAT_7ZIP});
  WriteBytes(folder_ / "b.7z.001", BytesOf(folder_ / "b.7z").substr(0, 9'000));
  EXPECT_NE(Fault(File("b.7z.001")).find("split"), std::string::npos);
}

TEST_F(ArchiveTest, RefusesBombs) {
  ArchiveLimits limits;
  limits.free_bytes = 1 << 20;
  const std::string zeros(3 << 20, '0');
  EXPECT_EQ(Fault(Made("a.zip", {{"x.csv", zeros}}), "", limits),
            "'a.zip' unpacks to 3.1 MB or more, over 100 times its own size (a file like that "
            "usually means harm; if it is yours, unpack it and give the files)");
  // Each within the limit, together not.
  EXPECT_NE(Fault(Made("a.zip", {{"x", zeros.substr(0, 900'000)}, {"y", zeros.substr(0, 900'000)}}),
                  "", limits)
                .find("unpacks to"),
            std::string::npos);
  EXPECT_NE(
      Fault(Made("a.tgz", {{"x.csv", zeros}}, {ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_GZIP}), "",
            limits)
          .find("unpacks to"),
      std::string::npos);
  EXPECT_EQ(Fault(Made("a.zip", {{"x.csv", Noise(3 << 20)}}), "x.csv", limits), "");
  limits.ratio = 1e9;
  EXPECT_EQ(Fault(Made("a.zip", {{"x.csv", zeros}}), "x.csv", limits), "");
  limits.members = 2;
  EXPECT_NE(
      Fault(Made("a.zip", {{"1", "1"}, {"2", ""}, {"3", ""}}), "", limits).find("more than 2"),
      std::string::npos);
}

TEST_F(ArchiveTest, NoticesASizeThatIsALie) {
  Made("a.zip", {{"x.csv", std::string(50'000, 'a')}});
  std::string bytes = BytesOf(folder_ / "a.zip");
  const size_t directory = bytes.rfind("PK\x01\x02");
  for (const size_t size : {size_t{22}, directory + 24}) {  // four bytes, the lowest first
    bytes[size] = 10;
    bytes[size + 1] = bytes[size + 2] = 0;
  }
  WriteBytes(folder_ / "a.zip", bytes);
  EXPECT_NE(Fault(File("a.zip"), "x.csv").find("damaged"), std::string::npos);
}

TEST_F(ArchiveTest, SaysWhatIsNoArchive) {
  WriteBytes(folder_ / "a.zip", "x,y\n1,2\n");
  EXPECT_NE(Fault(File("a.zip")).find("'a.zip' is not an archive that can be read"),
            std::string::npos);
  WriteBytes(folder_ / "a.zip", "");
  EXPECT_NE(Fault(File("a.zip")).find("not an archive"), std::string::npos);
  EXPECT_NE(Fault(File("none.zip")).find("cannot read 'none.zip'"), std::string::npos);
  EXPECT_NE(Fault({folder_.path(), "folder"}).find("is not a file"), std::string::npos);
}

TEST_F(ArchiveTest, SuggestsTheMemberThatWasMeant) {
  const auto archive = Made("a.zip", {{"events.json", "1"}});
  const Status done = UnpackMember(archive, "event.json", folder_ / "out");
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(WithHint(done.error()),
            "'a.zip' holds no file 'event.json' (did you mean 'events.json'?)");
}

}  // namespace
}  // namespace northstar::files
