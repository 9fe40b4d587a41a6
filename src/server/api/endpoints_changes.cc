// Changes of what the store keeps: mutes of alerts, and surveys. Each is a request of the table
// whose answer is kept.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "api/record_answer.h"
#include "api/request.h"
#include "base/calendar.h"
#include "json/answers.h"
#include "server/api/endpoints.h"
#include "server/problem.h"
#include "store/alerts.h"

namespace northstar::server {
namespace {

using Json = nlohmann::ordered_json;

// The members of the body are the parameters of the request.
Response Change(ApiParts& parts, const ApiCall& call, std::string_view request) {
  const Json body =
      call.request.body.empty() ? Json::object() : Json::parse(call.request.body, nullptr, false);
  if (!body.is_object()) return Problem(400, "body", "the body is no JSON object");
  for (const RequestSpec& spec : Requests()) {
    if (spec.name != request) continue;
    Arguments arguments;
    for (const auto& member : body.items()) {
      const std::string& name = member.key();
      const Json& value = member.value();
      const bool known =
          std::any_of(spec.parameters.begin(), spec.parameters.end(), [&](const Parameter& one) {
            return one.name == name && one.kind != ParameterKind::kFile && !one.internal;
          });
      if (!known || !value.is_string()) {
        return Problem(400, "parameter",
                       known ? fmt::format("'{}' is no text", name)
                             : fmt::format("'{}' has no '{}'", request, name));
      }
      arguments.Set(name, {value.get<std::string>()});
    }
    for (const Parameter& one : spec.parameters) {
      if (one.required && !arguments.Has(one.name))
        return Problem(400, "parameter", fmt::format("'{}' is missing", one.name));
    }
    const auto answer = Ask(*parts.state.session(), spec, arguments);
    if (!answer.ok()) return ProblemOf(answer.error());
    const Status recorded = RecordAnswer(*answer, parts.state.clock().NowUs());
    if (!recorded.ok()) return ProblemOf(recorded.error());
    parts.access.Note(call.caller.who, std::string(request), "");
    const auto json = AnswerJson(*answer);
    return json.ok() ? JsonResponse(*json) : JsonResponse("{}");
  }
  return Problem(404, "path", "there is no such change");
}

Response Mute(ApiParts& parts, const ApiCall& call) {
  return Change(parts, call, "check mute");
}
Response Unmute(ApiParts& parts, const ApiCall& call) {
  return Change(parts, call, "check unmute");
}
Response OpenSurvey(ApiParts& parts, const ApiCall& call) {
  return Change(parts, call, "survey open");
}
Response AnswerSurvey(ApiParts& parts, const ApiCall& call) {
  return Change(parts, call, "survey answer");
}
Response GradeSurvey(ApiParts& parts, const ApiCall& call) {
  return Change(parts, call, "survey grade");
}
Response CloseSurvey(ApiParts& parts, const ApiCall& call) {
  return Change(parts, call, "survey close");
}

Response Mutes(ApiParts& parts, const ApiCall&) {
  const auto memory = store::ReadAlerts(*parts.state.project(), parts.state.clock().NowUs());
  if (!memory.ok()) return ProblemOf(memory.error());
  Json list = Json::array();
  for (const store::Mute& mute : memory->mutes) {
    list.push_back({{"check", mute.check},
                    {"subject", mute.subject},
                    {"until", FormatInstant(mute.until_us)},
                    {"by", mute.by},
                    {"why", mute.why},
                    {"since", FormatInstant(mute.made_us)}});
  }
  return JsonResponse(Json{{"mutes", list}}.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

std::vector<Endpoint> ChangeEndpoints() {
  using store::Role;
  return {
      {"GET", "mutes", Role::kViewer, "Alerts that nobody is told of now", Mutes},
      {"POST", "mutes", Role::kEditor, "Mute an alert: check, subject, until, why, by", Mute,
       "json"},
      {"POST", "unmutes", Role::kEditor, "End a mute: check, subject", Unmute, "json"},
      {"POST", "survey/open", Role::kEditor, "Open the survey", OpenSurvey, "json"},
      {"POST", "survey/answer", Role::kEditor, "Record one person's answers", AnswerSurvey, "json"},
      {"POST", "survey/grade", Role::kEditor, "Grade an answer by hand", GradeSurvey, "json"},
      {"POST", "survey/close", Role::kEditor, "Close the survey", CloseSurvey, "json"},
  };
}

}  // namespace northstar::server
