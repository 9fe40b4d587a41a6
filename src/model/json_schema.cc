// The tables of schema.cc as JSON Schema.
#include <nlohmann/json.hpp>

#include "model/schema.h"

namespace northstar {
namespace {

using Json = nlohmann::ordered_json;

Json SchemaOf(const Shape& shape);

Json OneOrMany(const Json& one) {
  return {{"anyOf", Json::array({one, Json{{"type", "array"}, {"items", one}}})}};
}

Json EventSchema() {
  const Json text{{"type", "string"}};
  return {{"anyOf",
           Json::array({text, Json{{"type", "object"},
                                   {"properties", {{"event", OneOrMany(text)}, {"where", text}}},
                                   {"required", {"event"}},
                                   {"additionalProperties", false}}})}};
}

Json SchemaOf(const Field& field) {
  const Json scalar{{"type", {"string", "number", "boolean"}}};
  const Json name{{"type", "string"}, {"pattern", "^[a-z][a-z0-9_]*$"}};
  const Json map{{"type", "object"},
                 {"propertyNames", {{"pattern", "^[a-z][a-z0-9_]*$"}}},
                 {"additionalProperties", scalar}};
  switch (field.kind) {
    case FieldKind::kText:
    case FieldKind::kExpr:
      return scalar;
    case FieldKind::kName:
      return name;
    case FieldKind::kNames:
      return OneOrMany(name);
    case FieldKind::kInteger:
      return {{"type", "integer"}, {"minimum", field.least}, {"maximum", field.most}};
    case FieldKind::kNumber:
      return {{"type", "number"}};
    case FieldKind::kBool:
      return {{"type", "boolean"}};
    case FieldKind::kEnum: {
      std::vector<std::string> values = field.values;
      if (values.empty()) {
        for (const MetricTypeSpec& type : MetricTypes()) values.emplace_back(type.name);
      }
      return {{"enum", values}};
    }
    case FieldKind::kDuration:
      return {{"type", "string"}, {"pattern", "^[0-9]+[wdhms]$"}};
    case FieldKind::kWindow:
      return {{"type", "string"}, {"pattern", "^(ever|[0-9]+[wdhms])$"}};
    case FieldKind::kPercent:
      return {{"type", {"string", "number"}}, {"pattern", "^[+-]?[0-9.]+%?$"}};
    case FieldKind::kGuardTarget:
      return {{"type", {"string", "number"}}};
    case FieldKind::kDate:
      return {{"type", "string"}, {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}};
    case FieldKind::kInstant:
      return {{"type", "string"}};
    case FieldKind::kTexts:
      return OneOrMany(scalar);
    case FieldKind::kNameToExpr:
    case FieldKind::kNameToName:
      return map;
    case FieldKind::kEvents:
      return OneOrMany(EventSchema());
    case FieldKind::kJoinKeys: {
      const Json pairs{{"type", "object"}, {"additionalProperties", scalar}};
      return OneOrMany(Json{{"anyOf", Json::array({scalar, pairs})}});
    }
    case FieldKind::kColumnEnd:
      return {
          {"anyOf",
           Json::array({scalar, Json{{"type", "object"},
                                     {"properties",
                                      {{"column", scalar}, {"inclusive", {{"type", "boolean"}}}}},
                                     {"required", {"column"}},
                                     {"additionalProperties", false}}})}};
    case FieldKind::kConditions:
      return {{"type", "array"}, {"items", {{"type", "object"}}}};
    case FieldKind::kActivity: {
      Json rule = SchemaOf(ActivityShape());
      Json all = rule;
      all["additionalProperties"] = std::move(rule);
      return all;
    }
    case FieldKind::kObject:
      return SchemaOf(*field.shape);
    case FieldKind::kObjects:
      return {{"type", "array"}, {"items", SchemaOf(*field.shape)}};
    case FieldKind::kMap:
      return {{"type", "object"}};
  }
  return {};
}

Json SchemaOf(const Shape& shape) {
  Json out{{"type", "object"}, {"additionalProperties", false}};
  Json properties = Json::object();
  Json required = Json::array();
  for (const Field& field : shape.fields) {
    Json one = SchemaOf(field);
    one["description"] = field.doc;
    properties[std::string(field.key)] = std::move(one);
    if (field.required) required.push_back(field.key);
  }
  out["properties"] = std::move(properties);
  if (!required.empty()) out["required"] = std::move(required);
  return out;
}

}  // namespace

std::string JsonSchemaText() {
  Json out{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
           {"title", "northstar project file"}};
  out.update(SchemaOf(ProjectShape()));
  return out.dump(2) + "\n";
}

}  // namespace northstar
