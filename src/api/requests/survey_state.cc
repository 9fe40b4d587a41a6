#include "api/requests/survey_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "analysis/query/name_of.h"
#include "base/period_words.h"
#include "base/text.h"
#include "model/owners.h"

namespace northstar {
namespace {

std::string& ByOf(GradedAnswer& answer, const std::string& question) {
  if (question == "name") return answer.name_by;
  return question == "meaning" ? answer.meaning_by : answer.action_by;
}

Grade GradeFrom(const std::string& text) {
  for (const Grade grade : {Grade::kYes, Grade::kNo}) {
    if (NameOf(grade) == text) return grade;
  }
  return Grade::kUnclear;
}

}  // namespace

Result<LoadedSurvey> LoadSurvey(const ProjectFolder& folder, bool must_be_open) {
  NS_ASSIGN(const LoadedProject loaded, LoadProject(folder.path, folder.environment));
  NS_ASSIGN(std::optional<store::SurveyState> state, store::ReadSurvey(*loaded.project));
  constexpr const char* kHowToOpen = "northstar survey open --people people.csv";
  if (!state) return Error::Usage("no survey has been opened yet", kHowToOpen);
  if (must_be_open && !state->round.open()) {
    const Day day = loaded.project->calendar.LocalDay(state->round.closed_us);
    return Error::Usage(
        fmt::format("no survey is open; the last one was closed on {}", DateWords(FormatDay(day))),
        kHowToOpen);
  }
  return LoadedSurvey{loaded.project, *std::move(state)};
}

std::string TeamNameOf(const Project& project, const std::string& written) {
  const Team* team = FindTeam(project, written);
  return team != nullptr ? team->name : std::string(Trim(written));
}

std::string UnknownTeams(const Project& project, const std::vector<std::string>& teams) {
  if (project.teams.empty()) return "";
  std::vector<std::string> unknown;
  for (const std::string& team : teams) {
    const bool known = std::any_of(project.teams.begin(), project.teams.end(),
                                   [&](const Team& one) { return one.name == team; });
    if (!known && !team.empty()) unknown.push_back(team);
  }
  if (unknown.empty()) return "";
  return fmt::format(
      "The project does not name {} {}: what people there do to move the star needs "
      "a grade by hand.",
      unknown.size() == 1 ? "the team" : "the teams", Join(unknown, ", "));
}

const std::vector<std::string>& SurveyQuestions() {
  static const std::vector<std::string> kNames = {"name", "meaning", "action"};
  return kNames;
}

Grade& GradeOf(AnswerGrades& grades, const std::string& question) {
  if (question == "name") return grades.name;
  return question == "meaning" ? grades.meaning : grades.action;
}

std::vector<GradedAnswer> GradeAnswers(const Project& project, const store::SurveyState& state) {
  const store::SurveyRound& round = state.round;
  std::optional<AnswerKey> key;
  if (round.open() && project.FindMetric(round.metric) != nullptr)
    key.emplace(project, round.metric);
  std::vector<GradedAnswer> graded;
  std::map<std::string, size_t> by_id;
  for (const store::SurveyAnswer& answer : state.answers) {
    GradedAnswer one{answer.id, "", "", answer.texts, {}, "", "", ""};
    if (round.named) {
      one.person = answer.person;
      one.team = answer.team;
    }
    if (key) {
      one.grades =
          key->GradeOf(answer.team, {answer.texts.name, answer.texts.meaning, answer.texts.action});
    }
    by_id[answer.id] = graded.size();
    graded.push_back(std::move(one));
  }
  for (const store::SurveyGrade& grade : state.grades) {
    const auto at = by_id.find(grade.answer);
    if (at == by_id.end()) continue;
    GradedAnswer& one = graded[at->second];
    GradeOf(one.grades, grade.question) = GradeFrom(grade.grade);
    ByOf(one, grade.question) = grade.by;
  }
  return graded;
}

KnowledgeRates RatesOfSurvey(const store::SurveyState& state,
                             const std::vector<GradedAnswer>& graded) {
  std::map<std::string, TeamKnowledge> teams;
  const auto of = [&](const std::string& name) -> TeamKnowledge& {
    TeamKnowledge& team = teams[name];
    team.team = name;
    if (state.round.by_invitation && !team.invited) team.invited = 0;
    return team;
  };
  for (const store::SurveyPerson& one : state.people) ++*of(one.team).invited;
  for (size_t i = 0; i < graded.size(); ++i) {
    TeamKnowledge& team = of(state.answers[i].team);
    const Grade knows = graded[i].grades.knows();
    ++team.answered;
    team.knows += knows == Grade::kYes;
    team.unclear += knows == Grade::kUnclear;
  }
  std::vector<TeamKnowledge> all;
  for (auto& [name, team] : teams) all.push_back(std::move(team));
  return RatesOf(std::move(all), state.round.named);
}

SurveyStatement StatementOn(const Project& project, const store::SurveyRound& round,
                            const KnowledgeRates& rates) {
  using Code = SurveyStatement::Code;
  const TeamKnowledge& total = rates.total;
  SurveyStatement s{Code::kRate, NameOf(project, round.metric)};
  s.named = round.named;
  s.invited = total.invited;
  s.answered = total.answered;
  s.knows = total.knows;
  s.unclear = total.unclear;
  if (total.answered == 0) {
    s.code = Code::kNobodyAnswered;
  } else if (!total.rate) {
    s.code = Code::kNoneGraded;
  } else {
    s.share = total.rate->share;
    s.low = total.rate->low;
    s.high = total.rate->high;
  }
  return s;
}

std::vector<std::string> NotesOnStar(const Project& project, const store::SurveyRound& round) {
  const SeriesName star = NameOf(project, round.metric);
  if (project.FindMetric(round.metric) == nullptr) {
    return {
        fmt::format("The survey asks about {}, which is no longer a metric of the project: "
                    "only people can grade its answers.",
                    star.shown)};
  }
  if (!round.open() || (project.north_star && project.north_star->metric == round.metric))
    return {};
  return {fmt::format("The survey asks about {}, which is no longer the North Star.", star.shown)};
}

store::SurveyAnswer NewAnswer(const store::SurveyRound& round, const store::SurveyKey& key,
                              const std::string& address, const std::string& team,
                              store::SurveyTexts texts) {
  const std::string hidden = key.PersonOf(address);
  return {key.AnswerId(hidden, texts), round.named ? store::PlainAddress(address) : hidden, team,
          std::move(texts)};
}

const store::SurveyPerson* FindInvited(const store::SurveyState& state, const std::string& person) {
  const auto found =
      std::find_if(state.people.begin(), state.people.end(),
                   [&](const store::SurveyPerson& one) { return one.person == person; });
  return found == state.people.end() ? nullptr : &*found;
}

bool PutAnswer(const store::SurveyAnswer& answer, store::SurveyState& state) {
  const size_t replaced = std::erase_if(
      state.answers, [&](const store::SurveyAnswer& one) { return one.person == answer.person; });
  const auto at = std::find_if(state.answers.begin(), state.answers.end(),
                               [&](const store::SurveyAnswer& one) { return one.id > answer.id; });
  state.answers.insert(at, answer);
  state.seen.insert(answer.id);
  return replaced > 0;
}

}  // namespace northstar
