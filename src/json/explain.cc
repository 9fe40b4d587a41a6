#include "json/findings.h"

#include "json/said.h"
#include "json/schema.h"
#include "words/explanation.h"

namespace northstar {
namespace {

Json MovementJson(const UsualMovement& m) {
  return {{"usual", Number(m.usual)},
          {"relative", m.relative},
          {"unusual", m.unusual ? Json(*m.unusual) : Json(nullptr)}};
}

Json ExpectedJson(const UsualMovement& m) {
  if (!m.expected) return nullptr;
  return {{"mean", m.expected->mean},
          {"low", m.expected->low},
          {"high", m.expected->high},
          {"level", m.expected->level}};
}

// Depth 0 is the list; what stands below a part is nested in it.
Json InputsJson(const std::vector<InputPart>& parts, size_t& next, int depth) {
  Json list = Json::array();
  while (next < parts.size() && parts[next].depth == depth) {
    const InputPart& part = parts[next++];
    Json one{{"metric", part.name},
             {"label", part.label},
             {"before", Number(part.before)},
             {"after", Number(part.after)},
             {"contribution", part.contribution},
             {"owners", part.owners}};
    Json below = InputsJson(parts, next, depth + 1);
    if (!below.empty()) one["inputs"] = std::move(below);
    list.push_back(std::move(one));
  }
  return list;
}

Json MovesJson(const Explanation& e) {
  Json list = Json::array();
  for (const InputMove& move : e.moves) {
    list.push_back({{"metric", move.metric->name},
                    {"owners", move.owners},
                    {"before", Number(move.before)},
                    {"after", Number(move.after)},
                    {"movement", MovementJson(move.movement)}});
  }
  return list;
}

Json LifecycleJson(const Lifecycle& lifecycle) {
  Json list = Json::array();
  for (const LifecyclePart& part : lifecycle.parts) {
    list.push_back({{"part", LifecycleFlowName(part.flow)},
                    {"entities", part.entities},
                    {"contribution", part.contribution},
                    {"usual", Number(part.usual)}});
  }
  return list;
}

Json SegmentsJson(const Segments& segments) {
  Json list = Json::array();
  for (const SegmentPart& part : segments.parts) {
    Json where = Json::object();
    for (const SegmentCondition& one : part.where) where[one.dimension] = Text(one.value);
    list.push_back({{"where", std::move(where)},
                    {"before", part.before},
                    {"after", part.after},
                    {"contribution", part.contribution},
                    {"share", part.share}});
  }
  return list;
}

Json DimensionsJson(const Segments& segments) {
  Json list = Json::array();
  for (const DimensionView& view : segments.dimensions) {
    Json rows = Json::array();
    for (const DimensionRow& row : view.rows) {
      Json one{{"value", row.other ? Json("(other)") : Text(row.value)},
               {"before", Number(row.before)},
               {"after", Number(row.after)},
               {"contribution", row.contribution}};
      if (row.rate) one["rate"] = *row.rate;
      if (row.mix) one["mix"] = *row.mix;
      if (!row.rate) one["excess"] = row.excess;
      rows.push_back(std::move(one));
    }
    list.push_back({{"dimension", view.dimension},
                    {"surprise", view.surprise},
                    {"overlap", view.overlap},
                    {"reversal", view.reversal},
                    {"rows", std::move(rows)}});
  }
  return list;
}

Json FeedbackJson(const Explanation& e) {
  Json list = Json::array();
  if (!e.feedback) return list;
  for (const FeedbackTheme& theme : e.feedback->rising) {
    list.push_back({{"theme", theme.term.term},
                    {"also", theme.term.also},
                    {"score", theme.term.z},
                    {"people", theme.term.here},
                    {"people_before", theme.term.there},
                    {"sentiment", Number(theme.mood)},
                    {"examples", theme.term.quotes}});
  }
  return list;
}

Json FeedbackMoodJson(const Explanation& e) {
  if (!e.feedback) return nullptr;
  const auto side = [](const FeedbackMood& m, const std::optional<double>& texts) -> Json {
    return {{"texts", Number(texts)},
            {"sentiment", Number(m.mood)},
            {"share_negative", Number(m.negative)},
            {"rating", Number(m.rating)}};
  };
  return {{"before", side(e.feedback->before, e.feedback->volume.usual)},
          {"after", side(e.feedback->after, static_cast<double>(e.feedback->after.texts))}};
}

Json HappeningsJson(const Explanation& e) {
  constexpr const char* kNames[] = {"annotation", "bet", "input"};
  Json list = Json::array();
  for (const Happening& one : e.happenings) {
    list.push_back({{"kind", kNames[static_cast<int>(one.kind)]},
                    {"at", one.at},
                    {"to", TextOrNull(one.to)},
                    {"text", one.text}});
  }
  return list;
}

}  // namespace

Json ToJson(const Explanation& e) {
  size_t next = 0;
  Json suspects = Json::array();
  for (const Suspect& one : e.suspects)
    suspects.push_back({{"source", one.source}, {"sentence", one.sentence}});
  Json out{{"metric", e.metric->name},
           {"grain", GrainName(e.grain)},
           {"from", e.before.label},
           {"to", e.after.label},
           {"before", Number(e.before.value)},
           {"after", Number(e.after.value)},
           {"change", e.change},
           {"movement", MovementJson(e.movement)},
           {"expected", ExpectedJson(e.movement)},
           {"inputs", InputsJson(e.inputs, next, 0)},
           {"inputs_reason", TextOrNull(e.inputs_reason)},
           {"inputs_from", TextOrNull(e.formula_from)},
           {"input_moves", MovesJson(e)},
           {"lifecycle", LifecycleJson(e.lifecycle)},
           {"quick_ratio", Number(e.lifecycle.quick_ratio)},
           {"segments", SegmentsJson(e.segments)},
           {"segments_stand_out", e.segments.stands_out},
           {"segments_p_value", e.segments.p_value},
           {"dimensions", DimensionsJson(e.segments)},
           {"happenings", HappeningsJson(e)},
           {"suspects", std::move(suspects)},
           {"feedback", FeedbackJson(e)},
           {"feedback_mood", FeedbackMoodJson(e)},
           {"notes", e.notes},
           {"method", {{"id", "explain"}, {"version", 1}}}};
  AddSaid(e.said, out);
  return out;
}

namespace {

Json ThemeSchema() {
  using namespace schema;
  return Object({{"theme", Str()},
                 {"also", Names()},
                 {"score", Num()},
                 {"people", Count()},
                 {"people_before", Count()},
                 {"sentiment", OrNull(Num("−1 to 1"))},
                 {"examples", Names("with contacts masked")}});
}

Json MoodSchema() {
  using namespace schema;
  const Json side = Object({{"texts", OrNull(Num())},
                            {"sentiment", OrNull(Num())},
                            {"share_negative", OrNull(Num())},
                            {"rating", OrNull(Num())}});
  return Object({{"before", side}, {"after", side}});
}

}  // namespace

Json ExplainSchema() {
  using namespace schema;
  const Json movement = Object({{"usual", OrNull(Num("90% of past changes were within it"))},
                                {"relative", Flag()},
                                {"unusual", OrNull(Flag())}});
  const Json expected =
      Object({{"mean", Num()}, {"low", Num()}, {"high", Num()}, {"level", Num()}});
  Json input =
      Object({{"metric", Str()},
              {"label", Str()},
              {"before", OrNull(Num())},
              {"after", OrNull(Num())},
              {"contribution", Num()},
              {"owners", Names()},
              {"inputs", List(Json::object(), "what this one is made of, as above"), false}});
  const Json move = Object({{"metric", Str()},
                            {"owners", Names()},
                            {"before", OrNull(Num())},
                            {"after", OrNull(Num())},
                            {"movement", movement}});
  const Json part =
      Object({{"part", Str("new, resurrected, churned, expansion, contraction, other")},
              {"entities", Num()},
              {"contribution", Num()},
              {"usual", OrNull(Num("what it brings in other periods"))}});
  const Json segment = Object({{"where", Map(OrNull(Str()), "empty: everything else")},
                               {"before", Num()},
                               {"after", Num()},
                               {"contribution", Num()},
                               {"share", Num("of the change")}});
  const Json row = Object({{"value", OrNull(Str())},
                           {"before", OrNull(Num())},
                           {"after", OrNull(Num())},
                           {"contribution", Num()},
                           {"rate", Num("part of the contribution: the value's own rate"), false},
                           {"mix", Num("part of the contribution: its weight"), false},
                           {"excess", Num("beyond what typical growth brings"), false}});
  const Json dimension = Object({{"dimension", Str()},
                                 {"surprise", Num()},
                                 {"overlap", Num("entities that are in several values")},
                                 {"reversal", Flag("every value moved the other way")},
                                 {"rows", List(row)}});
  const Json happening = Object({{"kind", Choice({"annotation", "bet", "input"})},
                                 {"at", Str()},
                                 {"to", OrNull(Str())},
                                 {"text", Str()}});
  return AnswerOf({{"metric", Str()},
                   {"grain", Str()},
                   {"from", Period()},
                   {"to", Period()},
                   {"before", OrNull(Num())},
                   {"after", OrNull(Num())},
                   {"change", Num("each list of contributions adds up to it")},
                   {"movement", movement},
                   {"expected", OrNull(expected)},
                   {"inputs", List(std::move(input))},
                   {"inputs_reason", OrNull(Str("why there are none"))},
                   {"inputs_from", OrNull(Str("where the formula stands"))},
                   {"input_moves", List(move, "how the inputs moved, where no formula links them")},
                   {"lifecycle", List(part)},
                   {"quick_ratio", OrNull(Num("gained per one lost"))},
                   {"segments", List(segment)},
                   {"segments_stand_out", Flag()},
                   {"segments_p_value", Num()},
                   {"dimensions", List(dimension)},
                   {"happenings", List(happening, "annotations, bets and inputs near it in time")},
                   {"suspects", List(Object({{"source", Str()}, {"sentence", Str()}}),
                                     "sources to look at first")},
                   {"feedback", List(ThemeSchema(), "mentioned more than before")},
                   {"feedback_mood", OrNull(MoodSchema())},
                   NotesKey(),
                   MethodKey(),
                   SentenceKey(),
                   HeadlineKey(ExplanationRules())},
                  "why a metric moved");
}

}  // namespace northstar
