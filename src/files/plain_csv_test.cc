#include "files/plain_csv.h"

#include <gtest/gtest.h>

namespace northstar::files {
namespace {

struct Written {
  std::string text;  // or the error
  PlainCsv facts;
};

Written Write(const std::string& text, const TextShape& shape, size_t block = 1'000'000,
              size_t longest_row = kLongestPlainRow) {
  Written written;
  const auto source = [&](const std::function<void(std::string_view)>& take) {
    for (size_t at = 0; at < text.size(); at += block)
      take(std::string_view(text).substr(at, block));
    return Status::Ok();
  };
  const auto sink = [&](std::string_view part) {
    written.text += part;
    return Status::Ok();
  };
  auto done = WritePlainCsv(source, shape, "x.csv", sink, longest_row);
  if (!done.ok()) return {WithHint(done.error()), {}};
  written.facts = std::move(*done);
  return written;
}

TextShape Shape(char delimiter, std::vector<std::string> names = {"a", "b"}) {
  TextShape shape;
  shape.split.delimiter = delimiter;
  shape.names = std::move(names);
  return shape;
}

TEST(PlainCsv, RewritesCellsWhereverBlocksAreCut) {
  TextShape single = Shape(',');
  single.split.quote = '\'';
  TextShape none = Shape('\t');
  none.split.quote = '\0';
  TextShape blanks = Shape(' ');
  blanks.split.split = CellSplit::kBlanks;
  TextShape widths = Shape(' ', {"a", "b", "c"});
  widths.split.split = CellSplit::kWidths;
  widths.split.widths = {3, 4, 2};
  const struct {
    TextShape shape;
    std::string text, expected;
  } kCases[] = {
      {Shape(';'), "a;b\n1,5;x\n", "a,b\n\"1,5\",x\n"},
      {Shape(';'), "a;b\r\n\"x;\r\ny\";\"say \"\"hi\"\"\"\r\n",
       "a,b\n\"x;\r\ny\",\"say \"\"hi\"\"\"\n"},
      {Shape(';'), "a;b\n5\" pipe;it's\n", "a,b\n\"5\"\" pipe\",it's\n"},
      {Shape(','), "a,b\n1,\"\"\n2,\n", "a,b\n1,\"\"\n2,\n"},
      {Shape(','), "a,b\n1\n1,2,3\n", "a,b\n1\n1,2,3\n"},
      {Shape(','), "a,b\n\n  \n1,2\r\r\n3,4", "a,b\n1,2\n3,4\n"},
      {Shape(','), "a,b\n\"q\"z,1\n", "a,b\n\"\"\"q\"\"z\"x,1\n"},
      {Shape(',', {"a"}), "a\n1\n\n2\n", "a\n1\n\n2\n"},
      {single, "'a','b'\n'it''s','x \"y\", z'\n", "\"a\",\"b\"\n\"it's\",\"x \"\"y\"\", z\"\n"},
      {none, "a\tb\n\"x\ty,\n", "a,b\n\"\"\"x\",\"y,\"\n"},
      {blanks, "a b\n  1 \t 2  \n\"x y\"\t3\n", "a,b\n1,2\n\"x y\",3\n"},
      {widths, "a  b   c\nm\xC3\xBCn 12  long tail\nx\n", "a,b,c\nm\xC3\xBCn,12,long tail\nx,,\n"},
  };
  for (const auto& one : kCases) {
    for (const size_t block : {1, 2, 3, 7, 1000})
      EXPECT_EQ(Write(one.text, one.shape, block).text, one.expected) << "in blocks of " << block;
  }
}

TEST(PlainCsv, KeepsZeroBytes) {
  const std::string text("a,b\n1,x\0y\n", 10);
  EXPECT_EQ(Write(text, Shape(',')).text, text);
}

TEST(PlainCsv, LeavesOutWhatTheShapeSaysAndKnowsTheLinesOfTheRest) {
  TextShape shape = Shape(';');
  shape.skip = 2;
  shape.comment = "#";
  shape.footer = 1;
  const std::string text = "title \"\n\n# remark\na;b\n1;2\n\n# more\n3;\"x\ny\"\n5;6\nTotal;8\n\n";
  for (const size_t block : {1, 5, 1000}) {
    const Written written = Write(text, shape, block);
    EXPECT_EQ(written.text, "a,b\n1,2\n3,\"x\ny\"\n5,6\n");
    EXPECT_EQ(written.facts.rows, 3);
    EXPECT_EQ(written.facts.footer_rows, 1);
    EXPECT_EQ(written.facts.comment_lines, 2);
    EXPECT_EQ(written.facts.lines.LineOf(0), 5);
    EXPECT_EQ(written.facts.lines.LineOf(1), 8);
    EXPECT_EQ(written.facts.lines.LineOf(2), 10);
    EXPECT_EQ(written.facts.lines.LineOf(-1), std::nullopt);
    EXPECT_EQ(written.facts.lines.LineOf(9), std::nullopt);
  }
}

TEST(PlainCsv, WritesGivenNamesAboveRowsWithout) {
  TextShape shape = Shape('|', {"id", "a \"b\""});
  shape.header = false;
  EXPECT_EQ(Write("1|2\n", shape).text, "\"id\",\"a \"\"b\"\"\"\n1,2\n");
}

TEST(PlainCsv, NamesTheLineOfWhatCannotBeRead) {
  EXPECT_EQ(Write("a,b\n1,2\n3,\"x\n4,5\n", Shape(',')).text,
            "'x.csv', line 3: a quote is opened and never closed (close it; a quote within quotes "
            "is written twice)");
  EXPECT_EQ(Write("a,b\n1,2\n" + std::string(5000, 'x'), Shape(','), 100, 1000).text,
            "'x.csv', line 3: a row is longer than 1.0 KB (is a quote missing at its end, or is it "
            "a table of rows at all?)");
  EXPECT_EQ(Write("a,b\n1,\xE9\n", Shape(',')).text,
            "'x.csv', line 2: the text holds byte 0xE9, which is not valid UTF-8 (if the whole "
            "file was saved by a Windows program, set `encoding: windows-1252`)");
}

TEST(PlainCsv, PassesOnErrorsOfBothSides) {
  const auto bad_source = [](const std::function<void(std::string_view)>&) {
    return Status(Error::Data("cut off"));
  };
  const auto good_sink = [](std::string_view) { return Status::Ok(); };
  EXPECT_EQ(WritePlainCsv(bad_source, Shape(','), "x", good_sink).error().message, "cut off");
  const auto good_source = [](const std::function<void(std::string_view)>& take) {
    take("a,b\n1,2\n");
    return Status::Ok();
  };
  const auto bad_sink = [](std::string_view) { return Status(Error::Data("disk full")); };
  EXPECT_EQ(WritePlainCsv(good_source, Shape(','), "x", bad_sink).error().message, "disk full");
}

TEST(PlainCsv, IsNeededOnlyWhereReadersCannotTakeTheFile) {
  EXPECT_FALSE(NeedsPlainCsv(Shape(',')));
  EXPECT_FALSE(NeedsPlainCsv(Shape('\t')));
  TextShape headless = Shape('|');
  headless.header = false;
  EXPECT_FALSE(NeedsPlainCsv(headless));
  TextShape shape = Shape(',');
  shape.encoding = TextEncoding::kLatin1;
  EXPECT_TRUE(NeedsPlainCsv(shape));
  shape = Shape(',');
  shape.skip = 1;
  EXPECT_TRUE(NeedsPlainCsv(shape));
  shape = Shape(',');
  shape.split.quote = '\0';
  EXPECT_TRUE(NeedsPlainCsv(shape));
  shape = Shape(',');
  shape.split.split = CellSplit::kBlanks;
  EXPECT_TRUE(NeedsPlainCsv(shape));
}

}  // namespace
}  // namespace northstar::files
