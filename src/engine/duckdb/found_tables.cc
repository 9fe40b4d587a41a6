#include "engine/found_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <set>

#include "base/text.h"
#include "databases/address.h"
#include "engine/duckdb/compressed.h"
#include "engine/duckdb/found_database.h"
#include "engine/duckdb/json_profile.h"
#include "engine/duckdb/places_inside.h"
#include "engine/duckdb/reader.h"
#include "engine/duckdb/scratch.h"
#include "engine/duckdb/source_files.h"
#include "engine/file_kind.h"
#include "files/file_writer.h"
#include "files/plain_csv.h"
#include "files/workbook.h"

namespace northstar {
namespace {

namespace fs = std::filesystem;

// A table as it lies: a file, or what is in one.
struct Place {
  duck::FilePlace place;
  std::string name;  // as FoundTable has it
  // As a source names it: what was asked for, and what of it.
  std::string files;
  std::string format;
};

// The same, unpacked and looked at.
struct Looked {
  Place place;
  std::string path;  // of the bytes
  duck::FileLayout layout = duck::FileLayout::kDelimited;
  std::optional<files::TextShape> shape;
  std::vector<std::string> notes;
};

bool IsLetter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

// The letters at the start of the text where they are the name of a month: "Oct" of "Oct.csv".
size_t LengthOfMonth(std::string_view text) {
  static constexpr std::string_view kMonths[] = {"january",   "february", "march",    "april",
                                                 "may",       "june",     "july",     "august",
                                                 "september", "october",  "november", "december"};
  const size_t letters =
      static_cast<size_t>(std::find_if_not(text.begin(), text.end(), IsLetter) - text.begin());
  const std::string word = LowerUtf8(text.substr(0, letters));
  const bool month = std::any_of(std::begin(kMonths), std::end(kMonths),
                                 [&](auto one) { return word == one || word == one.substr(0, 3); });
  return month ? letters : 0;
}

// "export/events/*.json" of "export/events/2024-01.json": numbers are what differs, and in a date
// the month.
std::string PatternOf(const std::string& name) {
  std::string out;
  const size_t folder = name.find_last_of("/!");
  const size_t start = folder == std::string::npos ? 0 : folder + 1;
  const bool dated = name.find_first_of("0123456789", start) != std::string::npos;
  for (size_t i = 0; i < name.size(); ++i) {
    const bool word = i >= start && IsLetter(name[i]) && (i == start || !IsLetter(name[i - 1]));
    const size_t month = word && dated ? LengthOfMonth(std::string_view(name).substr(i)) : 0;
    const bool digit = i >= start && name[i] >= '0' && name[i] <= '9';
    if (!digit && month == 0) {
      out += name[i];
      continue;
    }
    if (!out.ends_with('*')) out += '*';
    if (month > 0) i += month - 1;
  }
  // Of dates one star is enough.
  for (const std::string_view between : {"*-*", "*_*", "*.*"}) {
    size_t at = 0;
    while ((at = out.find(between, at)) != std::string::npos) out.replace(at, 3, "*");
  }
  return out;
}

// "a.json" of "a.json.gz".
std::string Unpacked(std::string name) {
  for (const std::string_view packed : {".gz", ".zst"}) {
    if (name.ends_with(packed)) name.resize(name.size() - packed.size());
  }
  return name;
}

class Finder {
 public:
  Finder(duck::Scratch& scratch, CancelToken* cancel)
      : scratch_(scratch), cancel_(cancel), asked_before_(Asked()) {}

  Status Add(const std::string& asked) {
    std::error_code error;
    if (databases::IsAddress(asked)) {
      NS_RETURN_IF_ERROR(duck::FindInDatabase(asked, "", scratch_, cancel_, out_));
      return CheckAsked();
    }
    const fs::path path(asked);
    if (fs::is_directory(path, error)) return AddFolder(asked);
    if (!fs::exists(path, error) && asked.find("://") != std::string::npos) {
      return Error::Usage(fmt::format("'{}' is no address of a database that can be looked at",
                                      databases::Shown(asked)),
                          "known: postgresql://host/database and sqlite:path");
    }
    if (!fs::exists(path, error))
      return Error::Usage(fmt::format("there is no file or folder '{}'", asked));
    AddFile(asked, path.filename().string());
    return Status::Ok();
  }

  Result<FoundTables> Finish() && {
    NameApart();
    std::map<std::string, std::vector<Looked>> groups;
    for (const Place& place : places_) {
      auto looked = Look(place);
      NS_RETURN_IF_ERROR(CheckAsked());
      if (!looked.ok()) {
        out_.others.push_back({place.name, looked.error()});
        continue;
      }
      groups[KeyOf(*looked)].push_back(std::move(*looked));
    }
    for (auto& [key, group] : groups) {
      auto table = Profile(group);
      NS_RETURN_IF_ERROR(CheckAsked());
      if (table.ok()) {
        out_.tables.push_back(std::move(*table));
      } else {
        out_.others.push_back({group[0].place.name, table.error()});
      }
    }
    const auto by_name = [](const auto& a, const auto& b) { return a.name < b.name; };
    std::sort(out_.tables.begin(), out_.tables.end(), by_name);
    std::sort(out_.others.begin(), out_.others.end(), by_name);
    return std::move(out_);
  }

 private:
  // Files of one name that were asked for one by one go by their paths.
  void NameApart() {
    std::map<std::string, int> names;
    for (const Place& place : places_) ++names[place.name];
    for (Place& place : places_) {
      if (names[place.name] == 1) continue;
      place.name = place.files;
      if (!place.place.sheet.empty()) place.name += "#" + place.place.sheet;
    }
  }

  Status AddFolder(const std::string& asked) {
    std::vector<std::string> files;
    std::error_code error;
    fs::recursive_directory_iterator at(asked, fs::directory_options::skip_permission_denied,
                                        error);
    for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
      if (at->path().filename().string().starts_with('.')) {
        at.disable_recursion_pending();
      } else if (at->is_regular_file(error)) {
        files.push_back(at->path().string());
      }
    }
    if (error) return Error::Data(fmt::format("cannot read '{}': {}", asked, error.message()));
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) AddFile(file, fs::relative(file, asked).string());
    return Status::Ok();
  }

  // What lies in the file; errors become others.
  void AddFile(const std::string& path, const std::string& name) {
    const auto opened = duck::OpenedFile::Open(path, name);
    if (!opened.ok()) {
      out_.others.push_back({name, opened.error()});
    } else if (databases::IsSqliteFile(path)) {
      const Status found = duck::FindInDatabase("sqlite:" + path, name, scratch_, cancel_, out_);
      if (!found.ok()) out_.others.push_back({name, found.error()});
    } else if (duck::IsArchive(*opened, path)) {
      const Status added = AddInside(path, name, *opened);
      if (!added.ok()) out_.others.push_back({name, added.error()});
    } else {
      places_.push_back({{path, "", ""}, name, path, ""});
    }
  }

  Status AddInside(const std::string& path, const std::string& name,
                   const duck::OpenedFile& opened) {
    const files::FileToRead file{opened.alias(), name};
    NS_ASSIGN(const std::vector<files::ArchiveMember> members, files::ListMembers(file));
    if (!files::IsWorkbook(members)) {
      for (const files::ArchiveMember& one : members) {
        places_.push_back({{path, one.path, ""}, name + "!" + one.path, path + "!" + one.path, ""});
      }
      return Status::Ok();
    }
    NS_ASSIGN(const std::vector<files::Sheet> sheets, files::ListSheets(file));
    const std::string format = LowerUtf8(fs::path(name).extension().string());
    for (const files::Sheet& one : sheets) {
      if (one.hidden) continue;
      places_.push_back(
          {{path, "", one.name}, name + "#" + one.name, path, format == ".ods" ? "ods" : "xlsx"});
    }
    return Status::Ok();
  }

  Result<Looked> Look(const Place& place) {
    Looked out;
    out.place = place;
    out.path = place.place.path;
    const std::string inside = place.place.NameInside();
    if (!place.place.whole()) {
      NS_ASSIGN(const duck::OpenedFile holder, duck::OpenedFile::Open(out.path, place.name));
      const files::FileToRead file{holder.alias(), place.name};
      out.path =
          scratch_.Next(place.place.sheet.empty() ? fs::path(inside).filename().string() : ".csv");
      if (place.place.sheet.empty()) {
        NS_RETURN_IF_ERROR(files::UnpackMember(file, place.place.member, out.path));
      } else {
        NS_ASSIGN(const files::SheetFacts facts,
                  files::WriteSheetAsCsv(file, place.place.sheet, out.path));
        out.notes = facts.notes;
      }
    }
    NS_ASSIGN(const duck::OpenedFile opened, duck::OpenedFile::Open(out.path, place.name));
    NS_ASSIGN(const std::string head, duck::UnpackHead(opened, files::kShapeHeadBytes));
    if (Trim(head).empty()) return Error::Data("it is empty");
    TableFiles as_named;
    out.layout =
        place.place.sheet.empty() ? duck::LayoutOf(as_named, inside) : duck::FileLayout::kDelimited;
    if (out.layout == duck::FileLayout::kParquet) return out;
    if (opened.compression() == duck::Compression::kNone && place.place.sheet.empty()) {
      if (const auto kind = WhatFileIs(head, inside))
        return Error::Data(fmt::format("it is {}", kind->what), kind->hint);
    }
    if (out.layout == duck::FileLayout::kJson) return out;
    if (Trim(head).starts_with('{')) {
      out.layout = duck::FileLayout::kJson;
      out.place.format = "json";
      return out;
    }
    files::GivenShape given;
    if (!place.place.sheet.empty()) given.delimiter = ",";
    const files::TextSample sample{head, head.size() < files::kShapeHeadBytes, {}, place.name};
    NS_ASSIGN(out.shape, files::FindTextShape(sample, given, files::ShapeUse::kPropose));
    if (out.shape->names.empty()) return Error::Data("it has no rows");
    return out;
  }

  // Equal of files that are one table.
  static std::string KeyOf(const Looked& one) {
    const bool alone = !one.place.place.sheet.empty() || one.layout == duck::FileLayout::kParquet;
    if (alone) return one.place.name;
    std::string key = PatternOf(Unpacked(one.place.files));
    if (one.layout == duck::FileLayout::kJson) return key + "\njson";
    key += fmt::format("\n{}\n{}", files::EncodingName(one.shape->encoding), one.shape->header);
    for (const std::string& name : one.shape->names) key += "\n" + name;
    return key;
  }

  Result<FoundTable> Profile(std::vector<Looked>& group) {
    const Looked& first = group[0];
    FoundTable table;
    table.files = static_cast<int64_t>(group.size());
    table.name = first.place.name;
    table.layout.files = {first.place.files};
    if (group.size() > 1) {
      // Some may be packed and others not.
      const auto ending = [](const Looked& one) {
        return fs::path(one.place.name).extension().string();
      };
      const bool alike = std::all_of(group.begin(), group.end(), [&](const Looked& one) {
        return ending(one) == ending(first);
      });
      const auto pattern = [&](const std::string& name) {
        return alike ? PatternOf(name) : PatternOf(Unpacked(name)) + "*";
      };
      table.name = pattern(first.place.name);
      table.layout.files = {pattern(first.place.files)};
    }
    table.layout.sheet = first.place.place.sheet;
    for (const Looked& one : group)
      table.notes.insert(table.notes.end(), one.notes.begin(), one.notes.end());
    switch (first.layout) {
      case duck::FileLayout::kJson: {
        table.format = "json";
        table.encoding = "utf-8";
        table.layout.format = first.place.format.empty() ? "auto" : "json";
        std::vector<std::string> paths;
        for (const Looked& one : group) paths.push_back(one.path);
        NS_ASSIGN(duck::JsonProfile profile, duck::ProfileJson(paths, table.name, cancel_));
        table.profile = std::move(profile.table);
        table.layout.rows = std::move(profile.rows);
        break;
      }
      case duck::FileLayout::kParquet: {
        table.format = "parquet";
        NS_ASSIGN(table.profile, ProfileFile(table.layout, first.path, table.name, cancel_));
        break;
      }
      case duck::FileLayout::kDelimited:
        NS_RETURN_IF_ERROR(ProfileText(group, table));
        break;
    }
    if (table.profile.columns.empty()) return Error::Data("it has no rows");
    return table;
  }

  Status ProfileText(const std::vector<Looked>& group, FoundTable& table) {
    const Looked& first = group[0];
    const files::TextShape& shape = *first.shape;
    const bool sheet = !first.place.format.empty();
    table.format = sheet ? first.place.format : shape.split.delimiter == '\t' ? "tsv" : "csv";
    table.header = shape.header;
    table.footer = shape.footer;
    if (shape.decimal) table.decimal = std::string(1, *shape.decimal);
    if (!sheet) table.encoding = std::string(files::EncodingName(shape.encoding));
    SayLayout(shape, sheet, table);
    TableFiles plain;
    plain.delimiter = ",";
    if (group.size() == 1 && !files::NeedsPlainCsv(shape)) {
      plain.delimiter = std::string(1, shape.split.delimiter);
      plain.header = shape.header;
      plain.columns = table.layout.columns;
      NS_ASSIGN(table.profile, ProfileFile(plain, first.path, table.name, cancel_));
      return Status::Ok();
    }
    NS_ASSIGN(const std::string path, Join(group, table));
    NS_ASSIGN(table.profile, ProfileFile(plain, path, table.name, cancel_));
    return Status::Ok();
  }

  static void SayLayout(const files::TextShape& shape, bool sheet, FoundTable& table) {
    TableFiles& layout = table.layout;
    if (!sheet) {
      table.delimiter = shape.split.split == files::CellSplit::kBlanks ? "whitespace"
                        : shape.split.split == files::CellSplit::kWidths
                            ? ""
                            : std::string(1, shape.split.delimiter);
      if (table.delimiter == "whitespace") layout.delimiter = table.delimiter;
      layout.widths = shape.split.widths;
      const bool certain = shape.encoding != files::TextEncoding::kLatin1 &&
                           shape.encoding != files::TextEncoding::kWindows1252;
      if (!certain) layout.encoding = table.encoding;
    }
    if (shape.skip > 0 && !shape.sep_line) layout.skip = shape.skip;
    layout.comment = shape.comment;
    layout.header = shape.header;
    if (!shape.header) layout.columns = shape.names;
  }

  // The files as one plain table, with one row of names.
  Result<std::string> Join(const std::vector<Looked>& group, FoundTable& table) {
    const std::string path = scratch_.Next(".csv");
    NS_ASSIGN(files::FileWriter out, files::FileWriter::Create(path));
    int64_t bytes = 0, taken = 0;
    for (const Looked& one : group) {
      if (bytes > kMostJoinedBytes) break;
      NS_ASSIGN(const duck::OpenedFile file, duck::OpenedFile::Open(one.path, one.place.name));
      bool names = taken > 0, quoted = false;
      const auto write = [&](std::string_view block) {
        while (names && !block.empty()) {
          if (block[0] == '"') quoted = !quoted;
          names = quoted || block[0] != '\n';
          block.remove_prefix(1);
        }
        bytes += static_cast<int64_t>(block.size());
        return out.Write(block);
      };
      NS_ASSIGN(const files::PlainCsv written,
                files::WritePlainCsv([&](const auto& take) { return duck::Unpack(file, take); },
                                     *one.shape, one.place.name, write));
      (void)written;
      ++taken;
    }
    if (taken < table.files) {
      table.notes.push_back(
          fmt::format("only the first {} of {} files were looked at", taken, table.files));
    }
    NS_RETURN_IF_ERROR(out.Finish());
    return path;
  }

  int Asked() const { return cancel_ == nullptr ? 0 : cancel_->Times(); }
  Status CheckAsked() const {
    if (Asked() == asked_before_) return Status::Ok();
    (void)cancel_->Take();  // unless what ran took it
    return Error::Data("interrupted", "nothing was changed");
  }

  duck::Scratch& scratch_;
  CancelToken* cancel_;
  const int asked_before_;
  std::vector<Place> places_;
  FoundTables out_;
};

}  // namespace

Result<FoundTables> FindTables(const std::vector<std::string>& paths, CancelToken* cancel) {
  NS_ASSIGN(duck::Scratch scratch, duck::Scratch::Make());
  Finder finder(scratch, cancel);
  for (const std::string& path : paths) NS_RETURN_IF_ERROR(finder.Add(path));
  NS_ASSIGN(FoundTables found, std::move(finder).Finish());
  if (found.tables.empty()) {
    if (found.others.size() == 1) {
      Error error = found.others[0].why;
      error.message = fmt::format("'{}' is not a table: {}", found.others[0].name, error.message);
      return error;
    }
    return Error::Data(fmt::format("none of {} files is a table", found.others.size()));
  }
  return found;
}

Result<FoundTables> FindTablesOf(const TableFiles& source, CancelToken* cancel) {
  if (source.database || !source.sql.empty() || source.files.empty())
    return Error::Usage(fmt::format("source '{}' reads no files", source.name));
  NS_ASSIGN(const std::vector<duck::FilePlace> places, duck::ExpandFiles(source));
  // Several places may lie within one file.
  std::set<std::string> paths;
  for (const duck::FilePlace& place : places) paths.insert(place.path);
  return FindTables({paths.begin(), paths.end()}, cancel);
}

}  // namespace northstar
