#include "files/xlsx_sheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "base/text.h"
#include "files/xml_part.h"

namespace northstar::files {
namespace {

constexpr const char* kSaveAgain = "save the workbook again with a spreadsheet program";
constexpr size_t kMostColumnRanges = 16'384;

int64_t NumberOf(std::optional<std::string_view> text, int64_t otherwise) {
  int64_t value = otherwise;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

// The column of "AB12", from 1; 0 where there are no letters, or too many of them.
int64_t ColumnOf(std::string_view reference) {
  int64_t column = 0;
  for (const char c : reference.substr(0, 8)) {
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (upper < 'A' || upper > 'Z') break;
    column = column * 26 + (upper - 'A' + 1);
  }
  return column;
}

class SheetHandler : public XmlHandler {
 public:
  SheetHandler(const XlsxBook& book, const std::vector<NumberLook>& looks, const SharedTexts& texts,
               SheetTable& table, SheetFacts& facts)
      : book_(book), looks_(looks), texts_(texts), table_(table), facts_(facts) {}

  Status Start(std::string_view name, const XmlAttributes& attributes) override;
  Status End(std::string_view name) override;
  Status Text(std::string_view piece) override;
  void CountHiddenColumns();

 private:
  Status StartRow(const XmlAttributes& attributes);
  void StartCell(const XmlAttributes& attributes);
  Status EndCell();
  Result<std::string> ValueOfCell();
  std::string TextOfNumber();

  const XlsxBook& book_;
  const std::vector<NumberLook>& looks_;
  const SharedTexts& texts_;
  SheetTable& table_;
  SheetFacts& facts_;

  XmlSkip skip_;
  bool in_data_ = false, in_cell_ = false, in_value_ = false;
  int64_t row_ = 0;
  bool hidden_row_ = false, row_holds_ = false;
  // Of the cell that is open.
  int64_t column_ = 0;
  std::string type_, value_;
  size_t style_ = 0;
  bool has_formula_ = false, has_value_ = false;
  std::vector<std::pair<int64_t, int64_t>> hidden_columns_;
};

Status SheetHandler::Start(std::string_view name, const XmlAttributes& attributes) {
  if (skip_.Starts(name == "rPh" || name == "extLst")) return {};
  if (name == "sheetData") in_data_ = true;
  if (!in_data_) {
    if (name == "mergeCell") ++facts_.merged_areas;
    const auto hidden = name == "col" ? attributes.Find("hidden") : std::nullopt;
    if (hidden && (*hidden == "1" || *hidden == "true") &&
        hidden_columns_.size() < kMostColumnRanges)
      hidden_columns_.emplace_back(NumberOf(attributes.Find("min"), 1),
                                   NumberOf(attributes.Find("max"), 1));
    return {};
  }
  if (name == "row") return StartRow(attributes);
  if (name == "c") {
    StartCell(attributes);
  } else if (in_cell_ && name == "f") {
    has_formula_ = true;
  } else if (in_cell_ && (name == "v" || name == "t")) {
    in_value_ = true;
  }
  return {};
}

Status SheetHandler::StartRow(const XmlAttributes& attributes) {
  row_ = NumberOf(attributes.Find("r"), row_ < INT64_MAX ? row_ + 1 : row_);
  const auto hidden = attributes.Find("hidden");
  hidden_row_ = hidden && (*hidden == "1" || *hidden == "true");
  row_holds_ = false;
  column_ = 0;
  return table_.StartRow(row_);
}

void SheetHandler::StartCell(const XmlAttributes& attributes) {
  in_cell_ = true;
  const auto reference = attributes.Find("r");
  const int64_t named = reference ? ColumnOf(*reference) : 0;
  column_ = named > 0 ? named : column_ + 1;
  type_ = attributes.Find("t").value_or("n");
  style_ = static_cast<size_t>(std::max<int64_t>(0, NumberOf(attributes.Find("s"), 0)));
  value_.clear();
  has_formula_ = has_value_ = in_value_ = false;
}

Status SheetHandler::Text(std::string_view piece) {
  if (!in_value_ || skip_.skipping()) return {};
  has_value_ = true;
  if (value_.size() + piece.size() > SheetTable::kMostCellBytes)
    return Error::Data(
        fmt::format("{} has more than {} in row {}", table_.Where(),
                    HumanBytes(static_cast<double>(SheetTable::kMostCellBytes)), row_),
        "remove or shorten that text");
  value_ += piece;
  return {};
}

Status SheetHandler::End(std::string_view name) {
  if (skip_.Ends()) return {};
  if (!in_data_) return {};
  if (name == "sheetData") {
    in_data_ = false;
  } else if (name == "row") {
    if (hidden_row_ && row_holds_) ++facts_.hidden_rows;
    return table_.EndRow();
  } else if (name == "c") {
    in_cell_ = false;
    return EndCell();
  } else if (name == "v" || name == "t") {
    in_value_ = false;
    // A formula may give the empty text, which is stored as such.
    has_value_ = has_value_ || type_ == "str";
  }
  return {};
}

Status SheetHandler::EndCell() {
  if (has_formula_) ++(has_value_ ? facts_.formulas : facts_.formulas_without_value);
  if (!has_value_) return {};
  NS_ASSIGN(const std::string text, ValueOfCell());
  row_holds_ = row_holds_ || !text.empty();
  return table_.Cell(column_, text);
}

Result<std::string> SheetHandler::ValueOfCell() {
  if (type_ == "s") {
    const int64_t index = NumberOf(Trim(value_), -1);
    if (index < 0 || static_cast<size_t>(index) >= texts_.size())
      return Error::Data(fmt::format("{} names a text in row {} that the workbook does not hold",
                                     table_.Where(), row_),
                         kSaveAgain);
    std::string text;
    NS_RETURN_IF_ERROR(texts_.Read(static_cast<size_t>(index), text));
    return text;
  }
  if (type_ == "e") {
    ++facts_.errors;
    return std::string();
  }
  if (type_ == "b") return std::string(Trim(value_) == "1" || value_ == "true" ? "true" : "false");
  if (type_ == "inlineStr" || type_ == "str") return Unescaped(value_);
  if (type_ == "d") {
    const std::string text = IsoTimeText(Trim(value_));
    const bool day = style_ < looks_.size() && looks_[style_] == NumberLook::kDate;
    return day && text.ends_with(" 00:00:00") ? text.substr(0, 10) : text;
  }
  return TextOfNumber();
}

std::string SheetHandler::TextOfNumber() {
  const NumberLook look = style_ < looks_.size() ? looks_[style_] : NumberLook::kNumber;
  const std::optional<double> number =
      look == NumberLook::kNumber ? std::nullopt : ParseNumber(value_);
  if (!number) return NumberText(value_);
  std::optional<std::string> text = SerialText(*number, look, book_.epoch);
  if (text) return *std::move(text);
  ++facts_.dates_outside;
  return NumberText(value_);
}

void SheetHandler::CountHiddenColumns() {
  for (const auto& [first, last] : hidden_columns_) {
    const int64_t end = std::min(last, table_.columns());
    if (end >= first && first > 0) facts_.hidden_columns += end - first + 1;
  }
}

}  // namespace

Status ReadXlsxSheet(const FileToRead& workbook, const XlsxBook& book, const XlsxSheet& sheet,
                     const std::vector<NumberLook>& looks, const SharedTexts& texts,
                     const ArchiveLimits& limits, SheetTable& table, SheetFacts& facts) {
  SheetHandler handler(book, looks, texts, table, facts);
  NS_RETURN_IF_ERROR(ReadXmlPart(workbook, sheet.part, limits, handler));
  handler.CountHiddenColumns();
  return Status::Ok();
}

}  // namespace northstar::files
