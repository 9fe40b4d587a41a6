// Amplitude's HTTP API, version 2: {"api_key", "events": […]}. Whatever the status, its clients
// want JSON with `code`; at 400 they leave out the events that it lists and send the rest again.
#include "ingest/wire/family.h"

namespace northstar::ingest {
namespace {

void Read(const Json& json, const Clocks& clocks, Batch& batch) {
  ReceivedEvent& event = batch.events.emplace_back();
  event.json = json;
  if (!json.is_object()) {
    event.refused = "the event is no object";
    return;
  }
  SetTime(Field(json, "time"), "time", clocks, event);
  SetName(json, "event_type", event);
  event.id = IdField(json, "insert_id");
  event.same = Same(IdField(json, "device_id"), IdField(json, "user_id"));
}

}  // namespace

void ReadAmplitude(Format /*format*/, const Json& root, Clocks clocks, Batch& batch) {
  NoteKey(IdField(root, "api_key"), batch);
  clocks.sent_us = TimeField(root, "client_upload_time");
  const auto list = Field(root, "events");
  if (!list) return;
  for (const Json& json : EventsIn(*list, clocks, batch)) Read(json, clocks, batch);
}

Reply ReplyToAmplitude(const Outcome& outcome) {
  const bool stored = outcome.fate == Fate::kStored;
  if (stored && outcome.refused.empty()) {
    return JsonReply(200, outcome,
                     {{"code", 200},
                      {"events_ingested", outcome.events},
                      {"payload_size_bytes", outcome.bytes},
                      {"server_upload_time", outcome.now_us / 1000}});
  }
  const int status = stored ? 400 : StatusOf(outcome.fate, 429);
  nlohmann::json body{
      {"code", status},
      {"error", stored ? "some events cannot be read; the others are kept" : outcome.why}};
  for (const RefusedEvent& event : outcome.refused)
    body["events_with_invalid_fields"][event.reason].push_back(event.index);
  AddRefused(outcome, body);
  return JsonReply(status, outcome, body);
}

}  // namespace northstar::ingest
