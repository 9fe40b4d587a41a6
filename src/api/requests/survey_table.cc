#include "api/requests/survey_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "engine/csv_columns.h"

namespace northstar {
namespace {

// Names of columns are compared without case and blanks, which forms put where they like.
std::string Plain(std::string_view name) {
  return ReplaceAll(LowerUtf8(Trim(name)), " ", "");
}

std::vector<std::string> NamesOf(const std::vector<SurveyColumn>& columns) {
  std::vector<std::string> names;
  for (const SurveyColumn& column : columns) names.emplace_back(column.name);
  return names;
}

// The file's names by ours. A comma within one of them parted it: what does not begin with a name
// of ours belongs to the part before.
Result<std::map<std::string, std::string>> GivenNames(const std::vector<SurveyColumn>& columns,
                                                      const Arguments& arguments) {
  const std::vector<std::string> ours = NamesOf(columns);
  std::map<std::string, std::string> given;
  std::string* last = nullptr;
  for (const std::string& part : arguments.All("columns")) {
    const size_t equals = part.find('=');
    const std::string name = equals == std::string::npos ? "" : Plain(part.substr(0, equals));
    if (std::find(ours.begin(), ours.end(), name) != ours.end()) {
      last = &given.insert_or_assign(name, part.substr(equals + 1)).first->second;
    } else if (last != nullptr) {
      *last += "," + part;
    } else {
      return Error::Usage(fmt::format("{} '{}' names none of {}", arguments.Called("columns"), part,
                                      Join(ours, ", ")),
                          fmt::format("for example: {} {}=\"Your answer\"",
                                      arguments.Called("columns"), ours.front()));
    }
  }
  return given;
}

const std::vector<std::string>* Find(const FileColumns& file, const std::string& name) {
  for (size_t i = 0; i < file.names.size(); ++i) {
    if (Plain(file.names[i]) == Plain(name)) return &file.columns[i];
  }
  return nullptr;
}

Error Missing(const FileColumns& file, const std::vector<std::string>& missing,
              const Arguments& arguments) {
  std::vector<std::string> quoted;
  std::vector<std::string> hints;
  for (const std::string& name : missing) {
    quoted.push_back("'" + name + "'");
    hints.push_back(fmt::format("{} {}=…", arguments.Called("columns"), name));
  }
  return Error::Usage(fmt::format("'{}' has no {} {}; its columns: {}", file.path,
                                  missing.size() == 1 ? "column" : "columns", Join(quoted, ", "),
                                  Join(file.names, ", ")),
                      fmt::format("name the {} that the file has: {}",
                                  missing.size() == 1 ? "column" : "columns", Join(hints, " ")));
}

}  // namespace

Status CheckAnswerLength(const std::string& text, const std::string& where) {
  const size_t length = CodePoints(text);
  if (length <= kLongestAnswer) return Status::Ok();
  return Error::Usage(fmt::format("{} has {} characters; an answer may have {}", where,
                                  WithThousands(static_cast<long long>(length)),
                                  WithThousands(static_cast<long long>(kLongestAnswer))),
                      "shorten it, and try again: nothing was recorded");
}

Result<std::vector<std::vector<std::string>>> ReadSurveyTable(
    const std::string& path, const std::vector<SurveyColumn>& columns, const Arguments& arguments) {
  NS_ASSIGN(const auto given, GivenNames(columns, arguments));
  NS_ASSIGN(const FileColumns file, ReadAllColumns(path));
  std::vector<const std::vector<std::string>*> found;
  std::vector<std::string> missing;
  for (const SurveyColumn& column : columns) {
    const auto named = given.find(std::string(column.name));
    const std::vector<std::string>* cells = nullptr;
    if (named != given.end()) {
      cells = Find(file, named->second);
      if (cells == nullptr) {
        return Error::Usage(fmt::format("'{}' has no column '{}'", path, named->second),
                            DidYouMean(named->second, file.names));
      }
    } else {
      cells = Find(file, std::string(column.name));
      if (cells == nullptr && !column.also.empty()) cells = Find(file, std::string(column.also));
    }
    if (cells == nullptr && !column.optional) missing.emplace_back(column.name);
    found.push_back(cells);
  }
  if (!missing.empty()) return Missing(file, missing, arguments);
  const size_t count = file.columns.front().size();
  std::vector<std::vector<std::string>> rows(count);
  for (size_t r = 0; r < count; ++r) {
    for (size_t c = 0; c < columns.size(); ++c) {
      std::string cell = found[c] == nullptr ? "" : std::string(Trim((*found[c])[r]));
      NS_RETURN_IF_ERROR(
          CheckAnswerLength(cell, fmt::format("'{}', row {}: '{}'", path, r + 1, columns[c].name)));
      rows[r].push_back(std::move(cell));
    }
  }
  return rows;
}

}  // namespace northstar
