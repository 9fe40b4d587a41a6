#include "engine/duckdb/prepared_file.h"

#include <fmt/format.h>

#include "base/text.h"
#include "engine/duckdb/compressed.h"
#include "engine/duckdb/reader.h"
#include "engine/file_kind.h"
#include "files/file_writer.h"
#include "files/plain_csv.h"
#include "files/workbook.h"

namespace northstar::duck {
namespace {

files::GivenShape ShapeSaidBy(const TableFiles& table) {
  files::GivenShape given;
  given.encoding = table.encoding;
  given.delimiter = table.delimiter;
  given.skip = table.skip;
  given.comment = table.comment;
  given.widths = table.widths;
  if (!table.header) {
    given.header = false;
    given.columns = table.columns;
  }
  return given;
}

// Nullopt: it is no text whose shape could be told; the reader says what it is.
Result<std::optional<files::TextShape>> ShapeOf(const TableFiles& table, const OpenedFile& file,
                                                const std::string& name) {
  if (LayoutOf(table, name) != FileLayout::kDelimited) return std::optional<files::TextShape>();
  const auto unpacked = UnpackHead(file, files::kShapeHeadBytes);
  // What is damaged is said where all of it is read.
  if (!unpacked.ok() || unpacked->empty()) return std::optional<files::TextShape>();
  if (file.compression() == Compression::kNone && WhatFileIs(*unpacked, name))
    return std::optional<files::TextShape>();
  const files::TextSample sample{
      *unpacked, unpacked->size() < files::kShapeHeadBytes, {}, file.shown()};
  NS_ASSIGN(files::TextShape shape,
            files::FindTextShape(sample, ShapeSaidBy(table), files::ShapeUse::kLoad));
  return std::optional<files::TextShape>(std::move(shape));
}

}  // namespace

bool CanGrow(const TableFiles& table, const OpenedFile& file, const std::string& name) {
  const auto shape = ShapeOf(table, file, name);
  return shape.ok() && (!shape->has_value() || !files::NeedsPlainCsv(**shape));
}

Result<PreparedFile> PreparedFile::Make(const Project& project, const TableFiles& table,
                                        const SourceFile& place, const OpenedFile& file) {
  PreparedFile prepared(table, file, place.NameInside());
  if (!place.member.empty()) NS_RETURN_IF_ERROR(prepared.Unpack(project, place));
  if (!place.sheet.empty()) NS_RETURN_IF_ERROR(prepared.WriteSheet(project, place));
  NS_RETURN_IF_ERROR(prepared.MakePlain(project, place.shown));
  return prepared;
}

Status PreparedFile::Unpack(const Project& project, const SourceFile& place) {
  // Its own ending tells whether it is packed once more.
  NS_ASSIGN(const std::string copy, PlaceForCopy(project, table_.name, "_member"));
  NS_RETURN_IF_ERROR(files::UnpackMember({file_->alias(), place.shown}, place.member, copy));
  NS_ASSIGN(CopiedFile copied, OpenCopy(copy, place.shown));
  copies_.push_back(std::move(copied));
  return Status::Ok();
}

Status PreparedFile::WriteSheet(const Project& project, const SourceFile& place) {
  NS_ASSIGN(const std::string copy, PlaceForCopy(project, table_.name, "_sheet.csv"));
  NS_ASSIGN(const files::SheetFacts facts,
            files::WriteSheetAsCsv({file_->alias(), place.shown}, place.sheet, copy));
  for (const std::string& note : facts.notes)
    notes_.push_back(fmt::format("{}: {}", place.shown, note));
  NS_ASSIGN(CopiedFile copied, OpenCopy(copy, place.shown));
  copies_.push_back(std::move(copied));
  table_.delimiter = ",";
  return Status::Ok();
}

Status PreparedFile::MakePlain(const Project& project, const std::string& shown) {
  const OpenedFile& from = rows();
  NS_ASSIGN(const std::optional<files::TextShape> shape, ShapeOf(table_, from, name_));
  if (!shape) return Status::Ok();
  if (!files::NeedsPlainCsv(*shape)) {
    table_.delimiter = std::string(1, shape->split.delimiter);
    return Status::Ok();
  }
  NS_ASSIGN(const std::string copy, PlaceForCopy(project, table_.name, "_plain.csv"));
  NS_ASSIGN(files::FileWriter out, files::FileWriter::Create(copy));
  NS_ASSIGN(const files::PlainCsv plain,
            files::WritePlainCsv([&](const auto& take) { return duck::Unpack(from, take); }, *shape,
                                 shown, [&](std::string_view bytes) { return out.Write(bytes); }));
  NS_RETURN_IF_ERROR(out.Finish());
  NS_ASSIGN(CopiedFile copied, OpenCopy(copy, shown));
  copies_.push_back(std::move(copied));
  table_.delimiter = ",";
  table_.header = true;
  table_.columns.clear();
  name_ = "plain.csv";
  lines_above_ = plain.lines.LineOf(0).value_or(2) - 1;
  return Status::Ok();
}

}  // namespace northstar::duck
