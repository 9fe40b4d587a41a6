#include "json/findings.h"

#include "json/said.h"
#include "json/schema.h"
#include "words/headline.h"

namespace northstar {
namespace {

Json UsualJson(const UsualMovement& m) {
  return {{"value", Number(m.usual)},
          {"relative", m.relative},
          {"unusual", m.unusual ? Json(*m.unusual) : Json(nullptr)}};
}

Json LimitJson(const NodeLimit& limit) {
  return {{"bound", limit.judged.at_least ? "at_least" : "at_most"},
          {"at", Number(limit.judged.at)},
          {"words", limit.words},
          {"state", LimitStateName(limit.judged.state)},
          {"judged_by", limit.judged.by_periods ? "periods" : "units"}};
}

Json DriverJson(const ConstellationNode& node) {
  if (!node.driver) return nullptr;
  const stats::Driver& d = *node.driver;
  return {{"share", d.share},
          {"low", d.low},
          {"high", d.high},
          {"p_adjusted", d.p_adjusted},
          {"group", d.group >= 0 ? Json(d.group) : Json(nullptr)}};
}

Json NodeJson(const ConstellationNode& node) {
  Json bets = Json::array();
  for (const Bet* bet : node.bets) bets.push_back(bet->name);
  Json recent = Json::array();
  for (const RecentValue& one : node.recent) {
    recent.push_back({{"period", one.period},
                      {"value", Number(one.value)},
                      {"low", Number(one.low)},
                      {"high", Number(one.high)}});
  }
  Json out{{"role", NodeRoleName(node.role)},   {"metric", node.metric->name},
           {"label", node.metric->label},       {"dimension", TextOrNull(node.dimension)},
           {"where", TextOrNull(node.where)},   {"owners", node.owners},
           {"grain", GrainName(node.grain)},    {"period", TextOrNull(node.period)},
           {"complete", !node.period.empty()},  {"value", Number(node.value)},
           {"low", Number(node.low)},           {"high", Number(node.high)},
           {"previous", Number(node.previous)}, {"year_ago", Number(node.year_ago)},
           {"usual", UsualJson(node.movement)}, {"contribution", Number(node.contribution)},
           {"driver", DriverJson(node)},        {"driver_reason", TextOrNull(node.driver_reason)},
           {"largest", node.largest},           {"bets", std::move(bets)},
           {"recent", std::move(recent)}};
  if (node.role == NodeRole::kGuardrail) out["limit"] = LimitJson(node.limit);
  if (node.role == NodeRole::kKpi) out["ladders_to"] = node.ladders_to;
  if (!node.problem.empty()) out["problem"] = node.problem;
  return out;
}

}  // namespace

Json ToJson(const StarNow& now) {
  const Constellation& c = now.constellation;
  Json nodes = Json::array();
  for (const ConstellationNode& node : c.nodes) nodes.push_back(NodeJson(node));
  Json parts = Json::array();
  for (const InputPart& part : c.parts) {
    if (part.depth == 0)
      parts.push_back({{"metric", part.name}, {"contribution", part.contribution}});
  }
  Json out{{"star", c.star().metric->name},
           {"declared", c.declared},
           {"statement", c.statement},
           {"nodes", std::move(nodes)},
           {"contributions", std::move(parts)},
           {"contributions_reason", TextOrNull(c.parts_reason)},
           {"notes", c.notes},
           {"method",
            {{"id", c.parts.empty() ? "driver.ridge" : "tree.path"},
             {"version", c.parts.empty() ? 2 : 1}}}};
  AddSaid(ChooseHeadline(now.facts), out);
  return out;
}

Json TreeSchema() {
  using namespace schema;
  const Json usual = Object({{"value", OrNull(Num("90% of past changes were within it"))},
                             {"relative", Flag("of the value before; else in its own unit")},
                             {"unusual", OrNull(Flag("the last change was; null: not known"))}});
  const Json driver = Object({{"share", Num("of the star's growth that it goes before, 0 to 1")},
                              {"low", Num("95% interval")},
                              {"high", Num("95% interval")},
                              {"p_adjusted", Num("for all inputs that were tried")},
                              {"group", OrNull(Count("inputs that cannot be told apart"))}});
  const Json recent = Object({{"period", Period()},
                              {"value", OrNull(Num())},
                              {"low", OrNull(Num())},
                              {"high", OrNull(Num())}});
  const Json limit = Object({{"bound", Choice({"at_least", "at_most"})},
                             {"at", OrNull(Num())},
                             {"words", Str()},
                             {"state", Choice({"holds", "unclear", "broken", "insufficient_data"})},
                             {"judged_by", Choice({"periods", "units"})}});
  const Json node = Object({{"role", Choice({"star", "input", "guardrail", "kpi"})},
                            {"metric", Str()},
                            {"label", Str()},
                            {"dimension", OrNull(Str("breadth, depth, frequency, efficiency"))},
                            {"where", OrNull(Str("the segment that it is narrowed to"))},
                            {"owners", Names()},
                            {"grain", Str()},
                            {"period", OrNull(Period())},
                            {"complete", Flag()},
                            {"value", OrNull(Num())},
                            {"low", LowHigh("95% interval")},
                            {"high", LowHigh("95% interval")},
                            {"previous", OrNull(Num("in the period before"))},
                            {"year_ago", OrNull(Num())},
                            {"usual", usual},
                            {"contribution", OrNull(Num("to the star's last change, in its unit"))},
                            {"driver", OrNull(driver)},
                            {"driver_reason", OrNull(Str("why there is no driver"))},
                            {"largest", Flag("of all inputs")},
                            {"bets", Names("those that mean to move it")},
                            {"recent", List(recent)},
                            {"limit", limit, false},
                            {"ladders_to", Str("the input that a KPI belongs to"), false},
                            {"problem", Str("why it has no value"), false}});
  return AnswerOf({{"star", Str()},
                   {"declared", Flag("under north_star; else a candidate")},
                   {"statement", Str()},
                   {"nodes", List(node)},
                   {"contributions", List(Object({{"metric", Str()}, {"contribution", Num()}}),
                                          "they add up to the star's last change")},
                   {"contributions_reason", OrNull(Str("why there are none"))},
                   NotesKey(),
                   MethodKey(),
                   SentenceKey(),
                   HeadlineKey(HeadlineRules())},
                  "the North Star with its inputs, guardrails and KPIs");
}

}  // namespace northstar
