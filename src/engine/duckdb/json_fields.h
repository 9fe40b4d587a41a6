// Fields of JSON that a source names and that no record has: JSON has no header that could lack a
// column, so a name that is mistyped reads as empty. So it is of columns that coalesce() may do
// without. Internal to loading.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "engine/duckdb/database.h"
#include "engine/duckdb/reader.h"

namespace northstar::duck {

// A path into the records of a source, as its project file writes it.
struct JsonField {
  std::string name;
  std::string sql;  // its text, over the rows of FileReader::Relation
  SourceSpan span;
  bool required = false;  // no row can be read without it
};

// Each once, in the order in which they were named.
class NamedFields {
 public:
  void Note(const JsonField& field);
  bool Has(const std::string& name) const;
  // Nothing can be read without it. Names that are none of these do not count.
  void Require(const std::string& name);
  const std::vector<JsonField>& all() const { return fields_; }

 private:
  std::vector<JsonField> fields_;
};

class JsonFields {
 public:
  JsonFields() = default;
  // `source`: the name of the one whose rows or lookups these are. `more`: these are not all of its
  // files, so that a few records may well lack a field.
  explicit JsonFields(std::string source, bool more = false)
      : source_(std::move(source)), more_(more) {}

  // Looks for values of `fields` in a file whose rows are `relation`. kData where a required one
  // has none in any record; the others are remembered.
  Status Look(Connection& connection, const FileReader& reader, const std::string& relation,
              const std::vector<JsonField>& fields);
  // A sentence for each field that had no value in any file so far.
  std::vector<std::string> Notes() const;

 private:
  struct Missing {
    std::string name, shown;  // and the first file without it
    std::string hint;         // what was probably meant; may be empty
  };
  std::string source_;
  bool more_ = false;
  std::set<std::string> met_;
  std::vector<Missing> missing_;
};

}  // namespace northstar::duck
