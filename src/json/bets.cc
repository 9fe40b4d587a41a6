#include "words/bets.h"
#include "base/calendar.h"
#include "json/findings.h"
#include "json/said.h"
#include "json/schema.h"

namespace northstar {
namespace {

Json TextOf(std::string_view text) {
  return TextOrNull(std::string(text));
}

std::string_view ReasonName(stats::WithoutLotReason reason) {
  switch (reason) {
    case stats::WithoutLotReason::kControlsParallel:
      return "controls_parallel";
    case stats::WithoutLotReason::kControlsAlone:
      return "controls_alone";
    case stats::WithoutLotReason::kNoControls:
      return "no_controls";
    case stats::WithoutLotReason::kControlsTooShort:
      return "controls_too_short";
    case stats::WithoutLotReason::kControlsDrift:
      return "controls_drift";
    case stats::WithoutLotReason::kControlsAlarm:
      return "controls_alarm";
    case stats::WithoutLotReason::kTooShort:
      break;
  }
  return "too_short";
}

// What an experiment and a comparison over time have for themselves.
void AddEvidence(const EffectFinding& one, Json& out) {
  const bool units = one.method == BetMethod::kExperiment;
  const auto count = [](bool there, auto value) { return there ? Json(value) : Json(nullptr); };
  const bool periods = one.after > 0;
  out["fixed_low"] = Number(one.fixed_low);
  out["fixed_high"] = Number(one.fixed_high);
  out["treated_units"] = count(units, one.treated_units);
  out["control_units"] = count(units, one.control_units);
  out["not_yet"] = count(units, one.not_yet);
  out["variance_left"] = count(units, one.variance_left);
  out["reason"] = one.reason ? TextOf(ReasonName(*one.reason)) : Json(nullptr);
  out["false_alarm_rate"] = count(periods, one.false_alarm_rate);
  out["placebos"] = count(periods, one.placebos);
  out["before"] = count(periods, one.before);
  out["after"] = count(periods, one.after);
}

Json EffectJson(const EffectFinding& one) {
  Json out{{"metric", one.metric->name},
           {"label", one.metric->label},
           {"verdict", NameOf(one.verdict)},
           {"expected", Number(one.expected)},
           {"effect", Number(one.effect)},
           {"low", Number(one.low)},
           {"high", Number(one.high)},
           {"difference", Number(one.difference)},
           {"difference_low", Number(one.difference_low)},
           {"difference_high", Number(one.difference_high)},
           {"with", Number(one.with)},
           {"without", Number(one.without)},
           {"p_value", Number(one.p_value)},
           {"minimum_detectable", Number(one.detectable)},
           {"problem", TextOrNull(one.problem)}};
  AddEvidence(one, out);
  AddSaid(one.said, out);
  return out;
}

Json ExposureJson(const ExposureFinding& one) {
  return {{"entity", one.entity},
          {"control", one.control},
          {"treatment", one.treatment},
          {"control_units", one.control_units},
          {"treatment_units", one.treated_units},
          {"in_both", one.in_both},
          {"first", FormatInstant(one.first_us)},
          {"srm_p", Number(one.sample_ratio_p)},
          {"srm_warns", one.sample_ratio_warns},
          {"planned_units", one.planned_units}};
}

Json StrengthJson(const StrengthFinding& one) {
  if (one.source == StrengthSource::kUnknown) return nullptr;
  return {{"source", NameOf(one.source)},
          {"elasticity", one.elasticity},
          {"low", Number(one.low)},
          {"high", Number(one.high)}};
}

Json BetJson(const BetFinding& bet) {
  Json guardrails = Json::array();
  for (const EffectFinding& one : bet.guardrails) guardrails.push_back(EffectJson(one));
  Json meanwhile = Json::array();
  for (const Annotation* one : bet.meanwhile)
    meanwhile.push_back({{"at", one->at}, {"to", TextOrNull(one->to)}, {"text", one->text}});
  Json path = nullptr;
  if (bet.path) {
    path = {{"strength", StrengthJson(bet.path->strength)},
            {"implied", bet.path->implied},
            {"explains", bet.path->explains}};
  }
  Json out{{"bet", bet.bet->name},
           {"label", bet.bet->label},
           {"team", TextOrNull(bet.bet->team)},
           {"moves", TextOrNull(bet.bet->moves)},
           {"moves_input", bet.moves_input},
           {"shipped", TextOrNull(bet.bet->shipped)},
           {"planned", TextOrNull(bet.bet->planned)},
           {"expected", Number(bet.bet->expect)},
           {"input", bet.input ? EffectJson(*bet.input) : Json(nullptr)},
           {"star", bet.star ? EffectJson(*bet.star) : Json(nullptr)},
           {"guardrails", std::move(guardrails)},
           {"exposure", bet.exposure ? ExposureJson(*bet.exposure) : Json(nullptr)},
           {"path", std::move(path)},
           {"meanwhile", std::move(meanwhile)},
           {"method", TextOf(NameOf(bet.method))},
           {"grade", TextOf(GradeOf(bet.method))},
           {"verdict", NameOf(bet.verdict)}};
  AddSaid(bet.said, out);
  return out;
}

Json RecordJson(const BetFindings& found) {
  Json out{{"n", 0},
           {"median_ratio", nullptr},
           {"right_sign", nullptr},
           {"low", nullptr},
           {"high", nullptr},
           {"factor", nullptr},
           {"next_low", nullptr},
           {"next_high", nullptr}};
  if (found.record) {
    const stats::BetRecord& record = *found.record;
    out = {{"n", record.bets},
           {"median_ratio", record.median_ratio},
           {"right_sign", record.right_sign.share},
           {"low", record.right_sign.low},
           {"high", record.right_sign.high},
           {"factor", record.factor},
           {"next_low", Number(record.next_low)},
           {"next_high", Number(record.next_high)}};
  }
  AddSaid(found.record_said, out);
  return out;
}

Json PlanJson(const PlannedBet& one) {
  Json out{{"bet", one.bet->name},
           {"label", one.bet->label},
           {"team", TextOrNull(one.bet->team)},
           {"moves", TextOrNull(one.bet->moves)},
           {"moves_input", one.moves_input},
           {"planned", TextOrNull(one.bet->planned)},
           {"expected", Number(one.bet->expect)},
           {"shrunk", Number(one.shrunk)},
           {"strength", StrengthJson(one.strength)},
           {"star_effect", Number(one.star_effect)},
           {"low", Number(one.low)},
           {"high", Number(one.high)},
           {"effort", Number(one.bet->effort)},
           {"per_effort", Number(one.per_effort)}};
  AddSaid(one.said, out);
  return out;
}

Json VerdictShape() {
  return schema::Choice(
      {"WORKED", "PARTLY", "BACKFIRED", "NOT_DETECTED", "TOO_EARLY", "SRM", "NOT_MEASURABLE"});
}

Json EffectShape() {
  using namespace schema;
  const auto count = [](std::string_view help) { return OrNull(Count(help)); };
  return Object(
      {{"metric", Str()},
       {"label", Str()},
       {"verdict", VerdictShape()},
       {"expected", OrNull(Num("relative: 0.05 is 5% more"))},
       {"effect", OrNull(Num("relative to control, or to what was expected without the bet; null: "
                             "that is 0, or too near to it"))},
       {"low", LowHigh("effect, 95%, at every look")},
       {"high", LowHigh("effect, 95%, at every look")},
       {"fixed_low", LowHigh("effect, 95%, for one look; of experiments")},
       {"fixed_high", LowHigh("effect, 95%, for one look; of experiments")},
       {"difference", OrNull(Num("in the unit of the figure per unit, or per period"))},
       {"difference_low", LowHigh("difference, 95%")},
       {"difference_high", LowHigh("difference, 95%")},
       {"with", OrNull(Num("mean per unit of the treatment, or per period after"))},
       {"without", OrNull(Num("mean per unit of control, or what was expected per period"))},
       {"p_value", OrNull(Num("that there is no effect, of one look; without a lot by placebo "
                              "dates"))},
       {"minimum_detectable", OrNull(Num("relative effect that is seen with a chance of 80%"))},
       {"problem", OrNull(Str("why there is no verdict, or not yet"))},
       {"treated_units", count("whose horizon has passed; of experiments")},
       {"control_units", count("whose horizon has passed; of experiments")},
       {"not_yet", count("units exposed too recently to count; of experiments")},
       {"variance_left", OrNull(Num("0-1, after what units did before the exposure is taken off"))},
       {"reason",
        OrNull(Choice({"controls_parallel", "controls_alone", "no_controls", "controls_too_short",
                       "controls_drift", "controls_alarm", "too_short"},
                      "why it was compared this way; without a lot"))},
       {"false_alarm_rate", OrNull(Num("share of placebo dates at which the method finds an "
                                       "effect"))},
       {"placebos", count("placebo dates")},
       {"before", count("periods compared")},
       {"after", count("periods compared")},
       SentenceKey(),
       HeadlineKey(BetRules())});
}

Json ExposureShape() {
  using namespace schema;
  return Object({{"entity", Str()},
                 {"control", Str()},
                 {"treatment", Str()},
                 {"control_units", Count("exposed to this arm alone")},
                 {"treatment_units", Count("exposed to this arm alone")},
                 {"in_both", Count("exposed to both, left out")},
                 {"first", Instant()},
                 {"srm_p", OrNull(Num("that such arms come from the intended split"))},
                 {"srm_warns", Flag("unlikely, but not below 0.001")},
                 {"planned_units", Num("at which the interval is tightest")}});
}

Json StrengthShape() {
  using namespace schema;
  return OrNull(Object({{"source", Choice({"star", "formula", "experiments", "elasticity"})},
                        {"elasticity", Num("of the star: 0.5 is half a percent per percent")},
                        {"low", LowHigh("elasticity")},
                        {"high", LowHigh("elasticity")}}));
}

Json BetShape() {
  using namespace schema;
  const Json annotation = Object({{"at", Str()}, {"to", OrNull(Str())}, {"text", Str()}});
  const Json path = Object({{"strength", StrengthShape()},
                            {"implied", Num("of the star, by the effect on the input")},
                            {"explains", Flag("it lies within the star's interval")}});
  return Object({{"bet", Str()},
                 {"label", Str()},
                 {"team", OrNull(Str())},
                 {"moves", OrNull(Str("the metric it should move"))},
                 {"moves_input", Flag("that is an input of the star, or the star")},
                 {"shipped", OrNull(Str("local day"))},
                 {"planned", OrNull(Str("local day"))},
                 {"expected", OrNull(Num("of the input, relative"))},
                 {"input", OrNull(EffectShape())},
                 {"star", OrNull(EffectShape())},
                 {"guardrails", List(EffectShape())},
                 {"exposure", OrNull(ExposureShape())},
                 {"path", OrNull(path)},
                 {"meanwhile", List(annotation, "what else happened then")},
                 {"method", OrNull(Choice({"experiment", "segments", "before_after"}))},
                 {"grade", OrNull(Choice({"A", "B", "C"}))},
                 {"verdict", VerdictShape()},
                 SentenceKey(),
                 HeadlineKey(BetRules())});
}

Json RecordShape() {
  using namespace schema;
  return Object({{"n", Count("bets with an expectation that were measured")},
                 {"median_ratio", OrNull(Num("measured over expected"))},
                 {"right_sign", OrNull(Num("share of bets, 0-1"))},
                 {"low", LowHigh("right_sign, 95%")},
                 {"high", LowHigh("right_sign, 95%")},
                 {"factor", OrNull(Num("what new expectations are multiplied by, 0-1"))},
                 {"next_low", LowHigh("the true ratio of a next bet")},
                 {"next_high", LowHigh("the true ratio of a next bet")},
                 SentenceKey(),
                 HeadlineKey(BetRecordRules())});
}

Json PlanShape() {
  using namespace schema;
  return Object({{"bet", Str()},
                 {"label", Str()},
                 {"team", OrNull(Str())},
                 {"moves", OrNull(Str())},
                 {"moves_input", Flag()},
                 {"planned", OrNull(Str("local day"))},
                 {"expected", OrNull(Num("of the input, relative"))},
                 {"shrunk", OrNull(Num("the same, times the record's factor"))},
                 {"strength", StrengthShape()},
                 {"star_effect", OrNull(Num("relative; null: none, or not known"))},
                 {"low", LowHigh("star_effect")},
                 {"high", LowHigh("star_effect")},
                 {"effort", OrNull(Num())},
                 {"per_effort", OrNull(Num("star_effect over effort"))},
                 SentenceKey(),
                 HeadlineKey(PlannedBetRules())});
}

}  // namespace

Json ToJson(const BetFindings& found) {
  Json bets = Json::array(), plan = Json::array();
  for (const BetFinding& one : found.bets) bets.push_back(BetJson(one));
  for (const PlannedBet& one : found.plan) plan.push_back(PlanJson(one));
  Json out{{"as_of", FormatInstant(found.as_of_us)},
           {"north_star", found.star != nullptr ? Json(found.star->name) : Json(nullptr)},
           {"bets", std::move(bets)},
           {"record", RecordJson(found)},
           {"plan", std::move(plan)},
           {"notes", found.notes},
           {"method", {{"id", "bets.effect"}, {"version", 1}}}};
  AddSaid(found.said, out);
  return out;
}

Json BetsSchema() {
  using namespace schema;
  return AnswerOf({{"as_of", Instant()},
                   {"north_star", OrNull(Str())},
                   {"bets", List(BetShape(), "in the order of the project, without open ones")},
                   {"record", RecordShape()},
                   {"plan", List(PlanShape(), "open bets, the best first")},
                   SentenceKey(),
                   HeadlineKey(BetsRules()),
                   NotesKey(),
                   MethodKey()},
                  "what bets did, and in which order open ones would move the star");
}

}  // namespace northstar
