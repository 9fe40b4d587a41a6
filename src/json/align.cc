#include "analysis/align/align.h"
#include "analysis/star/headline.h"
#include "json/findings.h"
#include "json/said.h"
#include "json/schema.h"
#include "words/align.h"
#include "words/headline.h"
#include "words/okrs.h"

namespace northstar {
namespace {

Json DriverJson(const std::optional<stats::Driver>& driver) {
  if (!driver) return nullptr;
  return {{"share", driver->share},
          {"low", driver->low},
          {"high", driver->high},
          {"p_adjusted", driver->p_adjusted},
          {"elasticity", driver->elasticity},
          {"elasticity_low", driver->elasticity_low},
          {"elasticity_high", driver->elasticity_high}};
}

Json LineJson(const LineOfSight& line) {
  Json path = Json::array();
  Json edges = Json::array();
  for (const SightEdge& edge : line.edges) {
    path.push_back(edge.from->name);
    Json one{{"from", edge.from->name},
             {"to", edge.to->name},
             {"contribution", Number(edge.contribution)},
             {"driver", DriverJson(edge.driver)}};
    AddSaid(edge.said, one);
    edges.push_back(std::move(one));
  }
  path.push_back(line.edges.back().to->name);
  return {{"path", std::move(path)}, {"edges", std::move(edges)}};
}

Json MovedJson(const MovedMetric& moved) {
  Json out{{"metric", moved.metric->name},
           {"label", moved.metric->label},
           {"period", TextOrNull(moved.period)},
           {"value", Number(moved.value)},
           {"before", Number(moved.before)},
           {"periods", moved.periods},
           {"contribution", Number(moved.contribution)}};
  AddSaid(moved.said, out);
  return out;
}

Json EffectJson(const std::optional<EffectFinding>& effect) {
  if (!effect) return nullptr;
  return {{"metric", effect->metric->name},
          {"effect", Number(effect->effect)},
          {"low", Number(effect->low)},
          {"high", Number(effect->high)}};
}

Json BetJson(const AlignFindings& found, const Bet& bet) {
  const BetFinding* measured = found.Measured(bet);
  return {{"bet", bet.name},
          {"label", bet.label.empty() ? bet.name : bet.label},
          {"moves", TextOrNull(bet.moves)},
          {"expect", Number(bet.expect)},
          {"shipped", TextOrNull(bet.shipped)},
          {"planned", TextOrNull(bet.planned)},
          {"verdict", measured != nullptr ? Json(NameOf(measured->verdict)) : Json(nullptr)},
          {"input", measured != nullptr ? EffectJson(measured->input) : Json(nullptr)},
          {"star", measured != nullptr ? EffectJson(measured->star) : Json(nullptr)},
          {"sentence", measured != nullptr ? Json(measured->said.whole()) : Json(nullptr)}};
}

Json KeyResultJson(const ObjectiveFinding& objective, const KeyResultFinding& one) {
  Json out{{"objective", objective.okr->objective},
           {"period", objective.okr->period},
           {"role", TextOrNull(one.result->role)},
           {"metric", one.metric->name},
           {"now", Number(one.now)},
           {"to", Number(one.result->to)},
           {"progress", Number(one.progress)},
           {"odds", Number(one.odds)},
           {"status", NameOf(one.status)}};
  AddSaid(one.said, out);
  return out;
}

Json TeamJson(const AlignFindings& found, const TeamAlignment& team) {
  Json lines = Json::array(), moved = Json::array(), bets = Json::array();
  Json results = Json::array(), loose = Json::array();
  for (const LineOfSight& line : team.lines) lines.push_back(LineJson(line));
  for (const MovedMetric& one : team.moved) moved.push_back(MovedJson(one));
  for (const Bet* bet : team.sight.bets) bets.push_back(BetJson(found, *bet));
  for (const auto& [o, k] : team.key_results) {
    const ObjectiveFinding& objective = found.okrs.objectives[o];
    results.push_back(KeyResultJson(objective, objective.key_results[k]));
  }
  for (const Metric* metric : team.sight.loose) loose.push_back(metric->name);
  Json out{{"team", team.sight.name},
           {"label", team.sight.label},
           {"purpose", TextOrNull(team.sight.purpose)},
           {"declared", team.sight.declared},
           {"line_of_sight", std::move(lines)},
           {"moved", std::move(moved)},
           {"bets", std::move(bets)},
           {"key_results", std::move(results)},
           {"loose_kpis", std::move(loose)}};
  AddSaid(team.said, out);
  return out;
}

Json StarJson(const AlignFindings& found) {
  const ConstellationNode& star = found.now.constellation.star();
  Json out{{"metric", star.metric->name},
           {"label", star.metric->label},
           {"statement", TextOrNull(found.now.constellation.statement)},
           {"period", TextOrNull(star.period)},
           {"value", Number(star.value)},
           {"previous", Number(star.previous)}};
  AddSaid(ChooseHeadline(found.now.facts), out);
  return out;
}

Json LineShape() {
  using namespace schema;
  const Json driver =
      Object({{"share", Num("of the growth of the metric above that it goes before, 0 to 1")},
              {"low", Num("90% interval")},
              {"high", Num("likewise")},
              {"p_adjusted", Num()},
              {"elasticity", Num("growth of the metric above per growth of this one")},
              {"elasticity_low", Num("90% interval")},
              {"elasticity_high", Num("likewise")}});
  const Json edge =
      Object({{"from", Str("metric")},
              {"to", Str("the metric above it")},
              {"contribution", OrNull(Num("to the last change of `to`, by formula, in its unit"))},
              {"driver", OrNull(driver)},
              SentenceKey(),
              HeadlineKey(EdgeRules())});
  return Object(
      {{"path", Names("metrics, from what the team owns up to the star")}, {"edges", List(edge)}});
}

Json MovedShape() {
  using namespace schema;
  return Object({{"metric", Str()},
                 {"label", Str()},
                 {"period", OrNull(Str("the last complete one"))},
                 {"value", OrNull(Num())},
                 {"before", OrNull(Num("`periods` earlier"))},
                 {"periods", Count()},
                 {"contribution", OrNull(Num("to the last change of the star, by formula"))},
                 SentenceKey(),
                 HeadlineKey(MovedRules())});
}

Json TeamShape() {
  using namespace schema;
  const Json effect = Object({{"metric", Str()},
                              {"effect", OrNull(Num("relative: 0.05 is +5%"))},
                              {"low", OrNull(Num("95% interval"))},
                              {"high", OrNull(Num("likewise"))}});
  const Json bet = Object({{"bet", Str()},
                           {"label", Str()},
                           {"moves", OrNull(Str("metric"))},
                           {"expect", OrNull(Num("a share"))},
                           {"shipped", OrNull(Str("day"))},
                           {"planned", OrNull(Str("day"))},
                           {"verdict", OrNull(Str("as of `bets`; null: it is open"))},
                           {"input", OrNull(effect)},
                           {"star", OrNull(effect)},
                           {"sentence", OrNull(Str("what it did; null: it is open"))}});
  const Json result =
      Object({{"objective", Str()},
              {"period", Str("as written")},
              {"role", OrNull(Choice({"north_star", "guardrail", "leading", "other"}))},
              {"metric", Str()},
              {"now", OrNull(Num())},
              {"to", OrNull(Num("null: a limit"))},
              {"progress", OrNull(Num("share of the way"))},
              {"odds", OrNull(Num("0 to 1"))},
              {"status", Choice({"achieved", "on_track", "at_risk", "off_track", "missed", "held",
                                 "broken", "no_data"})},
              SentenceKey(),
              HeadlineKey(KeyResultRules())});
  return Object({{"team", Str()},
                 {"label", Str()},
                 {"purpose", OrNull(Str())},
                 {"declared", Flag("under `teams:`; else an owner of something")},
                 {"line_of_sight", List(LineShape())},
                 {"moved", List(MovedShape(), "what it owns on the way to the star")},
                 {"bets", List(bet)},
                 {"key_results", List(result, "of the current period")},
                 {"loose_kpis", Names("KPIs that ladder up to no input")},
                 SentenceKey(),
                 HeadlineKey(TeamRules())});
}

}  // namespace

Json ToJson(const AlignFindings& found) {
  Json teams = Json::array(), without = Json::array();
  for (const TeamAlignment& team : found.teams) {
    teams.push_back(TeamJson(found, team));
    if (team.has_line()) continue;
    Json one{{"team", team.sight.name}, {"declared", team.sight.declared}};
    AddSaid(team.said, one);
    without.push_back(std::move(one));
  }
  Json out{{"star", StarJson(found)},
           {"teams", std::move(teams)},
           {"without", std::move(without)},
           {"notes", found.notes}};
  AddSaid(found.said, out);
  return out;
}

Json AlignSchema() {
  using namespace schema;
  const Json star = Object({{"metric", Str()},
                            {"label", Str()},
                            {"statement", OrNull(Str())},
                            {"period", OrNull(Str("the last complete one"))},
                            {"value", OrNull(Num())},
                            {"previous", OrNull(Num())},
                            SentenceKey(),
                            HeadlineKey(HeadlineRules())});
  const Json without = Object({{"team", Str()},
                               {"declared", Flag("under `teams:`; else an owner of something")},
                               SentenceKey(),
                               HeadlineKey(TeamRules())});
  std::vector<Rule> rules(AlignRules().begin(), AlignRules().end());
  rules.insert(rules.end(), TeamRules().begin(), TeamRules().end());
  return AnswerOf({{"star", star},
                   {"teams", List(TeamShape())},
                   {"without", List(without, "those of them that have no line of sight")},
                   NotesKey(),
                   SentenceKey(),
                   HeadlineKey(rules)},
                  "the line of sight of teams to the North Star");
}

}  // namespace northstar
