// Who knows the North Star, by team, and what people wrote; with what a form tool's file adds. A
// file that is imported again adds nothing: answers that were seen are known by their ids.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "api/requests/requests.h"
#include "api/requests/survey_state.h"
#include "api/requests/survey_table.h"
#include "base/text.h"

namespace northstar {
namespace {

// What became of the rows of a file.
struct Imported {
  std::set<std::string> answered, changed;  // persons: new ones, and those who had answered before
  int64_t same = 0;                         // rows that were known
  std::vector<std::string> uninvited, nobody;  // row numbers
};

std::string Rows(const std::vector<std::string>& numbers) {
  constexpr size_t kShown = 10;
  const std::vector<std::string> first(
      numbers.begin(), numbers.begin() + static_cast<long>(std::min(kShown, numbers.size())));
  return fmt::format("{} {}{}", numbers.size() == 1 ? "row" : "rows", Join(first, ", "),
                     numbers.size() > kShown ? ", …" : "");
}

std::vector<std::string> NotesOn(const Imported& imported, const std::string& path) {
  std::vector<std::string> notes;
  std::string first = fmt::format(
      "'{}' added {}", path, Plural(static_cast<long long>(imported.answered.size()), "answer"));
  if (imported.same > 0)
    first += fmt::format("; {} known before",
                         Plural(imported.same, "row") + (imported.same == 1 ? " was" : " were"));
  notes.push_back(first + ".");
  if (!imported.changed.empty()) {
    const bool one = imported.changed.size() == 1;
    notes.push_back(fmt::format(
        "{} answered more than once; the latest answer counts.",
        one ? std::string("1 person") : fmt::format("{} people", imported.changed.size())));
  }
  if (!imported.uninvited.empty()) {
    notes.push_back(fmt::format("Not counted: {} by somebody who was not invited ({}).",
                                Plural(static_cast<long long>(imported.uninvited.size()), "answer"),
                                Rows(imported.uninvited)));
  }
  if (!imported.nobody.empty()) {
    notes.push_back(fmt::format("Not counted: {} without a person or a team ({}).",
                                Plural(static_cast<long long>(imported.nobody.size()), "answer"),
                                Rows(imported.nobody)));
  }
  return notes;
}

Result<Imported> Import(const LoadedSurvey& survey, const Arguments& arguments,
                        store::SurveyState& state, SurveyResults& results) {
  const store::SurveyRound& round = state.round;
  NS_ASSIGN(const auto rows, ReadSurveyTable(arguments.Text("import"),
                                             {{.name = "email", .also = "person"},
                                              {.name = "team", .optional = round.by_invitation},
                                              {.name = "name"},
                                              {.name = "meaning"},
                                              {.name = "action"}},
                                             arguments));
  NS_ASSIGN(const store::SurveyKey key, store::SurveyKey::Read(*survey.project));
  Imported imported;
  for (size_t r = 0; r < rows.size(); ++r) {
    const std::vector<std::string>& row = rows[r];
    const std::string number = std::to_string(r + 1);
    const std::string team = TeamNameOf(*survey.project, row[1]);
    if (row[0].empty() || (team.empty() && !round.by_invitation)) {
      imported.nobody.push_back(number);
      continue;
    }
    store::SurveyAnswer answer = NewAnswer(round, key, row[0], team, {row[2], row[3], row[4]});
    if (round.by_invitation) {
      const store::SurveyPerson* invited = FindInvited(state, answer.person);
      if (invited == nullptr) {
        imported.uninvited.push_back(number);
        continue;
      }
      answer.team = invited->team;
    }
    if (state.seen.contains(answer.id)) {
      ++imported.same;
      continue;
    }
    (PutAnswer(answer, state) ? imported.changed : imported.answered).insert(answer.person);
    results.seen.push_back(answer.id);
  }
  for (const store::SurveyAnswer& one : state.answers) {
    if (std::find(results.seen.begin(), results.seen.end(), one.id) != results.seen.end())
      results.new_answers.push_back(one);
  }
  return imported;
}

std::vector<std::string> NotesOn(const SurveyResults& results) {
  std::vector<std::string> notes;
  if (results.rates.hidden > 0) {
    notes.push_back(
        fmt::format("Only in the total: {}. Teams with fewer than {} answers are hidden, plus any "
                    "that would reveal them by subtraction.",
                    Plural(static_cast<long long>(results.rates.hidden), "team"), kFewest));
  }
  if (results.rates.total.unclear > 0) {
    notes.emplace_back(
        "Grade unclear answers by hand: northstar survey grade ID --meaning yes --by NAME");
  }
  return notes;
}

Result<Answer> AskSurveyResults(const ProjectFolder& folder, const Arguments& arguments) {
  const bool import = arguments.Has("import");
  if (!import && arguments.Has("columns")) {
    return Error::Usage(
        fmt::format("{} names columns of a file, and there is none", arguments.Called("columns")),
        fmt::format("add {} answers.csv", arguments.Called("import")));
  }
  NS_ASSIGN(LoadedSurvey survey, LoadSurvey(folder, import));
  store::SurveyState& state = survey.state;
  SurveyResults results;
  results.project = survey.project;
  results.round = state.round;
  if (import) {
    NS_ASSIGN(const Imported imported, Import(survey, arguments, state, results));
    results.notes = NotesOn(imported, arguments.Text("import"));
  }
  results.answers = GradeAnswers(*survey.project, state);
  results.rates = RatesOfSurvey(state, results.answers);
  results.said = Words(StatementOn(*survey.project, state.round, results.rates));
  for (std::string& note : NotesOnStar(*survey.project, state.round))
    results.notes.push_back(std::move(note));
  for (std::string& note : NotesOn(results)) results.notes.push_back(std::move(note));
  return Answer(std::move(results));
}

}  // namespace

RequestSpec SurveyResultsSpec() {
  using enum ParameterKind;
  return {"survey results",
          "Show how many people know the North Star, by team, and what they wrote",
          "northstar survey results --import answers.csv",
          {{.name = "import",
            .kind = kFile,
            .help = "Add the answers of a file with the columns email, team, name, meaning and "
                    "action; rows imported before are not counted again"},
           {.name = "columns",
            .help = "Names of these columns in the file, as name=…",
            .many = true,
            .placeholder = "NAME=COLUMN"}},
          AskSurveyResults};
}

}  // namespace northstar
