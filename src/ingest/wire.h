// What the clients of each family send and must be answered, as their libraries do it: paths, where
// the key, the events, their ids and times stand in a body, and which answers they take for what.
// A family is one file in wire/ and one line of the table in wire.cc. Pure functions; thread safe.
//
//   const WireSpec* wire = WireFor(path);
//   Batch batch = ReadBatch(wire->format, root, now_us);
//
// Times are corrected for the client's clock where it says when it sent them: received − (sent −
// time). Names that clients do not give begin with `$`.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/json_body.h"

namespace northstar::ingest {

enum class Family { kSegment, kPosthog, kAmplitude, kMixpanel };

// How a body is read again: stored in the log, so numbers stay as they are.
enum class Format : uint16_t {
  kSegmentBatch = 1,
  // One event whose type the path tells.
  kSegmentTrack = 2,
  kSegmentIdentify = 3,
  kSegmentPage = 4,
  kSegmentScreen = 5,
  kSegmentGroup = 6,
  kSegmentAlias = 7,
  kPosthog = 10,
  kAmplitude = 20,
  kMixpanelTrack = 30,
  kMixpanelImport = 31,
  kMixpanelEngage = 32,
  kMixpanelGroups = 33,
};

// A person that was known by another id before.
struct SamePerson {
  std::string earlier, id;
};

struct ReceivedEvent {
  Json json;
  std::string name;
  // Of the message; empty: it has none, and cannot be told from a repetition.
  std::string id;
  // UTC; microseconds since 1970.
  int64_t time_us = 0;
  std::optional<SamePerson> same;
  // Why it cannot be taken; empty: it can. Then nothing else but `json` need be there.
  std::string refused;
};

struct Batch {
  std::vector<ReceivedEvent> events;
  // Keys that the body names, each once; two where there are more.
  std::vector<std::string> keys;
  // It has more events than may be; they are not read.
  bool too_many = false;
};

// Lives as long as what `root` was parsed from. No events where the body is not of this format.
Batch ReadBatch(Format format, const Json& root, int64_t received_us,
                size_t most_events = std::numeric_limits<size_t>::max());

// What a path takes.
struct WireSpec {
  // Without the last slash; "/batch" is of two families, told by the body (FormatOf).
  std::string_view path;
  Family family;
  Format format;
  // Of a body, unpacked, and how many events it may have.
  size_t most_bytes;
  size_t most_events;
};
std::span<const WireSpec> Wires();
// With or without the last slash; null for another path.
const WireSpec* WireFor(std::string_view path);
// As the body tells where the path does not.
Format FormatOf(const WireSpec& wire, const Json& root);
Family FamilyOf(Format format);

// What became of a request.
enum class Fate {
  kStored,       // what could be read is durable
  kUnreadable,   // nothing could
  kNoKey,        // without a key, or with a wrong one
  kTooLarge,     // more bytes or events than may be
  kBusy,         // too much waits to be written
  kUnavailable,  // nothing can be written
};
struct RefusedEvent {
  size_t index;
  std::string reason;
};
struct Outcome {
  Fate fate = Fate::kStored;
  // Sentence for people where it is not kStored.
  std::string why = {};
  size_t events = 0;
  std::vector<RefusedEvent> refused = {};
  size_t bytes = 0;
  int64_t now_us = 0;
  // Of the request's URL: the client asks for JSON.
  bool verbose = false;
};
struct Reply {
  int status = 200;
  std::string body;
  bool json = true;
  // Seconds until it may be tried again; 0: not said.
  int retry_after = 0;
};
// As the libraries of the family take it: an event that was refused must not end a client's process
// nor make it send the others again.
Reply ReplyTo(Format format, const Outcome& outcome);

}  // namespace northstar::ingest
