#include "words/history.h"
#include "json/findings.h"
#include "json/said.h"
#include "json/schema.h"
#include "words/dual_run.h"

namespace northstar {
namespace {

Json ChangeName(const std::optional<DefinitionChange>& change) {
  if (!change) return "first";
  switch (*change) {
    case DefinitionChange::kNewVersion:
      return "new_version";
    case DefinitionChange::kWithoutVersion:
      return "without_version";
    case DefinitionChange::kNone:
      break;
  }
  return nullptr;
}

Json StarsJson(const HistoryAnswer& answer) {
  Json stars = Json::array();
  for (const StarPeriod& star : answer.history.stars) {
    stars.push_back({{"metric", star.metric.metric},
                     {"label", star.metric.shown},
                     {"from", TextOrNull(star.from)},
                     {"to", TextOrNull(star.to)},
                     {"current", star.current},
                     {"reason", TextOrNull(star.reason)},
                     {"statement", TextOrNull(star.statement)},
                     {"decision", TextOrNull(star.decision)}});
  }
  return stars;
}

Json DecisionsJson(const HistoryAnswer& answer) {
  Json decisions = Json::array();
  for (const DecisionFile& one : answer.history.decisions) {
    decisions.push_back({{"day", TextOrNull(one.day)},
                         {"metric", TextOrNull(one.metric)},
                         {"path", one.path},
                         {"first_line", TextOrNull(one.first_line)}});
  }
  return decisions;
}

Json DefinitionsJson(const HistoryAnswer& answer) {
  Json definitions = Json::array();
  for (const DefinitionStep& step : answer.definitions) {
    const store::RecordedDefinition& one = step.recorded;
    definitions.push_back({{"metric", one.metric},
                           {"version", one.state.version},
                           {"type", TextOrNull(one.state.type)},
                           {"first_seen", FormatInstant(one.first_seen_us)},
                           {"change", ChangeName(step.change)},
                           {"from", step.commit.empty() ? "validate" : "git"},
                           {"git_commit", TextOrNull(step.commit)},
                           {"hash", one.hash},
                           {"definition", one.state.definition}});
  }
  return definitions;
}

Json DualRunsJson(const HistoryAnswer& answer) {
  if (!answer.dual_runs) return nullptr;
  Json runs = Json::array();
  for (const DualRun& run : *answer.dual_runs) {
    Json periods = run.periods ? Json::array() : Json(nullptr);
    for (const DualRunPeriod& one : run.periods.value_or(std::vector<DualRunPeriod>())) {
      periods.push_back(
          {{"period", one.label}, {"old", Number(one.before)}, {"new", Number(one.after)}});
    }
    Json out{{"metric", run.metric.metric},      {"to_metric", run.to_metric.metric},
             {"from_version", run.from_version}, {"to_version", run.to_version},
             {"grain", GrainName(run.grain)},    {"periods", std::move(periods)}};
    AddSaid(run.said, out);
    runs.push_back(std::move(out));
  }
  return runs;
}

Json DualRunShape() {
  using namespace schema;
  const Json period =
      Object({{"period", Period()}, {"old", OrNull(Num())}, {"new", OrNull(Num())}});
  return Object(
      {{"metric", Str()},
       {"to_metric", Str("the same: its definition changed; another: it replaced the star")},
       {"from_version", Count()},
       {"to_version", Count()},
       {"grain", Str()},
       {"periods", OrNull(List(period,
                               "the last 26 that are complete; null: one of the "
                               "definitions cannot be computed any more"))},
       SentenceKey(),
       HeadlineKey(DualRunRules())});
}

Json StillNamedJson(const HistoryAnswer& answer) {
  Json places = Json::array();
  for (const NamedPlace& place : answer.history.still_named) {
    Json one = ToJson(place.named);
    one["edit"] = nullptr;
    if (place.edit) one["edit"] = {{"before", place.edit->before}, {"after", place.edit->after}};
    places.push_back(std::move(one));
  }
  return places;
}

}  // namespace

Json ToJson(const StillNamed& named) {
  return {{"metric", named.metric},
          {"by", NamedByName(named.by)},
          {"name", TextOrNull(named.subject)},
          {"file", TextOrNull(named.where.file)},
          {"line", named.where.file.empty() ? Json(nullptr) : Json(named.where.line)},
          {"column", named.where.file.empty() ? Json(nullptr) : Json(named.where.column)},
          {"must_change", named.must_change}};
}

std::vector<schema::Key> StillNamedKeys() {
  using namespace schema;
  return {{"metric", Str("the former star")},
          {"by", Choice(NamedByNames())},
          {"name", OrNull(Str("of the objective, KPI, bet or check"))},
          {"file", OrNull(Str("null: an open survey, which is in the store"))},
          {"line", OrNull(Count("from 1"))},
          {"column", OrNull(Count("from 1"))},
          {"must_change", Flag("false: a team may mean it")}};
}

Json ToJson(const HistoryAnswer& answer) {
  Json out = Json::object();
  AddSaid(answer.said, out);
  out["metric"] = TextOrNull(answer.history.metric);
  out["as_of"] = answer.as_of_us ? Json(FormatInstant(*answer.as_of_us)) : Json(nullptr);
  out["stars"] = StarsJson(answer);
  out["decisions"] = DecisionsJson(answer);
  out["definitions"] = DefinitionsJson(answer);
  out["dual_run"] = DualRunsJson(answer);
  out["still_named"] = StillNamedJson(answer);
  out["notes"] = answer.notes;
  return out;
}

Json HistorySchema() {
  using namespace schema;
  const Json date = OrNull(Str("local date; null: not said"));
  const Json star = Object(
      {{"metric", Str()},
       {"label", Str()},
       {"from", date},
       {"to", date},
       {"current", Flag("it is the star")},
       {"reason", OrNull(Str("why it was replaced"))},
       {"statement", OrNull(Str("of the star that there is"))},
       {"decision", OrNull(Str("record of the decision that ended it; of the star that there is, "
                               "of the one that chose it"))}});
  const Json decision = Object({{"day", OrNull(Str("null: the file is called otherwise"))},
                                {"metric", OrNull(Str())},
                                {"path", Str("relative to the project")},
                                {"first_line", OrNull(Str())}});
  const Json definition =
      Object({{"metric", Str()},
              {"version", Count()},
              {"type", OrNull(Str("of the metric"))},
              {"first_seen", Instant()},
              {"change", OrNull(Choice({"first", "new_version", "without_version"}))},
              {"from", Choice({"validate", "git"}, "what saw it first")},
              {"git_commit", OrNull(Str("that it was read from"))},
              {"hash", Str("of the definition")},
              {"definition", Str("for comparing, not for people")}});
  const Json edit = Object({{"before", Str("the line")}, {"after", Str("as it should be")}});
  std::vector<Key> place = StillNamedKeys();
  place.push_back({"edit", OrNull(edit)});
  return AnswerOf(
      {SentenceKey(),
       HeadlineKey(HistoryRules()),
       {"metric", OrNull(Str("that was asked about; null: all"))},
       {"as_of", OrNull(Instant())},
       {"stars", List(star, "the oldest first")},
       {"decisions", List(decision, "the oldest first")},
       {"definitions",
        List(definition,
             "as recorded by validate, else of the last 200 commits; the oldest first")},
       {"dual_run", OrNull(List(DualRunShape(), "null: no data are loaded"))},
       {"still_named", List(Object(place))},
       NotesKey()},
      "past stars, decisions and definitions");
}

}  // namespace northstar
