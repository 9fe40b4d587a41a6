// What may stand in a project file, as data: one table (schema.cc) that the reader checks against,
// that `northstar schema` prints as JSON Schema, and that hints come from. A new key is one line.
// It leaves out what keys mean for each other: that names exist and expressions bind is for the
// reader (load_project.h).
// All tables are built at the start of the program or at their first use and never change:
// references to them hold for ever and may be shared between threads.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/yaml.h"

namespace northstar {

// The form of a value; what a scalar's text must look like. CheckShape checks all of them.
enum class FieldKind {
  kText,
  kName,
  // One name or a list of them.
  kNames,
  kInteger,
  kNumber,
  kBool,
  // One of Field::values.
  kEnum,
  kExpr,
  // "7d".
  kDuration,
  // "2%", or a share such as 0.02.
  kPercent,
  kDate,
  // A date, a date and time, or `now`.
  kInstant,
  // One text or a list.
  kTexts,
  // A duration, or `ever`.
  kWindow,
  // Maps.
  kNameToExpr,
  kNameToName,
  // A name, `any`, {event, where}, or a list of these.
  kEvents,
  // The list of `only:`.
  kConditions,
  // {except: …} or {events: …}, for all entities or under the name of one.
  kActivity,
  // A number or a percentage.
  kGuardTarget,
  // Field::shape, or a list of it.
  kObject,
  kObjects,
  // A column, {ours: theirs}, or a list of these.
  kJoinKeys,
  // A column, or {column, inclusive}.
  kColumnEnd,
  // A free-form map of texts.
  kMap,
};

struct Shape;

// One key and what may stand under it. Views are into static text.
struct Field {
  std::string_view key;
  FieldKind kind;
  // One phrase for people: printed in the JSON Schema and as the expectation of messages.
  std::string_view doc;
  bool required = false;
  // Of kEnum: all words that may stand there; empty for the type of a metric, which MetricTypes
  // lists.
  std::vector<std::string> values = {};
  // Of kObject and kObjects, else null.
  const Shape* shape = nullptr;
  // Said of a list, where one is meant; empty: nothing special.
  std::string_view why_one = "";
  // Of an integer, both included.
  double least = -2147483648.0, most = 2147483647.0;
};

// All keys of one kind of map, in the order in which they are documented.
struct Shape {
  std::string_view name;
  std::vector<Field> fields;
  // Null for a key that is not there.
  const Field* Find(std::string_view key) const;
  std::vector<std::string> Keys() const;
};

// Of a whole file, of one metric (whatever its type), and of one rule of `activity:`.
const Shape& ProjectShape();
const Shape& MetricShape();
const Shape& ActivityShape();

// What a metric type needs and allows beyond the keys that every metric has.
struct MetricTypeSpec {
  std::string_view name;
  // False: parsed, but "not available yet" when asked for.
  bool available;
  // Keys of MetricShape; what stands in neither list, and is no key that every metric has, is an
  // error.
  std::vector<std::string_view> required;
  std::vector<std::string_view> optional;
  std::string_view doc;
};
// In the order of MetricKind (metric_kinds.h), and `feedback`, which is read as other kinds.
std::span<const MetricTypeSpec> MetricTypes();
const MetricTypeSpec* FindMetricType(std::string_view name);

// JSON Schema (draft 2020-12) of a project file, for editors. Pretty-printed, the same each time.
std::string JsonSchemaText();

// Adds problems of a file to a sink, each with its line and a caret. Keeps references: `sources`
// and `sink` must outlive it; sources may still be added. For one thread.
class Reporter {
 public:
  Reporter(const std::vector<SourceText>& sources, DiagnosticSink& sink)
      : sources_(sources), sink_(sink) {}
  // `where` names a file of `sources` by its path; another file is reported without its line.
  void Error(std::string_view code, const SourceSpan& where, std::string message,
             std::string expected = "", std::string hint = "");
  // The same at a secret, which is not shown, nor what follows it in the line.
  void ErrorAtSecret(std::string_view code, const SourceSpan& where, std::string message,
                     std::string expected, std::string hint);
  void Warning(std::string_view code, const SourceSpan& where, std::string message,
               std::string hint = "");
  const std::vector<SourceText>& sources() const { return sources_; }

 private:
  std::string LineText(const SourceSpan& where) const;
  const std::vector<SourceText>& sources_;
  DiagnosticSink& sink_;
};

// Checks keys, forms and required fields of everything below `node`, and reports all that is wrong,
// unknown keys with what was probably meant; true when it is sound.
bool CheckShape(const YamlNode& node, const Shape& shape, Reporter& reporter);

}  // namespace northstar
