// Segment's API, which RudderStack and others speak too: one event, or {"batch": […]}. Rudder's
// process ends at any 4xx, and no client of these reads what a 4xx says: bad events are listed in a
// 200.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "ingest/wire/family.h"

namespace northstar::ingest {
namespace {

constexpr std::array<std::string_view, 6> kTypes{"track",  "identify", "page",
                                                 "screen", "group",    "alias"};

// As the path tells it; empty: the event does.
std::string_view TypeOf(Format format) {
  if (format == Format::kSegmentBatch) return "";
  return kTypes[static_cast<size_t>(format) - static_cast<size_t>(Format::kSegmentTrack)];
}

void Read(const Json& json, std::string_view type, const Clocks& of_batch, Batch& batch) {
  ReceivedEvent& event = batch.events.emplace_back();
  event.json = json;
  if (!json.is_object()) {
    event.refused = "the event is no object";
    return;
  }
  NoteKey(IdField(json, "writeKey"), batch);
  Clocks clocks = of_batch;
  // Rudder says it of every event.
  if (const auto sent = TimeField(json, "sentAt")) clocks.sent_us = sent;
  // Rudder's own name, where the application gave no time.
  const std::string_view field = Field(json, "timestamp") ? "timestamp" : "originalTimestamp";
  SetTime(Field(json, field), field, clocks, event);
  event.id = IdField(json, "messageId");
  if (type.empty()) type = TextField(json, "type").value_or(Field(json, "event") ? "track" : "");
  if (type == "track") {
    SetName(json, "event", event);
  } else if (std::find(kTypes.begin(), kTypes.end(), type) == kTypes.end()) {
    event.refused = type.empty() ? std::string("'type' is missing")
                                 : fmt::format("'type' is '{}', which there is not", type);
  } else {
    event.name = fmt::format("${}", type);
  }
  const std::string user = IdField(json, "userId");
  if (type == "identify") event.same = Same(IdField(json, "anonymousId"), user);
  if (type == "alias") event.same = Same(IdField(json, "previousId"), user);
}

}  // namespace

void ReadSegment(Format format, const Json& root, Clocks clocks, Batch& batch) {
  NoteKey(IdField(root, "writeKey"), batch);
  clocks.sent_us = TimeField(root, "sentAt");
  const auto list = Field(root, "batch");
  if (list && list->is_array()) {
    for (const Json& json : EventsIn(*list, clocks, batch)) Read(json, "", clocks, batch);
  } else if (root.is_array()) {
    for (const Json& json : EventsIn(root, clocks, batch)) Read(json, "", clocks, batch);
  } else if (root.is_object() && !list) {
    Read(root, TypeOf(format), clocks, batch);
  }
}

Reply ReplyToSegment(const Outcome& outcome) {
  nlohmann::json body{{"success", outcome.fate == Fate::kStored}};
  if (outcome.fate != Fate::kStored) body["message"] = outcome.why;
  AddRefused(outcome, body);
  return JsonReply(StatusOf(outcome.fate, 429), outcome, body);
}

}  // namespace northstar::ingest
