// Surveys about the North Star: rounds, who is invited, answers, and the log of what people decided
// about them (docs/decisions/0020-surveys.md). Persons are texts of the caller's: names that only
// who has the key of a round can make, or addresses where a round keeps names. No table holds when
// somebody answered, and rows of answers lie in the order of their ids, which tells nothing.
// Values are parameters, ?1 and on; static.
#pragma once

#include <string_view>

namespace northstar::sql::sqlite {

std::string_view CreateSurveys();

// All rounds, the latest first, with the columns of LatestSurvey.
std::string_view Surveys();
// One row at most: the latest round, as id, metric, opened, closed (0: open), named, by invitation.
std::string_view LatestSurvey();
// ?1 metric, ?2 opened, ?3 named, ?4 by invitation.
std::string_view InsertSurvey();
// One number: the id of the row that was inserted last by this connection.
std::string_view LastInserted();
// ?1 the round, ?2 closed.
std::string_view CloseSurvey();

// ?1 the round, ?2 person, ?3 team.
std::string_view InsertSurveyPerson();
// Of the round ?1: person, team.
std::string_view SurveyPeople();

// The answer of the person ?2 in the round ?1, so that another can take its place.
std::string_view DeleteSurveyAnswer();
// What else there is of the person ?2 in the round ?1: grades of the answer, before that goes; and
// the invitation.
std::string_view DeleteSurveyGrades();
std::string_view DeleteSurveyPerson();
// One number: answers of the person ?2 in the round ?1.
std::string_view CountSurveyAnswers();
// ?1 the round, ?2 id, ?3 person, ?4 team, ?5 name, ?6 meaning, ?7 action.
std::string_view InsertSurveyAnswer();
// Of the round ?1, by id: id, person, team, name, meaning, action.
std::string_view SurveyAnswers();

// ?1 the round, ?2 id; nothing where it was seen.
std::string_view InsertSurveySeen();
// Of the round ?1: ids of all answers that ever were.
std::string_view SurveySeen();

// ?1 the round, ?2 id of the answer, ?3 question, ?4 grade, ?5 by, ?6 at.
std::string_view InsertSurveyGrade();
// Of the round ?1, the oldest first: id of the answer, question, grade, by, at.
std::string_view SurveyGrades();

}  // namespace northstar::sql::sqlite
