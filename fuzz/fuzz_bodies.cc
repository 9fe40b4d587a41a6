// Any bytes as what a client sends: unpacking keeps its limit, putting JSON right makes no worse
// JSON of it, and whatever is read of a body is answered in every form.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "ingest/body.h"
#include "ingest/wire.h"
#include "live/event_cells.h"

namespace {

using namespace northstar;
using namespace northstar::ingest;

void Check(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr size_t kMost = 100'000;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  auto unpacked = UnpackBody(bytes, kMost);
  auto* text = std::get_if<std::string>(&unpacked);
  if (text == nullptr) return 0;
  Check(text->size() <= kMost);
  const std::string before = *text;
  static JsonBody body;
  const auto root = body.Parse(*text);
  if (!root) return 0;
  static live::EventCells cells({{"a"}, {"properties", "a"}, {"userId"}});
  for (const WireSpec& wire : Wires()) {
    const Format format = FormatOf(wire, *root);
    constexpr int64_t kNow = 1'800'000'000'000'000;
    const Batch batch = ReadBatch(format, *root, kNow, wire.most_events);
    Outcome outcome;
    outcome.events = batch.events.size();
    for (size_t i = 0; i < batch.events.size(); ++i) {
      const ReceivedEvent& event = batch.events[i];
      Check(!event.refused.empty() || !event.name.empty());
      if (event.refused.empty()) (void)cells.Read(event.json);
      if (!event.refused.empty()) outcome.refused.push_back({i, event.refused});
    }
    const Reply reply = ReplyTo(format, outcome);
    Check(reply.status == 200 || reply.status == 400);
  }
  // What was put right needs no mending any more.
  std::string again = *text;
  JsonBody fresh;
  Check(fresh.Parse(again).has_value() && again == *text);
  return 0;
}
