#include "engine/file_kind.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

using namespace std::string_literals;

// A member of a zip archive, its contents left out.
std::string ZipMember(const std::string& name, const std::string& contents = "") {
  std::string header = "PK\x03\x04"s + std::string(22, '\0');
  header += static_cast<char>(name.size());
  header += std::string(3, '\0');
  return header + name + contents;
}

std::string Tar() {
  std::string bytes = "orders.csv" + std::string(247, '\0') + "ustar";
  bytes.resize(512, '\0');
  return bytes;
}

std::string What(const std::string& bytes, std::string_view path = "a.csv") {
  const auto kind = WhatFileIs(bytes, path);
  return kind ? kind->what : "";
}

TEST(FileKindTest, WhatIsNotATextIsSaidByName) {
  const struct {
    std::string bytes, named;
  } kCases[] = {
      {ZipMember("export.csv", "day,amount\n"), "ZIP"},
      {"PK\x05\x06"s + std::string(18, '\0'), "ZIP"},
      {ZipMember("[Content_Types].xml") + ZipMember("xl/workbook.xml"), "Excel"},
      {ZipMember("docProps/app.xml") + ZipMember("xl/theme/theme1.xml"), "Excel"},
      {ZipMember("[Content_Types].xml") + ZipMember("word/document.xml"), "Word"},
      {ZipMember("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ".ods"},
      {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s, "Excel"},
      {"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\n<Workbook "
       "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
       "Excel"},
      {"SQLite format 3\0\x10\0"s, "SQLite"},
      {"\x01\x02\x03\x04\x05\x06\x07\x08"
       "DUCK\x40"s,
       "DuckDB"},
      {"PAR1\x15\x04"s, "Parquet"},
      {"\x1F\x8B\x08\0"s, "gzip"},
      {"\x28\xB5\x2F\xFD\x04"s, "Zstandard"},
      {"BZh91AY&SY\x00"s, "bzip2"},
      {"\xFD"
       "7zXZ\0"s,
       "xz"},
      {"7z\xBC\xAF\x27\x1C\x00"s, "7-Zip"},
      {"Rar!\x1A\x07\x01\x00"s, "RAR"},
      {Tar(), "tar"},
      {"%PDF-1.7\n", "PDF"},
      {"\n\n<!DOCTYPE html>\n<html>", "HTML"},
      {"\xEF\xBB\xBF<HTML><BODY>Sign in", "HTML"},
      {"<?xml version=\"1.0\"?><html xmlns=\"x\">", "HTML"},
      {"<?xml version=\"1.0\"?><orders/>", "XML"},
      {"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n", "Git LFS"},
      {"\x89PNG\r\n\x1A\n", "PNG"},
      {"ARROW1\0\0"s, "Arrow"},
  };
  for (const auto& one : kCases) {
    const auto kind = WhatFileIs(one.bytes, "data/orders.csv");
    ASSERT_TRUE(kind.has_value()) << one.named;
    EXPECT_NE(kind->what.find(one.named), std::string::npos) << kind->what;
    EXPECT_FALSE(kind->hint.empty()) << kind->what;
  }
}

TEST(FileKindTest, TextIsNoOtherKind) {
  for (const std::string& text :
       {"day,amount\n2024-01-01,5\n"s, "{\"day\": \"2024-01-01\"}\n"s, "[1, 2]"s, "PK,name\n1,x\n"s,
        "BZh,amount\n"s, "GIF,amount\n"s, "Rar,amount\n"s, "\xEF\xBB\xBF"s + "day,amount\n"s,
        "<5,6-10,>10\n1,2,3\n"s, "caf\xE9;montant\n"s, ""s, "P"s, "DUCK,x\n"s}) {
    EXPECT_EQ(What(text), "") << text;
  }
}

TEST(FileKindTest, NamesThatAgreeWithTheBytesSayNothing) {
  EXPECT_EQ(What("\x1F\x8B\x08\0"s, "a.csv.gz"), "");
  EXPECT_EQ(What("\x28\xB5\x2F\xFD"s, "a.csv.zst"), "");
  EXPECT_EQ(What("PAR1\x15"s, "a.parquet"), "");
}

TEST(FileKindTest, NamesThatPromiseSomethingElseAreSaid) {
  EXPECT_NE(What("day,amount\n", "a.parquet").find("not a Parquet file"), std::string::npos);
  EXPECT_NE(What("PK\x03\x04", "a.csv.gz").find("ZIP"), std::string::npos);
  EXPECT_NE(What("<html>", "a.parquet").find("HTML"), std::string::npos);
  // Of what was unpacked, the name without the ending is asked about.
  EXPECT_NE(What(Tar(), "a.csv").find("tar"), std::string::npos);
}

// What is cut off within a signature or a member's header reads past nothing.
TEST(FileKindTest, ShortBeginningsAreSafe) {
  const std::string whole = ZipMember("[Content_Types].xml") + ZipMember("xl/workbook.xml");
  for (size_t length = 0; length <= whole.size(); ++length) {
    const std::string start = whole.substr(0, length);
    EXPECT_EQ(What(start).empty(), length < 4) << length;
  }
}

}  // namespace
}  // namespace northstar
