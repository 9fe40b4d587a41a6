#include "json/schema.h"

#include "base/sentence.h"

namespace northstar::schema {
namespace {

Json Described(Json shape, std::string_view help) {
  if (!help.empty()) shape["description"] = help;
  return shape;
}

}  // namespace

Json Str(std::string_view help) {
  return Described({{"type", "string"}}, help);
}

Json Num(std::string_view help) {
  return Described({{"type", "number"}}, help);
}

Json Count(std::string_view help) {
  return Described({{"type", "integer"}}, help);
}

Json Flag(std::string_view help) {
  return Described({{"type", "boolean"}}, help);
}

Json Choice(const std::vector<std::string_view>& values, std::string_view help) {
  return Described({{"type", "string"}, {"enum", values}}, help);
}

Json OrNull(Json shape) {
  if (shape.contains("enum")) shape["enum"].push_back(nullptr);
  if (!shape.contains("type")) return {{"anyOf", Json::array({shape, Json{{"type", "null"}}})}};
  shape["type"] = Json::array({shape["type"], "null"});
  return shape;
}

Json List(Json items, std::string_view help) {
  return Described({{"type", "array"}, {"items", std::move(items)}}, help);
}

Json Map(Json values, std::string_view help) {
  return Described({{"type", "object"}, {"additionalProperties", std::move(values)}}, help);
}

Json Object(const std::vector<Key>& keys, std::string_view help) {
  Json out{{"type", "object"}, {"additionalProperties", false}};
  Json properties = Json::object();
  Json required = Json::array();
  for (const Key& key : keys) {
    properties[std::string(key.name)] = key.shape;
    if (key.always) required.push_back(key.name);
  }
  out["properties"] = std::move(properties);
  out["required"] = std::move(required);
  return Described(std::move(out), help);
}

Json AnswerOf(std::vector<Key> keys, std::string_view help) {
  keys.insert(keys.begin(),
              {"api_version", Described({{"const", kApiVersion}}, "changes when a key goes away")});
  return Object(keys, help);
}

Json AnyOf(const std::vector<Json>& shapes) {
  return {{"anyOf", shapes}};
}

Json Period() {
  return Str("local start date: 2026-06-22, of hours 2026-06-22T14:00");
}

Json Instant() {
  return Str("instant in UTC: 2026-06-30T23:00:00Z");
}

Json LowHigh(std::string_view what) {
  return OrNull(Num(what));
}

Json Names(std::string_view help) {
  return List(Str(), help);
}

Key SentenceKey() {
  return {"sentence", Str("what was found, in full")};
}

Key HeadlineKey(std::span<const Rule> rules) {
  std::vector<std::string_view> kinds;
  for (const SpanKind kind :
       {SpanKind::kValue, SpanKind::kMetric, SpanKind::kPeriod, SpanKind::kSegment})
    kinds.push_back(SpanKindName(kind));
  Json rule{{"description", "why this was said"}, {"oneOf", Json::array()}};
  for (const Rule& one : rules)
    rule["oneOf"].push_back({{"const", one.name}, {"description", one.when}});
  const Json span = Object({{"from", Count("first code point")},
                            {"to", Count("one after the last code point")},
                            {"kind", Choice(kinds)},
                            {"link", OrNull(Str("path of its page"))}});
  return {"headline",
          Object({{"text", Str("the first statement of the sentence, which can stand alone")},
                  {"rule", std::move(rule)},
                  {"spans", List(span, "what the text is about, in its order")}})};
}

Key NotesKey() {
  return {"notes", Names("what a reader might otherwise take for something else")};
}

Key MethodKey() {
  return {"method", Object({{"id", Str()}, {"version", Count("changes when numbers change")}},
                           "how it was computed: docs/methods.md")};
}

}  // namespace northstar::schema
