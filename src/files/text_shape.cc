#include "files/text_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "files/row_guess.h"
#include "files/split_guess.h"
#include "files/text_decoder.h"

namespace northstar::files {
namespace {

constexpr size_t kMostRows = 1'000;

ShapeWhy WhyOf(EncodingWhy why) {
  switch (why) {
    case EncodingWhy::kMark:
      return ShapeWhy::kEncodingMark;
    case EncodingWhy::kZeroBytes:
      return ShapeWhy::kEncodingZeros;
    case EncodingWhy::kAscii:
      return ShapeWhy::kEncodingAscii;
    case EncodingWhy::kValidUtf8:
      return ShapeWhy::kEncodingValid;
    case EncodingWhy::kC1Bytes:
      return ShapeWhy::kEncodingC1;
    case EncodingWhy::kHighBytes:
    case EncodingWhy::kMixed:
    case EncodingWhy::kNotText:
      return ShapeWhy::kEncodingHigh;
  }
  return ShapeWhy::kEncodingHigh;
}

// The sign that "sep=;" names, a line of its own that spreadsheets write and read.
std::optional<char> SepOf(std::string_view line) {
  if (line.size() >= 2 && line.front() == '"' && line.back() == '"')
    line = line.substr(1, line.size() - 2);
  if (line.size() != 5 || LowerUtf8(line.substr(0, 4)) != "sep=") return std::nullopt;
  const char sign = line[4];
  const bool fits = static_cast<unsigned char>(sign) < 0x80 && sign != '"' && sign != ' ' &&
                    sign != '\0' && std::isalnum(static_cast<unsigned char>(sign)) == 0;
  return fits ? std::optional(sign) : std::nullopt;
}

// The text behind `lines` lines.
std::string_view Behind(std::string_view text, int64_t lines) {
  for (; lines > 0 && !text.empty(); --lines) {
    const size_t end = text.find_first_of("\r\n");
    if (end == text.npos) return {};
    text.remove_prefix(end + (text.substr(end).starts_with("\r\n") ? 2 : 1));
  }
  return text;
}

class Finder {
 public:
  Finder(const TextSample& sample, const GivenShape& given, ShapeUse use)
      : sample_(sample), given_(given), propose_(use == ShapeUse::kPropose) {}

  Result<TextShape> Find() {
    NS_RETURN_IF_ERROR(CheckDelimiter());
    NS_RETURN_IF_ERROR(FindEncoding());
    FindStart();
    FindSplit();
    if (propose_ && given_.comment.empty()) FindComment();
    FindRows();
    std::stable_sort(shape_.why.begin(), shape_.why.end(),
                     [](const ShapeGuess& a, const ShapeGuess& b) { return a.trait < b.trait; });
    return std::move(shape_);
  }

 private:
  Status CheckDelimiter() const;
  Status FindEncoding();
  Result<std::string> Decoded(std::string_view bytes, TextEncoding encoding, bool whole) const;
  void FindStart();
  void FindSplit();
  void TakeGuess(const SplitGuess& guess);
  void TakeDelimiterToLoad();
  void FindComment();
  void FindRows();
  void FindHeader(const std::vector<SampleRow>& rows);
  void FindFooter(const std::vector<SampleRow>& body);
  void Add(ShapeTrait trait, ShapeWhy why, double sure = 1, int64_t count = 0, int64_t of = 0,
           std::string text = "") {
    shape_.why.push_back({trait, why, sure, count, of, std::move(text)});
  }
  SampleText Rest() const {
    return {Behind(text_, shape_.skip), sample_.whole, shape_.skip + 1, shape_.comment};
  }

  const TextSample& sample_;
  const GivenShape& given_;
  bool propose_;
  std::string text_;  // the head as UTF-8
  TextEncoding read_as_ = TextEncoding::kUtf8;
  std::optional<char> sep_;
  TextShape shape_;
};

Status Finder::CheckDelimiter() const {
  const std::string& sign = given_.delimiter;
  if (sign.empty() || sign == "whitespace" || sign == "\\t") return Status::Ok();
  const bool fits = sign.size() == 1 && static_cast<unsigned char>(sign[0]) < 0x80 &&
                    std::string_view("\"\r\n").find(sign[0]) == std::string_view::npos;
  if (fits) return Status::Ok();
  return Error::Usage(fmt::format("'{}' is not a delimiter", sign),
                      "use one sign, '\\t' for a tab, or 'whitespace'");
}

Result<std::string> Finder::Decoded(std::string_view bytes, TextEncoding encoding,
                                    bool whole) const {
  TextDecoder decoder(encoding, sample_.shown);
  NS_ASSIGN(const std::string_view text, decoder.Decode(bytes, whole));
  return std::string(text);
}

Status Finder::FindEncoding() {
  if (!given_.encoding.empty()) {
    NS_ASSIGN(shape_.encoding, EncodingNamed(given_.encoding, sample_.head));
    read_as_ = shape_.encoding;
    Add(ShapeTrait::kEncoding, ShapeWhy::kSaid);
  } else {
    const FoundEncoding found = files::FindEncoding(sample_.head, sample_.whole);
    if (found.why == EncodingWhy::kNotText) {
      return Error::Data(fmt::format("'{}' is not a file of text", sample_.shown),
                         "export the table as CSV");
    }
    if (found.why == EncodingWhy::kMixed && propose_) {
      return Error::Data(
          fmt::format("'{}' mixes encodings: line {} is UTF-8, line {} is not", sample_.shown,
                      WithThousands(found.utf8_line), WithThousands(found.other_line)),
          "save it in one encoding, or set `encoding:` to read all of it in one");
    }
    read_as_ = found.encoding;
    // Bytes that no encoding explains are read as if each were a letter.
    if (found.why == EncodingWhy::kMixed) read_as_ = TextEncoding::kLatin1;
    shape_.encoding = found.certain || propose_ ? found.encoding : TextEncoding::kUtf8;
    Add(ShapeTrait::kEncoding, WhyOf(found.why), found.certain ? 1 : 0.7, 0, 0,
        std::string(EncodingName(found.encoding)));
  }
  auto text = Decoded(sample_.head, read_as_, sample_.whole);
  if (!text.ok() && read_as_ == TextEncoding::kWindows1252 && given_.encoding.empty()) {
    if (propose_) shape_.encoding = TextEncoding::kLatin1;
    read_as_ = TextEncoding::kLatin1;
    text = Decoded(sample_.head, read_as_, sample_.whole);
  }
  if (!text.ok()) return std::move(text).error();
  text_ = std::move(*text);
  return Status::Ok();
}

// Where the rows begin, as far as that is said.
void Finder::FindStart() {
  const size_t end = std::min(text_.find_first_of("\r\n"), text_.size());
  sep_ = SepOf(std::string_view(text_).substr(0, end));
  shape_.sep_line = sep_.has_value();
  shape_.comment = given_.comment;
  if (!given_.comment.empty()) Add(ShapeTrait::kComment, ShapeWhy::kSaid, 1, 0, 0, given_.comment);
  if (given_.skip) {
    shape_.skip = std::max<int64_t>(0, *given_.skip);
    Add(ShapeTrait::kSkip, ShapeWhy::kSaid, 1, shape_.skip);
  } else if (sep_) {
    shape_.skip = 1;
    Add(ShapeTrait::kSkip, ShapeWhy::kSepLine, 1, 1);
  }
}

void Finder::FindSplit() {
  std::erase_if(shape_.why, [](const ShapeGuess& guess) {
    return guess.trait == ShapeTrait::kSplit || guess.trait == ShapeTrait::kQuote;
  });
  if (!given_.widths.empty()) {
    shape_.split.split = CellSplit::kWidths;
    shape_.split.widths = given_.widths;
    Add(ShapeTrait::kSplit, ShapeWhy::kSaid);
  } else if (given_.delimiter == "whitespace") {
    shape_.split.split = CellSplit::kBlanks;
    Add(ShapeTrait::kSplit, ShapeWhy::kSaid);
  } else if (!given_.delimiter.empty() || sep_) {
    const char sign = given_.delimiter == "\\t"   ? '\t'
                      : !given_.delimiter.empty() ? given_.delimiter[0]
                                                  : *sep_;
    shape_.split.delimiter = sign;
    if (propose_) {
      const SplitGuess guess = GuessDelimiter(Rest(), std::string_view(&sign, 1));
      shape_.split = guess.rules;
      for (const ShapeGuess& quote : guess.quotes) shape_.why.push_back(quote);
    }
    Add(ShapeTrait::kSplit, given_.delimiter.empty() ? ShapeWhy::kSepLine : ShapeWhy::kSaid, 1, 0,
        0, std::string(1, sign));
  } else if (propose_) {
    TakeGuess(GuessSplit(Rest()));
  } else {
    TakeDelimiterToLoad();
  }
}

void Finder::TakeGuess(const SplitGuess& guess) {
  shape_.split = guess.rules;
  const bool by_sign = guess.rules.split == CellSplit::kDelimiter;
  Add(ShapeTrait::kSplit, guess.why, guess.sure, guess.count, guess.of,
      by_sign ? std::string(1, guess.rules.delimiter) : "");
  for (const ShapeGuess& quote : guess.quotes) shape_.why.push_back(quote);
  if (guess.above > 0 && !given_.skip) {
    shape_.skip += guess.above;
    std::erase_if(shape_.why, [](const ShapeGuess& one) { return one.trait == ShapeTrait::kSkip; });
    Add(ShapeTrait::kSkip, ShapeWhy::kLinesAbove, 0.8, shape_.skip);
  }
}

// A delimiter is taken without being told where the first row, which holds the names, has as many
// cells as the others; else the first row decides.
void Finder::TakeDelimiterToLoad() {
  const SampleText rest = Rest();
  const SplitGuess guess = GuessDelimiter(rest, kUsualDelimiters);
  const std::vector<SampleRow> rows = RowsOf(rest, guess.rules, kMostRows).rows;
  const bool fits = !rows.empty() && rows[0].cells.size() == UsualCells(rows);
  const char most = MostInFirstRow(rest);
  const bool has_any = !rows.empty() && rows[0].raw.find(most) != std::string_view::npos;
  if (guess.rules.quote == '"' &&
      (guess.why == ShapeWhy::kOneColumn ? !has_any : guess.sure >= 0.55 && fits)) {
    TakeGuess(guess);
    return;
  }
  shape_.split.delimiter = most;
  Add(ShapeTrait::kSplit, ShapeWhy::kMostInHeader, 0.5, 0, 0, std::string(1, most));
}

void Finder::FindComment() {
  const auto comment = GuessComment(Rest(), shape_.split);
  if (!comment) return;
  shape_.comment = comment->prefix;
  Add(ShapeTrait::kComment, ShapeWhy::kMarkedLines, 0.9, comment->lines, 0, comment->prefix);
  // Without these lines the rest may look different.
  FindSplit();
}

void Finder::FindRows() {
  std::vector<SampleRow> rows = RowsOf(Rest(), shape_.split, kMostRows).rows;
  if (propose_ && !given_.skip && shape_.split.split != CellSplit::kWidths) {
    const size_t above = RowsAbove(rows, UsualCells(rows));
    if (above > 0) {
      std::erase_if(shape_.why,
                    [](const ShapeGuess& one) { return one.trait == ShapeTrait::kSkip; });
      shape_.skip = rows[above].line - 1;
      Add(ShapeTrait::kSkip, ShapeWhy::kLinesAbove, 0.85, shape_.skip);
      rows.erase(rows.begin(), rows.begin() + static_cast<ptrdiff_t>(above));
    }
  }
  if (rows.empty()) {
    shape_.header = given_.header.value_or(given_.columns.empty());
    if (!shape_.header) shape_.names = given_.columns;
    return;
  }
  FindHeader(rows);
  if (propose_) FindFooter(rows);
  if (shape_.header) rows.erase(rows.begin());
  shape_.decimal = GuessDecimal(rows, shape_.split);
  if (shape_.decimal)
    Add(ShapeTrait::kDecimal, ShapeWhy::kDecimalCells, 0.9, 0, 0, std::string(1, *shape_.decimal));
}

void Finder::FindHeader(const std::vector<SampleRow>& rows) {
  if (given_.header || !given_.columns.empty()) {
    shape_.header = given_.header.value_or(false);
    Add(ShapeTrait::kHeader, ShapeWhy::kSaid);
  } else if (propose_) {
    const HeaderGuess guess = GuessHeader(rows, shape_.split.quote);
    shape_.header = guess.header;
    Add(ShapeTrait::kHeader, guess.why, guess.sure, guess.count);
  }
  if (shape_.header) {
    for (const Cell& cell : rows[0].cells)
      shape_.names.emplace_back(Trim(TextOf(cell, shape_.split.quote)));
    return;
  }
  shape_.names = given_.columns;
  for (size_t i = shape_.names.size(); given_.columns.empty() && i < UsualCells(rows); ++i)
    shape_.names.push_back(fmt::format("c{}", i + 1));
}

void Finder::FindFooter(const std::vector<SampleRow>& body) {
  const size_t usual = UsualCells(body);
  size_t footer = 0;
  if (sample_.whole) {
    // The head may hold more rows than were looked at.
    const std::vector<SampleRow> all = RowsOf(Rest(), shape_.split, SIZE_MAX).rows;
    footer = FooterRows(body, all, usual);
    footer = std::min(footer, body.size() - 1);
  } else if (!sample_.tail.empty()) {
    const auto tail = Decoded(sample_.tail, read_as_, true);
    if (!tail.ok()) return;
    const SampleText last{Behind(*tail, 1), true, 1, shape_.comment};
    const SampleRows rows = RowsOf(last, shape_.split, SIZE_MAX);
    // It may begin within quotes.
    if (rows.open_quote || UsualCells(rows.rows) != usual) return;
    footer = FooterRows(body, rows.rows, usual);
  }
  shape_.footer = static_cast<int64_t>(footer);
  if (footer > 0) Add(ShapeTrait::kFooter, ShapeWhy::kTotalRow, 0.8, shape_.footer);
}

}  // namespace

Result<TextShape> FindTextShape(const TextSample& sample, const GivenShape& given, ShapeUse use) {
  TextSample head = sample;
  if (head.head.size() > kShapeHeadBytes) {
    head.head = head.head.substr(0, kShapeHeadBytes);
    head.whole = false;
  }
  return Finder(head, given, use).Find();
}

}  // namespace northstar::files
