#include "sql/sqlite/survey_sql.h"

namespace northstar::sql::sqlite {

std::string_view CreateSurveys() {
  return "create table surveys ("
         "id integer primary key autoincrement, "
         "metric text not null, "
         "opened integer not null, "            // UTC microseconds
         "closed integer not null default 0, "  // 0: it is open
         "named integer not null, "
         "by_invitation integer not null"
         ") strict; "
         "create table survey_people ("
         "survey integer not null, person text not null, team text not null, "
         "primary key (survey, person)"
         ") strict, without rowid; "
         "create table survey_answers ("
         "survey integer not null, id text not null, person text not null, team text not null, "
         "name text not null, meaning text not null, action text not null, "
         "primary key (survey, id), unique (survey, person)"
         ") strict, without rowid; "
         "create table survey_seen ("
         "survey integer not null, id text not null, primary key (survey, id)"
         ") strict, without rowid; "
         "create table survey_grades ("
         "id integer primary key autoincrement, "
         "survey integer not null, answer text not null, question text not null, "
         "grade text not null, grader text not null, at integer not null"
         ") strict";
}

std::string_view Surveys() {
  return "select id, metric, opened, closed, named, by_invitation from surveys order by id desc";
}

std::string_view LatestSurvey() {
  return "select id, metric, opened, closed, named, by_invitation from surveys "
         "order by id desc limit 1";
}

std::string_view InsertSurvey() {
  return "insert into surveys (metric, opened, named, by_invitation) values (?1, ?2, ?3, ?4)";
}

std::string_view LastInserted() {
  return "select last_insert_rowid()";
}

std::string_view CloseSurvey() {
  return "update surveys set closed = ?2 where id = ?1";
}

std::string_view InsertSurveyPerson() {
  return "insert into survey_people (survey, person, team) values (?1, ?2, ?3)";
}

std::string_view DeleteSurveyGrades() {
  return "delete from survey_grades where survey = ?1 and answer in (select id from survey_answers "
         "where survey = ?1 and person = ?2)";
}

std::string_view DeleteSurveyPerson() {
  return "delete from survey_people where survey = ?1 and person = ?2";
}

std::string_view CountSurveyAnswers() {
  return "select count(*) from survey_answers where survey = ?1 and person = ?2";
}

std::string_view SurveyPeople() {
  return "select person, team from survey_people where survey = ?1 order by person";
}

std::string_view DeleteSurveyAnswer() {
  return "delete from survey_answers where survey = ?1 and person = ?2";
}

std::string_view InsertSurveyAnswer() {
  return "insert into survey_answers (survey, id, person, team, name, meaning, action) "
         "values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
}

std::string_view SurveyAnswers() {
  return "select id, person, team, name, meaning, action from survey_answers where survey = ?1 "
         "order by id";
}

std::string_view InsertSurveySeen() {
  return "insert or ignore into survey_seen (survey, id) values (?1, ?2)";
}

std::string_view SurveySeen() {
  return "select id from survey_seen where survey = ?1";
}

std::string_view InsertSurveyGrade() {
  return "insert into survey_grades (survey, answer, question, grade, grader, at) "
         "values (?1, ?2, ?3, ?4, ?5, ?6)";
}

std::string_view SurveyGrades() {
  return "select answer, question, grade, grader, at from survey_grades where survey = ?1 order by "
         "id";
}

}  // namespace northstar::sql::sqlite
