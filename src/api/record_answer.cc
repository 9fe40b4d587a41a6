#include "api/record_answer.h"

#include "store/alerts.h"
#include "store/definitions.h"
#include "store/surveys.h"

namespace northstar {
namespace {

Status Record(const SurveyChange& change, int64_t now_us) {
  const Project& project = *change.project;
  switch (change.what) {
    case SurveyChange::What::kAnswer:
      return store::RecordSurveyAnswers(project, change.round.id, change.new_answers, change.seen);
    case SurveyChange::What::kGrade:
      return store::RecordSurveyGrades(project, change.round.id, change.grades);
    case SurveyChange::What::kClose:
      return store::CloseSurvey(project, change.round.id, change.grades, now_us);
  }
  return Status::Ok();
}

}  // namespace

Status RecordAnswer(const Answer& answer, int64_t now_us) {
  if (const auto* mute = std::get_if<MuteAnswer>(&answer)) {
    const store::Mute& one = mute->mute;
    return mute->ends ? store::EndMute(*mute->project, one.check, one.subject, now_us)
                      : store::WriteMute(*mute->project, one);
  }
  if (const auto* opened = std::get_if<SurveyOpened>(&answer))
    return store::OpenSurvey(*opened->project, opened->survey, now_us);
  if (const auto* results = std::get_if<SurveyResults>(&answer)) {
    return store::RecordSurveyAnswers(*results->project, results->round.id, results->new_answers,
                                      results->seen);
  }
  if (const auto* change = std::get_if<SurveyChange>(&answer)) return Record(*change, now_us);
  const auto* validation = std::get_if<ValidateAnswer>(&answer);
  if (validation == nullptr || !validation->project) return Status::Ok();
  return store::RecordDefinitions(*validation->project, now_us);
}

std::string_view IfNotRecorded(const Answer& answer) {
  if (!std::holds_alternative<ValidateAnswer>(answer)) return "";
  return "later runs cannot tell which definitions changed since this one";
}

}  // namespace northstar
