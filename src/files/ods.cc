#include "files/ods.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/text.h"
#include "files/cell_text.h"
#include "files/xml_part.h"

namespace northstar::files {
namespace {

constexpr std::string_view kOffice = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
constexpr std::string_view kCalcExt =
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0";
constexpr size_t kMostSheets = 10'000;
constexpr int64_t kMostRepeats = int64_t{1} << 24;  // any number beyond the limits of a sheet

int64_t Count(std::optional<std::string_view> text) {
  int64_t value = 1;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return std::clamp<int64_t>(value, 1, kMostRepeats);
}

// Repeated cells count as often as they are repeated, within what a number can hold.
void Add(int64_t& count, int64_t cells) {
  constexpr int64_t kMost = 1'000'000'000'000'000;
  count = std::min(kMost, count + cells);
}

bool IsErrorText(std::string_view text) {
  static const std::set<std::string_view> known = {"#N/A",   "#DIV/0!", "#VALUE!", "#REF!",
                                                   "#NAME?", "#NUM!",   "#NULL!"};
  return known.contains(text) || text.starts_with("Err:");
}

// Text of paragraphs, in which any run of white space is one blank and none at the ends, but for
// what is written as an element (OpenDocument 6.1.2).
class ParagraphText {
 public:
  void Clear() {
    text_.clear();
    paragraphs_ = 0;
  }
  void StartParagraph() {
    if (paragraphs_++ > 0) text_ += '\n';
    after_blank_ = true;
    loose_blank_ = false;
  }
  void EndParagraph() {
    if (loose_blank_) text_.pop_back();
    loose_blank_ = false;
  }
  void Add(std::string_view piece) {
    for (const char c : piece) {
      const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
      if (blank && after_blank_) continue;
      text_ += blank ? ' ' : c;
      after_blank_ = loose_blank_ = blank;
    }
  }
  void AddElement(std::string_view text) {
    text_ += text;
    after_blank_ = loose_blank_ = false;
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  int paragraphs_ = 0;
  bool after_blank_ = true;   // a blank that follows is left out
  bool loose_blank_ = false;  // the last byte is a blank that goes at the end
};

class OdsHandler : public XmlHandler {
 public:
  // Without a table it only lists.
  OdsHandler(const FileToRead& workbook, size_t wanted, SheetTable* table, SheetFacts* facts)
      : workbook_(workbook), wanted_(wanted), table_(table), facts_(facts) {}

  Status Start(std::string_view name, const XmlAttributes& attributes) override;
  Status End(std::string_view name) override;
  Status Text(std::string_view piece) override;
  bool done() const override { return table_ != nullptr && sheets.size() > wanted_ && !open_; }
  void CountHiddenColumns();

  std::vector<OdsSheet> sheets;

 private:
  enum class Where { kDocument, kStyles, kStyle, kTable, kRow, kCell, kParagraph };

  // Where the element leads; nullopt: it is left out.
  Result<std::optional<Where>> Enter(std::string_view name, const XmlAttributes& attributes);
  std::optional<Where> EnterStyles(std::string_view name, const XmlAttributes& attributes);
  Result<std::optional<Where>> EnterSheet(const XmlAttributes& attributes);
  Result<std::optional<Where>> EnterInSheet(std::string_view name, const XmlAttributes& attributes);
  std::optional<Where> EnterInRow(std::string_view name, const XmlAttributes& attributes);
  Result<std::optional<Where>> EnterInParagraph(std::string_view name,
                                                const XmlAttributes& attributes);
  void StartCell(const XmlAttributes& attributes);
  Status EndCell();
  Status EndRow();
  std::string ValueOfCell();
  Status TooLong() const;

  const FileToRead& workbook_;
  size_t wanted_;
  SheetTable* table_;
  SheetFacts* facts_;
  std::vector<Where> where_{Where::kDocument};
  XmlSkip skip_;
  bool open_ = false;  // the wanted sheet

  std::string style_;
  std::set<std::string> hidden_styles_;

  int64_t table_column_ = 0;  // columns described so far
  std::vector<std::pair<int64_t, int64_t>> hidden_columns_;
  int64_t row_ = 0;  // the one that is open, from 1
  int64_t row_repeat_ = 1;
  bool hidden_row_ = false, row_holds_ = false;
  int64_t column_ = 0;  // cells of the row so far
  int64_t cell_repeat_ = 1;
  bool covered_ = false, has_formula_ = false, is_error_ = false;
  std::string type_, stored_;
  ParagraphText text_;
};

Status OdsHandler::Start(std::string_view name, const XmlAttributes& attributes) {
  if (skip_.skipping()) {
    skip_.Starts(false);
    return {};
  }
  NS_ASSIGN(const std::optional<Where> entered, Enter(name, attributes));
  if (entered) {
    where_.push_back(*entered);
  } else {
    skip_.Starts(true);
  }
  return {};
}

Result<std::optional<OdsHandler::Where>> OdsHandler::Enter(std::string_view name,
                                                           const XmlAttributes& attributes) {
  switch (where_.back()) {
    case Where::kDocument:
      if (name == "document-content" || name == "document" || name == "body" ||
          name == "spreadsheet")
        return std::optional(Where::kDocument);
      if (name == "automatic-styles") return std::optional(Where::kStyles);
      if (name == "table") return EnterSheet(attributes);
      return std::optional<Where>();
    case Where::kStyles:
    case Where::kStyle:
      return EnterStyles(name, attributes);
    case Where::kTable:
      return EnterInSheet(name, attributes);
    case Where::kRow:
      return EnterInRow(name, attributes);
    case Where::kCell:
      if (name != "p") return std::optional<Where>();
      text_.StartParagraph();
      return std::optional(Where::kParagraph);
    case Where::kParagraph:
      return EnterInParagraph(name, attributes);
  }
  return std::optional<Where>();
}

std::optional<OdsHandler::Where> OdsHandler::EnterStyles(std::string_view name,
                                                         const XmlAttributes& attributes) {
  if (where_.back() == Where::kStyles && name == "style") {
    style_ = attributes.Find("name").value_or("");
    return Where::kStyle;
  }
  if (where_.back() == Where::kStyle && name == "table-properties" &&
      attributes.Find("display") == "false" && hidden_styles_.size() < kMostSheets)
    hidden_styles_.insert(style_);
  return std::nullopt;
}

Result<std::optional<OdsHandler::Where>> OdsHandler::EnterSheet(const XmlAttributes& attributes) {
  if (sheets.size() >= kMostSheets)
    return Error::Data(fmt::format("'{}' holds more than {} sheets", workbook_.shown,
                                   WithThousands(static_cast<long long>(kMostSheets))));
  sheets.push_back(
      {std::string(attributes.Find("name").value_or("")),
       hidden_styles_.contains(std::string(attributes.Find("style-name").value_or("")))});
  open_ = table_ != nullptr && sheets.size() == wanted_ + 1;
  return open_ ? std::optional(Where::kTable) : std::nullopt;
}

Result<std::optional<OdsHandler::Where>> OdsHandler::EnterInSheet(std::string_view name,
                                                                  const XmlAttributes& attributes) {
  if (name == "table-row-group" || name == "table-header-rows" || name == "table-rows" ||
      name == "table-column-group" || name == "table-header-columns" || name == "table-columns")
    return std::optional(Where::kTable);
  const bool hidden = attributes.Find("visibility").value_or("visible") != "visible";
  if (name == "table-column") {
    const int64_t count = Count(attributes.Find("number-columns-repeated"));
    if (hidden && hidden_columns_.size() < SheetTable::kMostColumns)
      hidden_columns_.emplace_back(table_column_ + 1, table_column_ + count);
    table_column_ = std::min(table_column_ + count, kMostRepeats);
    return std::optional<Where>();
  }
  if (name != "table-row") return std::optional<Where>();
  row_ = std::min(row_ + row_repeat_, kMostRepeats);
  row_repeat_ = Count(attributes.Find("number-rows-repeated"));
  hidden_row_ = hidden;
  row_holds_ = false;
  column_ = 0;
  NS_RETURN_IF_ERROR(table_->StartRow(row_));
  return std::optional(Where::kRow);
}

std::optional<OdsHandler::Where> OdsHandler::EnterInRow(std::string_view name,
                                                        const XmlAttributes& attributes) {
  covered_ = name == "covered-table-cell";
  if (!covered_ && name != "table-cell") return std::nullopt;
  StartCell(attributes);
  return Where::kCell;
}

void OdsHandler::StartCell(const XmlAttributes& attributes) {
  cell_repeat_ = Count(attributes.Find("number-columns-repeated"));
  if (Count(attributes.Find("number-columns-spanned")) > 1 ||
      Count(attributes.Find("number-rows-spanned")) > 1)
    ++facts_->merged_areas;
  has_formula_ = attributes.Find("formula").has_value();
  is_error_ = attributes.Find(kCalcExt, "value-type") == "error";
  type_ = attributes.Find(kOffice, "value-type").value_or("");
  const std::string_view holder = type_ == "date"      ? "date-value"
                                  : type_ == "time"    ? "time-value"
                                  : type_ == "boolean" ? "boolean-value"
                                  : type_ == "string"  ? "string-value"
                                                       : "value";
  stored_ = attributes.Find(kOffice, holder).value_or("");
  text_.Clear();
}

Result<std::optional<OdsHandler::Where>> OdsHandler::EnterInParagraph(
    std::string_view name, const XmlAttributes& attributes) {
  if (name == "annotation" || name == "ruby-text" || name == "frame" || name == "note")
    return std::optional<Where>();
  if (name == "s") {
    const int64_t blanks = Count(attributes.Find("c"));
    if (blanks > static_cast<int64_t>(SheetTable::kMostCellBytes)) return TooLong().error();
    text_.AddElement(std::string(static_cast<size_t>(blanks), ' '));
    if (text_.text().size() > SheetTable::kMostCellBytes) return TooLong().error();
  } else if (name == "tab") {
    text_.AddElement("\t");
  } else if (name == "line-break") {
    text_.AddElement("\n");
  }
  return std::optional(Where::kParagraph);
}

Status OdsHandler::TooLong() const {
  return Error::Data(fmt::format("{} has more than {} in row {}", table_->Where(),
                                 HumanBytes(static_cast<double>(SheetTable::kMostCellBytes)), row_),
                     "remove or shorten that text");
}

Status OdsHandler::Text(std::string_view piece) {
  if (skip_.skipping() || where_.back() != Where::kParagraph) return {};
  text_.Add(piece);
  return text_.text().size() > SheetTable::kMostCellBytes ? TooLong() : Status::Ok();
}

Status OdsHandler::End(std::string_view name) {
  if (skip_.Ends()) return {};
  const Where left = where_.back();
  where_.pop_back();
  if (left == Where::kParagraph && where_.back() == Where::kCell) text_.EndParagraph();
  if (left == Where::kCell) return EndCell();
  if (left == Where::kRow) return EndRow();
  if (left == Where::kTable && name == "table") open_ = false;
  return {};
}

Status OdsHandler::EndCell() {
  const int64_t first = column_ + 1;
  column_ = std::min(column_ + cell_repeat_, kMostRepeats);
  if (covered_) return {};
  const std::string text = ValueOfCell();
  const int64_t cells = cell_repeat_ * row_repeat_;
  const bool no_value = type_.empty() && text.empty() && !is_error_;
  if (is_error_) Add(facts_->errors, cells);
  if (has_formula_) Add(no_value ? facts_->formulas_without_value : facts_->formulas, cells);
  if (text.empty()) return {};
  row_holds_ = true;
  for (int64_t column = first; column <= column_; ++column)
    NS_RETURN_IF_ERROR(table_->Cell(column, text));
  return {};
}

std::string OdsHandler::ValueOfCell() {
  if (has_formula_ && (type_ == "string" || type_.empty()) && IsErrorText(text_.text()))
    is_error_ = true;
  if (is_error_) return "";
  if (type_ == "float" || type_ == "percentage" || type_ == "currency") return NumberText(stored_);
  if (type_ == "date") return IsoTimeText(stored_);
  if (type_ == "time") return IsoDurationText(stored_);
  if (type_ == "boolean") return stored_ == "true" ? "true" : "false";
  return stored_.empty() ? text_.text() : stored_;
}

Status OdsHandler::EndRow() {
  if (hidden_row_ && row_holds_) Add(facts_->hidden_rows, row_repeat_);
  return table_->EndRow(row_repeat_);
}

void OdsHandler::CountHiddenColumns() {
  for (const auto& [first, last] : hidden_columns_) {
    const int64_t end = std::min(last, table_->columns());
    if (end >= first) facts_->hidden_columns += end - first + 1;
  }
}

// META-INF/manifest.xml says of each part that is encrypted how.
class ManifestHandler : public XmlHandler {
 public:
  Status Start(std::string_view name, const XmlAttributes&) override {
    encrypted = encrypted || name == "encryption-data" || name == "encrypted-key";
    return {};
  }
  Status End(std::string_view) override { return {}; }
  Status Text(std::string_view) override { return {}; }
  bool encrypted = false;
};

}  // namespace

Result<std::vector<OdsSheet>> ListOdsSheets(const FileToRead& workbook,
                                            const ArchiveLimits& limits) {
  OdsHandler handler(workbook, 0, nullptr, nullptr);
  NS_RETURN_IF_ERROR(ReadXmlPart(workbook, "content.xml", limits, handler));
  return std::move(handler.sheets);
}

Status ReadOdsSheet(const FileToRead& workbook, size_t sheet, const ArchiveLimits& limits,
                    SheetTable& table, SheetFacts& facts) {
  OdsHandler handler(workbook, sheet, &table, &facts);
  NS_RETURN_IF_ERROR(ReadXmlPart(workbook, "content.xml", limits, handler));
  handler.CountHiddenColumns();
  return Status::Ok();
}

Status CheckOdsIsOpen(const FileToRead& workbook, const ArchiveLimits& limits) {
  ManifestHandler handler;
  NS_RETURN_IF_ERROR(ReadXmlPart(workbook, "META-INF/manifest.xml", limits, handler));
  if (!handler.encrypted) return Status::Ok();
  return Error::Data(fmt::format("'{}' is protected by a password", workbook.shown),
                     "save it without a password");
}

}  // namespace northstar::files
