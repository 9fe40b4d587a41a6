#include "engine/duckdb/json_fields.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "engine/json_cells.h"
#include "sql/duckdb/file_sql.h"

namespace northstar::duck {
namespace {

constexpr int kSampled = 1'000;  // records; a field that they lack is looked for in all

// The paths that the first records have.
Result<std::vector<std::string>> PathsIn(Connection& connection, const FileReader& reader,
                                         const std::string& relation) {
  if (reader.layout() != FileLayout::kJson) return reader.ColumnNames();
  NS_ASSIGN(const Rows records,
            connection.Query(statement::FirstRecords(relation, reader.has_parents(), kSampled)));
  std::set<std::string> paths;
  std::vector<JsonCell> cells;
  for (size_t i = 0; i < records.rows.size(); ++i) {
    for (size_t column = 0; column < records.rows[i].size(); ++column) {
      if (records.Null(i, column) || !ReadJsonRow(records.Text(i, column), cells)) continue;
      for (const JsonCell& cell : cells) paths.insert(cell.path);
    }
  }
  return std::vector<std::string>(paths.begin(), paths.end());
}

// A path that ends in this name, or one that is spelled like it.
std::string ProbablyMeant(const std::string& name, const std::vector<std::string>& paths) {
  const auto deeper = std::find_if(paths.begin(), paths.end(), [&](const std::string& path) {
    return path.ends_with("." + name);
  });
  return deeper != paths.end() ? fmt::format("did you mean '{}'?", *deeper)
                               : DidYouMean(name, paths);
}

}  // namespace

void NamedFields::Note(const JsonField& field) {
  if (!Has(field.name)) fields_.push_back(field);
}

bool NamedFields::Has(const std::string& name) const {
  return std::any_of(fields_.begin(), fields_.end(),
                     [&](const JsonField& one) { return one.name == name; });
}

void NamedFields::Require(const std::string& name) {
  for (JsonField& field : fields_) field.required = field.required || field.name == name;
}

Status JsonFields::Look(Connection& connection, const FileReader& reader,
                        const std::string& relation, const std::vector<JsonField>& fields) {
  std::vector<std::string> columns;
  for (const JsonField& field : fields) columns.push_back(field.sql);
  if (columns.empty()) return Status::Ok();
  NS_ASSIGN(const Rows sampled,
            connection.Query(statement::CountValues(relation, columns, kSampled)));
  if (sampled.Int(0, 0) == 0) return Status::Ok();  // without records there are no fields
  std::vector<std::string> paths;
  for (size_t i = 0; i < fields.size(); ++i) {
    const JsonField& field = fields[i];
    if (met_.contains(field.name)) continue;
    bool met = sampled.Int(0, i + 1) > 0;
    if (!met && sampled.Int(0, 0) == kSampled) {
      NS_ASSIGN(const Rows any, connection.Query(statement::FindAnyValue(relation, {field.sql})));
      met = !any.rows.empty();
    }
    if (met) {
      met_.insert(field.name);
      continue;
    }
    if (paths.empty()) {
      NS_ASSIGN(paths, PathsIn(connection, reader, relation));
    }
    const std::string hint = ProbablyMeant(field.name, paths);
    if (field.required) {
      Error error =
          Error::Data(fmt::format("source '{}' does not fit {}", source_, reader.shown()));
      error.diagnostics.push_back({Severity::kError, "",
                                   fmt::format("no record has a value at '{}'", field.name),
                                   field.span, "", "", hint});
      return error;
    }
    if (more_ && sampled.Int(0, 0) < kSampled) continue;
    if (std::none_of(missing_.begin(), missing_.end(),
                     [&](const Missing& one) { return one.name == field.name; }))
      missing_.push_back({field.name, reader.shown(), hint});
  }
  return Status::Ok();
}

std::vector<std::string> JsonFields::Notes() const {
  std::vector<std::string> notes;
  for (const Missing& one : missing_) {
    if (met_.contains(one.name)) continue;
    notes.push_back(fmt::format("no record has a value at '{}' ({}){}", one.name, one.shown,
                                one.hint.empty() ? "" : "; " + one.hint));
  }
  return notes;
}

}  // namespace northstar::duck
