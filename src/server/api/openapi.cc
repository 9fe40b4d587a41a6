#include "server/api/openapi.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "json/answers.h"
#include "server/api/api.h"
#include "server/api/endpoints.h"

namespace northstar::server {
namespace {

using Json = nlohmann::ordered_json;

Json Described(std::string_view text) {
  return {{"description", text}};
}

Json JsonOf(const Json& schema, std::string_view description) {
  Json response = Described(description);
  response["content"]["application/json"]["schema"] = schema;
  return response;
}

Json Problems() {
  Json response = Described("An error, as RFC 9457 has it");
  response["content"]["application/problem+json"]["schema"] = {
      {"$ref", "#/components/schemas/Problem"}};
  return response;
}

Json SchemaOf(const Parameter& parameter) {
  Json schema{{"type", "string"}};
  switch (parameter.kind) {
    case ParameterKind::kFlag:
      schema = {{"type", "boolean"}};
      break;
    case ParameterKind::kCount:
      schema = {{"type", "integer"}, {"minimum", 0}};
      break;
    case ParameterKind::kChoice:
      schema["enum"] = parameter.choices;
      break;
    default:
      break;
  }
  if (!parameter.many) return schema;
  return {{"type", "array"}, {"items", schema}};
}

Json ParametersOf(const RequestSpec& spec) {
  Json list = Json::array();
  for (const Parameter& parameter : spec.parameters) {
    if (!IsOfUrl(parameter)) continue;
    Json one{{"name", UrlName(parameter)},
             {"in", "query"},
             {"description", parameter.help},
             {"required", parameter.required},
             {"schema", SchemaOf(parameter)}};
    if (parameter.many) one["explode"] = true;
    list.push_back(std::move(one));
  }
  return list;
}

std::string OperationId(std::string_view method, std::string_view path) {
  std::string id(method);
  for (char& c : id) c = static_cast<char>(c | 0x20);
  id += '_';
  for (const char c : path) id += c == '/' || c == '-' ? '_' : c;
  std::erase_if(id, [](char c) { return c == '{' || c == '}'; });
  return id;
}

// Names of components have no blanks.
std::string ComponentOf(std::string name) {
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}
Json ReferenceTo(std::string_view answer) {
  return {{"$ref", "#/components/schemas/" + ComponentOf(std::string(answer))}};
}

// References within the schemas of answers, to where they stand here.
void MoveReferences(Json& value) {
  if (value.is_array()) {
    for (Json& one : value) MoveReferences(one);
  } else if (value.is_object()) {
    for (auto& [key, one] : value.items()) {
      if (key == "$ref" && one.is_string()) {
        std::string text = one.get<std::string>();
        constexpr std::string_view kFrom = "#/$defs/";
        if (text.starts_with(kFrom))
          one = "#/components/schemas/" + ComponentOf(text.substr(kFrom.size()));
      } else {
        MoveReferences(one);
      }
    }
  }
}

// Names of components that it refers to.
void CollectReferences(const Json& value, std::set<std::string>& names) {
  if (value.is_array()) {
    for (const Json& one : value) CollectReferences(one, names);
  } else if (value.is_object()) {
    for (const auto& [key, one] : value.items()) {
      constexpr std::string_view kFrom = "#/components/schemas/";
      if (key == "$ref" && one.is_string() && one.get<std::string>().starts_with(kFrom)) {
        names.insert(one.get<std::string>().substr(kFrom.size()));
      } else {
        CollectReferences(one, names);
      }
    }
  }
}

// Those that the paths refer to, directly or through others.
Json UsedSchemas(const Json& schemas, const Json& paths) {
  std::set<std::string> names;
  CollectReferences(paths, names);
  for (size_t before = 0; before != names.size();) {
    before = names.size();
    for (const std::string& name : std::set<std::string>(names)) {
      if (schemas.contains(name)) CollectReferences(schemas[name], names);
    }
  }
  Json used = Json::object();
  for (const auto& [name, schema] : schemas.items()) {
    if (names.contains(name)) used[name] = schema;
  }
  return used;
}

Json RequestPath(const RequestSpec& spec, const std::string& path, const Json& schemas) {
  const Json schema = schemas.contains(ComponentOf(std::string(spec.name)))
                          ? ReferenceTo(spec.name)
                          : Json{{"type", "object"}};
  Json get{{"operationId", OperationId("GET", path)},
           {"summary", spec.summary},
           {"tags", {"requests"}},
           {"parameters", ParametersOf(spec)},
           {"responses",
            {{"200", JsonOf(schema, "The answer")},
             {"304", Described("It is as the client knows it")},
             {"4XX", Problems()},
             {"503", Problems()}}}};
  if (IsLong(spec.name))
    get["responses"]["202"] =
        JsonOf({{"$ref", "#/components/schemas/JobAnswer"}}, "It is being worked out");
  return {{"get", get}};
}

Json EndpointOperation(const Endpoint& endpoint) {
  Json operation{{"operationId", OperationId(endpoint.method, endpoint.path)},
                 {"summary", endpoint.summary},
                 {"tags", {"server"}},
                 {"parameters", Json::array()},
                 {"responses", {{"4XX", Problems()}, {"503", Problems()}}}};
  if (endpoint.path.ends_with("{id}")) {
    operation["parameters"].push_back(
        {{"name", "id"}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
  }
  for (const std::string_view name : endpoint.parameters) {
    operation["parameters"].push_back(
        {{"name", name}, {"in", "query"}, {"schema", {{"type", "string"}}}});
  }
  if (endpoint.body == "json") {
    operation["requestBody"] = {
        {"required", true},
        {"content", {{"application/json", {{"schema", {{"type", "object"}}}}}}}};
  } else if (endpoint.body == "bytes") {
    operation["requestBody"] = {{"required", true},
                                {"content", {{"application/octet-stream", Json::object()}}}};
  }
  if (endpoint.path == "live") {
    Json stream = Described("Events, until the client leaves");
    stream["content"]["text/event-stream"]["schema"] = {{"type", "string"}};
    operation["responses"]["200"] = stream;
  } else {
    const bool makes =
        endpoint.method == "POST" &&
        (endpoint.path == "tokens" || endpoint.path == "uploads" || endpoint.path == "annotations");
    operation["responses"][endpoint.path == "load" || endpoint.path == "forget" ? "202"
                           : makes                                              ? "201"
                                                                                : "200"] =
        JsonOf(endpoint.answer.empty() ? Json{{"type", "object"}} : ReferenceTo(endpoint.answer),
               "What was asked for");
  }
  return operation;
}

}  // namespace

std::string WriteOpenApi(const std::string& version) {
  const Json answers = Json::parse(AnswerSchemas().dump())["$defs"];
  Json schemas = Json::object();
  for (const auto& [name, schema] : answers.items()) schemas[ComponentOf(name)] = schema;
  MoveReferences(schemas);
  Json paths = Json::object();
  for (const std::string_view path : RequestPaths())
    paths[fmt::format("/api/v1/{}", path)] =
        RequestPath(*RequestNamed(path), std::string(path), schemas);
  for (const Endpoint& endpoint : Endpoints()) {
    std::string method(endpoint.method);
    for (char& c : method) c = static_cast<char>(c | 0x20);
    paths[fmt::format("/api/v1/{}", endpoint.path)][method] = EndpointOperation(endpoint);
  }
  schemas["Problem"] = {{"type", "object"},
                        {"required", {"type", "title", "status", "detail", "code", "request_id"}},
                        {"properties",
                         {{"type", {{"type", "string"}}},
                          {"title", {{"type", "string"}}},
                          {"status", {{"type", "integer"}}},
                          {"detail", {{"type", "string"}}},
                          {"code", {{"type", "string"}}},
                          {"hint", {{"type", {"string", "null"}}}},
                          {"request_id", {{"type", "string"}}}}}};
  schemas["JobAnswer"] = {
      {"type", "object"},
      {"required", {"job"}},
      {"properties",
       {{"job",
         {{"type", "object"},
          {"required", {"id", "state", "progress", "result"}},
          {"properties",
           {{"id", {{"type", "string"}}},
            {"state",
             {{"type", "string"}, {"enum", {"queued", "running", "done", "failed", "cancelled"}}}},
            {"progress", {{"type", {"number", "null"}}}},
            {"result", {{"description", "The answer, once it is done"}}}}}}}}}};
  const Json document{
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "northstar"},
        {"version", version},
        {"description", "Questions to a North Star metric and its data"},
        {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
      {"servers", {{{"url", "/"}}}},
      {"security", {{{"token", Json::array()}}}},
      {"tags",
       {{{"name", "requests"}, {"description", "What can be asked of a project"}},
        {{"name", "server"}, {"description", "What only a server has"}}}},
      {"paths", paths},
      {"components",
       {{"schemas", UsedSchemas(schemas, paths)},
        {"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}}}}}}};
  return document.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace northstar::server
