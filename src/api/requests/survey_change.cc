// What changes a survey one thing at a time: an answer from the terminal, a grade that a person
// gives, its end.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/query/name_of.h"
#include "api/requests/requests.h"
#include "api/requests/survey_state.h"
#include "api/requests/survey_table.h"
#include "base/text.h"

namespace northstar {
namespace {

std::vector<std::pair<std::string, std::string>> GradesInWords(AnswerGrades grades) {
  std::vector<std::pair<std::string, std::string>> words;
  for (const std::string& question : SurveyQuestions())
    words.emplace_back(question, NameOf(GradeOf(grades, question)));
  return words;
}

SurveyChange Begin(SurveyChange::What what, const LoadedSurvey& survey) {
  SurveyChange change{what, survey.project, survey.state.round, {}, {}, {}, {}, {}, {}, {}};
  change.notes = NotesOnStar(*survey.project, survey.state.round);
  return change;
}

// With the grades as they stand in `state`. REQUIRES: the answer is there.
GradedAnswer Graded(const Project& project, const store::SurveyState& state,
                    const std::string& id) {
  const std::vector<GradedAnswer> all = GradeAnswers(project, state);
  return *std::find_if(all.begin(), all.end(),
                       [&](const GradedAnswer& one) { return one.id == id; });
}

// The team of whoever answers: that of the invitation, else the one that was given.
Result<std::string> TeamOfAnswer(const LoadedSurvey& survey, const std::string& person,
                                 const Arguments& arguments) {
  if (!survey.state.round.by_invitation) {
    if (arguments.Has("team")) return TeamNameOf(*survey.project, arguments.Text("team"));
    return Error::Usage("this survey has no list of people, so an answer needs a team",
                        fmt::format("add {} NAME", arguments.Called("team")));
  }
  const store::SurveyPerson* invited = FindInvited(survey.state, person);
  if (invited != nullptr) return invited->team;
  return Error::Usage(fmt::format("'{}' was not invited to this survey", arguments.Text("person")),
                      "write the address as in the list that the survey was opened with");
}

Result<Answer> RunAnswer(const ProjectFolder& folder, const Arguments& arguments) {
  NS_RETURN_IF_ERROR(CheckNeeded(arguments, "survey answer",
                                 {"person", "name", "meaning", "action"},
                                 "northstar survey answer --person anna@example.org --name … "
                                 "--meaning … --action …"));
  store::SurveyTexts texts;
  for (const auto& [question, text] :
       {std::pair("name", &texts.name), std::pair("meaning", &texts.meaning),
        std::pair("action", &texts.action)}) {
    *text = Trim(arguments.Text(question));
    NS_RETURN_IF_ERROR(CheckAnswerLength(*text, arguments.Called(question)));
  }
  if (Trim(arguments.Text("person")).empty()) {
    return Error::Usage(fmt::format("{} is empty", arguments.Called("person")),
                        "an address is needed so that nobody is counted twice");
  }
  NS_ASSIGN(LoadedSurvey survey, LoadSurvey(folder, true));
  NS_ASSIGN(const store::SurveyKey key, store::SurveyKey::Read(*survey.project));
  store::SurveyAnswer answer =
      NewAnswer(survey.state.round, key, arguments.Text("person"), "", std::move(texts));
  NS_ASSIGN(answer.team, TeamOfAnswer(survey, answer.person, arguments));
  const bool before =
      std::any_of(survey.state.answers.begin(), survey.state.answers.end(),
                  [&](const store::SurveyAnswer& one) { return one.id == answer.id; });
  SurveyChange change = Begin(SurveyChange::What::kAnswer, survey);
  const bool replaces = !before && PutAnswer(answer, survey.state);
  if (!before) {
    change.new_answers.push_back(answer);
    change.seen.push_back(answer.id);
  }
  change.answers.push_back(Graded(*survey.project, survey.state, answer.id));
  using Code = SurveyStatement::Code;
  SurveyStatement statement{before ? Code::kAnsweredBefore : Code::kAnswered,
                            NameOf(*survey.project, survey.state.round.metric)};
  statement.named = survey.state.round.named;
  statement.id = answer.id;
  statement.grades = GradesInWords(change.answers.front().grades);
  change.said = Words(statement);
  if (replaces) change.notes.emplace_back("It takes the place of this person's earlier answer.");
  if (const std::string unknown = UnknownTeams(*survey.project, {answer.team}); !unknown.empty())
    change.notes.push_back(unknown);
  return Answer(std::move(change));
}

// One row per question that was given.
Result<std::vector<store::SurveyGrade>> ReadGrades(const std::string& id,
                                                   const Arguments& arguments, int64_t now_us) {
  std::vector<store::SurveyGrade> grades;
  for (const std::string& question : SurveyQuestions()) {
    if (!arguments.Has(question)) continue;
    grades.push_back(
        {id, question, arguments.Text(question), std::string(Trim(arguments.Text("by"))), now_us});
  }
  if (grades.empty()) {
    return Error::Usage("there is nothing to record: no grade was given",
                        fmt::format("northstar survey grade {} --meaning yes --by NAME", id));
  }
  if (grades.front().by.empty()) {
    return Error::Usage(fmt::format("{} needs a name", arguments.Called("by")),
                        "name the person who decides, for example: --by anna");
  }
  return grades;
}

Result<Answer> RunGrade(const ProjectFolder& folder, const Arguments& arguments) {
  NS_ASSIGN(LoadedSurvey survey, LoadSurvey(folder, false));
  const std::string id = arguments.Text("id");
  std::vector<std::string> known;
  for (const store::SurveyAnswer& one : survey.state.answers) known.push_back(one.id);
  if (std::find(known.begin(), known.end(), id) == known.end()) {
    const std::string hint = DidYouMean(id, known);
    return Error::Usage(fmt::format("the survey has no answer '{}'", id),
                        hint.empty() ? "'northstar survey results' lists their ids" : hint);
  }
  NS_ASSIGN(const std::vector<store::SurveyGrade> grades,
            ReadGrades(id, arguments, folder.clock->NowUs()));
  SurveyChange change = Begin(SurveyChange::What::kGrade, survey);
  change.grades = grades;
  survey.state.grades.insert(survey.state.grades.end(), grades.begin(), grades.end());
  change.answers.push_back(Graded(*survey.project, survey.state, id));
  SurveyStatement statement{SurveyStatement::Code::kGraded,
                            NameOf(*survey.project, survey.state.round.metric)};
  statement.named = survey.state.round.named;
  statement.id = id;
  statement.by = grades.front().by;
  for (const store::SurveyGrade& one : grades)
    statement.grades.emplace_back(one.question, one.grade);
  change.said = Words(statement);
  return Answer(std::move(change));
}

Result<Answer> RunClose(const ProjectFolder& folder, const Arguments&) {
  NS_ASSIGN(const LoadedSurvey survey, LoadSurvey(folder, true));
  SurveyChange change = Begin(SurveyChange::What::kClose, survey);
  const std::vector<GradedAnswer> graded = GradeAnswers(*survey.project, survey.state);
  for (GradedAnswer one : graded) {
    const std::pair<const char*, std::string> decided[] = {
        {"name", one.name_by}, {"meaning", one.meaning_by}, {"action", one.action_by}};
    for (const auto& [question, by] : decided) {
      if (!by.empty()) continue;
      change.grades.push_back({one.id, question, std::string(NameOf(GradeOf(one.grades, question))),
                               "", folder.clock->NowUs()});
    }
  }
  change.round.closed_us = folder.clock->NowUs();
  change.rates = RatesOfSurvey(survey.state, graded);
  SurveyStatement statement = StatementOn(*survey.project, survey.state.round, *change.rates);
  statement.code = SurveyStatement::Code::kClosed;
  change.said = Words(statement);
  return Answer(std::move(change));
}

Parameter GradeParameter(std::string_view name, std::string_view help) {
  return {.name = name, .kind = ParameterKind::kChoice, .help = help, .choices = {"yes", "no"}};
}

}  // namespace

RequestSpec SurveyAnswerSpec() {
  return {"survey answer",
          "Record one person's answers to the survey",
          "northstar survey answer --person anna@example.org --name \"Weekly active teams\" "
          "--meaning \"Teams that finish work together\" --action \"I invite teams\"",
          {{.name = "person",
            .help = "Address of the person; kept as a keyed hash unless the survey keeps addresses",
            .placeholder = "EMAIL"},
           {.name = "name", .help = "What is our North Star called?", .placeholder = "TEXT"},
           {.name = "meaning", .help = "What does it mean?", .placeholder = "TEXT"},
           {.name = "action",
            .help = "What is one thing that you do to move it?",
            .placeholder = "TEXT"},
           {.name = "team",
            .help = "Team of the person, where the survey has no list of people",
            .placeholder = "TEAM"}},
          RunAnswer};
}

RequestSpec SurveyGradeSpec() {
  return {"survey grade",
          "Grade an answer by hand, overriding the automatic grade",
          "northstar survey grade 5f0e12ab34cd --meaning yes --by anna",
          {{.name = "id",
            .help = "Id of the answer, as 'survey results' shows it",
            .required = true,
            .subject = true},
           GradeParameter("name", "Whether the name is right"),
           GradeParameter("meaning", "Whether the meaning is right"),
           GradeParameter("action", "Whether the action moves the star"),
           {.name = "by", .help = "Who decides", .placeholder = "NAME"}},
          RunGrade};
}

RequestSpec SurveyCloseSpec() {
  return {"survey close",
          "Close the survey: keep its grades, and destroy the key that links answers to people",
          "northstar survey close",
          {},
          RunClose};
}

}  // namespace northstar
