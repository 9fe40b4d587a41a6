// What there is: the project, its star, its sources, what was done.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "api/request.h"
#include "base/calendar.h"
#include "json/answers.h"
#include "model/project.h"
#include "server/api/endpoints.h"
#include "server/api/page.h"
#include "server/problem.h"

namespace northstar::server {
namespace {

using Json = nlohmann::ordered_json;

Response ToResponse(const Json& body) {
  return JsonResponse(body.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Json TroubleJson(const Error& trouble) {
  Json findings = Json::array();
  for (const Diagnostic& one : trouble.diagnostics) {
    findings.push_back({{"file", one.where.file},
                        {"line", one.where.line},
                        {"column", one.where.column},
                        {"code", one.code},
                        {"message", one.message}});
  }
  return {{"message", trouble.message}, {"findings", findings}};
}

Response ShowProject(ApiParts& parts, const ApiCall&) {
  const ProjectRef project = parts.state.project();
  Json metrics = Json::array();
  for (const Metric& metric : project->metrics) {
    metrics.push_back(
        {{"name", metric.name}, {"label", metric.label}, {"description", metric.description}});
  }
  Json body{{"name", project->name},
            {"version", parts.state.project_version()},
            {"data_version", parts.state.data_version()},
            {"timezone", project->calendar.zone().name()},
            {"north_star", nullptr},
            {"metrics", metrics},
            {"trouble", nullptr}};
  if (project->north_star) body["north_star"] = project->north_star->metric;
  const std::string not_applied = parts.events.not_applied();
  if (!not_applied.empty()) body["trouble"] = TroubleJson(Error::Data(not_applied));
  if (const auto trouble = parts.state.trouble()) body["trouble"] = TroubleJson(*trouble);
  return ToResponse(body);
}

std::string_view KindName(Source::Kind kind) {
  switch (kind) {
    case Source::Kind::kHttp:
      return "http";
    case Source::Kind::kSeries:
      return "series";
    case Source::Kind::kIdentities:
      return "identities";
    case Source::Kind::kFeedback:
      return "feedback";
    case Source::Kind::kEvents:
    case Source::Kind::kTable:
      break;
  }
  return "events";
}

void AddFacts(Engine& engine, const DataFacts& facts, const std::string& source, Json& one) {
  const auto known = facts.sources.find(source);
  if (known == facts.sources.end()) return;
  one["rows"] = known->second.rows;
  if (known->second.rows > 0) {
    one["from"] = FormatInstant(known->second.first_us);
    one["to"] = FormatInstant(known->second.last_us);
  }
  const auto quality = engine.Quality(source);
  if (!quality.ok()) return;
  one["read"] = quality->read;
  one["filtered"] = quality->filtered;
  one["duplicate"] = quality->duplicate;
  one["rejected"] = quality->rejected;
}

Response Sources(ApiParts& parts, const ApiCall&) {
  const ProjectRef project = parts.state.project();
  const auto engine = parts.state.warehouse()->Open(parts.state.clock().NowUs());
  std::optional<DataFacts> facts;
  if (engine.ok()) {
    auto read = (*engine)->Facts();
    if (read.ok()) facts = std::move(*read);
  }
  Json list = Json::array();
  for (const Source& source : project->sources) {
    Json one{{"name", source.name}, {"kind", KindName(source.kind)},
             {"rows", 0},           {"from", nullptr},
             {"to", nullptr},       {"read", 0},
             {"filtered", 0},       {"duplicate", 0},
             {"rejected", 0}};
    if (facts) AddFacts(**engine, *facts, source.name, one);
    Json because = Json::array();
    for (const RejectedBecause& reason : parts.events.rejected_because(source.name)) {
      because.push_back(
          {{"reason", reason.reason}, {"events", reason.events}, {"example", reason.example}});
    }
    one["rejected_because"] = because;
    list.push_back(std::move(one));
  }
  return ToResponse({{"sources", list}});
}

Response Audits(ApiParts& parts, const ApiCall& call) {
  constexpr int64_t kMost = 100'000;
  const auto audits =
      parts.access.WithTokens([](store::Tokens& tokens) { return tokens.Audits(kMost); });
  if (!audits.ok()) return ProblemOf(audits.error());
  std::vector<Listed> list;
  for (const store::Audit& one : *audits) {
    list.push_back({std::to_string(one.id),
                    {{"id", one.id},
                     {"at", FormatInstant(one.at_us)},
                     {"who", one.who},
                     {"what", one.what},
                     {"about", one.about}}});
  }
  return PageOf(call, "audit", std::move(list));
}

Response Live(ApiParts& parts, const ApiCall&) {
  return parts.live.Listen();
}

Response Annotations(ApiParts& parts, const ApiCall& call) {
  std::vector<Listed> list;
  for (const Annotation& one : parts.state.project()->annotations) {
    list.push_back({std::to_string(list.size() + 1),
                    {{"at", one.at},
                     {"to", one.to.empty() ? Json(nullptr) : Json(one.to)},
                     {"text", one.text},
                     {"kind", one.kind}}});
  }
  return PageOf(call, "annotations", std::move(list));
}

}  // namespace

std::vector<Endpoint> ProjectEndpoints() {
  using store::Role;
  return {
      {"GET", "project", Role::kViewer, "The project in force, and what is wrong with its files",
       ShowProject},
      {"GET", "sources", Role::kViewer, "Sources: rows, from when to when, what was left out",
       Sources},
      {"GET", "annotations", Role::kViewer, "What happened when", Annotations, "", kPageParameters},
      {"GET", "live", Role::kViewer, "Server-sent events: data, project, check, job", Live},
      {"GET", "audit", Role::kAdmin, "What was done with rights, the latest first", Audits, "",
       kPageParameters},
  };
}

}  // namespace northstar::server
