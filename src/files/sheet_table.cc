#include "files/sheet_table.h"

#include <fmt/format.h>

#include <cstring>

#include "base/text.h"
#include "files/file_writer.h"

namespace northstar::files {
namespace {

constexpr size_t kMostRowBytes = size_t{64} << 20;
constexpr const char* kSaveAgain = "save the workbook again with a spreadsheet program";

// What stands before each waiting line.
struct Waiting {
  int64_t empty_before;
  int64_t repeat;
  int64_t fields;
  int64_t bytes;
};

bool NeedsQuotes(std::string_view text) {
  return text.find_first_of(",\"\n\r") != std::string_view::npos ||
         Trim(text).size() != text.size();
}

}  // namespace

SheetTable::SheetTable(FileToRead workbook, std::string sheet, std::string to, int64_t packed,
                       const ArchiveLimits& limits)
    : workbook_(std::move(workbook)),
      sheet_(std::move(sheet)),
      to_(std::move(to)),
      packed_(packed),
      limits_(limits),
      waiting_(to_) {}

std::string SheetTable::Where() const {
  return fmt::format("sheet '{}' of '{}'", sheet_, workbook_.shown);
}

Status SheetTable::StartRow(int64_t row) {
  if (row <= rows_)
    return Error::Data(fmt::format("{} holds row {} out of order", Where(), row), kSaveAgain);
  row_ = row;
  column_ = 0;
  line_.clear();
  return Status::Ok();
}

Status SheetTable::Cell(int64_t column, std::string_view text) {
  if (text.empty()) return Status::Ok();
  if (column <= column_)
    return Error::Data(fmt::format("{} holds cells of row {} out of order", Where(), row_),
                       kSaveAgain);
  if (row_ > kMostRows || column > kMostColumns)
    return Error::Data(
        fmt::format("{} has a cell in row {}, column {}, beyond what a workbook can hold", Where(),
                    row_, column),
        kSaveAgain);
  if (text.size() > kMostCellBytes || line_.size() + text.size() > kMostRowBytes)
    return Error::Data(fmt::format("{} has more than {} in row {}", Where(),
                                   HumanBytes(static_cast<double>(kMostCellBytes)), row_),
                       "remove or shorten that text");
  line_.append(static_cast<size_t>(column_ == 0 ? column - 1 : column - column_), ',');
  column_ = column;
  if (NeedsQuotes(text)) {
    line_ += '"';
    for (const char c : text) line_.append(c == '"' ? 2 : 1, c);
    line_ += '"';
  } else {
    line_ += text;
  }
  return Status::Ok();
}

Status SheetTable::EndRow(int64_t repeat) {
  if (column_ == 0) return Status::Ok();
  if (repeat > kMostRows - row_ + 1)
    return Error::Data(
        fmt::format("{} repeats row {} beyond what a workbook can hold", Where(), row_),
        kSaveAgain);
  const Waiting waiting{row_ - rows_ - 1, repeat, column_, static_cast<int64_t>(line_.size())};
  NS_RETURN_IF_ERROR(waiting_.Append({reinterpret_cast<const char*>(&waiting), sizeof(waiting)}));
  NS_RETURN_IF_ERROR(waiting_.Append(line_));
  empty_rows_ += waiting.empty_before;
  rows_ = row_ + repeat - 1;
  columns_ = std::max(columns_, column_);
  bytes_ += waiting.bytes * repeat;
  fields_ += column_ * repeat;
  return IsBomb(BytesIfWritten(), packed_, limits_)
             ? Status(BombError(workbook_, BytesIfWritten(), limits_))
             : Status::Ok();
}

int64_t SheetTable::BytesIfWritten() const {
  return bytes_ + rows_ + (rows_ - empty_rows_) * columns_ - fields_;
}

Status SheetTable::Finish() {
  NS_ASSIGN(FileWriter writer, FileWriter::Create(to_));
  std::string text;
  for (int64_t at = 0; at < waiting_.size();) {
    Waiting waiting{};
    NS_RETURN_IF_ERROR(waiting_.Read(at, sizeof(waiting), text));
    std::memcpy(&waiting, text.data(), sizeof(waiting));
    at += static_cast<int64_t>(sizeof(waiting));
    NS_RETURN_IF_ERROR(waiting_.Read(at, static_cast<size_t>(waiting.bytes), text));
    at += waiting.bytes;
    NS_RETURN_IF_ERROR(writer.Write(std::string(static_cast<size_t>(waiting.empty_before), '\n')));
    text.append(static_cast<size_t>(columns_ - waiting.fields), ',');
    text += '\n';
    for (int64_t i = 0; i < waiting.repeat; ++i) NS_RETURN_IF_ERROR(writer.Write(text));
  }
  return writer.Finish();
}

}  // namespace northstar::files
