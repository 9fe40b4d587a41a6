#include "report/schema_pages.h"

#include <fmt/format.h>

#include <set>

#include "base/text.h"
#include "json/answers.h"
#include "model/judgement.h"
#include "model/schema.h"

namespace northstar {
namespace {

// A bar would end a cell of a table.
std::string Cell(std::string_view text) {
  return ReplaceAll(std::string(text), "|", "\\|");
}

std::string Anchor(std::string_view name) {
  return ReplaceAll(std::string(name), " ", "-");
}

std::string Codes(const std::vector<std::string>& words) {
  std::vector<std::string> codes;
  for (const std::string& word : words) codes.push_back("`" + word + "`");
  return Join(codes, ", ");
}

// What may stand under a key.
std::string FormOf(const Field& field) {
  const auto link = [&](const char* before) {
    return fmt::format("{}[{}](#{})", before, field.shape->name, Anchor(field.shape->name));
  };
  switch (field.kind) {
    case FieldKind::kText:
      return "text";
    case FieldKind::kName:
      return "name";
    case FieldKind::kNames:
      return "name or list of names";
    case FieldKind::kInteger:
      return "whole number";
    case FieldKind::kNumber:
      return "number";
    case FieldKind::kBool:
      return "`true` or `false`";
    case FieldKind::kEnum:
      return field.values.empty() ? "[a metric type](#metric-types)" : Codes(field.values);
    case FieldKind::kExpr:
      return "expression";
    case FieldKind::kDuration:
      return "duration: `7d`, `36h`, `30m`";
    case FieldKind::kPercent:
      return "percentage: `2%`";
    case FieldKind::kDate:
      return "date";
    case FieldKind::kInstant:
      return "date, time or `now`";
    case FieldKind::kTexts:
      return "text or list of texts";
    case FieldKind::kWindow:
      return "duration or `ever`";
    case FieldKind::kNameToExpr:
      return "names → column or expression";
    case FieldKind::kNameToName:
      return "names → names";
    case FieldKind::kEvents:
      return "event, `any`, `{event: …, where: …}`, or a list";
    case FieldKind::kConditions:
      return "list of conditions";
    case FieldKind::kJoinKeys:
      return "column, `{ours: theirs}`, or a list";
    case FieldKind::kColumnEnd:
      return "column, or `{column: …, inclusive: true}`";
    case FieldKind::kActivity:
      return fmt::format("[{0}](#{0}), for all or by entity", ActivityShape().name);
    case FieldKind::kGuardTarget:
      return "number or percentage";
    case FieldKind::kObject:
      return link("");
    case FieldKind::kObjects:
      return link("list of ");
    case FieldKind::kMap:
      return "names → texts";
  }
  return "";
}

// The shapes below one, each once, in the order in which they are met.
void CollectShapes(const Shape& shape, std::vector<const Shape*>& found) {
  for (const Shape* known : found) {
    if (known == &shape) return;
  }
  found.push_back(&shape);
  for (const Field& field : shape.fields) {
    if (field.kind == FieldKind::kActivity) CollectShapes(ActivityShape(), found);
    if (field.shape != nullptr) CollectShapes(*field.shape, found);
  }
}

std::string ShapeSection(const Shape& shape) {
  std::string out = fmt::format(
      "\n## {}\n\n| key | what stands there | what it means |\n|---|---|---|\n", shape.name);
  for (const Field& field : shape.fields) {
    out += fmt::format("| `{}` | {} | {}{} |\n", field.key, Cell(FormOf(field)), Cell(field.doc),
                       field.required ? " (required)" : "");
  }
  return out;
}

std::string TypeSection(const MetricTypeSpec& type) {
  const auto keys = [](const std::vector<std::string_view>& list) {
    return Codes({list.begin(), list.end()});
  };
  std::string out = fmt::format("\n### `{}`\n\n{}.", type.name, Capitalised(std::string(type.doc)));
  if (!type.available) out += " Not available in this version.";
  out += fmt::format("\n\nNeeds {}.", keys(type.required));
  if (!type.optional.empty()) out += fmt::format(" Takes {}.", keys(type.optional));
  return out + "\n";
}

// Answers.

std::string TypeWords(const Json& shape) {
  if (shape.contains("const")) return "`" + shape["const"].dump() + "`";
  if (shape.contains("enum")) {
    std::vector<std::string> values;
    for (const Json& one : shape["enum"])
      values.push_back(one.is_string() ? one.get<std::string>() : one.dump());
    return Codes(values);
  }
  if (!shape.contains("type")) return "";
  if (shape["type"].is_string()) return shape["type"].get<std::string>();
  return shape["type"][0].get<std::string>() + " or null";
}

// One row per key, depth first; `path` is that of the object itself.
void AddKeys(const Json& shape, const std::string& path, std::string& out) {
  if (shape.contains("anyOf")) {
    for (const Json& one : shape["anyOf"]) AddKeys(one, path, out);
    return;
  }
  if (shape.contains("items")) return AddKeys(shape["items"], path + "[]", out);
  if (shape.contains("additionalProperties") && shape["additionalProperties"].is_object())
    return AddKeys(shape["additionalProperties"], path + ".*", out);
  if (!shape.contains("properties")) return;
  std::set<std::string> always;
  for (const Json& key : shape["required"]) always.insert(key.get<std::string>());
  for (const auto& [key, value] : shape["properties"].items()) {
    const std::string own = path.empty() ? key : path + "." + key;
    const std::string help = value.value("description", "");
    out += fmt::format("| `{}` | {} | {}{} |\n", own, Cell(TypeWords(value)), Cell(help),
                       always.contains(key) ? ""
                       : help.empty()       ? "optional"
                                            : " (optional)");
    // The same everywhere, and said once.
    if (key != "headline" && key != "method") AddKeys(value, own, out);
  }
}

// A table per headline of the answer, its own first; `path` leads to the shape.
void AddRules(const Json& shape, const std::string& path, std::string& out) {
  if (shape.contains("items")) return AddRules(shape["items"], path + "[]", out);
  if (!shape.contains("properties")) return;
  const Json& properties = shape["properties"];
  if (properties.contains("headline")) {
    out += fmt::format("\n| rule of {} | when |\n|---|---|\n",
                       path.empty() ? "the headline" : "`" + path + ".headline`");
    for (const Json& one : properties["headline"]["properties"]["rule"]["oneOf"]) {
      out += fmt::format("| `{}` | {} |\n", one["const"].get<std::string>(),
                         Cell(one["description"].get<std::string>()));
    }
  }
  for (const auto& [key, value] : properties.items())
    AddRules(value, path.empty() ? key : path + "." + key, out);
}

std::string AnswerSection(const Json& answer) {
  const std::string help = answer.value("description", "");
  std::string keys;
  AddKeys(answer, "", keys);
  std::string rules;
  AddRules(answer, "", rules);
  return fmt::format("\n{}.\n\n| key | type | what it is |\n|---|---|---|\n{}{}", Capitalised(help),
                     keys, rules);
}

}  // namespace

std::string ReferenceMarkdown() {
  std::vector<const Shape*> shapes;
  CollectShapes(ProjectShape(), shapes);
  std::string out;
  for (const Shape* shape : shapes) out += ShapeSection(*shape);
  out += "\n## Metric types\n";
  for (const MetricTypeSpec& type : MetricTypes()) out += TypeSection(type);
  return out;
}

std::string AnswersMarkdown() {
  std::string out;
  const Json schemas = AnswerSchemas();
  for (const auto& [name, schema] : schemas["$defs"].items()) {
    out += fmt::format("\n## `{}`\n", name);
    if (schema.contains("anyOf")) {
      for (const Json& one : schema["anyOf"]) out += AnswerSection(one);
    } else {
      out += AnswerSection(schema);
    }
  }
  return out;
}

}  // namespace northstar
