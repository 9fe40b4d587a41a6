// What the files of this folder share: how the events of one family are read and answered.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "ingest/wire.h"

namespace northstar::ingest {

// The clocks of a request.
struct Clocks {
  int64_t received_us = 0;
  // When the client sent it, by its own clock.
  std::optional<int64_t> sent_us;
  // Of the request.
  size_t most_events = 0;
};

// A time as clients write it: ISO 8601, or a number of seconds, milliseconds, … by its digits.
// Nullopt where it is none.
std::optional<int64_t> TimeOf(const Json& value);
// The field as a time; nullopt: not there, or no time.
std::optional<int64_t> TimeField(const Json& value, std::string_view name);

// Sets the time of an event that says `written`, by the clock of its client: now where it says
// none, a refusal where it is no time.
void SetTime(const std::optional<Json>& written, std::string_view field, const Clocks& clocks,
             ReceivedEvent& event);
// The name under `field`, or a refusal.
void SetName(const Json& json, std::string_view field, ReceivedEvent& event);
// Both are there and differ.
std::optional<SamePerson> Same(std::string earlier, std::string id);
void NoteKey(std::string key, Batch& batch);
// The elements of the list; none where it has too many, which the batch then says.
std::vector<Json> EventsIn(const Json& list, const Clocks& clocks, Batch& batch);

// Under "rejected": [{"index":3,"reason":"…"}]; not there where none was refused.
void AddRefused(const Outcome& outcome, nlohmann::json& body);
// With a time after which what failed may be tried again, where that may help.
Reply JsonReply(int status, const Outcome& outcome, const nlohmann::json& body);
// Statuses that mean the same to all families but for what is busy.
int StatusOf(Fate fate, int busy);

void ReadSegment(Format format, const Json& root, Clocks clocks, Batch& batch);
Reply ReplyToSegment(const Outcome& outcome);
void ReadPosthog(Format format, const Json& root, Clocks clocks, Batch& batch);
Reply ReplyToPosthog(const Outcome& outcome);
void ReadAmplitude(Format format, const Json& root, Clocks clocks, Batch& batch);
Reply ReplyToAmplitude(const Outcome& outcome);
void ReadMixpanel(Format format, const Json& root, Clocks clocks, Batch& batch);
Reply ReplyToMixpanel(Format format, const Outcome& outcome);

}  // namespace northstar::ingest
