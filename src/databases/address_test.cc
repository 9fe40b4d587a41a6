// What an address shows and what it never shows.
#include "databases/address.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace northstar::databases {
namespace {

TEST(Address, ShowsHostPortAndNameAlone) {
  const struct {
    const char* text;
    const char* shown;
  } kCases[] = {
      {"postgresql://db.example.com/shop", "postgresql://db.example.com/shop"},
      {"postgres://app:hunter2@db.example.com:6432/shop", "postgresql://db.example.com:6432/shop"},
      {"postgresql://app:p%40ss%2Fword@db/shop?sslmode=require", "postgresql://db/shop"},
      {"postgresql:///shop?host=/run/pg&user=app&password=hunter2", "postgresql:///run/pg/shop"},
      {"postgresql://app@h1:1,h2:2/shop", "postgresql://h1,h2:1,2/shop"},
      {"postgresql://app:hunter2@[::1]/shop", "postgresql://::1/shop"},
      // Cannot be read, so nothing of them is shown.
      {"postgresql://app:hun@ter2@db/shop", "postgresql://…"},
      {"postgresql://app:hun/ter2@db/shop", "postgresql://…"},
      {"postgresql://app:hun/te?r2@db/shop", "postgresql://…"},
      {"postgresql://app:hun%ter2@db/shop", "postgresql://…"},
      {"sqlite:data/shop.db", "data/shop.db"},
  };
  for (const auto& [text, shown] : kCases) EXPECT_EQ(Shown(text), shown) << text;
}

TEST(Address, IsRefusedWithoutRepeatingIt) {
  for (const char* text : {"postgresql://app:hun@ter2@db/shop", "postgresql://app:hun/ter2@db/shop",
                           "postgresql://app:hun%ter2@db/shop", "postgresql://db/shop?hunter2",
                           "mysql://app:hunter2@db/shop", "hunter2", "", "sqlite:"}) {
    const auto address = ReadAddress(text, ".");
    ASSERT_FALSE(address.ok()) << text;
    EXPECT_EQ(address.error().kind, ErrorKind::kUsage) << text;
    const std::string said = address.error().message + address.error().hint;
    EXPECT_EQ(said.find("hun"), std::string::npos) << said;
    EXPECT_EQ(said.find("ter2"), std::string::npos) << said;
  }
}

TEST(Address, TakesUserInfoOutOfMessages) {
  const Address address{DatabaseKind::kPostgres, "postgresql://ada%20l:p%40ss:word@db/ada", "db"};
  const struct {
    const char* message;
    const char* expected;
  } kCases[] = {
      {"connection to server at \"db\" failed:\nFATAL:  role \"ada l\" does not exist\n",
       "connection to server at \"db\" failed: FATAL:  role \"…\" does not exist"},
      {"Benutzer »ada l« fehlt", "Benutzer »…« fehlt"},
      {"no such password: p@ss:word", "no such password: …"},
      {"near p%40ss:word here", "near … here"},
      {"bad postgresql://bob:x@y@db/shop here", "bad postgresql://…@db/shop here"},
      {"user=bob password='a b' host=db", "user=… password='…' host=db"},
      {"failed for user \"bob\"", "failed for user \"…\""},
      {"database \"ada\" does not exist", "database \"ada\" does not exist"},
      {"permission denied for table orders", "permission denied for table orders"},
      {"password=", "password=…"},
      {"role \"", "role \"…"},
  };
  for (const auto& [message, expected] : kCases) {
    EXPECT_EQ(WithoutUserInfo(message, address), expected);
  }
  // A short password takes no letters from words.
  const Address brief{DatabaseKind::kPostgres, "postgresql://a:e@db/a", "db"};
  EXPECT_EQ(WithoutUserInfo("the password e of database \"a\", user \"a\"", brief),
            "the password … of database \"a\", user \"…\"");
}

TEST(Address, FindsFilesOfSqlite) {
  std::string folder = (std::filesystem::temp_directory_path() / "ns-address-XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  std::ofstream(folder + "/shop.db") << std::string("SQLite format 3\0 and more", 25);
  std::ofstream(folder + "/orders.csv") << "id\n1\n";
  const auto by_prefix = ReadAddress("sqlite:shop.db", folder);
  const auto by_content = ReadAddress("shop.db", folder);
  ASSERT_TRUE(by_prefix.ok() && by_content.ok());
  EXPECT_EQ(by_content->kind, DatabaseKind::kSqlite);
  EXPECT_EQ(by_content->connection, folder + "/shop.db");
  EXPECT_EQ(by_prefix->shown, "shop.db");
  EXPECT_FALSE(ReadAddress("orders.csv", folder).ok());
  EXPECT_EQ(ReadAddress("sqlite:none.db", folder).error().message, "there is no file 'none.db'");
  EXPECT_FALSE(ReadAddress("sqlite:.", folder).ok());
  EXPECT_FALSE(IsSqliteFile("/dev/zero"));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace northstar::databases
