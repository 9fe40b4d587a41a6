#include "words/survey.h"
#include "base/calendar.h"
#include "json/findings.h"
#include "json/said.h"
#include "json/schema.h"

namespace northstar {
namespace {

Json TeamJson(const TeamKnowledge& team) {
  const auto end = [&](double stats::Proportion::*part) {
    return team.rate ? Json((*team.rate).*part) : Json(nullptr);
  };
  return {{"team", TextOrNull(team.team)},
          {"invited", team.invited ? Json(*team.invited) : Json(nullptr)},
          {"answered", team.answered},
          {"knows", team.knows},
          {"unclear", team.unclear},
          {"rate", end(&stats::Proportion::share)},
          {"low", end(&stats::Proportion::low)},
          {"high", end(&stats::Proportion::high)}};
}

Json GradeJson(Grade grade, const std::string& text, const std::string& by) {
  return {{"text", text}, {"grade", NameOf(grade)}, {"by", TextOrNull(by)}};
}

Json AnswerJson(const GradedAnswer& answer) {
  return {{"id", answer.id},
          {"person", TextOrNull(answer.person)},
          {"team", TextOrNull(answer.team)},
          {"name", GradeJson(answer.grades.name, answer.texts.name, answer.name_by)},
          {"meaning", GradeJson(answer.grades.meaning, answer.texts.meaning, answer.meaning_by)},
          {"action", GradeJson(answer.grades.action, answer.texts.action, answer.action_by)},
          {"knows", NameOf(answer.grades.knows())}};
}

Json AnswersJson(const std::vector<GradedAnswer>& answers) {
  Json list = Json::array();
  for (const GradedAnswer& one : answers) list.push_back(AnswerJson(one));
  return list;
}

Json RoundJson(const store::SurveyRound& round) {
  return {{"metric", round.metric},
          {"opened", FormatInstant(round.opened_us)},
          {"closed", round.open() ? Json(nullptr) : Json(FormatInstant(round.closed_us))},
          {"named", round.named}};
}

Json TeamShape() {
  using namespace schema;
  return Object({{"team", OrNull(Str("null: all"))},
                 {"invited", OrNull(Count("people; null: nobody was invited by name"))},
                 {"answered", Count("people")},
                 {"knows", Count("of them, with all three answers right")},
                 {"unclear", Count("of them, without a full grade")},
                 {"rate", OrNull(Num("share of those with a full grade that knows it"))},
                 {"low", LowHigh("rate")},
                 {"high", LowHigh("rate")}});
}

Json GradeShape(std::string_view help) {
  using namespace schema;
  return Object({{"text", Str("as the person wrote it")},
                 {"grade", Choice({"yes", "no", "unclear"})},
                 {"by", OrNull(Str("who decided; null: the rule"))}},
                help);
}

schema::Key AnswersKey(std::string_view help) {
  using namespace schema;
  return {"answers", List(Object({{"id", Str()},
                                  {"person", OrNull(Str("only where the survey keeps addresses"))},
                                  {"team", OrNull(Str("likewise"))},
                                  {"name", GradeShape("what the star is called")},
                                  {"meaning", GradeShape("what it means")},
                                  {"action", GradeShape("what the person does to move it")},
                                  {"knows", Choice({"yes", "no", "unclear"})}}),
                          help)};
}

std::vector<schema::Key> RoundKeys() {
  using namespace schema;
  return {{"metric", Str("the star that the survey asks about")},
          {"opened", Instant()},
          {"closed", OrNull(Instant())},
          {"named", Flag("addresses are kept")}};
}

}  // namespace

Json ToJson(const SurveyOpened& opened) {
  const store::NewSurvey& survey = opened.survey;
  Json out{{"metric", survey.metric},
           {"invited", survey.by_invitation ? Json(survey.people.size()) : Json(nullptr)},
           {"teams", opened.teams},
           {"named", survey.named},
           {"notes", opened.notes}};
  AddSaid(opened.said, out);
  return out;
}

Json ToJson(const SurveyResults& results) {
  Json out = RoundJson(results.round);
  Json teams = Json::array();
  for (const TeamKnowledge& one : results.rates.teams) teams.push_back(TeamJson(one));
  out["teams"] = std::move(teams);
  out["total"] = TeamJson(results.rates.total);
  out["hidden_teams"] = results.rates.hidden;
  out["answers"] = AnswersJson(results.answers);
  out["new_answers"] = results.new_answers.size();
  out["notes"] = results.notes;
  AddSaid(results.said, out);
  return out;
}

Json ToJson(const SurveyChange& change) {
  Json out = RoundJson(change.round);
  out["answers"] = AnswersJson(change.answers);
  out["total"] = change.rates ? TeamJson(change.rates->total) : Json(nullptr);
  out["notes"] = change.notes;
  AddSaid(change.said, out);
  return out;
}

Json SurveyOpenSchema() {
  using namespace schema;
  return AnswerOf({{"metric", Str("the star that the survey asks about")},
                   {"invited", OrNull(Count("people; null: everybody who answers"))},
                   {"teams", Names("of the people who are invited")},
                   {"named", Flag("addresses are kept")},
                   NotesKey(),
                   SentenceKey(),
                   HeadlineKey(SurveyRules())},
                  "a survey that was opened");
}

Json SurveyResultsSchema() {
  using namespace schema;
  std::vector<Key> keys = RoundKeys();
  keys.push_back({"teams", List(TeamShape(), "that may be shown")});
  keys.push_back({"total", TeamShape()});
  keys.push_back({"hidden_teams", Count("that are in the total alone")});
  keys.push_back(AnswersKey("in random order"));
  keys.push_back({"new_answers", Count("that an imported file adds or replaces")});
  keys.push_back(NotesKey());
  keys.push_back(SentenceKey());
  keys.push_back(HeadlineKey(SurveyRules()));
  return AnswerOf(std::move(keys), "who knows the North Star");
}

Json SurveyChangeSchema() {
  using namespace schema;
  std::vector<Key> keys = RoundKeys();
  keys.push_back(AnswersKey("the one that was recorded or graded; none when a survey is closed"));
  keys.push_back({"total", OrNull(TeamShape())});
  keys.push_back(NotesKey());
  keys.push_back(SentenceKey());
  keys.push_back(HeadlineKey(SurveyRules()));
  return AnswerOf(std::move(keys), "what was recorded of a survey");
}

}  // namespace northstar
