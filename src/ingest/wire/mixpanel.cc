// Mixpanel's API: events, or what is known of people and groups, one or a list. Its clients take
// the body "1" for success, or {"status":1} where they asked for JSON (`verbose`, and `strict` of
// /import).
#include "ingest/wire/family.h"

namespace northstar::ingest {
namespace {

// The other two names of one person, of `$merge`.
std::optional<SamePerson> MergedOf(const Json& properties) {
  const auto ids = ListField(properties, "$distinct_ids");
  if (!ids) return std::nullopt;
  std::vector<std::string> found;
  for (const Json& id : *ids) {
    std::string_view text;
    if (id.get(text) == simdjson::SUCCESS) found.emplace_back(text);
  }
  return found.size() == 2 ? Same(found[1], found[0]) : std::nullopt;
}

void ReadEvent(const Json& json, const Clocks& clocks, ReceivedEvent& event, Batch& batch) {
  SetName(json, "event", event);
  const auto properties = Field(json, "properties");
  if (!properties || !properties->is_object()) {
    if (event.refused.empty()) event.refused = "'properties' is missing or no object";
    return;
  }
  NoteKey(IdField(*properties, "token"), batch);
  std::string named = std::move(event.refused);
  SetTime(Field(*properties, "time"), "time", clocks, event);
  if (!named.empty()) event.refused = std::move(named);
  event.id = IdField(*properties, "$insert_id");
  const std::string id = IdField(*properties, "distinct_id");
  if (event.name == "$identify") {
    event.same = Same(IdField(*properties, "$anon_id"), IdField(*properties, "$identified_id"));
  } else if (event.name == "$create_alias") {
    event.same = Same(id, IdField(*properties, "alias"));
  } else if (event.name == "$merge") {
    event.same = MergedOf(*properties);
  }
}

// What is known of a person or a group: {"$token", "$distinct_id", "$set": {…}}.
void ReadUpdate(const Json& json, Format format, const Clocks& clocks, ReceivedEvent& event,
                Batch& batch) {
  NoteKey(IdField(json, "$token"), batch);
  SetTime(Field(json, "$time"), "$time", clocks, event);
  event.name = format == Format::kMixpanelEngage ? "$engage" : "$groups";
}

void Read(const Json& json, Format format, const Clocks& clocks, Batch& batch) {
  ReceivedEvent& event = batch.events.emplace_back();
  event.json = json;
  if (!json.is_object()) {
    event.refused = "the event is no object";
  } else if (format == Format::kMixpanelTrack || format == Format::kMixpanelImport) {
    ReadEvent(json, clocks, event, batch);
  } else {
    ReadUpdate(json, format, clocks, event, batch);
  }
}

}  // namespace

void ReadMixpanel(Format format, const Json& root, Clocks clocks, Batch& batch) {
  if (root.is_array()) {
    for (const Json& json : EventsIn(root, clocks, batch)) Read(json, format, clocks, batch);
  } else if (root.is_object()) {
    Read(root, format, clocks, batch);
  }
}

Reply ReplyToMixpanel(Format format, const Outcome& outcome) {
  const bool stored = outcome.fate == Fate::kStored;
  const bool whole = stored && outcome.refused.empty();
  if (whole && !outcome.verbose) return {200, "1", false, 0};
  if (format != Format::kMixpanelImport) {
    nlohmann::json body{{"status", stored ? 1 : 0}, {"error", nullptr}};
    if (!stored) body["error"] = outcome.why;
    AddRefused(outcome, body);
    return JsonReply(StatusOf(outcome.fate, 429), outcome, body);
  }
  const int status = stored && !whole ? 400 : StatusOf(outcome.fate, 429);
  nlohmann::json body{
      {"code", status},
      {"status", whole ? 1 : 0},
      {"num_records_imported", stored ? outcome.events - outcome.refused.size() : 0},
      {"error", nullptr}};
  if (!whole)
    body["error"] = stored ? "some records cannot be read; the others are kept" : outcome.why;
  for (const RefusedEvent& event : outcome.refused)
    body["failed_records"].push_back({{"index", event.index}, {"message", event.reason}});
  AddRefused(outcome, body);
  return JsonReply(status, outcome, body);
}

}  // namespace northstar::ingest
