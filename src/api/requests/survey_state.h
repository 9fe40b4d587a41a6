// What the requests about a survey share: the round as the store has it, its answers with their
// grades, and what is said of them all. Internal to requests/.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/request.h"
#include "api/survey_answers.h"
#include "words/survey.h"

namespace northstar {

struct LoadedSurvey {
  ProjectRef project;
  store::SurveyState state;
};

// kUsage where there never was one, or `must_be_open` and none is; kData as of the store.
Result<LoadedSurvey> LoadSurvey(const ProjectFolder& folder, bool must_be_open);

// A team as the project names it, by its name or label in any case; else as it is written.
std::string TeamNameOf(const Project& project, const std::string& written);
// Teams that the project does not know, as a sentence; empty: it knows all, or has none at all.
std::string UnknownTeams(const Project& project, const std::vector<std::string>& teams);

// "name", "meaning", "action": how questions are called, in this order.
const std::vector<std::string>& SurveyQuestions();
Grade& GradeOf(AnswerGrades& grades, const std::string& question);

// All answers, graded by rule while the round is open, else as they stood at its end; either way
// what people decided counts. In the order of the state.
std::vector<GradedAnswer> GradeAnswers(const Project& project, const store::SurveyState& state);
// Who is invited and who answered, by team. `graded`: of all answers of the state, in its order.
KnowledgeRates RatesOfSurvey(const store::SurveyState& state,
                             const std::vector<GradedAnswer>& graded);

// What the counts of a round say; the code is one of results.
SurveyStatement StatementOn(const Project& project, const store::SurveyRound& round,
                            const KnowledgeRates& rates);
// Sentences: the star is another by now, or no metric any more.
std::vector<std::string> NotesOnStar(const Project& project, const store::SurveyRound& round);

// An answer of a person who is known by `person`, and the team of the invitation, else `team`.
store::SurveyAnswer NewAnswer(const store::SurveyRound& round, const store::SurveyKey& key,
                              const std::string& address, const std::string& team,
                              store::SurveyTexts texts);
// Null: nobody of this name is invited.
const store::SurveyPerson* FindInvited(const store::SurveyState& state, const std::string& person);
// In the place of an earlier answer of the same person; in the order of ids. True: there was one.
bool PutAnswer(const store::SurveyAnswer& answer, store::SurveyState& state);

}  // namespace northstar
