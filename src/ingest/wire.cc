#include "ingest/wire.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/unreachable.h"
#include "base/written_time.h"
#include "ingest/wire/family.h"

namespace northstar::ingest {
namespace {

// No client has events of before; clocks that nobody set say 1970.
constexpr int64_t kEarliestUs = int64_t{631'152'000} * 1'000'000;

constexpr size_t kKilobyte = 1024;
constexpr size_t kMegabyte = 1024 * kKilobyte;
// Of Segment more than its own 500 KB, since its libraries build larger batches and lose them at a
// refusal, and RudderStack's process ends at one; the others as they document it.
constexpr size_t kSegmentBytes = 4 * kMegabyte, kPosthogBytes = 20 * kMegabyte,
                 kAmplitudeBytes = kMegabyte, kMixpanelBytes = 2 * kMegabyte;
constexpr size_t kSegmentEvents = 10'000, kPosthogEvents = 50'000, kAmplitudeEvents = 2'000,
                 kMixpanelEvents = 2'000;

constexpr WireSpec Segment(std::string_view path, Format format) {
  return {path, Family::kSegment, format, kSegmentBytes, kSegmentEvents};
}
constexpr WireSpec Posthog(std::string_view path) {
  return {path, Family::kPosthog, Format::kPosthog, kPosthogBytes, kPosthogEvents};
}
constexpr WireSpec Mixpanel(std::string_view path, Format format) {
  return {path, Family::kMixpanel, format, kMixpanelBytes, kMixpanelEvents};
}

constexpr std::array kWires{
    Segment("/v1/batch", Format::kSegmentBatch),
    Segment("/v1/b", Format::kSegmentBatch),
    Segment("/v1/import", Format::kSegmentBatch),
    Segment("/v1/track", Format::kSegmentTrack),
    Segment("/v1/t", Format::kSegmentTrack),
    Segment("/v1/identify", Format::kSegmentIdentify),
    Segment("/v1/i", Format::kSegmentIdentify),
    Segment("/v1/page", Format::kSegmentPage),
    Segment("/v1/p", Format::kSegmentPage),
    Segment("/v1/screen", Format::kSegmentScreen),
    Segment("/v1/s", Format::kSegmentScreen),
    Segment("/v1/group", Format::kSegmentGroup),
    Segment("/v1/g", Format::kSegmentGroup),
    Segment("/v1/alias", Format::kSegmentAlias),
    Segment("/v1/a", Format::kSegmentAlias),
    Posthog("/batch"),
    Posthog("/capture"),
    Posthog("/e"),
    Posthog("/i/v0/e"),
    WireSpec{"/2/httpapi", Family::kAmplitude, Format::kAmplitude, kAmplitudeBytes,
             kAmplitudeEvents},
    Mixpanel("/track", Format::kMixpanelTrack),
    Mixpanel("/import", Format::kMixpanelImport),
    Mixpanel("/engage", Format::kMixpanelEngage),
    Mixpanel("/groups", Format::kMixpanelGroups),
};

}  // namespace

std::span<const WireSpec> Wires() {
  return kWires;
}

const WireSpec* WireFor(std::string_view path) {
  if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  const auto found = std::find_if(kWires.begin(), kWires.end(),
                                  [&](const WireSpec& wire) { return wire.path == path; });
  return found == kWires.end() ? nullptr : &*found;
}

Format FormatOf(const WireSpec& wire, const Json& root) {
  return wire.path == "/batch" && Field(root, "events") ? Format::kAmplitude : wire.format;
}

Family FamilyOf(Format format) {
  const auto number = static_cast<int>(format);
  return number < 10   ? Family::kSegment
         : number < 20 ? Family::kPosthog
         : number < 30 ? Family::kAmplitude
                       : Family::kMixpanel;
}

Batch ReadBatch(Format format, const Json& root, int64_t received_us, size_t most_events) {
  Batch batch;
  const Clocks clocks{received_us, std::nullopt, most_events};
  switch (FamilyOf(format)) {
    case Family::kSegment:
      ReadSegment(format, root, clocks, batch);
      break;
    case Family::kPosthog:
      ReadPosthog(format, root, clocks, batch);
      break;
    case Family::kAmplitude:
      ReadAmplitude(format, root, clocks, batch);
      break;
    case Family::kMixpanel:
      ReadMixpanel(format, root, clocks, batch);
      break;
  }
  return batch;
}

Reply ReplyTo(Format format, const Outcome& outcome) {
  switch (FamilyOf(format)) {
    case Family::kSegment:
      return ReplyToSegment(outcome);
    case Family::kPosthog:
      return ReplyToPosthog(outcome);
    case Family::kAmplitude:
      return ReplyToAmplitude(outcome);
    case Family::kMixpanel:
      return ReplyToMixpanel(format, outcome);
  }
  NS_UNREACHABLE("every family is above");
}

std::optional<int64_t> TimeOf(const Json& value) {
  std::string text = TextOrWhole(value);
  double number = 0;
  if (text.empty() && value.get(number) == simdjson::SUCCESS) text = fmt::format("{:.6f}", number);
  // A clock without a zone is taken for UTC: no client of these writes one.
  const auto time = ParseTime(text);
  return time ? std::optional(time->us) : std::nullopt;
}

std::optional<int64_t> TimeField(const Json& value, std::string_view name) {
  const auto field = Field(value, name);
  return field ? TimeOf(*field) : std::nullopt;
}

void SetTime(const std::optional<Json>& written, std::string_view field, const Clocks& clocks,
             ReceivedEvent& event) {
  event.time_us = clocks.received_us;
  if (!written) return;
  const auto time = TimeOf(*written);
  if (!time) {
    event.refused = fmt::format("'{}' is no time", field);
    return;
  }
  if (*time < kEarliestUs) {
    event.refused = fmt::format("'{}' is before 1990", field);
    return;
  }
  event.time_us = clocks.sent_us ? clocks.received_us - (*clocks.sent_us - *time) : *time;
}

void SetName(const Json& json, std::string_view field, ReceivedEvent& event) {
  const auto name = TextField(json, field);
  if (name && !name->empty()) {
    event.name = *name;
  } else if (event.refused.empty()) {
    event.refused = fmt::format("'{}', the name of the event, is {}", field,
                                name                 ? "empty"
                                : Field(json, field) ? "no text"
                                                     : "missing");
  }
}

std::optional<SamePerson> Same(std::string earlier, std::string id) {
  if (earlier.empty() || id.empty() || earlier == id) return std::nullopt;
  return SamePerson{std::move(earlier), std::move(id)};
}

void NoteKey(std::string key, Batch& batch) {
  // Two are too many already.
  if (key.empty() || batch.keys.size() > 1) return;
  if (std::find(batch.keys.begin(), batch.keys.end(), key) == batch.keys.end())
    batch.keys.push_back(std::move(key));
}

std::vector<Json> EventsIn(const Json& list, const Clocks& clocks, Batch& batch) {
  simdjson::dom::array elements;
  if (list.get(elements) != simdjson::SUCCESS) return {};
  batch.too_many = elements.size() > clocks.most_events;
  return batch.too_many ? std::vector<Json>() : Elements(list);
}

void AddRefused(const Outcome& outcome, nlohmann::json& body) {
  for (const RefusedEvent& event : outcome.refused)
    body["rejected"].push_back({{"index", event.index}, {"reason", event.reason}});
}

Reply JsonReply(int status, const Outcome& outcome, const nlohmann::json& body) {
  const bool later = outcome.fate == Fate::kBusy || outcome.fate == Fate::kUnavailable;
  return {status, body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), true,
          later ? 1 : 0};
}

int StatusOf(Fate fate, int busy) {
  switch (fate) {
    case Fate::kStored:
      return 200;
    case Fate::kUnreadable:
      return 400;
    case Fate::kNoKey:
      return 401;
    case Fate::kTooLarge:
      return 413;
    case Fate::kBusy:
      return busy;
    case Fate::kUnavailable:
      return 503;
  }
  NS_UNREACHABLE("every fate is above");
}

}  // namespace northstar::ingest
