#include "files/archive_damage.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace northstar::files {
namespace {

// The record at the end of a zip, with its own number and that of the part where the directory
// begins (APPNOTE 4.3.16). A comment of up to 64 KB may follow.
constexpr std::string_view kZipEnd("PK\x05\x06", 4);
constexpr size_t kZipEndBytes = 22;
constexpr size_t kTail = 65'536 + kZipEndBytes;

bool IsLastOfSplitZip(const std::string& tail) {
  const size_t at = tail.rfind(kZipEnd);
  if (at == std::string::npos || at + kZipEndBytes > tail.size()) return false;
  return tail[at + 4] != 0 || tail[at + 5] != 0 || tail[at + 6] != 0 || tail[at + 7] != 0;
}

// One file, packed: a .tar or anything else.
bool IsPackedStream(std::string_view head) {
  return head.starts_with("\x1F\x8B") || head.starts_with("\xFD\x37\x7A\x58\x5A") ||
         head.starts_with("\x28\xB5\x2F\xFD") || head.starts_with("BZh");
}

bool LooksPacked(std::string_view head) {
  return IsPackedStream(head) || head.starts_with("PK") || head.starts_with("7z\xBC\xAF\x27\x1C") ||
         (head.size() > 262 && head.substr(257, 5) == "ustar");
}

// The parts of split archives are named .001, .z01, .part1.rar, … Only the first has a signature.
bool NamedAsPart(const std::string& shown) {
  const size_t dot = shown.rfind('.');
  if (dot == std::string::npos) return false;
  std::string_view ending = std::string_view(shown).substr(dot + 1);
  if (ending.starts_with('z')) ending.remove_prefix(1);
  return ending.size() >= 2 && ending.size() <= 3 &&
         std::all_of(ending.begin(), ending.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string BytesAt(int fd, int64_t from, size_t bytes) {
  if (from < 0) {
    struct stat info {};
    if (::fstat(fd, &info) != 0) return "";
    from = std::max<int64_t>(0, info.st_size + from);
  }
  std::string text(bytes, '\0');
  const ssize_t got = ::pread(fd, text.data(), bytes, from);
  text.resize(got > 0 ? static_cast<size_t>(got) : 0);
  return text;
}

Status CheckGzip(int fd, const std::string& shown, const std::function<bool(int64_t)>& enough) {
  if (!BytesAt(fd, 0, 2).starts_with("\x1F\x8B")) return Status::Ok();
  // A descriptor of its own, so that the other one stays where it is.
  const std::string path = fmt::format("/proc/self/fd/{}", fd);
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> in(::gzopen(path.c_str(), "rbe"), ::gzclose);
  if (!in) return Error::Data(fmt::format("cannot read '{}'", shown));
  std::vector<char> block(1 << 18);
  int64_t unpacked = 0;
  int got = 0;
  do {
    got = ::gzread(in.get(), block.data(), static_cast<unsigned>(block.size()));
    unpacked += std::max(got, 0);
  } while (got > 0 && !enough(unpacked));
  int code = Z_OK;
  const char* message = ::gzerror(in.get(), &code);
  if (got >= 0 && code != Z_BUF_ERROR) return Status::Ok();
  return Error::Data(fmt::format("'{}' is cut off or damaged ({})", shown, Printable(message)),
                     "fetch the file again");
}

Error DamageOf(int fd, const std::string& shown, const std::string& reason) {
  const std::string head = BytesAt(fd, 0, 512);
  const std::string tail = BytesAt(fd, -static_cast<int64_t>(kTail), kTail);
  const bool zip = head.starts_with("PK");
  if (head.starts_with("PK\x07\x08") || IsLastOfSplitZip(tail) ||
      (NamedAsPart(shown) && (LooksPacked(head) || !reason.empty())))
    return Error::Data(fmt::format("'{}' is one part of a split archive", shown),
                       "join the parts first, or pack the files again as one archive");
  if (zip && tail.find(kZipEnd) == std::string::npos)
    return Error::Data(
        fmt::format("'{}' is cut off: the directory at the end of the archive is missing", shown),
        "fetch the file again");
  if (!LooksPacked(head))
    return Error::Data(fmt::format("'{}' is not an archive that can be read", shown),
                       "known: .zip, .7z and .tar, also .tar.gz, .tar.bz2, .tar.xz and .tar.zst");
  const bool unknown = reason.empty() || reason.starts_with("Unrecognized");
  if (unknown && IsPackedStream(head))
    return Error::Data(fmt::format("'{}' is damaged, or holds no files in an archive", shown),
                       "fetch the file again; a single packed file is read as .csv.gz or .csv.zst");
  return Error::Data(fmt::format("'{}' is cut off or damaged{}", shown,
                                 unknown ? "" : fmt::format(" ({})", Printable(reason))),
                     "fetch the file again");
}

}  // namespace northstar::files
