// What the requests about a survey answer, and what of it is to be recorded (record_answer.h).
// Plain values. Nothing here says who wrote an answer, unless the survey keeps names.
#pragma once

#include <string>
#include <vector>

#include "analysis/survey/answer_grading.h"
#include "analysis/survey/knowledge_rate.h"
#include "model/project_ref.h"
#include "store/surveys.h"
#include "words/said.h"

namespace northstar {

// An answer with its grades: by rule, or as people decided.
struct GradedAnswer {
  std::string id;
  // Empty unless the survey keeps names.
  std::string person, team;
  store::SurveyTexts texts;
  AnswerGrades grades;
  // Who decided a grade in the place of the rule, by question; empty: the rule did.
  std::string name_by, meaning_by, action_by;
};

struct SurveyOpened {
  ProjectRef project;
  store::NewSurvey survey;
  // Of the people, as the project names them; by name.
  std::vector<std::string> teams;
  Said said;
  // Sentences.
  std::vector<std::string> notes;
};

struct SurveyResults {
  ProjectRef project;
  store::SurveyRound round;
  // What an imported file adds; empty without one.
  std::vector<store::SurveyAnswer> new_answers;
  std::vector<std::string> seen;
  // Including what was imported.
  KnowledgeRates rates;
  // In the order of their ids: random.
  std::vector<GradedAnswer> answers;
  Said said;
  std::vector<std::string> notes;
};

// One answer, one decision about an answer, or the end of a survey.
struct SurveyChange {
  enum class What { kAnswer, kGrade, kClose };

  What what;
  ProjectRef project;
  store::SurveyRound round;
  // kAnswer: none where it was recorded before.
  std::vector<store::SurveyAnswer> new_answers;
  std::vector<std::string> seen;
  // kGrade: decisions; kClose: all grades as they stand.
  std::vector<store::SurveyGrade> grades;
  // kAnswer and kGrade: the answer as it stands then; one.
  std::vector<GradedAnswer> answers;
  // kClose: the last rates.
  std::optional<KnowledgeRates> rates;
  Said said;
  std::vector<std::string> notes;
};

}  // namespace northstar
