// Changes of what the store keeps: mutes of alerts, and surveys. Each is a request of the table
// whose answer is kept.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>

#include "api/record_answer.h"
#include "api/request.h"
#include "base/calendar.h"
#include "base/text.h"
#include "json/answers.h"
#include "model/edit_yaml.h"
#include "model/load_project.h"
#include "model/project.h"
#include "server/api/endpoints.h"
#include "server/api/page.h"
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
    const auto answer = parts.state.AskAny(spec, arguments);
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

Response Mutes(ApiParts& parts, const ApiCall& call) {
  const auto memory = store::ReadAlerts(*parts.state.project(), parts.state.clock().NowUs());
  if (!memory.ok()) return ProblemOf(memory.error());
  std::vector<Listed> list;
  for (const store::Mute& mute : memory->mutes) {
    list.push_back({mute.check + " " + mute.subject,
                    {{"check", mute.check},
                     {"subject", mute.subject},
                     {"until", FormatInstant(mute.until_us)},
                     {"by", mute.by},
                     {"why", mute.why},
                     {"since", FormatInstant(mute.made_us)}}});
  }
  return PageOf(call, "mutes", std::move(list));
}

// What annotations.yml holds; empty: it is not there.
std::string ReadText(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Under its name only once it is whole.
bool Replace(const std::filesystem::path& path, const std::string& text) {
  const std::filesystem::path scratch = path.string() + ".part";
  std::ofstream file(scratch, std::ios::binary);
  file << text;
  file.close();
  std::error_code failed;
  if (file) std::filesystem::rename(scratch, path, failed);
  return file && !failed;
}

// Into annotations.yml, which is the project's like its other files. What makes the project unsound
// is taken back.
Response Annotate(ApiParts& parts, const ApiCall& call) {
  static std::mutex one_at_a_time;
  const std::scoped_lock lock(one_at_a_time);
  const Json body = Json::parse(call.request.body, nullptr, false);
  if (!body.is_object()) return Problem(400, "body", "the body is no JSON object");
  NewAnnotation annotation;
  annotation.kind = "other";
  for (const auto& member : body.items()) {
    std::string* const text = member.key() == "at"     ? &annotation.at
                              : member.key() == "to"   ? &annotation.to
                              : member.key() == "text" ? &annotation.text
                              : member.key() == "kind" ? &annotation.kind
                                                       : nullptr;
    if (text == nullptr || !member.value().is_string())
      return Problem(
          400, "body",
          fmt::format("an annotation has no '{}', or it is no text", Printable(member.key())));
    *text = member.value().get<std::string>();
  }
  constexpr size_t kMostText = 1000;
  if (annotation.at.empty() || annotation.text.empty() || annotation.text.size() > kMostText)
    return Problem(400, "body", "an annotation has 'at', and a 'text' of 1 to 1,000 bytes");
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::any_of(annotation.text.begin(), annotation.text.end(), is_control) ||
      annotation.text.find_first_not_of(' ') == std::string::npos)
    return Problem(400, "body", "the text is one line, and not blank");
  const std::filesystem::path path =
      std::filesystem::path(parts.state.folder()) / "annotations.yml";
  const std::string before = ReadText(path);
  const auto after = AppendAnnotation(SourceText("annotations.yml", before), annotation);
  if (!after.ok()) return ProblemOf(after.error());
  if (!Replace(path, *after))
    return Problem(503, "disk", "annotations.yml cannot be written",
                   "may the server write the project's folder, and is there room on the disk?");
  const auto loaded = LoadProject(parts.state.folder(), parts.state.environment());
  if (!loaded.ok()) {
    std::error_code ignored;
    if (before.empty()) {
      std::filesystem::remove(path, ignored);
    } else {
      (void)Replace(path, before);
    }
    for (const Diagnostic& one : loaded.error().diagnostics) {
      if (one.where.file == "annotations.yml") return Problem(400, one.code, one.message);
    }
    return Problem(409, "project", "the project's files have errors; nothing was changed");
  }
  parts.access.Note(call.caller.who, "annotation", annotation.at);
  return JsonResponse(Json{{"at", annotation.at},
                           {"to", annotation.to.empty() ? Json(nullptr) : Json(annotation.to)},
                           {"text", annotation.text},
                           {"kind", annotation.kind}}
                          .dump(-1, ' ', false, Json::error_handler_t::replace),
                      201);
}

}  // namespace

std::vector<Endpoint> ChangeEndpoints() {
  using store::Role;
  return {
      {"GET", "mutes", Role::kViewer, "Alerts that nobody is told of now", Mutes, "",
       kPageParameters},
      {"POST",
       "mutes",
       Role::kEditor,
       "Mute an alert: check, subject, until, why, by",
       Mute,
       "json",
       {},
       "check mute"},
      {"POST", "annotations", Role::kEditor, "Say what happened: at, text, to, kind", Annotate,
       "json"},
      {"POST",
       "unmutes",
       Role::kEditor,
       "End a mute: check, subject",
       Unmute,
       "json",
       {},
       "check unmute"},
      {"POST",
       "survey/open",
       Role::kEditor,
       "Open the survey",
       OpenSurvey,
       "json",
       {},
       "survey open"},
      {"POST",
       "survey/answer",
       Role::kEditor,
       "Record one person's answers",
       AnswerSurvey,
       "json",
       {},
       "survey answer"},
      {"POST",
       "survey/grade",
       Role::kEditor,
       "Grade an answer by hand",
       GradeSurvey,
       "json",
       {},
       "survey grade"},
      {"POST",
       "survey/close",
       Role::kEditor,
       "Close the survey",
       CloseSurvey,
       "json",
       {},
       "survey close"},
  };
}

}  // namespace northstar::server
