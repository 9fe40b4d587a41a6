// What may stand in a project file, as data: one table (schema.cc) that the reader checks against,
// that `northstar schema` prints as JSON Schema, and that hints come from. A new key is one line.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/yaml.h"

namespace northstar {

enum class FieldKind {
  kText,
  kName,
  kNames,  // kNames: one name or a list of them
  kInteger,
  kNumber,
  kBool,
  kEnum,  // one of Field::values
  kExpr,
  kDuration,
  kPercent,  // "7d", "2%"
  kDate,
  kInstant,  // an instant is a date, a date and time, or `now`
  kTexts,    // one text or a list
  kWindow,   // a duration, or `ever`
  kNameToExpr,
  kNameToName,   // maps
  kEvents,       // a name, `any`, {event, where}, or a list of these
  kConditions,   // the list of `only:`
  kActivity,     // {except: …} or {events: …}, for all entities or under the name of one
  kGuardTarget,  // a number or a percentage
  kObject,
  kObjects,  // Field::shape, a list of it
  kMap,      // free-form map of texts
};

struct Shape;

struct Field {
  std::string_view key;
  FieldKind kind;
  std::string_view doc;
  bool required = false;
  std::vector<std::string> values = {};
  const Shape* shape = nullptr;
  std::string_view why_one = "";                      // said of a list, where one is meant
  double least = -2147483648.0, most = 2147483647.0;  // of an integer
};

struct Shape {
  std::string_view name;
  std::vector<Field> fields;
  const Field* Find(std::string_view key) const;
  std::vector<std::string> Keys() const;
};

const Shape& ProjectShape();
const Shape& MetricShape();
const Shape& ActivityShape();  // of one rule of `activity:`

// What a metric type needs and allows beyond the keys that every metric has.
struct MetricTypeSpec {
  std::string_view name;
  bool available;  // false: parsed, but "not available yet" when asked for
  std::vector<std::string_view> required;
  std::vector<std::string_view> optional;
  std::string_view doc;
};
std::span<const MetricTypeSpec> MetricTypes();
const MetricTypeSpec* FindMetricType(std::string_view name);

// JSON Schema (draft 2020-12) of a project file, for editors.
std::string JsonSchemaText();

// Adds problems of a file to a sink, each with its line and a caret.
class Reporter {
 public:
  Reporter(const std::vector<SourceText>& sources, DiagnosticSink& sink)
      : sources_(sources), sink_(sink) {}
  void Error(std::string_view code, const SourceSpan& where, std::string message,
             std::string expected = "", std::string hint = "");
  void Warning(std::string_view code, const SourceSpan& where, std::string message,
               std::string hint = "");
  const std::vector<SourceText>& sources() const { return sources_; }

 private:
  std::string LineText(const SourceSpan& where) const;
  const std::vector<SourceText>& sources_;
  DiagnosticSink& sink_;
};

// Checks keys, forms and required fields of everything below `node`; true when it is sound.
bool CheckShape(const YamlNode& node, const Shape& shape, Reporter& reporter);

}  // namespace northstar
