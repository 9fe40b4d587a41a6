#include "json/answers.h"

#include "json/command_answers.h"
#include "json/findings.h"
#include "json/forget_report.h"
#include "json/inspection.h"
#include "json/project_answers.h"

namespace northstar {
namespace {

struct AsJson {
  using Out = Result<std::string>;
  template <typename Finding>
  Out operator()(const Finding& finding) const {
    return DumpAnswer(ToJson(finding));
  }
  Out operator()(const DetectAnswer& answer) const { return (*this)(answer.detection); }
  Out operator()(const BetsAnswer& answer) const { return (*this)(answer.findings); }
  Out operator()(const LeadAnswer& answer) const { return (*this)(answer.findings); }
  Out operator()(const StateOfTheStar&) const {
    return Error::Usage("a report is a page", "northstar report --out scorecard.html");
  }
};

struct NamedSchema {
  std::string_view name;
  Json (*schema)();
};

Json ExplainOrLeaves() {
  return schema::AnyOf({ExplainSchema(), LeafExplanationSchema()});
}

constexpr NamedSchema kSchemas[] = {
    {"align", AlignSchema},
    {"bets", BetsSchema},
    {"catalog", CatalogSchema},
    {"check", CheckSchema},
    {"check mute", MuteSchema},
    {"check unmute", MuteSchema},
    {"cohorts", CohortsSchema},
    {"decide", DecideSchema},
    {"detect", DetectSchema},
    {"digest", DigestSchema},
    {"doctor", DoctorSchema},
    {"evaluate", EvaluateSchema},
    {"explain", ExplainOrLeaves},
    {"feedback", FeedbackSchema},
    {"forecast", ForecastSchema},
    {"forget", ForgetSchema},
    {"history", HistorySchema},
    {"inspect", InspectSchema},
    {"lead", LeadSchema},
    {"load", LoadSchema},
    {"okrs", OkrsSchema},
    {"query", QuerySchema},
    {"review", ReviewSchema},
    {"review close", CloseReviewSchema},
    {"score", ScoreSchema},
    {"survey answer", SurveyChangeSchema},
    {"survey close", SurveyChangeSchema},
    {"survey grade", SurveyChangeSchema},
    {"survey open", SurveyOpenSchema},
    {"survey results", SurveyResultsSchema},
    {"tree", TreeSchema},
    {"validate", ValidateSchema},
    {"value-words", ValueWordsSchema},
    {"version", VersionSchema},
};

}  // namespace

std::string DumpAnswer(const Json& answer) {
  Json out{{"api_version", kApiVersion}};
  out.update(answer);
  return Dump(out);
}

Result<std::string> AnswerJson(const Answer& answer) {
  return std::visit(AsJson{}, answer);
}

Json AnswerSchemas() {
  Json definitions = Json::object();
  for (const NamedSchema& one : kSchemas) definitions[std::string(one.name)] = one.schema();
  return {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
          {"title", "answers of northstar"},
          {"description", "What `northstar NAME --format json` prints, by NAME."},
          {"$defs", std::move(definitions)}};
}

}  // namespace northstar
