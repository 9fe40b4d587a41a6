// What a project was: its stars, decisions and definitions. From its files and its store, or in a
// fresh clone from git; without data it answers all but how old and new numbers compare.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "api/definition_steps.h"
#include "api/dual_runs.h"
#include "api/requests/requests.h"
#include "base/hash.h"
#include "base/text.h"
#include "model/git_history.h"
#include "store/surveys.h"
#include "words/history.h"

namespace northstar {
namespace {

using store::RecordedDefinition;

// What is known of definitions, the oldest first, and where from.
struct Known {
  std::vector<RecordedDefinition> definitions;
  // As long as those where they were read from git; else empty.
  std::vector<std::string> commits;
  // A sentence; may be empty.
  std::string note;
};

std::string GitNote(const GitHistory& git) {
  std::string note = fmt::format(
      "Nothing is recorded here yet; the definitions are those of {}{}. 'northstar validate' "
      "records them from now on.",
      Plural(static_cast<long long>(git.commits), "git commit"),
      git.cut ? fmt::format(", the last {} alone", kMostCommits) : "");
  if (git.unreadable > 0) {
    note += fmt::format(" {} could not be read.",
                        Plural(static_cast<long long>(git.unreadable), "git commit"));
  }
  return note;
}

// Of the store; where it has none, of the repository.
Known FindKnown(const Project& project, const Environment& environment) {
  auto recorded = store::DefinitionHistory(project, "");
  if (!recorded.ok()) {
    return {{},
            {},
            fmt::format("Recorded definitions cannot be read: {}.",
                        Printable(WithHint(recorded.error())))};
  }
  if (!recorded->empty()) return {*std::move(recorded), {}, ""};
  const GitHistory git = ReadGitHistory(project.root, environment);
  if (git.definitions.empty())
    return {{}, {}, "No definitions are recorded yet; 'northstar validate' records them."};
  Known known{{}, {}, GitNote(git)};
  for (const CommittedDefinition& one : git.definitions) {
    known.definitions.push_back({one.metric, one.state, HashText(one.state.definition), one.at_us});
    known.commits.push_back(one.commit);
  }
  return known;
}

// Metrics that were removed have a history too.
Status CheckMetric(const std::string& metric, const StarHistory& history,
                   const std::vector<RecordedDefinition>& recorded) {
  std::vector<std::string> known = history.project->MetricNames();
  for (const StarPeriod& star : history.stars) known.push_back(star.metric.metric);
  for (const RecordedDefinition& one : recorded) known.push_back(one.metric);
  if (std::find(known.begin(), known.end(), metric) != known.end()) return Status::Ok();
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  return Error::Usage(fmt::format("there is no metric '{}', now or in the past", metric),
                      DidYouMean(metric, known));
}

// Up to an instant; none: all.
std::vector<DefinitionStep> StepsUpTo(const Known& known, const std::string& metric,
                                      std::optional<int64_t> as_of_us) {
  std::vector<DefinitionStep> all = StepsOf(known.definitions), steps;
  for (size_t i = 0; i < all.size(); ++i) {
    const RecordedDefinition& one = all[i].recorded;
    if (!metric.empty() && one.metric != metric) continue;
    if (as_of_us && one.first_seen_us > *as_of_us) continue;
    if (!known.commits.empty()) all[i].commit = known.commits[i];
    steps.push_back(std::move(all[i]));
  }
  return steps;
}

size_t PlacesToChange(const StarHistory& history, const std::string& metric) {
  const auto counts = [&](const NamedPlace& one) {
    return one.named.must_change && (metric.empty() || one.named.metric == metric);
  };
  return static_cast<size_t>(
      std::count_if(history.still_named.begin(), history.still_named.end(), counts));
}

void SayOfStar(const StarHistory& history, HistoryStatement& s) {
  using Code = HistoryStatement::Code;
  const StarPeriod& star = history.stars.back();
  s.metric = star.metric;
  s.from = star.from;
  s.code = history.stars.size() > 1 ? Code::kReplacedStar : Code::kFirstStar;
  if (history.stars.size() > 1) s.other = history.stars[history.stars.size() - 2].metric;
}

// Of a metric that is not the star: the last time that it was one, if ever.
void SayOfOther(const StarHistory& history, const std::string& metric, HistoryStatement& s) {
  using Code = HistoryStatement::Code;
  const Metric* known = history.project->FindMetric(metric);
  s.metric = {known != nullptr ? known->label : metric, metric};
  s.code = Code::kNeverStar;
  for (size_t i = 0; i < history.stars.size(); ++i) {
    const StarPeriod& star = history.stars[i];
    if (star.metric.metric != metric || star.current) continue;
    s.code = Code::kFormerStar;
    s.from = star.from;
    s.to = star.to;
    s.other = i + 1 < history.stars.size() ? history.stars[i + 1].metric : SeriesName{};
  }
}

HistoryStatement StatementOn(const StarHistory& history, const std::string& metric,
                             const std::vector<DefinitionStep>& definitions) {
  HistoryStatement s{HistoryStatement::Code::kNoStar};
  const StarPeriod* last = history.stars.empty() ? nullptr : &history.stars.back();
  const std::string asked = !metric.empty() || last == nullptr ? metric : last->metric.metric;
  if (last != nullptr && last->current && last->metric.metric == asked) {
    SayOfStar(history, s);
  } else if (!asked.empty()) {
    SayOfOther(history, asked, s);
  }
  s.still_named = PlacesToChange(
      history, s.code == HistoryStatement::Code::kFormerStar ? metric : std::string());
  if (s.code == HistoryStatement::Code::kNeverStar) s.still_named = 0;
  if (metric.empty()) return s;
  s.definitions = definitions.size();
  if (!definitions.empty()) {
    const int64_t first_us = definitions.front().recorded.first_seen_us;
    s.first_recorded = FormatDay(history.project->calendar.LocalDay(first_us));
  }
  return s;
}

// Metrics whose definition in the files is another than the last that was recorded.
std::vector<std::string> Unrecorded(const Project& project,
                                    const std::vector<DefinitionStep>& steps) {
  std::map<std::string, DefinitionState> last;
  for (const DefinitionStep& step : steps) last[step.recorded.metric] = step.recorded.state;
  std::vector<std::string> metrics;
  for (const auto& [name, state] : last) {
    const Metric* metric = project.FindMetric(name);
    if (metric == nullptr) continue;
    if (CompareDefinitions(state, DefinitionOf(*metric)) != DefinitionChange::kNone)
      metrics.push_back(name);
  }
  return metrics;
}

std::vector<std::string> NotesOn(const HistoryAnswer& answer) {
  std::vector<std::string> notes;
  for (const std::string& path : answer.history.missing)
    notes.push_back(fmt::format("The record {} is named by the project but does not exist.", path));
  const std::vector<std::string> changed =
      answer.as_of_us ? std::vector<std::string>()
                      : Unrecorded(*answer.history.project, answer.definitions);
  const bool committed = !answer.definitions.empty() && !answer.definitions.front().commit.empty();
  if (!changed.empty()) {
    notes.push_back(
        fmt::format("Changed since the last {}: {}. 'northstar validate' records the new {}.",
                    committed ? "git commit" : "validation", Join(changed, ", "),
                    changed.size() == 1 ? "definition" : "definitions"));
  }
  const bool several =
      std::any_of(answer.definitions.begin(), answer.definitions.end(),
                  [](const DefinitionStep& step) { return step.change.has_value(); });
  if (several)
    notes.emplace_back("All other commands use the current definition, for the past as well.");
  if (answer.as_of_us)
    notes.emplace_back("Places that still name a former star are known only as of today.");
  return notes;
}

// People are asked about the star of before as long as its survey is open. A store that cannot be
// read is told of where definitions are.
void AddSurvey(const Project& project, StarHistory& history) {
  const auto survey = store::ReadSurvey(project);
  if (!survey.ok() || !survey->has_value() || !(*survey)->round.open()) return;
  const std::string& metric = (*survey)->round.metric;
  const bool former = std::any_of(
      history.stars.begin(), history.stars.end(),
      [&](const StarPeriod& one) { return !one.current && one.metric.metric == metric; });
  if (!former || (project.north_star && project.north_star->metric == metric)) return;
  history.still_named.push_back({{NamedBy::kSurvey, "", metric, {}, {}, true}, std::nullopt});
}

Result<Answer> AskHistory(const ProjectFolder& folder, const Arguments& arguments) {
  NS_ASSIGN(const LoadedProject loaded, LoadProject(folder.path, folder.environment));
  const std::string metric = arguments.Text("metric");
  HistoryAnswer answer;
  const Calendar& calendar = loaded.project->calendar;
  answer.history = FindStarHistory(loaded, calendar.LocalDay(folder.clock->NowUs()));
  NS_ASSIGN(answer.as_of_us, arguments.ReadTime("as-of", calendar));
  Known known = FindKnown(*loaded.project, folder.environment);
  if (!metric.empty()) NS_RETURN_IF_ERROR(CheckMetric(metric, answer.history, known.definitions));
  if (answer.as_of_us)
    answer.history = AsOf(std::move(answer.history), calendar.LocalDay(*answer.as_of_us));
  if (!answer.as_of_us) AddSurvey(*loaded.project, answer.history);
  answer.definitions = StepsUpTo(known, metric, answer.as_of_us);
  answer.said = Words(StatementOn(answer.history, metric, answer.definitions));
  answer.notes = NotesOn(answer);
  DualRuns runs =
      FindDualRunsOf(folder, loaded, answer.history, answer.definitions, metric, answer.as_of_us);
  answer.dual_runs = std::move(runs.runs);
  if (!runs.note.empty()) answer.notes.push_back(std::move(runs.note));
  if (!known.note.empty()) answer.notes.push_back(std::move(known.note));
  if (!metric.empty()) answer.history = OfMetric(std::move(answer.history), metric);
  return Answer(std::move(answer));
}

}  // namespace

RequestSpec HistorySpec() {
  using enum ParameterKind;
  return {"history",
          "Show past North Stars, decisions and definitions, and what still names a former star",
          "northstar history weekly_active_teams",
          {{.name = "metric", .kind = kMetric, .help = "Metric; default: all", .subject = true},
           {.name = "as-of", .kind = kTime, .help = "Show what was known at this time"}},
          AskHistory};
}

}  // namespace northstar
