#include "server/api/endpoints.h"

#include <nlohmann/json.hpp>

namespace northstar::server {

using Json = nlohmann::ordered_json;

std::string ApiCall::Parameter(std::string_view name) const {
  for (const auto& [one, value] : request.parameters) {
    if (one == name) return value;
  }
  return "";
}

std::span<const Endpoint> Endpoints() {
  static const std::vector<Endpoint> kEndpoints = [] {
    std::vector<Endpoint> all;
    for (std::vector<Endpoint> (*some)() : {ProjectEndpoints, TokenEndpoints, SessionEndpoints,
                                            ChangeEndpoints, UploadEndpoints, JobEndpoints}) {
      for (Endpoint& one : some()) all.push_back(std::move(one));
    }
    return all;
  }();
  return kEndpoints;
}

FoundEndpoint FindEndpoint(std::string_view method, std::string_view path, std::string& allowed) {
  constexpr std::string_view kId = "{id}";
  FoundEndpoint found;
  for (const Endpoint& one : Endpoints()) {
    std::string id;
    if (one.path.ends_with(kId)) {
      const std::string_view before = one.path.substr(0, one.path.size() - kId.size());
      if (!path.starts_with(before) || path.size() == before.size()) continue;
      id = path.substr(before.size());
      if (id.find('/') != std::string::npos) continue;
    } else if (path != one.path) {
      continue;
    }
    const bool same = one.method == method || (method == "HEAD" && one.method == "GET");
    if (same) return {&one, id};
    allowed += (allowed.empty() ? "" : ", ") + std::string(one.method);
  }
  return found;
}

Response JsonResponse(const std::string& body, int status) {
  Response response;
  response.status = status;
  response.body = body + (body.ends_with('\n') ? "" : "\n");
  response.headers.emplace_back("Cache-Control", "private, no-cache");
  return response;
}

std::string JobJson(const JobView& job) {
  Json one{{"id", job.id},        {"request", job.request}, {"state", JobStateName(job.state)},
           {"progress", nullptr}, {"result", nullptr},      {"error", nullptr}};
  if (job.progress >= 0) one["progress"] = job.progress;
  if (!job.result.empty()) one["result"] = Json::parse(job.result, nullptr, false);
  if (job.error) one["error"] = job.error->message;
  return Json{{"job", one}}.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace northstar::server
