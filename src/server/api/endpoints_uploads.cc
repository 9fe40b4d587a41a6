// Files that are sent to be looked at, what is guessed of them, and their first rows.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "analysis/inspect/inspection.h"
#include "engine/found_tables.h"
#include "json/inspection.h"
#include "server/api/endpoints.h"
#include "server/problem.h"

namespace northstar::server {
namespace {

using Json = nlohmann::ordered_json;

Json UploadJson(const Upload& upload) {
  return {{"id", upload.id}, {"name", upload.name}, {"bytes", upload.bytes}};
}

Response Send(ApiParts& parts, const ApiCall& call) {
  auto kept = parts.uploads.Keep(call.Parameter("name"), call.request.body);
  if (!kept.ok()) return ProblemOf(kept.error());
  parts.access.Note(call.caller.who, "upload", kept->name);
  return JsonResponse(UploadJson(*kept).dump(), 201);
}

Response List(ApiParts& parts, const ApiCall&) {
  Json list = Json::array();
  for (const Upload& upload : parts.uploads.All()) list.push_back(UploadJson(upload));
  return JsonResponse(Json{{"uploads", list}}.dump());
}

Response Remove(ApiParts& parts, const ApiCall& call) {
  if (!parts.uploads.Remove(call.id)) return Problem(404, "upload", "there is no such upload");
  return JsonResponse(Json{{"id", call.id}, {"removed", true}}.dump());
}

// The inspection of uploads, which tells no path of this machine.
Result<nlohmann::ordered_json> InspectUploads(ApiParts& parts,
                                              const std::vector<std::string>& ids) {
  std::vector<std::string> paths;
  for (const std::string& id : ids) {
    const auto path = parts.uploads.PathOf(id);
    if (!path) return Error::Usage(fmt::format("there is no upload '{}'", id));
    paths.push_back(*path);
  }
  if (paths.empty()) return Error::Usage("name an upload", "?upload=ID");
  auto found = FindTables(paths);
  if (!found.ok())
    return Error::Data("the upload is no table that can be read", found.error().hint);
  return nlohmann::ordered_json::parse(northstar::ToJson(Inspect(std::move(*found))).dump());
}

std::vector<std::string> IdsOf(const ApiCall& call) {
  std::vector<std::string> ids;
  for (const auto& [name, value] : call.request.parameters) {
    if (name == "upload") ids.push_back(value);
  }
  return ids;
}

// Text without the folder that uploads lie in.
std::string WithoutPaths(ApiParts& parts, std::string text, const std::vector<std::string>& ids) {
  for (const std::string& id : ids) {
    const auto path = parts.uploads.PathOf(id);
    if (!path) continue;
    const std::string folder = path->substr(0, path->rfind('/') + 1);
    for (size_t at = text.find(folder); at != std::string::npos; at = text.find(folder))
      text.erase(at, folder.size());
  }
  return text;
}

Response Guess(ApiParts& parts, const ApiCall& call) {
  const std::vector<std::string> ids = IdsOf(call);
  const auto inspected = InspectUploads(parts, ids);
  if (!inspected.ok()) return ProblemOf(inspected.error());
  return JsonResponse(
      WithoutPaths(parts, inspected->dump(-1, ' ', false, Json::error_handler_t::replace), ids));
}

// Of each table its columns, with samples.
Response Preview(ApiParts& parts, const ApiCall& call) {
  const std::vector<std::string> ids = IdsOf(call);
  const auto inspected = InspectUploads(parts, ids);
  if (!inspected.ok()) return ProblemOf(inspected.error());
  Json tables = Json::array();
  for (const auto& input : (*inspected)["inputs"]) {
    Json columns = Json::array();
    for (const auto& column : input["columns"])
      columns.push_back({{"name", column["name"]}, {"samples", column["samples"]}});
    tables.push_back({{"name", input["name"]}, {"rows", input["rows"]}, {"columns", columns}});
  }
  return JsonResponse(WithoutPaths(
      parts, Json{{"tables", tables}}.dump(-1, ' ', false, Json::error_handler_t::replace), ids));
}

}  // namespace

std::vector<Endpoint> UploadEndpoints() {
  using store::Role;
  return {
      {"GET", "uploads", Role::kEditor, "Files that were sent", List},
      {"POST", "uploads", Role::kEditor, "Send a file to be looked at", Send, "bytes", {"name"}},
      {"DELETE", "uploads/{id}", Role::kEditor, "Remove a file that was sent", Remove},
      {"GET",
       "guess",
       Role::kEditor,
       "What files hold, and sources that would read them",
       Guess,
       "",
       {"upload"}},
      {"GET", "preview", Role::kEditor, "Columns of files, with samples", Preview, "", {"upload"}},
  };
}

}  // namespace northstar::server
