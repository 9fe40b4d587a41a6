#include "engine/duckdb/json_profile.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/json_path.h"
#include "base/text.h"
#include "engine/duckdb/compressed.h"
#include "engine/duckdb/opened_file.h"
#include "engine/json_cells.h"
#include "engine/table_profiler.h"

namespace northstar::duck {
namespace {

constexpr size_t kHead = 4U << 20;          // bytes that tell lines from one text
constexpr size_t kLongestLine = 64U << 20;  // a longer line is left out

// The unpacked text of a file, to be pulled block by block while another thread unpacks it.
class TextStream {
 public:
  explicit TextStream(const OpenedFile& file)
      : thread_([this, &file] {
          Status status = Unpack(file, [this](std::string_view block) { Push(block); });
          const std::scoped_lock lock(mutex_);
          status_ = std::move(status);
          ended_ = true;
          changed_.notify_all();
        }) {}
  ~TextStream() {
    {
      const std::scoped_lock lock(mutex_);
      dropped_ = true;
      changed_.notify_all();
    }
    thread_.join();
  }
  TextStream(const TextStream&) = delete;
  TextStream& operator=(const TextStream&) = delete;

  // "" at the end. Valid until the next call.
  std::string_view Next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !waiting_.empty() || ended_; });
    current_ = std::move(waiting_);
    waiting_.clear();
    changed_.notify_all();
    return current_;
  }
  // REQUIRES: Next gave "".
  const Status& status() const { return status_; }

 private:
  void Push(std::string_view block) {
    constexpr size_t kAhead = 1U << 20;
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_.size() < kAhead || dropped_; });
    if (!dropped_) waiting_ += block;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::string waiting_, current_;
  bool ended_ = false, dropped_ = false;
  Status status_;
  std::thread thread_;
};

std::string_view WithoutMark(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
}

// Takes every `nth` row into the profile, at most so many cells, and counts all.
class Collector {
 public:
  Collector(const std::string& name, int64_t nth) : profiler_(name), nth_(nth) {}
  void Take(const std::vector<JsonCell>& row) {
    const bool wanted = rows_++ % nth_ == nth_ - 1 && !full_;
    if (!wanted) return;
    full_ = profiler_.rows() >= kMostProfiledRows || cells_ >= kMostProfiledCells;
    if (full_) return;
    cells_ += static_cast<int64_t>(row.size());
    for (const JsonCell& cell : row) {
      if (const auto column = profiler_.Column(cell.path)) profiler_.Add(*column, cell.text);
    }
    profiler_.EndRow();
  }
  std::string& rows_path() { return rows_path_; }
  int64_t rows() const { return rows_; }
  int64_t taken() const { return profiler_.rows(); }
  bool full() const { return full_; }
  TableProfile Finish() && { return std::move(profiler_).Finish(rows_); }

 private:
  TableProfiler profiler_;
  const int64_t nth_;
  int64_t rows_ = 0, cells_ = 0;
  bool full_ = false;
  std::string rows_path_;
};

bool IsAsked(const CancelToken* cancel) {
  return cancel != nullptr && cancel->Asked();
}
Status CheckAsked(const CancelToken* cancel) {
  if (!IsAsked(cancel)) return Status::Ok();
  return Error::Data("interrupted", "nothing was changed");
}

struct LinesRead {
  int64_t unreadable = 0;
};

Result<LinesRead> ReadLines(const OpenedFile& file, Collector& collector,
                            const CancelToken* cancel) {
  LinesRead read;
  std::string line;
  std::vector<JsonCell> cells;
  bool first = true;
  const auto take = [&] {
    std::string_view text = Trim(first ? WithoutMark(line) : std::string_view(line));
    first = false;
    if (!text.empty()) {
      if (text.size() < kLongestLine && text[0] == '{' && ReadJsonRow(text, cells)) {
        collector.Take(cells);
      } else {
        ++read.unreadable;
      }
    }
    line.clear();
  };
  const Status status = UnpackWhile(file, [&](std::string_view block) {
    while (!block.empty()) {
      const size_t end = block.find('\n');
      const std::string_view part = block.substr(0, end);
      if (line.size() < kLongestLine) line += part;
      if (end == std::string_view::npos) break;
      take();
      block.remove_prefix(end + 1);
    }
    return !IsAsked(cancel);
  });
  NS_RETURN_IF_ERROR(CheckAsked(cancel));
  if (!status.ok()) return status.error();
  take();
  return read;
}

Status ReadWhole(const OpenedFile& file, const std::string& shown, Collector& collector) {
  TextStream stream(file);
  std::string path;
  const bool whole = ReadJsonRows([&] { return stream.Next(); },
                                  [&](std::vector<JsonCell>& row) { collector.Take(row); }, &path);
  if (!path.empty()) collector.rows_path() = path;
  if (whole) return Status::Ok();
  while (!stream.Next().empty()) continue;
  if (!stream.status().ok()) return stream.status().error();
  return Error::Data(fmt::format("'{}' is not JSON to its end: it was understood up to object {}",
                                 shown, WithThousands(collector.rows())),
                     "is the export complete? Several objects belong on a line each, or in a list");
}

// The first bytes of the text; "" of an empty one.
Result<std::string> HeadOf(const OpenedFile& file) {
  std::string head;
  TextStream stream(file);
  while (head.size() < kHead) {
    const std::string_view block = stream.Next();
    if (block.empty()) {
      if (!stream.status().ok()) return stream.status().error();
      break;
    }
    head += block;
  }
  return head;
}

// A page after the last one: an object whose list of records is empty.
bool HoldsEmptyList(std::string_view text, const std::string& rows_path) {
  if (rows_path.empty()) return false;
  const auto json = nlohmann::json::parse(WithoutMark(text), nullptr, false);
  const nlohmann::json* at = &json;
  for (const std::string& part : JsonPathParts(rows_path)) {
    if (!at->is_object() || !at->contains(part)) return false;
    at = &(*at)[part];
  }
  return at->is_array() && at->empty();
}

Status ReadFile(const std::string& path, const std::string& shown, Collector& collector,
                const CancelToken* cancel) {
  NS_RETURN_IF_ERROR(CheckAsked(cancel));
  NS_ASSIGN(const OpenedFile file, OpenedFile::Open(path, shown));
  NS_ASSIGN(const std::string head, HeadOf(file));
  if (Trim(WithoutMark(head)).empty()) return Status::Ok();
  if (head.size() < kHead && HoldsEmptyList(head, collector.rows_path())) return Status::Ok();
  if (!HoldsJsonLines(head)) return ReadWhole(file, shown, collector);
  const int64_t before = collector.rows();
  NS_ASSIGN(const LinesRead read, ReadLines(file, collector, cancel));
  if (collector.rows() == before && read.unreadable > 0)
    return Error::Data(fmt::format("no line of '{}' is a JSON object", shown));
  return Status::Ok();
}

Result<Collector> ReadAll(std::span<const std::string> paths, const std::string& shown, int64_t nth,
                          const CancelToken* cancel) {
  Collector collector(shown, nth);
  for (const std::string& path : paths)
    NS_RETURN_IF_ERROR(ReadFile(path, shown, collector, cancel));
  return collector;
}

bool IsEmpty(std::span<const std::string> paths) {
  return std::all_of(paths.begin(), paths.end(), [](const std::string& path) {
    const auto file = OpenedFile::Open(path, path);
    const auto head = file.ok() ? HeadOf(*file) : Result<std::string>(file.error());
    return head.ok() && Trim(WithoutMark(*head)).empty();
  });
}

}  // namespace

bool HoldsJsonLines(std::string_view head) {
  head = Trim(WithoutMark(head));
  const size_t end = head.find('\n');
  // Two lines are needed to tell.
  if (!head.starts_with('{') || end == std::string_view::npos) return false;
  std::vector<JsonCell> ignored;
  return ReadJsonRow(head.substr(0, end), ignored);
}

Result<JsonProfile> ProfileJson(std::span<const std::string> paths, const std::string& shown,
                                const CancelToken* cancel) {
  NS_ASSIGN(Collector collector, ReadAll(paths, shown, 1, cancel));
  const std::string rows = collector.rows_path();
  if (collector.full()) {
    const int64_t nth = (collector.rows() + collector.taken() - 1) / collector.taken();
    NS_ASSIGN(Collector sample, ReadAll(paths, shown, nth, cancel));
    return JsonProfile{std::move(sample).Finish(), rows};
  }
  if (collector.rows() == 0 && !IsEmpty(paths))
    return Error::Data(fmt::format("'{}' holds no JSON object", shown),
                       "rows are objects: {\"event\": …}");
  return JsonProfile{std::move(collector).Finish(), rows};
}

}  // namespace northstar::duck
