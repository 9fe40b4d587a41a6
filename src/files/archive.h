// Archives (.zip, .tar, also .gz, .bz2, .xz or .zst around it, .7z): which files they hold, and the
// bytes of one of them, streamed. What an archive is, its bytes tell, not its name.
//
// Nothing is ever written under a name that an archive gives: a member is unpacked into the file
// that the caller names. It refuses, naming the member: names with "..", absolute names, links and
// devices, two members of one name, encrypted members. It refuses parts of split archives, archives
// that are cut off or damaged, and bombs. A tar that was cut exactly between two members, without
// its end mark, cannot be told from a whole one.
//
// Memory: the list of names, and what the format's decoder needs (up to 1 GiB for .xz by its
// header). Errors are kData. Thread safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace northstar::files {

// A file on the disk and its name in messages. The path may be /proc/self/fd/N, so that it stays
// the file that was opened. REQUIRES: a regular file.
struct FileToRead {
  std::string path;
  std::string shown;
};

// What makes an archive a bomb: more than `free_bytes` unpacked, and more than `ratio` times the
// size of the archive. Also holds for tables made of a workbook (workbook.h).
struct ArchiveLimits {
  int64_t free_bytes = int64_t{1} << 30;
  double ratio = 100;
  int64_t members = 100'000;
  int64_t name_bytes = 4'096;
};

// Whether so many bytes out of a file of `packed` bytes are too many.
bool IsBomb(int64_t unpacked, int64_t packed, const ArchiveLimits& limits);
// Says so.
Error BombError(const FileToRead& file, int64_t unpacked, const ArchiveLimits& limits);

struct ArchiveMember {
  // UTF-8, parts divided by slashes, no slash or "./" in front. Names that a .zip holds without
  // saying that they are UTF-8 are read as code page 437, as its specification has it, unless they
  // are valid UTF-8; others' bytes that are no UTF-8 are escaped (base/unicode_text.h).
  std::string path;
  // Bytes, where the archive says.
  std::optional<int64_t> size;
};

// The regular files in the order of the archive, without what macOS and Windows leave beside them
// (__MACOSX/, ._name, .DS_Store, Thumbs.db, desktop.ini). One pass; of a packed tar it unpacks all
// (of .tar.gz twice, for its checksums).
Result<std::vector<ArchiveMember>> ListMembers(const FileToRead& archive,
                                               const ArchiveLimits& limits = {});

// Those whose path the pattern names (base/path_pattern.h), in the same order.
std::vector<ArchiveMember> MembersMatching(const std::vector<ArchiveMember>& members,
                                           const std::string& pattern);

// The bytes of one member, block by block, checked against its sum and size where the format has
// them. It can be given up at any point.
class MemberReader {
 public:
  // `member` as in ListMembers. Fails when there is none; the error then has the names.
  static Result<MemberReader> Open(const FileToRead& archive, const std::string& member,
                                   const ArchiveLimits& limits = {});
  MemberReader(MemberReader&&) noexcept;
  MemberReader& operator=(MemberReader&&) noexcept;
  ~MemberReader();

  // The next bytes, valid until the next call; empty at the end. After an error or the end nothing
  // more may be asked.
  Result<std::string_view> Next();

 private:
  struct State;
  explicit MemberReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Writes the member's bytes into the file `to`, which is made, or emptied, and removed again when
// something fails.
Status UnpackMember(const FileToRead& archive, const std::string& member, const std::string& to,
                    const ArchiveLimits& limits = {});

}  // namespace northstar::files
