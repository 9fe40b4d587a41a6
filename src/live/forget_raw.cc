#include "live/forget_raw.h"

#include <map>
#include <set>

#include "base/text.h"
#include "eventlog/packed_segment.h"
#include "ingest/without_events.h"
#include "live/event_cells.h"

namespace northstar::live {
namespace {

class RawForgetter {
 public:
  explicit RawForgetter(const ForgetRaw& request) : request_(request) {
    for (const std::string& id : request.ids) {
      ids_.insert(id);
      small_ids_.insert(LowerUtf8(id));
    }
  }

  // The record without events of the forgotten; how many there were.
  int64_t Change(eventlog::Record& record) {
    Sender* const sender = SenderOf(record.key);
    if (sender == nullptr || sender->places.paths.empty()) return 0;
    const auto root = body_.Parse(record.body);
    if (!root) return 0;
    const auto format = static_cast<ingest::Format>(record.format);
    const ingest::Batch batch = ingest::ReadBatch(format, *root, record.received_us);
    std::vector<size_t> gone;
    for (size_t i = 0; i < batch.events.size(); ++i) {
      if (IsOfThem(batch.events[i], *sender)) gone.push_back(i);
    }
    if (gone.empty()) return 0;
    record.body = ingest::WithoutEvents(format, *root, gone);
    record.verdicts.resize(std::max<size_t>(record.verdicts.size(), (record.events + 7) / 8));
    for (const size_t event : gone)
      record.verdicts[event / 8] = static_cast<char>(record.verdicts[event / 8] | 1 << event % 8);
    return static_cast<int64_t>(gone.size());
  }

  const Status& status() const { return status_; }

 private:
  struct Sender {
    IdPlaces places;
    EventCells cells;
  };

  bool IsOneOfThem(std::string_view id, const IdPlaces& places) const {
    return places.any_case ? small_ids_.contains(LowerUtf8(std::string(id)))
                           : ids_.contains(std::string(id));
  }

  bool IsOfThem(const ingest::ReceivedEvent& event, Sender& sender) const {
    const IdPlaces& places = sender.places;
    if (event.json.is_null()) return false;
    if (places.same_person && event.same &&
        (IsOneOfThem(event.same->earlier, places) || IsOneOfThem(event.same->id, places)))
      return true;
    for (const ArrivedCell& cell : sender.cells.Read(event.json)) {
      if (!cell.there || cell.text.empty()) continue;
      if (IsOneOfThem(cell.text, places)) return true;
      if (places.first_counts) return false;
    }
    return false;
  }

  Sender* SenderOf(uint32_t key) {
    const auto found = senders_.find(key);
    if (found != senders_.end()) return &found->second;
    auto places = request_.places(key);
    if (!places.ok()) {
      if (status_.ok()) status_ = places.error();
      return nullptr;
    }
    EventCells cells(places->paths);
    return &senders_.emplace(key, Sender{std::move(*places), std::move(cells)}).first->second;
  }

  const ForgetRaw& request_;
  std::set<std::string> ids_, small_ids_;
  ingest::JsonBody body_;
  std::map<uint32_t, Sender> senders_;
  Status status_;
};

}  // namespace

Result<ForgottenRaw> ForgetInLog(eventlog::Disk& disk, const ForgetRaw& request) {
  ForgottenRaw forgotten;
  RawForgetter forgetter(request);
  NS_ASSIGN(const std::vector<uint64_t> firsts, eventlog::FindSegments(disk, request.folder));
  for (const uint64_t first : firsts) {
    if (eventlog::IsWritten(request.folder, first) && !request.dry_run) continue;
    ++forgotten.segments;
    int64_t events = 0;
    {
      NS_ASSIGN(const auto file, eventlog::OpenSegment(disk, request.folder, first));
      NS_ASSIGN(const int64_t size, file->Size());
      NS_ASSIGN(const std::string bytes, file->Read(0, size));
      const auto head = eventlog::ReadHead(bytes);
      if (!head) continue;  // told when the log was opened
      eventlog::ScanSegment(bytes, *head,
                            [&](eventlog::Record&& record) { events += forgetter.Change(record); });
    }
    if (!forgetter.status().ok()) return forgetter.status().error();
    forgotten.events += events;
    if (events == 0 || request.dry_run) continue;
    NS_RETURN_IF_ERROR(eventlog::Pack(disk, request.folder, first, [&](eventlog::Record& record) {
      (void)forgetter.Change(record);
      return true;
    }));
  }
  return forgotten;
}

}  // namespace northstar::live
