#include "eventlog/packed_segment.h"

#include <fmt/format.h>
#include <zstd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <optional>
#include <set>

#include "base/crash_point.h"

namespace northstar::eventlog {
namespace {

constexpr int kLevel = 1;  // as small as 3 for events, and nearly twice as fast
constexpr size_t kFrameBytes = size_t{1} << 20;
constexpr std::string_view kTailMagic = "nsevpak1";
// Offset of the summary, its bytes, its checksum, and the magic.
constexpr int64_t kTail = 32;

struct Frame {
  int64_t raw_at = 0, raw_bytes = 0, at = 0, bytes = 0;
};

template <typename T>
void Put(T value, std::string& out) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}
template <typename T>
T Take(std::string_view& bytes) {
  T value{};
  if (bytes.size() < sizeof value) {
    bytes = {};
    return value;
  }
  std::memcpy(&value, bytes.data(), sizeof value);
  bytes.remove_prefix(sizeof value);
  return value;
}

std::string PathOf(const std::string& folder, uint64_t first, SegmentKind kind) {
  return folder + "/" + SegmentName(first, kind);
}

Error Damaged(const std::string& path) {
  return Error::Data(fmt::format("'{}' is damaged", path), "restore it from a backup");
}

struct Contents {
  PackedSummary summary;
  std::vector<Frame> frames;
};

std::string WriteContents(const Contents& contents) {
  std::string out;
  Put(contents.summary.next, out);
  Put(contents.summary.raw_bytes, out);
  Put(static_cast<uint64_t>(contents.summary.latest.size()), out);
  for (const auto& [key, latest] : contents.summary.latest) {
    Put(key, out);
    Put(latest, out);
  }
  Put(static_cast<uint64_t>(contents.frames.size()), out);
  for (const Frame& frame : contents.frames) Put(frame, out);
  return out;
}

Result<Contents> ReadContents(DiskFile& file, const std::string& path) {
  NS_ASSIGN(const int64_t size, file.Size());
  NS_ASSIGN(const std::string tail, file.Read(std::max<int64_t>(0, size - kTail), kTail));
  NS_ASSIGN(const std::string head, file.Read(0, kSegmentHead));
  Contents contents;
  const auto read = ReadHead(head);
  if (!read || tail.size() != kTail || !tail.ends_with(kTailMagic)) return Damaged(path);
  contents.summary.head = *read;
  std::string_view rest = tail;
  const auto at = Take<int64_t>(rest);
  const auto bytes = Take<int64_t>(rest);
  const auto checksum = Take<uint64_t>(rest);
  if (at < static_cast<int64_t>(kSegmentHead) || bytes < 0 || at + bytes + kTail != size)
    return Damaged(path);
  NS_ASSIGN(const std::string written, file.Read(at, bytes));
  if (XXH3_64bits(written.data(), written.size()) != checksum) return Damaged(path);
  rest = written;
  contents.summary.next = Take<uint64_t>(rest);
  contents.summary.raw_bytes = Take<int64_t>(rest);
  for (auto keys = Take<uint64_t>(rest); keys > 0 && !rest.empty(); --keys) {
    const auto key = Take<uint32_t>(rest);
    contents.summary.latest[key] = Take<int64_t>(rest);
  }
  for (auto frames = Take<uint64_t>(rest); frames > 0 && !rest.empty(); --frames)
    contents.frames.push_back(Take<Frame>(rest));
  return contents;
}

// Unpacks frame by frame, and keeps the last one.
class PackedFile final : public DiskFile {
 public:
  PackedFile(std::unique_ptr<DiskFile> file, std::string path, Contents contents)
      : file_(std::move(file)), path_(std::move(path)), contents_(std::move(contents)) {}

  Status Write(int64_t, std::string_view) override { return NotWritten(); }
  Status Sync() override { return NotWritten(); }
  Status Truncate(int64_t) override { return NotWritten(); }
  Result<int64_t> Size() override {
    return static_cast<int64_t>(kSegmentHead) + contents_.summary.raw_bytes;
  }

  Result<std::string> Read(int64_t at, int64_t bytes) override {
    constexpr auto kHead = static_cast<int64_t>(kSegmentHead);
    const int64_t end = std::min(at + bytes, kHead + contents_.summary.raw_bytes);
    std::string out;
    if (at < kHead) {
      NS_ASSIGN(out, file_->Read(at, std::min(end, kHead) - at));
    }
    while (at + static_cast<int64_t>(out.size()) < end) {
      const int64_t raw = at + static_cast<int64_t>(out.size()) - kHead;
      NS_RETURN_IF_ERROR(Unpack(raw));
      const auto from = static_cast<size_t>(raw - frame_.raw_at);
      out += unpacked_.substr(from, static_cast<size_t>(end - kHead - raw));
    }
    return out;
  }

 private:
  Status NotWritten() const { return Error::Data(fmt::format("'{}' is packed", path_)); }

  // The frame that holds this place.
  Status Unpack(int64_t raw) {
    if (raw >= frame_.raw_at && raw < frame_.raw_at + frame_.raw_bytes) return Status::Ok();
    const auto found =
        std::find_if(contents_.frames.begin(), contents_.frames.end(), [&](const Frame& frame) {
          return raw >= frame.raw_at && raw < frame.raw_at + frame.raw_bytes;
        });
    if (found == contents_.frames.end()) return Damaged(path_);
    NS_ASSIGN(const std::string packed, file_->Read(found->at, found->bytes));
    unpacked_.resize(static_cast<size_t>(found->raw_bytes));
    const size_t size =
        ZSTD_decompress(unpacked_.data(), unpacked_.size(), packed.data(), packed.size());
    frame_ = {};
    if (ZSTD_isError(size) != 0 || size != unpacked_.size()) return Damaged(path_);
    frame_ = *found;
    return Status::Ok();
  }

  std::unique_ptr<DiskFile> file_;
  const std::string path_;
  const Contents contents_;
  Frame frame_;
  std::string unpacked_;
};

Result<std::unique_ptr<DiskFile>> OpenPacked(Disk& disk, const std::string& path) {
  NS_ASSIGN(auto file, disk.Open(path));
  NS_ASSIGN(Contents contents, ReadContents(*file, path));
  return std::unique_ptr<DiskFile>(
      std::make_unique<PackedFile>(std::move(file), path, std::move(contents)));
}

Result<bool> IsPacked(Disk& disk, const std::string& folder, uint64_t first) {
  NS_ASSIGN(const std::vector<std::string> names, disk.Names(folder));
  return std::find(names.begin(), names.end(), SegmentName(first, SegmentKind::kPacked)) !=
         names.end();
}

// Writes frames as records come.
class Packer {
 public:
  Packer(DiskFile& file, const SegmentHead& head) : file_(file) { contents_.summary.head = head; }

  Status Begin() { return Write(WriteHead(contents_.summary.head)); }

  Status Add(const Record& record) {
    PackedSummary& summary = contents_.summary;
    const auto [at, fresh] = summary.latest.emplace(record.key, record.received_us);
    if (!fresh) at->second = std::max(at->second, record.received_us);
    Append(record, waiting_);
    return waiting_.size() < kFrameBytes ? Status::Ok() : Flush();
  }

  Status End(uint64_t next) {
    NS_RETURN_IF_ERROR(Flush());
    contents_.summary.next = next;
    const std::string summary = WriteContents(contents_);
    std::string tail;
    Put(at_, tail);
    Put(static_cast<int64_t>(summary.size()), tail);
    Put(XXH3_64bits(summary.data(), summary.size()), tail);
    NS_RETURN_IF_ERROR(Write(summary + tail + std::string(kTailMagic)));
    NS_RETURN_IF_ERROR(file_.Truncate(at_));
    return file_.Sync();
  }

  int64_t bytes() const { return at_; }

 private:
  Status Flush() {
    if (waiting_.empty()) return Status::Ok();
    std::string packed(ZSTD_compressBound(waiting_.size()), '\0');
    const size_t size =
        ZSTD_compress(packed.data(), packed.size(), waiting_.data(), waiting_.size(), kLevel);
    if (ZSTD_isError(size) != 0)
      return Error::Data(fmt::format("cannot compress: {}", ZSTD_getErrorName(size)));
    packed.resize(size);
    const auto raw = static_cast<int64_t>(waiting_.size());
    contents_.frames.push_back(
        {contents_.summary.raw_bytes, raw, at_, static_cast<int64_t>(packed.size())});
    contents_.summary.raw_bytes += raw;
    waiting_.clear();
    return Write(packed);
  }

  Status Write(const std::string& bytes) {
    NS_RETURN_IF_ERROR(file_.Write(at_, bytes));
    at_ += static_cast<int64_t>(bytes.size());
    return Status::Ok();
  }

  DiskFile& file_;
  Contents contents_;
  int64_t at_ = 0;
  std::string waiting_;
};

}  // namespace

namespace {

struct WrittenPaths {
  std::mutex mutex;
  std::set<std::string> paths;
};
WrittenPaths& Written() {
  static WrittenPaths written;
  return written;
}

}  // namespace

void MarkWritten(const std::string& path, bool written) {
  const std::scoped_lock lock(Written().mutex);
  if (written) {
    Written().paths.insert(path);
  } else {
    Written().paths.erase(path);
  }
}

bool IsWritten(const std::string& folder, uint64_t first) {
  const std::scoped_lock lock(Written().mutex);
  return Written().paths.contains(PathOf(folder, first, SegmentKind::kPlain));
}

Result<std::unique_ptr<DiskFile>> OpenSegment(Disk& disk, const std::string& folder,
                                              uint64_t first) {
  NS_ASSIGN(const bool packed, IsPacked(disk, folder, first));
  if (packed) return OpenPacked(disk, PathOf(folder, first, SegmentKind::kPacked));
  return disk.Open(PathOf(folder, first, SegmentKind::kPlain));
}

Result<std::optional<PackedSummary>> SummaryOf(Disk& disk, const std::string& folder,
                                               uint64_t first) {
  NS_ASSIGN(const bool packed, IsPacked(disk, folder, first));
  if (!packed) return std::optional<PackedSummary>();
  const std::string path = PathOf(folder, first, SegmentKind::kPacked);
  NS_ASSIGN(const auto file, disk.Open(path));
  NS_ASSIGN(Contents contents, ReadContents(*file, path));
  return std::optional(std::move(contents.summary));
}

Result<Packing> Pack(Disk& disk, const std::string& folder, uint64_t first,
                     const std::function<bool(Record&)>& keep) {
  static std::mutex one_at_a_time;
  const std::scoped_lock lock(one_at_a_time);
  if (IsWritten(folder, first))
    return Error::Data(fmt::format("'{}' is being written", SegmentName(first)));
  NS_ASSIGN(const bool packed, IsPacked(disk, folder, first));
  const std::string target = PathOf(folder, first, SegmentKind::kPacked);
  const std::string scratch = target + ".part";
  NS_ASSIGN(const auto file, OpenSegment(disk, folder, first));
  NS_ASSIGN(const int64_t size, file->Size());
  NS_ASSIGN(const std::string bytes, file->Read(0, size));
  const auto head = ReadHead(bytes);
  if (!head) return Damaged(packed ? target : PathOf(folder, first, SegmentKind::kPlain));
  NS_ASSIGN(const std::vector<std::string> names, disk.Names(folder));
  if (std::find(names.begin(), names.end(), scratch.substr(folder.size() + 1)) != names.end())
    NS_RETURN_IF_ERROR(disk.Remove(scratch));

  Packing packing;
  packing.before = size;
  NS_ASSIGN(const auto out, disk.Create(scratch, kSegmentHead));
  Packer packer(*out, *head);
  Status status = packer.Begin();
  const SegmentEnd end = ScanSegment(bytes, *head, [&](Record&& record) {
    if (!status.ok()) return;
    if (!keep(record)) {
      ++packing.dropped;
      return;
    }
    ++packing.kept;
    status = packer.Add(record);
  });
  // Numbers that a packed one had stay its own, whatever of its records went.
  uint64_t next = end.next;
  if (packed) {
    NS_ASSIGN(const std::optional<PackedSummary> before, SummaryOf(disk, folder, first));
    next = std::max(next, before->next);
  }
  if (status.ok()) status = packer.End(next);
  CrashPoint("pack.written");
  if (status.ok()) status = disk.Rename(scratch, target);
  if (status.ok()) status = disk.SyncFolder(folder);
  if (!status.ok()) {
    (void)disk.Remove(scratch);
    return status.error();
  }
  CrashPoint("pack.renamed");
  packing.after = packer.bytes();
  if (!packed) {
    NS_RETURN_IF_ERROR(disk.Remove(PathOf(folder, first, SegmentKind::kPlain)));
    NS_RETURN_IF_ERROR(disk.SyncFolder(folder));
  }
  return packing;
}

Result<std::vector<uint64_t>> FindSegments(Disk& disk, const std::string& folder) {
  NS_ASSIGN(const std::vector<std::string> names, disk.Names(folder));
  std::set<uint64_t> firsts;
  for (const std::string& name : names) {
    if (const auto first = FirstOfName(name)) firsts.insert(*first);
  }
  return std::vector<uint64_t>(firsts.begin(), firsts.end());
}

}  // namespace northstar::eventlog
