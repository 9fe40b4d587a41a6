// A new survey about the North Star. Addresses leave here only as what the store makes of them.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "analysis/query/name_of.h"
#include "api/requests/requests.h"
#include "api/requests/survey_state.h"
#include "api/requests/survey_table.h"
#include "base/period_words.h"
#include "base/text.h"

namespace northstar {
namespace {

Status CheckNoneIsOpen(const Project& project) {
  NS_ASSIGN(const std::optional<store::SurveyState> last, store::ReadSurvey(project));
  if (!last || !last->round.open()) return Status::Ok();
  const Day day = project.calendar.LocalDay(last->round.opened_us);
  return Error::Usage(fmt::format("a survey has been open since {}", DateWords(FormatDay(day))),
                      "'northstar survey results' shows it, 'northstar survey close' ends it");
}

// Each person once; the same person in two teams has to be decided by whoever asks.
Result<std::vector<store::SurveyPerson>> ReadPeople(const Project& project, const std::string& path,
                                                    const Arguments& arguments) {
  NS_ASSIGN(
      const auto rows,
      ReadSurveyTable(path, {{.name = "email", .also = "person"}, {.name = "team"}}, arguments));
  std::vector<store::SurveyPerson> people;
  std::map<std::string, std::string> team_of;
  for (size_t r = 0; r < rows.size(); ++r) {
    const std::string person = store::PlainAddress(rows[r][0]);
    const std::string team = TeamNameOf(project, rows[r][1]);
    if (person.empty() || team.empty()) {
      return Error::Usage(fmt::format("'{}', row {}: {} is empty", path, r + 1,
                                      person.empty() ? "the address" : "the team"),
                          "every person needs an address and a team");
    }
    const auto [known, fresh] = team_of.try_emplace(person, team);
    if (!fresh && known->second != team) {
      return Error::Usage(fmt::format("'{}', row {}: the same person is in two teams, {} and {}",
                                      path, r + 1, known->second, team),
                          "name one team for each person");
    }
    if (fresh) people.push_back({person, team});
  }
  return people;
}

Result<Answer> AskSurveyOpen(const ProjectFolder& folder, const Arguments& arguments) {
  NS_ASSIGN(const LoadedProject loaded, LoadProject(folder.path, folder.environment));
  const Project& project = *loaded.project;
  if (!project.north_star) {
    return Error::Usage("the project has no North Star to ask about",
                        "choose one first: northstar decide METRIC --why …");
  }
  NS_RETURN_IF_ERROR(CheckNoneIsOpen(project));
  SurveyOpened opened;
  opened.project = loaded.project;
  opened.survey.metric = project.north_star->metric;
  opened.survey.named = arguments.Has("named");
  opened.survey.by_invitation = arguments.Has("people");
  SurveyStatement statement{SurveyStatement::Code::kOpened, NameOf(project, opened.survey.metric)};
  statement.named = opened.survey.named;
  if (opened.survey.by_invitation) {
    NS_ASSIGN(opened.survey.people, ReadPeople(project, arguments.Text("people"), arguments));
    std::set<std::string> teams;
    for (const store::SurveyPerson& one : opened.survey.people) teams.insert(one.team);
    opened.teams.assign(teams.begin(), teams.end());
    statement.invited = static_cast<int64_t>(opened.survey.people.size());
    statement.teams = static_cast<int64_t>(teams.size());
  }
  opened.said = Words(statement);
  if (const std::string unknown = UnknownTeams(project, opened.teams); !unknown.empty())
    opened.notes.push_back(unknown);
  const Metric* star = project.FindMetric(opened.survey.metric);
  if (project.north_star->statement.empty() && star->description.empty()) {
    opened.notes.emplace_back(
        "The star has no statement: add 'statement:' under 'north_star:', or every answer on what "
        "it means needs a grade by hand.");
  }
  return Answer(std::move(opened));
}

}  // namespace

RequestSpec SurveyOpenSpec() {
  using enum ParameterKind;
  return {"survey open",
          "Open a survey: can people name the North Star, explain it, and say how they move it?",
          "northstar survey open --people people.csv",
          {{.name = "people",
            .kind = kFile,
            .help = "Who is invited: a file with the columns email and team (default: everybody "
                    "who answers)"},
           {.name = "columns",
            .help = "Names of these columns in the file, as email=…",
            .many = true,
            .placeholder = "NAME=COLUMN"},
           {.name = "named",
            .kind = kFlag,
            .help = "Keep addresses and show who answered what: the survey is not anonymous"}},
          AskSurveyOpen};
}

}  // namespace northstar
