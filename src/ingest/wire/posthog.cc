// PostHog's API: {"batch": […]}, one event, or a list of them; posthog-js throws events away at
// 429, so what is busy is a 503.
#include "ingest/wire/family.h"

namespace northstar::ingest {
namespace {

// Of the event, or of its properties.
std::string IdOfEither(const Json& json, std::string_view name) {
  std::string id = IdField(json, name);
  if (!id.empty()) return id;
  const auto properties = Field(json, "properties");
  return properties ? IdField(*properties, name) : "";
}

void Read(const Json& json, const Clocks& clocks, Batch& batch) {
  ReceivedEvent& event = batch.events.emplace_back();
  event.json = json;
  if (!json.is_object()) {
    event.refused = "the event is no object";
    return;
  }
  for (const char* name : {"api_key", "token"}) NoteKey(IdOfEither(json, name), batch);
  SetTime(Field(json, "timestamp"), "timestamp", clocks, event);
  if (!Field(json, "timestamp")) {
    // An event that waited says for how long, in milliseconds.
    const auto offset = Field(json, "offset");
    int64_t ms = 0;
    if (offset && offset->get(ms) == simdjson::SUCCESS && ms > 0 && ms < 1'000'000'000'000)
      event.time_us -= ms * 1000;
  }
  SetName(json, "event", event);
  event.id = IdField(json, "uuid");
  if (event.id.empty()) event.id = IdOfEither(json, "$insert_id");
  const std::string id = IdOfEither(json, "distinct_id");
  if (event.name == "$identify") event.same = Same(IdOfEither(json, "$anon_distinct_id"), id);
  if (event.name == "$create_alias") event.same = Same(IdOfEither(json, "alias"), id);
}

}  // namespace

void ReadPosthog(Format /*format*/, const Json& root, Clocks clocks, Batch& batch) {
  for (const char* name : {"api_key", "token"}) NoteKey(IdField(root, name), batch);
  clocks.sent_us = TimeField(root, "sent_at");
  const auto list = Field(root, "batch");
  if (list && list->is_array()) {
    for (const Json& json : EventsIn(*list, clocks, batch)) Read(json, clocks, batch);
  } else if (root.is_array()) {
    for (const Json& json : EventsIn(root, clocks, batch)) Read(json, clocks, batch);
  } else if (root.is_object() && !list) {
    Read(root, clocks, batch);
  }
}

Reply ReplyToPosthog(const Outcome& outcome) {
  nlohmann::json body{{"status", outcome.fate == Fate::kStored ? 1 : 0}};
  if (outcome.fate != Fate::kStored) body["detail"] = outcome.why;
  AddRefused(outcome, body);
  return JsonReply(StatusOf(outcome.fate, 503), outcome, body);
}

}  // namespace northstar::ingest
