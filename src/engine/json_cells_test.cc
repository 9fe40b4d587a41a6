#include "engine/json_cells.h"

#include <gtest/gtest.h>

namespace northstar::testing {
namespace {

std::string Shown(const std::vector<JsonCell>& cells) {
  std::string text;
  for (const JsonCell& cell : cells) text += cell.path + "=" + cell.text + ";";
  return text;
}

std::string Row(const std::string& json) {
  std::vector<JsonCell> cells;
  return ReadJsonRow(json, cells) ? Shown(cells) : "no JSON";
}

// Rows, in blocks of three bytes.
std::string Rows(const std::string& json) {
  std::string text;
  size_t at = 0;
  const bool whole = ReadJsonRows(
      [&] {
        const std::string_view block = std::string_view(json).substr(std::min(at, json.size()), 3);
        at += 3;
        return block;
      },
      [&](std::vector<JsonCell>& cells) { text += "(" + Shown(cells) + ")"; });
  return text + (whole ? "" : " cut");
}

TEST(JsonCells, ObjectsBecomePaths) {
  EXPECT_EQ(Row(R"({"a":1,"b":{"c":"x","d":{"e":true}},"f":null})"), "a=1;b.c=x;b.d.e=true;f=;");
  EXPECT_EQ(Row(R"({"p":{"Song Length":2.50,"a.b":1,"$os":"Mac"}})"),
            R"(p."Song Length"=2.50;p."a.b"=1;p.$os=Mac;)");
  EXPECT_EQ(Row(R"({"g":{},"h":{"i":{}}})"), "g={};h.i={};");
}

TEST(JsonCells, ListsAreOneCell) {
  EXPECT_EQ(Row(R"({"l":[1,"a \"b\"",{"k":[],"m":null}],"n":2})"),
            R"(l=[1,"a \"b\"",{"k":[],"m":null}];n=2;)");
}

TEST(JsonCells, NumbersStayAsTheyAreWritten) {
  EXPECT_EQ(Row(R"({"a":9007199254740993,"b":1541016707796.0,"c":-0.10})"),
            "a=9007199254740993;b=1541016707796.0;c=-0.10;");
}

TEST(JsonCells, RowsStandInAListOrInAnObject) {
  EXPECT_EQ(Rows(R"([{"a":1},{"a":2,"b":{"c":3}}])"), "(a=1;)(a=2;b.c=3;)");
  EXPECT_EQ(Rows(R"({"ok":true,"data":[{"a":1},{"a":2}],"next":{"page":[2]}})"), "(a=1;)(a=2;)");
  EXPECT_EQ(Rows(R"({"a":{"b":1},"data":["x"]})"), R"((a.b=1;data=["x"];))");
  // A visit with its actions, after many fields of its own.
  EXPECT_EQ(Rows(R"({"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"steps":[{"s":1}]})"),
            R"((a=1;b=2;c=3;d=4;e=5;f=6;g=7;steps=[{"s":1}];))");
  std::string path;
  const std::string_view pages =
      R"({"data":{"total":2,"items":[{"a":1},{"a":{"b":[2]}}],"x":1},"ok":true})";
  std::string text;
  EXPECT_TRUE(
      ReadJsonRows([&, at = false]() mutable { return std::exchange(at, true) ? "" : pages; },
                   [&](std::vector<JsonCell>& cells) { text += "(" + Shown(cells) + ")"; }, &path));
  EXPECT_EQ(text, "(a=1;)(a.b=[2];)");
  EXPECT_EQ(path, "data.items");
  // Not every list of objects somewhere below is of rows.
  EXPECT_EQ(Rows(R"({"id":1,"order":{"items":[{"a":1}]}})"), R"((id=1;order.items=[{"a":1}];))");
  EXPECT_EQ(Rows("[]"), "");
  EXPECT_EQ(Rows("[1,[2],{\"a\":3}]"), "(a=3;)");
}

TEST(JsonCells, FaultsAreTold) {
  EXPECT_EQ(Rows(R"([{"a":1},{"a")"), "(a=1;) cut");
  EXPECT_EQ(Row("{\"a\":"), "no JSON");
  EXPECT_EQ(Row("{\"a\":1}{\"a\":2}"), "no JSON");
  EXPECT_EQ(Row("17"), "");
}

TEST(JsonCells, DepthAndSizeAreNoDanger) {
  const std::string deep = "{\"a\":" + std::string(200'000, '[') + std::string(200'000, ']') + "}";
  std::vector<JsonCell> cells;
  ASSERT_TRUE(ReadJsonRow(deep, cells));
  ASSERT_EQ(cells.size(), 1U);
  EXPECT_LE(cells[0].text.size(), 4'096U);
  std::string nested, ends;
  for (int i = 0; i < 50'000; ++i) {
    nested += "{\"k\":";
    ends += "}";
  }
  ASSERT_TRUE(ReadJsonRow(nested + "1" + ends, cells));
  EXPECT_EQ(cells.size(), 1U);
}

}  // namespace
}  // namespace northstar::testing
