#include "json/findings.h"

#include "json/said.h"
#include "json/schema.h"
#include "words/lead.h"

namespace northstar {
namespace {

template <typename T>
Json TestJson(const std::optional<T>& test) {
  return test ? Json{{"statistic", test->statistic}, {"p_value", test->p_value}} : Json(nullptr);
}

Json SecondLooksJson(const SecondLooks& looks) {
  const auto series = [](const SeriesLook& look) {
    return Json{{"adf", TestJson(look.adf)},
                {"kpss", TestJson(look.kpss)},
                {"adf_of_growth", TestJson(look.adf_of_growth)}};
  };
  return {{"candidate", series(looks.candidate)},
          {"outcome", series(looks.outcome)},
          {"granger", TestJson(looks.granger)},
          {"granger_reverse", TestJson(looks.granger_reverse)},
          {"toda_yamamoto", TestJson(looks.toda_yamamoto)},
          {"toda_yamamoto_reverse", TestJson(looks.toda_yamamoto_reverse)},
          {"cointegration", TestJson(looks.cointegration)}};
}

Json PanelJson(const stats::PanelResult& panel, const std::string& dimension) {
  static constexpr const char* kNames[] = {"LEADS", "FOLLOWS", "NOT_DETECTED", "NO_VARIATION",
                                           "NOT_ENOUGH_DATA"};
  const bool tested = panel.lag > 0;
  return {{"dimension", dimension},
          {"finding", kNames[static_cast<size_t>(panel.finding)]},
          {"segments", panel.segments},
          {"periods", panel.periods},
          {"lag", tested ? Json(panel.lag) : Json(nullptr)},
          {"width", tested ? Json(panel.width) : Json(nullptr)},
          {"p_value", tested ? Json(panel.p_value) : Json(nullptr)},
          {"reverse_p_value", tested ? Json(panel.reverse_p_value) : Json(nullptr)},
          {"effect", Number(panel.effect)},
          {"low", Number(panel.low)},
          {"high", Number(panel.high)},
          {"grade", "B"}};
}

}  // namespace

Json ToJson(const LeadFindings& f) {
  const stats::LeadResult& r = f.result;
  const bool tested = r.lag > 0;
  const auto when_tested = [&](auto value) { return tested ? Json(value) : Json(nullptr); };
  Json out;
  out["verdict"] = VerdictName(VerdictOf(r.finding));
  out["finding"] = f.finding();
  out["lag"] = when_tested(r.lag);
  out["width"] = when_tested(r.width);
  out["grain"] = GrainName(f.grain);
  out["correlation"] = when_tested(r.correlation);
  out["sign"] = when_tested(r.correlation < 0 ? "inverse" : "same");
  out["p_value"] = when_tested(r.p_value);
  out["p_adjusted"] = when_tested(r.p_adjusted);
  out["effect"] = Number(r.effect);
  out["low"] = Number(r.low);
  out["high"] = Number(r.high);
  out["level"] = f.level;
  out["minimum_detectable"] = Number(r.minimum_detectable);
  out["n"] = r.n;
  AddSaid(f.said, out);
  out["caveats"] = f.caveats;
  out["reverse"] = {{"lag", when_tested(r.reverse_lag)},
                    {"p_value", when_tested(r.reverse_p_value)},
                    {"p_adjusted", when_tested(r.reverse_p_adjusted)}};
  out["together"] = {{"correlation", when_tested(r.together_correlation)},
                     {"p_value", when_tested(r.together_p_value)}};
  out["forecast_gain"] = r.gain ? Json{{"forecasts", r.gain->forecasts},
                                       {"clark_west", r.gain->statistic},
                                       {"r2_out_of_sample", r.gain->r2_out_of_sample}}
                                : Json(nullptr);
  out["stable"] = when_tested(r.stable);
  out["effect_leaving_a_year_out"] = {{"low", Number(r.range_low)}, {"high", Number(r.range_high)}};
  out["harmonics"] = r.harmonics;
  out["outlook"] = Json::array();
  for (const stats::Projection& p : f.second_looks.outlook) {
    out["outlook"].push_back({{"months", p.horizon},
                              {"slope", p.slope},
                              {"low", p.low},
                              {"high", p.high},
                              {"level", 0.9},
                              {"rows", p.rows}});
  }
  out["second_looks"] = SecondLooksJson(f.second_looks);
  if (f.panel) out["panel"] = PanelJson(*f.panel, f.panel_dimension);
  out["method"] = {{"id", "leadlag.pwmax"}, {"version", 1}};
  return out;
}

std::vector<schema::Key> LeadKeys() {
  using namespace schema;
  const Json test = OrNull(Object({{"statistic", Num()}, {"p_value", Num()}}));
  const Json look = Object({{"adf", test}, {"kpss", test}, {"adf_of_growth", test}});
  const Json outlook =
      Object({{"months", Count("later")},
              {"slope", Num("percent of the outcome per percent of the candidate")},
              {"low", Num()},
              {"high", Num()},
              {"level", Num()},
              {"rows", Count("months compared")}});
  const Json panel = Object({{"dimension", Str()},
                             {"finding", Str()},
                             {"segments", Count()},
                             {"periods", Count()},
                             {"lag", OrNull(Count())},
                             {"width", OrNull(Count())},
                             {"p_value", OrNull(Num())},
                             {"reverse_p_value", OrNull(Num())},
                             {"effect", OrNull(Num())},
                             {"low", OrNull(Num())},
                             {"high", OrNull(Num())},
                             {"grade", Str("B: compared by segment, not by experiment")}});
  const auto tested = [](Json shape) { return OrNull(std::move(shape)); };
  return {
      {"verdict", Choice({"pass", "unclear", "fail", "insufficient_data"})},
      {"finding", Str("LEADS, LIKELY_LEADS, SUGGESTIVE, MOVES_TOGETHER, NOT_DETECTED, "
                      "MAY_BE_REVENUE, FOLLOWS, IS_REVENUE, LEADS_INVERSELY, NO_VARIATION, "
                      "NOT_ENOUGH_DATA or NEVER_SEEN")},
      {"lag", tested(Count("in periods of `grain`; positive: the candidate moves first"))},
      {"width", tested(Count("lags, `lag` being the first"))},
      {"grain", Str()},
      {"correlation", tested(Num())},
      {"sign", tested(Choice({"same", "inverse"}))},
      {"p_value", tested(Num("for all lags that were tried"))},
      {"p_adjusted", tested(Num("for all candidates that were tried, too"))},
      {"effect", OrNull(Num("points of growth of the outcome per point of the candidate"))},
      {"low", LowHigh("of `effect`, at `level`")},
      {"high", LowHigh("of `effect`, at `level`")},
      {"level", Num()},
      {"minimum_detectable", OrNull(Num("an effect that would probably have shown"))},
      {"n", Count("periods compared")},
      SentenceKey(),
      HeadlineKey(LeadRules()),
      {"caveats", Names()},
      {"reverse",
       Object({{"lag", tested(Count())}, {"p_value", tested(Num())}, {"p_adjusted", tested(Num())}},
              "the outcome moves first")},
      {"together",
       Object({{"correlation", tested(Num())}, {"p_value", tested(Num())}}, "in the same period")},
      {"forecast_gain",
       OrNull(
           Object({{"forecasts", Count()}, {"clark_west", Num()}, {"r2_out_of_sample", Num()}}))},
      {"stable", tested(Flag("both halves of the history have the sign"))},
      {"effect_leaving_a_year_out", Object({{"low", OrNull(Num())}, {"high", OrNull(Num())}})},
      {"harmonics", Count("terms of the yearly season")},
      {"outlook", List(outlook)},
      {"second_looks", Object({{"candidate", look},
                               {"outcome", look},
                               {"granger", test},
                               {"granger_reverse", test},
                               {"toda_yamamoto", test},
                               {"toda_yamamoto_reverse", test},
                               {"cointegration", test}},
                              "they change no verdict")},
      {"panel", panel, false},
      MethodKey()};
}

Json LeadSchema() {
  return schema::AnswerOf(LeadKeys(), "whether a candidate leads the outcome");
}

}  // namespace northstar
