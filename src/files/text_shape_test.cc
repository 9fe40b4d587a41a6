// The shapes of the files in tests/door/text, one per line, and how their rows come out.
#include "files/text_shape.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/text.h"
#include "files/plain_csv.h"

namespace northstar::files {
namespace {

std::string FileText(const std::string& name) {
  std::ifstream file(std::string(NORTHSTAR_SOURCE_DIR "/tests/door/text/") + name,
                     std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string SplitText(const TextShape& shape) {
  switch (shape.split.split) {
    case CellSplit::kBlanks:
      return "blanks";
    case CellSplit::kWidths: {
      std::string text = "widths";
      for (const size_t width : shape.split.widths) text += " " + std::to_string(width);
      return text;
    }
    case CellSplit::kDelimiter:
      break;
  }
  return shape.split.delimiter == '\t' ? "tab" : std::string(1, shape.split.delimiter);
}

// Everything that is not as in most files.
std::string Summary(const TextShape& shape, int64_t rows) {
  std::string text = std::string(EncodingName(shape.encoding)) + " " + SplitText(shape);
  if (shape.split.quote == '\0') text += " no-quotes";
  if (shape.split.quote == '\'') text += " single-quotes";
  if (shape.sep_line) text += " sep";
  if (shape.skip > 0) text += " skip=" + std::to_string(shape.skip);
  if (!shape.comment.empty()) text += " comment=" + shape.comment;
  text += shape.header ? " header" : " data";
  if (shape.decimal) text += std::string(" decimal=") + *shape.decimal;
  if (shape.footer > 0) text += " footer=" + std::to_string(shape.footer);
  return text + " " + Join(shape.names, "|") + " rows=" + std::to_string(rows);
}

struct Case {
  const char* file;
  const char* expected;
};

constexpr const char* kOrders = "order_id|day|item|amount rows=5";

std::string Of(const char* before) {
  return std::string(before) + " " + kOrders;
}

std::string Found(const std::string& text, const GivenShape& given = {},
                  ShapeUse use = ShapeUse::kPropose) {
  const auto shape = FindTextShape({text, true, {}, "x.csv"}, given, use);
  if (!shape.ok()) return WithHint(shape.error());
  const auto source = [&](const std::function<void(std::string_view)>& take) {
    take(text);
    return Status::Ok();
  };
  const auto sink = [](std::string_view) { return Status::Ok(); };
  const auto written = WritePlainCsv(source, *shape, "x.csv", sink);
  if (!written.ok()) return WithHint(written.error());
  for (const ShapeGuess& guess : shape->why) {
    EXPECT_FALSE(ShapeSentence(guess).empty());
    EXPECT_GT(guess.sure, 0);
    EXPECT_LE(guess.sure, 1);
  }
  return Summary(*shape, written->rows);
}

// "{}": the columns and rows of the orders that most files hold.
constexpr Case kCases[] = {
    {"comma.csv", "utf-8 , header decimal=. {}"},
    {"semicolon.csv", "utf-8 ; header decimal=. {}"},
    {"tab.tsv", "utf-8 tab header decimal=. {}"},
    {"bar.txt", "utf-8 | header decimal=. {}"},
    {"crlf.csv", "utf-8 , header decimal=. {}"},
    {"old_mac.csv", "utf-8 , header decimal=. {}"},
    {"all_quoted.csv", "utf-8 , header decimal=. {}"},
    {"no_last_line_end.csv", "utf-8 , header decimal=. {}"},
    {"decimal_comma.csv", "utf-8 ; header decimal=, {}"},
    {"decimals_only.csv", "utf-8 ; data decimal=, c1|c2 rows=4"},
    {"decimal_comma_quoted.csv", "utf-8 , header decimal=, {}"},
    {"thousands.csv", "utf-8 , header decimal=. month|sales rows=3"},
    {"sep_line.csv", "utf-8 ; sep skip=1 header decimal=, {}"},
    {"sep_line_crlf.csv", "utf-8 | sep skip=1 header decimal=. {}"},
    {"title.csv", "utf-8 , skip=3 header decimal=. {}"},
    {"title_padded.csv", "utf-8 , skip=2 header decimal=. {}"},
    {"title_pairs.csv", "utf-8 , skip=3 header decimal=. {}"},
    {"title_semicolon.csv", "utf-8 ; skip=2 header decimal=, {}"},
    {"comments.csv", "utf-8 , comment=# header decimal=. {}"},
    {"comments_between.csv", "utf-8 , comment=# header decimal=. {}"},
    {"comments_slashes.txt", "utf-8 | comment=// header decimal=. {}"},
    {"hash_header.csv", "utf-8 , header decimal=. #order_id|day|item|amount rows=5"},
    {"hash_tags.csv", "utf-8 , header tag|uses rows=5"},
    {"total_row.csv", "utf-8 , header decimal=. footer=1 {}"},
    {"total_short.csv", "utf-8 , header decimal=. footer=1 {}"},
    {"end_mark.csv", "utf-8 , header decimal=. footer=1 {}"},
    {"note_below.csv", "utf-8 , header decimal=. footer=1 {}"},
    {"rows_counted.csv", "utf-8 , header decimal=. footer=1 {}"},
    {"empty_row_below.csv", "utf-8 , header decimal=. footer=1 {}"},
    {"total_is_category.csv", "utf-8 , header kind|n rows=5"},
    {"title_and_total.csv", "utf-8 , skip=2 header decimal=. footer=1 {}"},
    {"no_header.csv", "utf-8 , data decimal=. c1|c2|c3|c4 rows=5"},
    {"no_header_numbers.csv", "utf-8 , data c1|c2|c3 rows=3"},
    {"no_header_words.csv", "utf-8 , data c1|c2 rows=6"},
    {"words_only.csv", "utf-8 , header color|size rows=5"},
    {"years_as_names.csv", "utf-8 , header country|2019|2020|2021 rows=3"},
    {"index_column.csv", "utf-8 , header |day|amount rows=3"},
    {"name_twice.csv", "utf-8 , header day|amount|amount rows=3"},
    {"local_dates.csv", "utf-8 ; data c1|c2 rows=4"},
    {"header_only.csv", "utf-8 , header order_id|day|amount rows=0"},
    {"one_column.csv", "utf-8 , header email rows=3"},
    {"one_column_commas.csv", "utf-8 ; header remark rows=4"},
    {"one_column_times.txt", "utf-8 , header at rows=3"},
    {"blanks_log.txt", "utf-8 blanks data c1|c2|c3 rows=8"},
    {"blanks_uneven.txt", "utf-8 blanks header id|day|n rows=3"},
    {"blanks_tabs_mixed.txt", "utf-8 blanks data decimal=. c1|c2|c3 rows=3"},
    {"widths.txt", "utf-8 widths 4 12 8 9 header decimal=. id|name|city|total rows=5"},
    {"widths_title.txt", "utf-8 widths 4 12 8 9 skip=2 header decimal=. id|name|city|total rows=5"},
    {"widths_ruler.txt",
     "utf-8 widths 4 12 8 9 comment=-- header decimal=. id|name|city|total rows=5"},
    {"single_quotes.csv", "utf-8 , single-quotes header id|note rows=3"},
    {"apostrophes.csv", "utf-8 , header id|note rows=4"},
    {"inch_marks.csv", "utf-8 , header size|n rows=3"},
    {"stray_quotes.tsv", "utf-8 tab no-quotes header id|note rows=5"},
    {"line_breaks.csv", "utf-8 , header id|note rows=3"},
    {"json_cells.csv", "utf-8 , header id|props rows=3"},
    {"semicolon_in_text.csv", "utf-8 , header id|genres|n rows=3"},
    {"commas_in_text.tsv", "utf-8 tab header id|text|n rows=3"},
    {"utf8_mark.csv", "utf-8 , header decimal=. {}"},
    {"utf8_accents.csv", "utf-8 , header city|cafés rows=3"},
    {"utf16le_mark.csv", "utf-16le , header city|cafés rows=3"},
    {"utf16be_mark.csv", "utf-16be , header city|cafés rows=3"},
    {"utf16le.csv", "utf-16le , header decimal=. {}"},
    {"utf16be.csv", "utf-16be , header decimal=. {}"},
    {"latin1.csv", "latin1 , header city|cafés rows=3"},
    {"windows1252.csv", "windows-1252 , header city|said rows=3"},
    {"empty_lines.csv", "utf-8 , header decimal=. {}"},
    {"padded_cells.csv", "utf-8 , header id|day|n rows=2"},
    {"ragged.csv", "utf-8 , header decimal=. order_id|day|item|amount rows=8"},
};

TEST(TextShape, IsProposedForFilesOfEachKind) {
  for (const Case& one : kCases) {
    SCOPED_TRACE(one.file);
    const std::string text = FileText(one.file);
    ASSERT_FALSE(text.empty());
    EXPECT_EQ(Found(text), ReplaceAll(one.expected, "{}", kOrders));
  }
}

TEST(TextShape, LoadsTakeOnlyWhatCannotBeWrong) {
  const auto load = [](const char* file, const GivenShape& given = {}) {
    return Found(FileText(file), given, ShapeUse::kLoad);
  };
  EXPECT_EQ(load("comma.csv"), Of("utf-8 , header decimal=."));
  EXPECT_EQ(load("decimal_comma.csv"), Of("utf-8 ; header decimal=,"));
  EXPECT_EQ(load("sep_line.csv"), Of("utf-8 ; sep skip=1 header decimal=,"));
  EXPECT_EQ(load("utf16le_mark.csv"), "utf-16le , header city|cafés rows=3");
  // No line above, comment, footer or missing header is taken for granted.
  EXPECT_EQ(load("title.csv"), "utf-8 , header decimal=. Orders of March rows=8");
  EXPECT_EQ(load("total_row.csv"), "utf-8 , header decimal=. order_id|day|item|amount rows=6");
  EXPECT_EQ(load("no_header_numbers.csv"), "utf-8 , header 1|2|3 rows=2");
  EXPECT_EQ(load("blanks_log.txt"), "utf-8 , header 1 5 1709251200 rows=7");
  // Neither is an encoding that is only likely: the first byte that UTF-8 lacks is named.
  EXPECT_EQ(load("latin1.csv"),
            "'x.csv', line 1: the text holds byte 0xE9, which is not valid UTF-8 (if the whole "
            "file was saved by a Windows program, set `encoding: windows-1252`)");
}

TEST(TextShape, TakesWhatTheProjectSays) {
  GivenShape given;
  given.skip = 3;
  EXPECT_EQ(Found(FileText("title.csv"), given, ShapeUse::kLoad),
            Of("utf-8 , skip=3 header decimal=."));
  given = {};
  given.delimiter = "whitespace";
  given.header = false;
  given.columns = {"from", "to", "at"};
  EXPECT_EQ(Found(FileText("blanks_log.txt"), given, ShapeUse::kLoad),
            "utf-8 blanks data from|to|at rows=8");
  given = {};
  given.widths = {4, 12, 10, 8};
  EXPECT_EQ(Found(FileText("widths.txt"), given, ShapeUse::kLoad),
            "utf-8 widths 4 12 10 8 header decimal=. id|name|city|total rows=5");
  given = {};
  given.comment = "#";
  EXPECT_EQ(Found(FileText("comments_between.csv"), given, ShapeUse::kLoad),
            Of("utf-8 , comment=# header decimal=."));
  given = {};
  given.encoding = "ISO 8859-1";
  EXPECT_EQ(Found(FileText("latin1.csv"), given, ShapeUse::kLoad),
            "latin1 , header city|cafés rows=3");
  given.encoding = "utf-9";
  EXPECT_EQ(Found(FileText("latin1.csv"), given),
            "'utf-9' is not an encoding that can be read (did you mean 'utf-8'?)");
  given = {};
  given.delimiter = ";;";
  EXPECT_EQ(Found("a;;b\n", given),
            "';;' is not a delimiter (use one sign, '\\t' for a tab, or 'whitespace')");
}

TEST(TextShape, RefusesWhatIsNoTextOfOneEncoding) {
  EXPECT_EQ(Found(std::string("\0\0\1\2\0\3\0\0\0\0", 10)),
            "'x.csv' is not a file of text (export the table as CSV)");
  EXPECT_EQ(Found("a,b\n1,caf\xC3\xA9\n2,x\n3,caf\xE9\n"),
            "'x.csv' mixes encodings: line 2 is UTF-8, line 4 is not (save it in one encoding, or "
            "set `encoding:` to read all of it in one)");
  EXPECT_EQ(Found(""), "utf-8 , header  rows=0");
  EXPECT_EQ(Found("\n \n"), "utf-8 , header  rows=0");
}

TEST(TextShape, FindsTheFooterOfALongFileInItsTail) {
  std::string text = "id,day,n\n";
  for (int i = 0; i < 40'000; ++i) text += std::to_string(i) + ",2024-03-01," + "7\n";
  text += "Total,,280000\n";
  ASSERT_GT(text.size(), kShapeHeadBytes);
  const std::string_view all = text;
  const TextSample sample{all.substr(0, kShapeHeadBytes), false,
                          all.substr(all.size() / 4 * 4 - 4096), "x.csv"};
  const auto shape = FindTextShape(sample, {}, ShapeUse::kPropose);
  ASSERT_TRUE(shape.ok());
  EXPECT_EQ(shape->footer, 1);
}

}  // namespace
}  // namespace northstar::files
