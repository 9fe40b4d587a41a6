#include "json/project_answers.h"

#include "json/findings.h"
#include "json/schema.h"
#include "model/checks/check.h"
#include "model/project.h"

namespace northstar {
namespace {

std::string_view SeverityName(Severity severity) {
  return severity == Severity::kError ? "error" : "warning";
}

}  // namespace

Json ToJson(const ValidateAnswer& answer) {
  Json list = Json::array();
  for (const Diagnostic& d : answer.findings) {
    list.push_back({{"severity", SeverityName(d.severity)},
                    {"code", d.code},
                    {"message", d.message},
                    {"file", d.where.file},
                    {"line", d.where.line},
                    {"column", d.where.column},
                    {"hint", d.hint}});
  }
  return {{"valid", answer.valid},
          {"findings", std::move(list)},
          {"not_checked", TextOrNull(answer.not_checked)},
          {"store_unread", TextOrNull(answer.store_unread)}};
}

Json ToJson(const CheckList&) {
  Json list = Json::array();
  for (const checks::Check& check : checks::AllChecks()) {
    list.push_back({{"code", check.code},
                    {"severity", SeverityName(check.severity)},
                    {"meaning", check.sentence},
                    {"fix", check.fix}});
  }
  return {{"checks", std::move(list)}};
}

Json ToJson(const CatalogAnswer& answer) {
  Json out{{"templates", Json::array()}};
  for (const catalog::Template* one : answer.found) {
    out["templates"].push_back({{"name", one->name},
                                {"kind", one->kind},
                                {"sentence", one->sentence},
                                {"wording", one->wording},
                                {"flags", one->flags},
                                {"available", one->available},
                                {"yaml", catalog::WithDescription(*one)},
                                {"check", one->check}});
  }
  return out;
}

Json ToJson(const ScoreAnswer& answer) {
  Json ratings = Json::object();
  for (const auto& [question, rating] : answer.ratings) ratings[question] = rating;
  return {{"candidate", answer.candidate},
          {"by", answer.by},
          {"ratings", std::move(ratings)},
          {"file", answer.file.path}};
}

Json ToJson(const DecideAnswer& answer) {
  Json out{{"metric", answer.metric},
           {"day", answer.day},
           {"replaces", TextOrNull(answer.former)},
           {"definitions", answer.definitions},
           {"record", answer.record},
           {"project_file", answer.project.path},
           {"dry_run", answer.dry_run},
           {"warnings", WarningsOf(Answer(answer))}};
  if (answer.dry_run) out["project_text"] = answer.project.text;
  return out;
}

Json ValidateSchema() {
  using namespace schema;
  const Json finding = Object({{"severity", Choice({"error", "warning"})},
                               {"code", Str()},
                               {"message", Str()},
                               {"file", Str()},
                               {"line", Count("from 1")},
                               {"column", Count("from 1")},
                               {"hint", Str()}});
  const Json check = Object({{"code", Str()},
                             {"severity", Choice({"error", "warning"})},
                             {"meaning", Str()},
                             {"fix", Str()}});
  return AnyOf({AnswerOf({{"valid", Flag()},
                          {"findings", List(finding)},
                          {"not_checked", OrNull(Str("why checks that need data were left out"))},
                          {"store_unread",
                           OrNull(Str("why definitions were compared with the manifest alone"))}},
                         "what is wrong in the project"),
                AnswerOf({{"checks", List(check)}}, "with --list: all checks")});
}

Json CatalogSchema() {
  using namespace schema;
  const Json one = Object({{"name", Str()},
                           {"kind", Str("of business")},
                           {"sentence", Str()},
                           {"wording", Str("in the articles; added: not in them")},
                           {"flags", Names("what speaks against it")},
                           {"available", Flag("this version can compute it")},
                           {"yaml", Str()},
                           {"check", Str("SQL that gives the same numbers; may be empty")}});
  return AnswerOf({{"templates", List(one)}}, "templates of metrics");
}

Json ScoreSchema() {
  using namespace schema;
  return AnswerOf({{"candidate", Str()},
                   {"by", Str("who rated")},
                   {"ratings", Map(Count("1 to 5"), "by question, of this time")},
                   {"file", Str("that they were appended to, relative to the project")}},
                  "ratings that were recorded");
}

Json DecideSchema() {
  using namespace schema;
  return AnyOf(
      {AnswerOf({{"metric", Str("the North Star from now on")},
                 {"day", Str("of the decision, local")},
                 {"replaces", OrNull(Str("the star before; null: there was none"))},
                 {"definitions", Str("fingerprint of all definitions")},
                 {"record", Str("the file of the record, relative to the project")},
                 {"project_file", Str("that holds the star, relative to the project")},
                 {"dry_run", Flag("nothing was written")},
                 {"warnings", Names("sentences")},
                 {"project_text", Str("with --dry-run: what that file would hold"), false}},
                "a decision that was recorded"),
       RewireSchema()});
}

}  // namespace northstar
