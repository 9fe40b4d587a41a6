#include "engine/duckdb/file_copies.h"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <utility>

#include "engine/duckdb/compressed.h"
#include "model/project.h"

namespace northstar::duck {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kReplacement = "\\ufffd";

Result<CopiedFile> Finish(std::ofstream& out, const std::string& path, const std::string& shown,
                          int64_t size) {
  if (!out.flush()) return Error::Data(fmt::format("cannot write '{}'", path), "is the disk full?");
  auto opened = OpenedFile::Open(path, shown);
  if (!opened.ok()) return std::move(opened).error();
  return CopiedFile(std::move(*opened), path, size);
}

// The half of a character that an escape at `at` stands for; 0 when it is none.
int SurrogateAt(std::string_view json, size_t at) {
  unsigned code = 0;
  const std::string_view digits = json.substr(std::min(at + 2, json.size()), 4);
  if (json.substr(at, 2) != "\\u" || digits.size() < 4) return 0;
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), code, 16);
  if (error != std::errc() || end != digits.end()) return 0;
  return code >= 0xD800 && code < 0xDC00 ? 1 : code >= 0xDC00 && code < 0xE000 ? 2 : 0;
}

// JSON text block by block, each mended; an escape that a block cuts waits for the next one.
class Mender {
 public:
  // What of the text so far is certain, mended.
  std::string Take(std::string_view block, bool last) {
    pending_ += block;
    std::string out;
    size_t i = 0;
    for (;;) {
      const size_t escape = pending_.find('\\', i);
      const size_t plain = std::min(escape, pending_.size());
      out.append(pending_, i, plain - i);
      i = plain;
      constexpr size_t kLongest = 12;  // two escapes of four digits
      if (escape == std::string::npos || (!last && pending_.size() - i < kLongest)) break;
      i = Escape(i, out);
    }
    pending_.erase(0, i);
    return out;
  }
  int64_t mended() const { return mended_; }

 private:
  size_t Escape(size_t i, std::string& out) {
    const int half = SurrogateAt(pending_, i);
    size_t length = std::min<size_t>(half == 0 ? 2 : 6, pending_.size() - i);
    if (half == 1 && SurrogateAt(pending_, std::min(i + 6, pending_.size())) == 2) {
      length = 12;
    } else if (half != 0) {
      ++mended_;
      out += kReplacement;
      return i + length;
    }
    out.append(pending_, i, length);
    return i + length;
  }

  std::string pending_;
  int64_t mended_ = 0;
};

}  // namespace

Result<std::string> PlaceForCopy(const Project& project, const std::string& source,
                                 const std::string& ending) {
  const fs::path folder = fs::path(project.root) / "target";
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return Error::Data(
        fmt::format("cannot make the folder '{}': {}", folder.string(), error.message()));
  }
  return (folder / ("part_" + source + ending)).string();
}

Result<CopiedFile> OpenCopy(const std::string& path, const std::string& shown) {
  auto opened = OpenedFile::Open(path, shown);
  if (!opened.ok()) return std::move(opened).error();
  NS_ASSIGN(const FileStamp stamp, opened->Stamp());
  return CopiedFile(std::move(*opened), path, stamp.size);
}

CopiedFile::CopiedFile(CopiedFile&& other) noexcept
    : file_(std::move(other.file_)),
      path_(std::exchange(other.path_, std::string())),
      size_(other.size_) {}

CopiedFile::~CopiedFile() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove(path_, ignored);
}

Result<CopiedFile> CopyLines(const Project& project, const std::string& source,
                             const std::string& path, int64_t from, int64_t to) {
  NS_ASSIGN(const std::string copy,
            PlaceForCopy(project, source, fs::path(path).extension().string()));
  std::ifstream in(path, std::ios::binary);
  in.seekg(from);
  std::ofstream out(copy, std::ios::binary);
  std::string block(1 << 20, '\0');
  int64_t written = 0;
  int64_t whole = 0;  // up to the last line that is
  while (written < to - from) {
    const int64_t wanted =
        std::min<int64_t>(static_cast<int64_t>(block.size()), to - from - written);
    in.read(block.data(), wanted);
    const auto got = static_cast<int64_t>(in.gcount());
    if (got == 0) break;
    out.write(block.data(), got);
    const size_t end = std::string_view(block).substr(0, static_cast<size_t>(got)).rfind('\n');
    if (end != std::string::npos) whole = written + static_cast<int64_t>(end) + 1;
    written += got;
  }
  const int64_t size = whole > 0 ? whole : written;
  auto copied = Finish(out, copy, path, size);
  if (!copied.ok()) return copied;
  std::error_code error;
  if (size < written) fs::resize_file(copy, static_cast<uintmax_t>(size), error);
  if (error) return Error::Data(fmt::format("cannot write '{}': {}", copy, error.message()));
  return copied;
}

Result<MendedJson> MendJson(const Project& project, const std::string& source,
                            const OpenedFile& file) {
  NS_ASSIGN(const std::string copy, PlaceForCopy(project, source, "_mended.json"));
  std::ofstream out(copy, std::ios::binary);
  Mender mender;
  bool begun = false;
  int64_t size = 0;
  const auto write = [&](std::string_view block) {
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    if (!std::exchange(begun, true) && block.starts_with(kMark)) block.remove_prefix(kMark.size());
    const std::string mended = mender.Take(block, false);
    out << mended;
    size += static_cast<int64_t>(mended.size());
  };
  NS_RETURN_IF_ERROR(Unpack(file, write));
  const std::string rest = mender.Take("", true);
  out << rest;
  size += static_cast<int64_t>(rest.size());
  auto copied = Finish(out, copy, file.shown(), size);
  if (!copied.ok()) return std::move(copied).error();
  return MendedJson{std::move(*copied), mender.mended()};
}

bool HoldsLoneSurrogates(const OpenedFile& file) {
  Mender mender;
  const Status read =
      Unpack(file, [&](std::string_view block) { (void)mender.Take(block, false); });
  (void)mender.Take("", true);
  return read.ok() && mender.mended() > 0;
}

int64_t MendSurrogates(std::string& json) {
  Mender mender;
  json = mender.Take(json, true);
  return mender.mended();
}

}  // namespace northstar::duck
