#include "files/xlsx_book.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/path_pattern.h"
#include "base/text.h"
#include "files/sheet_table.h"
#include "files/xml_part.h"

namespace northstar::files {
namespace {

constexpr size_t kMostTexts = size_t{1} << 24;
constexpr size_t kMostStyles = 1'000'000;  // programs stop at 65,490
constexpr size_t kMostSheets = 10'000;
constexpr const char* kSaveAgain = "save the workbook again with a spreadsheet program";

int IntOf(std::optional<std::string_view> text, int otherwise) {
  int value = otherwise;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

bool IsTrue(std::optional<std::string_view> text) {
  return text && (*text == "1" || *text == "true" || *text == "on");
}

// Names of parts are equal whatever their capitals, says the standard, and programs mix them.
class Parts {
 public:
  explicit Parts(const std::vector<ArchiveMember>& members) {
    for (const ArchiveMember& member : members)
      by_name_.emplace(LowerUtf8(member.path), member.path);
  }
  // The member that `target` means, seen from the part `from`; empty when there is none.
  std::string Find(const std::string& from, const std::string& target) const {
    std::vector<std::string> parts;
    if (!target.starts_with('/')) {
      parts = PathParts(from);
      if (!parts.empty()) parts.pop_back();
    }
    for (std::string& part : PathParts(target)) {
      if (part != "..") {
        parts.push_back(std::move(part));
      } else if (!parts.empty()) {
        parts.pop_back();
      }
    }
    const auto found = by_name_.find(LowerUtf8(Join(parts, "/")));
    return found == by_name_.end() ? "" : found->second;
  }

 private:
  std::map<std::string, std::string> by_name_;
};

struct Relation {
  std::string kind;  // the last part of its type
  std::string part;
};

// A file of relations: an id, what kind of part, and where it is.
class RelationsHandler : public XmlHandler {
 public:
  RelationsHandler(const Parts& parts, std::string from) : parts_(parts), from_(std::move(from)) {}

  Status Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship" || attributes.Find("TargetMode") == "External") return {};
    const std::string type(attributes.Find("Type").value_or(""));
    const std::string target(attributes.Find("Target").value_or(""));
    if (relations.size() < 4 * kMostSheets)
      relations[std::string(attributes.Find("Id").value_or(""))] = {
          type.substr(type.rfind('/') + 1), parts_.Find(from_, target)};
    return {};
  }
  Status End(std::string_view) override { return {}; }
  Status Text(std::string_view) override { return {}; }

  std::map<std::string, Relation> relations;

 private:
  const Parts& parts_;
  std::string from_;
};

Result<std::map<std::string, Relation>> RelationsOf(const FileToRead& workbook, const Parts& parts,
                                                    const std::string& from,
                                                    const ArchiveLimits& limits) {
  const size_t slash = from.rfind('/') + 1;
  const std::string file =
      parts.Find("", fmt::format("{}_rels/{}.rels", from.substr(0, slash), from.substr(slash)));
  RelationsHandler handler(parts, from);
  if (!file.empty()) NS_RETURN_IF_ERROR(ReadXmlPart(workbook, file, limits, handler));
  return std::move(handler.relations);
}

class BookHandler : public XmlHandler {
 public:
  BookHandler(const FileToRead& workbook, const std::map<std::string, Relation>& relations)
      : workbook_(workbook), relations_(relations) {}

  Status Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "workbookPr" && IsTrue(attributes.Find("date1904"))) book.epoch = Epoch::k1904;
    if (name != "sheet") return {};
    const auto relation = relations_.find(std::string(attributes.Find("id").value_or("")));
    if (relation == relations_.end() || relation->second.kind != "worksheet") return {};
    XlsxSheet sheet;
    sheet.name = attributes.Find("name").value_or("");
    sheet.hidden = attributes.Find("state").value_or("visible") != "visible";
    sheet.part = relation->second.part;
    if (sheet.part.empty() || book.sheets.size() >= kMostSheets)
      return Error::Data(fmt::format("sheet '{}' is missing in '{}'", sheet.name, workbook_.shown),
                         kSaveAgain);
    book.sheets.push_back(std::move(sheet));
    return {};
  }
  Status End(std::string_view) override { return {}; }
  Status Text(std::string_view) override { return {}; }

  XlsxBook book;

 private:
  const FileToRead& workbook_;
  const std::map<std::string, Relation>& relations_;
};

// Formats that the file names itself come before the styles that use them.
class LooksHandler : public XmlHandler {
 public:
  explicit LooksHandler(const FileToRead& workbook) : workbook_(workbook) {}

  Status Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "numFmts" || name == "cellXfs") within_ = name;
    if (own_.size() > kMostStyles || looks.size() > kMostStyles)
      return Error::Data(fmt::format("'{}' has more than {} styles of cells", workbook_.shown,
                                     WithThousands(static_cast<long long>(kMostStyles))),
                         kSaveAgain);
    const int id = IntOf(attributes.Find("numFmtId"), 0);
    if (within_ == "numFmts" && name == "numFmt")
      own_[id] = LookOfFormat(attributes.Find("formatCode").value_or(""));
    if (within_ == "cellXfs" && name == "xf") {
      const auto found = own_.find(id);
      looks.push_back(found == own_.end() ? LookOfBuiltIn(id) : found->second);
    }
    return {};
  }
  Status End(std::string_view name) override {
    if (name == within_) within_.clear();
    return {};
  }
  Status Text(std::string_view) override { return {}; }

  std::vector<NumberLook> looks;

 private:
  const FileToRead& workbook_;
  std::map<int, NumberLook> own_;
  std::string within_;
};

// <si> holds a text in one <t>, or in runs of their own looks; <rPh> says how to pronounce it.
class TextsHandler : public XmlHandler {
 public:
  TextsHandler(const FileToRead& workbook, SharedTexts& texts)
      : workbook_(workbook), texts_(texts) {}

  Status Start(std::string_view name, const XmlAttributes&) override {
    if (skip_.Starts(name == "rPh")) return {};
    if (name == "si") text_.clear();
    in_text_ = name == "t";
    return {};
  }
  Status End(std::string_view name) override {
    if (skip_.Ends()) return {};
    in_text_ = false;
    return name == "si" ? texts_.Add(Unescaped(text_), workbook_) : Status::Ok();
  }
  Status Text(std::string_view piece) override {
    if (!in_text_ || skip_.skipping()) return {};
    if (text_.size() + piece.size() > SheetTable::kMostCellBytes)
      return Error::Data(fmt::format("'{}' holds a text of more than {}", workbook_.shown,
                                     HumanBytes(static_cast<double>(SheetTable::kMostCellBytes))),
                         "remove or shorten that text");
    text_ += piece;
    return {};
  }

 private:
  const FileToRead& workbook_;
  SharedTexts& texts_;
  XmlSkip skip_;
  std::string text_;
  bool in_text_ = false;
};

}  // namespace

Result<XlsxBook> ReadXlsxBook(const FileToRead& workbook, const std::vector<ArchiveMember>& members,
                              const ArchiveLimits& limits) {
  const Parts parts(members);
  NS_ASSIGN(const auto roots, RelationsOf(workbook, parts, "", limits));
  std::string main;
  for (const auto& [id, relation] : roots) {
    if (relation.kind == "officeDocument") main = relation.part;
  }
  if (main.ends_with(".bin"))
    return Error::Data(fmt::format("'{}' is a binary workbook (.xlsb)", workbook.shown),
                       "save it as .xlsx");
  if (main.empty())
    return Error::Data(fmt::format("'{}' holds no workbook", workbook.shown),
                       "known: .xlsx, .xlsm and .ods");
  NS_ASSIGN(const auto relations, RelationsOf(workbook, parts, main, limits));
  BookHandler handler(workbook, relations);
  NS_RETURN_IF_ERROR(ReadXmlPart(workbook, main, limits, handler));
  for (const auto& [id, relation] : relations) {
    if (relation.kind == "styles") handler.book.styles_part = relation.part;
    if (relation.kind == "sharedStrings") handler.book.texts_part = relation.part;
  }
  return std::move(handler.book);
}

Result<std::vector<NumberLook>> ReadXlsxLooks(const FileToRead& workbook, const XlsxBook& book,
                                              const ArchiveLimits& limits) {
  LooksHandler handler(workbook);
  if (!book.styles_part.empty())
    NS_RETURN_IF_ERROR(ReadXmlPart(workbook, book.styles_part, limits, handler));
  return std::move(handler.looks);
}

Status SharedTexts::Add(std::string_view text, const FileToRead& workbook) {
  if (ends_.size() >= kMostTexts)
    return Error::Data(fmt::format("'{}' holds more than {} different texts", workbook.shown,
                                   WithThousands(static_cast<long long>(kMostTexts))),
                       "save its sheets as .csv");
  NS_RETURN_IF_ERROR(texts_.Append(text));
  ends_.push_back(texts_.size());
  return Status::Ok();
}

Status SharedTexts::Read(size_t index, std::string& text) const {
  const int64_t from = index == 0 ? 0 : ends_[index - 1];
  return texts_.Read(from, static_cast<size_t>(ends_[index] - from), text);
}

Status ReadXlsxTexts(const FileToRead& workbook, const XlsxBook& book, const ArchiveLimits& limits,
                     SharedTexts& texts) {
  if (book.texts_part.empty()) return Status::Ok();
  TextsHandler handler(workbook, texts);
  return ReadXmlPart(workbook, book.texts_part, limits, handler);
}

}  // namespace northstar::files
