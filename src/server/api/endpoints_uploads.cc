// Files that are sent to be looked at, what is guessed of them, and their first rows.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "analysis/inspect/inspection.h"
#include "base/text.h"
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

// What is looked at, and the folders that no answer names.
struct LookedAt {
  FoundTables found;
  std::vector<std::string> folders;
};

std::vector<std::string> Named(const ApiCall& call, std::string_view parameter) {
  std::vector<std::string> values;
  for (const auto& [name, value] : call.request.parameters) {
    if (name == parameter) values.push_back(value);
  }
  return values;
}

Result<LookedAt> LookAtUploads(ApiParts& parts, const std::vector<std::string>& ids) {
  std::vector<std::string> paths;
  LookedAt looked;
  for (const std::string& id : ids) {
    const auto path = parts.uploads.PathOf(id);
    if (!path) return Error::Usage(fmt::format("there is no upload '{}'", id));
    paths.push_back(*path);
    looked.folders.push_back(path->substr(0, path->rfind('/') + 1));
  }
  auto found = FindTables(paths);
  if (!found.ok())
    return Error::Data("the upload is no table that can be read", found.error().hint);
  looked.found = std::move(*found);
  return looked;
}

Result<LookedAt> LookAtSource(ApiParts& parts, const std::string& name) {
  const ProjectRef project = parts.state.project();
  const Source* source = project->FindSource(name);
  if (source == nullptr) {
    std::vector<std::string> names;
    for (const Source& one : project->sources) names.push_back(one.name);
    return Error::Usage(fmt::format("there is no source '{}'", name), DidYouMean(name, names));
  }
  if (source->files.empty())
    return Error::Usage(fmt::format("source '{}' reads no files", name),
                        "name one that has 'files:'");
  auto found = FindTablesOf(*source);
  if (!found.ok())
    return Error::Data(fmt::format("no file of source '{}' is a table that can be read", name));
  LookedAt looked;
  looked.found = std::move(*found);
  looked.folders.push_back(source->base_dir + "/");
  for (const FoundTable& table : looked.found.tables) {
    for (const std::string& file : table.layout.files)
      looked.folders.push_back(file.substr(0, file.rfind('/') + 1));
  }
  return looked;
}

// The inspection of uploads, or of the files of a source that the project declares, which tells no
// path of this machine.
Result<nlohmann::ordered_json> InspectNamed(ApiParts& parts, const ApiCall& call) {
  const std::vector<std::string> ids = Named(call, "upload"), sources = Named(call, "source");
  if (ids.empty() == sources.empty() || sources.size() > 1)
    return Error::Usage("name uploads, or one source", "?upload=ID or ?source=NAME");
  NS_ASSIGN(LookedAt looked,
            sources.empty() ? LookAtUploads(parts, ids) : LookAtSource(parts, sources[0]));
  std::string text = northstar::ToJson(Inspect(std::move(looked.found)))
                         .dump(-1, ' ', false, Json::error_handler_t::replace);
  for (const std::string& folder : looked.folders) {
    // As it stands in the text: in quotes, which are left out.
    const std::string quoted = Json(folder).dump(-1, ' ', false, Json::error_handler_t::replace);
    const std::string written = quoted.substr(1, quoted.size() - 2);
    if (written.size() <= 1) continue;
    for (size_t at = text.find(written); at != std::string::npos; at = text.find(written, at))
      text.erase(at, written.size());
  }
  return nlohmann::ordered_json::parse(text);
}

Response Guess(ApiParts& parts, const ApiCall& call) {
  const auto inspected = InspectNamed(parts, call);
  return inspected.ok() ? JsonResponse(inspected->dump()) : ProblemOf(inspected.error());
}

// Of each table its columns, with samples.
Response Preview(ApiParts& parts, const ApiCall& call) {
  const auto inspected = InspectNamed(parts, call);
  if (!inspected.ok()) return ProblemOf(inspected.error());
  Json tables = Json::array();
  for (const auto& input : (*inspected)["inputs"]) {
    Json columns = Json::array();
    for (const auto& column : input["columns"])
      columns.push_back({{"name", column["name"]}, {"samples", column["samples"]}});
    tables.push_back({{"name", input["name"]}, {"rows", input["rows"]}, {"columns", columns}});
  }
  return JsonResponse(Json{{"tables", tables}}.dump());
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
       {"upload", "source"}},
      {"GET",
       "preview",
       Role::kEditor,
       "Columns of files, with samples",
       Preview,
       "",
       {"upload", "source"}},
  };
}

}  // namespace northstar::server
