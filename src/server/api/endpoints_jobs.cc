// Answers that take long, and loading.
#include <nlohmann/json.hpp>

#include "json/command_answers.h"
#include "json/forget_report.h"
#include "model/project.h"
#include "server/api/endpoints.h"
#include "server/api/page.h"
#include "server/forgetting.h"
#include "server/problem.h"

namespace northstar::server {
namespace {

using Json = nlohmann::ordered_json;

// Who was forgotten is for admins.
bool MaySee(const ApiCall& call, const JobView& job) {
  return job.request != "forget" || call.caller.role == store::Role::kAdmin;
}

Response List(ApiParts& parts, const ApiCall& call) {
  std::vector<Listed> list;
  for (const JobView& job : parts.jobs.All())
    if (MaySee(call, job))
      list.push_back({job.id, Json::parse(JobJson(job), nullptr, false)["job"]});
  return PageOf(call, "jobs", std::move(list));
}

Response Show(ApiParts& parts, const ApiCall& call) {
  const auto job = parts.jobs.Find(call.id);
  if (!job || !MaySee(call, *job)) return Problem(404, "job", "there is no such job");
  return JsonResponse(JobJson(*job));
}

Response Cancel(ApiParts& parts, const ApiCall& call) {
  if (!parts.jobs.Cancel(call.id)) return Problem(404, "job", "there is no such job that runs");
  return JsonResponse(Json{{"id", call.id}, {"cancelled", true}}.dump());
}

Response Load(ApiParts& parts, const ApiCall& call) {
  LoadRequest request;
  for (const auto& [name, value] : call.request.parameters) {
    if (name == "source") request.sources.push_back(value);
  }
  const ProjectRef project = parts.state.project();
  for (const std::string& source : request.sources) {
    if (project->FindSource(source) == nullptr)
      return Problem(404, "source", "there is no source '" + source + "'");
  }
  // Each load is one of its own: whoever asks wants what is new.
  static std::atomic<int64_t> number{0};
  const std::string question = "load " + std::to_string(++number);
  const Version version{parts.state.project_version(), parts.state.data_version()};
  ProjectState& state = parts.state;
  const auto job = parts.jobs.Ask(
      question, "load", version,
      [&state, project, request](CancelToken& cancel,
                                 const Jobs::Progress& progress) -> Result<std::string> {
        LoadRequest run = request;
        run.now_us = state.clock().NowUs();
        run.cancel = &cancel;
        run.progress = [&](const northstar::Progress& one) { progress(one.share); };
        NS_ASSIGN(const std::vector<LoadSummary> summaries, state.warehouse()->Load(*project, run));
        state.DataChanged();
        return DumpAnswer(northstar::ToJson(summaries));
      });
  if (!job) return Problem(503, "busy", "too many jobs wait already");
  Response response = JsonResponse(JobJson(*job), 202);
  response.headers.emplace_back("Location", "/api/v1/jobs/" + job->id);
  return response;
}

// {"entity": "user", "id": "u1", "dry_run": true}
Response ForgetSomebody(ApiParts& parts, const ApiCall& call) {
  const Json body = Json::parse(call.request.body, nullptr, false);
  if (!body.is_object()) return Problem(400, "body", "the body is no JSON object");
  ForgetRequest request;
  for (const auto& member : body.items()) {
    const Json& value = member.value();
    if (member.key() == "entity" && value.is_string()) {
      request.entity = value.get<std::string>();
    } else if (member.key() == "id" && value.is_string()) {
      request.id = value.get<std::string>();
    } else if (member.key() == "dry_run" && value.is_boolean()) {
      request.dry_run = value.get<bool>();
    } else {
      return Problem(400, "body", "the body has entity and id, texts, and dry_run, true or false");
    }
  }
  if (request.entity.empty() || request.id.empty())
    return Problem(400, "body", "entity and id say who is to be forgotten");
  static std::atomic<int64_t> number{0};
  const Version version{parts.state.project_version(), parts.state.data_version()};
  ProjectState& state = parts.state;
  const auto job = parts.jobs.Ask(
      "forget " + std::to_string(++number), "forget", version,
      [&state, request, who = call.caller.who, pause = parts.events.while_nothing_is_stored](
          CancelToken&, const Jobs::Progress&) -> Result<std::string> {
        const ProjectRef project = state.project();
        const ForgetPlace place{project.get(), state.warehouse().get(), &state.clock(), who, pause};
        NS_ASSIGN(const ForgetReport report, Forget(place, request));
        state.DataChanged();
        return DumpAnswer(northstar::ToJson(report));
      });
  if (!job) return Problem(503, "busy", "too many jobs wait already");
  Response response = JsonResponse(JobJson(*job), 202);
  response.headers.emplace_back("Location", "/api/v1/jobs/" + job->id);
  return response;
}

}  // namespace

std::vector<Endpoint> JobEndpoints() {
  using store::Role;
  return {
      {"GET", "jobs", Role::kViewer, "Jobs, the latest first", List, "", kPageParameters},
      {"GET", "jobs/{id}", Role::kViewer, "A job, and its result once it is done", Show},
      {"DELETE", "jobs/{id}", Role::kEditor, "Cancel a job", Cancel},
      {"POST", "forget", Role::kAdmin, "Remove a person from everything: entity, id, dry_run",
       ForgetSomebody, "json"},
      {"POST",
       "load",
       Role::kEditor,
       "Load new and changed files and databases",
       Load,
       "",
       {"source"}},
  };
}

}  // namespace northstar::server
