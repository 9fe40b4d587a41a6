#include "files/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unicode/ucnv.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>

#include "base/path_pattern.h"
#include "base/text.h"
#include "base/unicode_text.h"
#include "base/utf8_locale.h"
#include "files/archive_damage.h"
#include "files/file_writer.h"

namespace northstar::files {
namespace {

constexpr size_t kBlock = 1 << 16;
constexpr size_t kShownNames = 24;

// An archive at one of its members. libarchive asks the locale how names are written, so calls that
// read headers are made under a Utf8Locale.
class Walk {
 public:
  static Result<std::unique_ptr<Walk>> Open(const FileToRead& file, const ArchiveLimits& limits) {
    auto walk = std::make_unique<Walk>(file, limits);
    NS_RETURN_IF_ERROR(walk->Start());
    return walk;
  }
  Walk(FileToRead file, const ArchiveLimits& limits) : file_(std::move(file)), limits_(limits) {}
  ~Walk() {
    if (archive_ != nullptr) ::archive_read_free(archive_);
    if (fd_ >= 0) ::close(fd_);
  }
  Walk(const Walk&) = delete;
  Walk& operator=(const Walk&) = delete;

  const FileToRead& file() const { return file_; }
  const ArchiveLimits& limits() const { return limits_; }
  ::archive* archive() { return archive_; }
  int64_t packed() const { return packed_; }
  // Reads a packed archive to its end for its checksums.
  Status CheckSums() const {
    return CheckGzip(fd_, file_.shown, [this](int64_t bytes) {
      return IsBomb(bytes, packed_, limits_);  // listing then says so
    });
  }

  // The next regular file; none at the end.
  Result<std::optional<ArchiveMember>> Next();
  Error Damaged() const;

 private:
  Status Start();
  Result<std::optional<ArchiveMember>> Judge(archive_entry* entry);
  std::string NameOf(archive_entry* entry) const;
  Error Encrypted(const std::string& name) const;

  FileToRead file_;
  ArchiveLimits limits_;
  int fd_ = -1;
  ::archive* archive_ = nullptr;
  int64_t packed_ = 0;
  int64_t declared_ = 0;  // sum of the sizes that members say to have
  int64_t seen_ = 0;
};

Status Walk::Start() {
  // Without O_NONBLOCK a pipe without a writer would wait for one.
  fd_ = ::open(file_.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat info {};
  if (fd_ < 0 || ::fstat(fd_, &info) != 0)
    return Error::Data(fmt::format("cannot read '{}': {}", file_.shown, std::strerror(errno)));
  if (!S_ISREG(info.st_mode)) return Error::Data(fmt::format("'{}' is not a file", file_.shown));
  packed_ = info.st_size;
  archive_ = ::archive_read_new();
  NS_CHECK(archive_ != nullptr);
  // A zip is read by the directory at its end alone: without it nobody can say what is missing.
  ::archive_read_support_format_zip_seekable(archive_);
  ::archive_read_support_format_tar(archive_);
  ::archive_read_support_format_7zip(archive_);
  ::archive_read_support_filter_gzip(archive_);
  ::archive_read_support_filter_bzip2(archive_);
  ::archive_read_support_filter_xz(archive_);
  ::archive_read_support_filter_zstd(archive_);
  const Utf8Locale locale;
  if (::archive_read_open_fd(archive_, fd_, kBlock) != ARCHIVE_OK) return Damaged();
  return Status::Ok();
}

Error Walk::Damaged() const {
  const char* reason = ::archive_error_string(archive_);
  return DamageOf(fd_, file_.shown, reason == nullptr ? "" : reason);
}

Error Walk::Encrypted(const std::string& name) const {
  return Error::Data(name.empty() ? fmt::format("'{}' is encrypted", file_.shown)
                                  : fmt::format("'{}' in '{}' is encrypted", name, file_.shown),
                     "unpack it with its password, and pack it again without one");
}

std::string FromCodePage437(const std::string& bytes) {
  std::string text(bytes.size() * 3 + 1, '\0');
  UErrorCode error = U_ZERO_ERROR;
  const int32_t size =
      ::ucnv_convert("UTF-8", "ibm-437", text.data(), static_cast<int32_t>(text.size()),
                     bytes.data(), static_cast<int32_t>(bytes.size()), &error);
  if (U_FAILURE(error)) return EscapeInvalidUtf8(bytes);
  text.resize(static_cast<size_t>(size));
  return text;
}

std::string Walk::NameOf(archive_entry* entry) const {
  const char* name = ::archive_entry_pathname_utf8(entry);
  if (name == nullptr) name = ::archive_entry_pathname(entry);
  if (name == nullptr) return "";
  const std::string bytes = name;
  if (IsValidUtf8(bytes)) return bytes;
  const bool zip = (::archive_format(archive_) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
  return zip ? FromCodePage437(bytes) : EscapeInvalidUtf8(bytes);
}

bool LeadsOutside(const std::string& name) {
  if (name.starts_with('/') || name.starts_with('\\')) return true;
  if (name.size() >= 2 && name[1] == ':' && std::isalpha(static_cast<unsigned char>(name[0])) != 0)
    return true;
  for (const std::string& part : Split(ReplaceAll(name, "\\", "/"), '/')) {
    if (part == "..") return true;
  }
  return false;
}

// What systems leave beside the files that people pack.
bool IsCompanion(const std::vector<std::string>& parts) {
  const std::string& name = parts.back();
  return parts.front() == "__MACOSX" || name.starts_with("._") || name == ".DS_Store" ||
         name == "Thumbs.db" || name == "desktop.ini";
}

Result<std::optional<ArchiveMember>> Walk::Next() {
  const Utf8Locale locale;
  while (true) {
    archive_entry* entry = nullptr;
    const int code = ::archive_read_next_header(archive_, &entry);
    if (code == ARCHIVE_EOF) return std::optional<ArchiveMember>();
    // A warning here is about names in another encoding, which NameOf looks after.
    if (code != ARCHIVE_OK && code != ARCHIVE_WARN) {
      if (::archive_read_has_encrypted_entries(archive_) == 1) return Encrypted("");
      return Damaged();
    }
    if (++seen_ > limits_.members)
      return Error::Data(
          fmt::format("'{}' holds more than {} files", file_.shown, WithThousands(limits_.members)),
          "unpack it, and give the folder's files");
    NS_ASSIGN(std::optional<ArchiveMember> member, Judge(entry));
    if (member) return member;
  }
}

// None for a folder and for a companion.
Result<std::optional<ArchiveMember>> Walk::Judge(archive_entry* entry) {
  std::string name = NameOf(entry);
  if (static_cast<int64_t>(name.size()) > limits_.name_bytes)
    return Error::Data(fmt::format("'{}' holds a file whose name is longer than {} bytes",
                                   file_.shown, WithThousands(limits_.name_bytes)),
                       "unpack it, and give the files");
  const auto refused = [&](const char* what) {
    return Error::Data(fmt::format("'{}' in '{}' {}", name, file_.shown, what),
                       "unpack it where that is safe, and pack the plain files again");
  };
  if (LeadsOutside(name)) return refused("has a name that leads outside of the archive");
  if (::archive_entry_hardlink(entry) != nullptr || ::archive_entry_symlink(entry) != nullptr ||
      ::archive_entry_filetype(entry) == AE_IFLNK)
    return refused("is a link");
  if (::archive_entry_filetype(entry) == AE_IFDIR) return std::optional<ArchiveMember>();
  if (::archive_entry_filetype(entry) != AE_IFREG) return refused("is a device or a pipe");
  const std::vector<std::string> parts = PathParts(name);
  if (parts.empty()) return refused("has no name");
  if (IsCompanion(parts)) return std::optional<ArchiveMember>();
  if (::archive_entry_is_encrypted(entry) != 0) return Encrypted(name);

  ArchiveMember member{Join(parts, "/"), std::nullopt};
  if (::archive_entry_size_is_set(entry) != 0) {
    member.size = std::max<int64_t>(0, ::archive_entry_size(entry));
    declared_ = *member.size > INT64_MAX - declared_ ? INT64_MAX : declared_ + *member.size;
    if (IsBomb(declared_, packed_, limits_)) return BombError(file_, declared_, limits_);
  }
  return std::optional(std::move(member));
}

}  // namespace

bool IsBomb(int64_t unpacked, int64_t packed, const ArchiveLimits& limits) {
  return unpacked > limits.free_bytes &&
         static_cast<double>(unpacked) > limits.ratio * static_cast<double>(packed);
}

Error BombError(const FileToRead& file, int64_t unpacked, const ArchiveLimits& limits) {
  return Error::Data(
      fmt::format("'{}' unpacks to {} or more, over {} times its own size", file.shown,
                  HumanBytes(static_cast<double>(unpacked)), FormatNumber(limits.ratio)),
      "a file like that usually means harm; if it is yours, unpack it and give the files");
}

Result<std::vector<ArchiveMember>> ListMembers(const FileToRead& archive,
                                               const ArchiveLimits& limits) {
  NS_ASSIGN(const auto walk, Walk::Open(archive, limits));
  NS_RETURN_IF_ERROR(walk->CheckSums());
  std::vector<ArchiveMember> members;
  std::set<std::string> names;
  while (true) {
    NS_ASSIGN(std::optional<ArchiveMember> member, walk->Next());
    if (!member) return members;
    if (!names.insert(Composed(member->path)).second)
      return Error::Data(
          fmt::format("'{}' holds two files named '{}'", archive.shown, member->path),
          "unpack it, and pack the right one of them again");
    members.push_back(*std::move(member));
  }
}

std::vector<ArchiveMember> MembersMatching(const std::vector<ArchiveMember>& members,
                                           const std::string& pattern) {
  std::vector<std::string> parts = PathParts(pattern);
  if (!parts.empty() && parts.back() == "**") parts.push_back("*");
  std::vector<ArchiveMember> found;
  for (const ArchiveMember& member : members) {
    if (PartsMatch(parts, PathParts(member.path))) found.push_back(member);
  }
  return found;
}

struct MemberReader::State {
  std::unique_ptr<Walk> walk;
  ArchiveMember member;
  int64_t given = 0;       // bytes handed out, holes of sparse files included
  int64_t hole = 0;        // zeros to give before `block`
  std::string_view block;  // read, but not given yet
};

MemberReader::MemberReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
MemberReader::MemberReader(MemberReader&&) noexcept = default;
MemberReader& MemberReader::operator=(MemberReader&&) noexcept = default;
MemberReader::~MemberReader() = default;

Result<MemberReader> MemberReader::Open(const FileToRead& archive, const std::string& member,
                                        const ArchiveLimits& limits) {
  NS_ASSIGN(auto walk, Walk::Open(archive, limits));
  std::vector<std::string> names;
  while (true) {
    NS_ASSIGN(std::optional<ArchiveMember> found, walk->Next());
    if (!found) break;
    if (found->path == member) {
      auto state = std::make_unique<State>();
      state->walk = std::move(walk);
      state->member = *std::move(found);
      return MemberReader(std::move(state));
    }
    if (names.size() <= kShownNames) names.push_back(found->path);
  }
  return Error::Data(fmt::format("'{}' holds no file '{}'", archive.shown, member),
                     DidYouMean(member, names));
}

Result<std::string_view> MemberReader::Next() {
  static const std::string zeros(kBlock, '\0');
  State& state = *state_;
  Walk& walk = *state.walk;
  if (state.hole == 0 && state.block.empty()) {
    const void* data = nullptr;
    size_t size = 0;
    la_int64_t offset = 0;
    int code = ARCHIVE_OK;
    do {
      code = ::archive_read_data_block(walk.archive(), &data, &size, &offset);
    } while (code == ARCHIVE_OK && size == 0 && offset <= state.given);
    // Wrong sums and sizes are only warnings to libarchive.
    if (code != ARCHIVE_OK && code != ARCHIVE_EOF) return walk.Damaged();
    if (code == ARCHIVE_EOF) {
      offset = std::max<int64_t>(offset, state.given);
      size = 0;
    }
    if (offset < state.given) return walk.Damaged();
    state.hole = offset - state.given;
    state.block = {static_cast<const char*>(data), size};
  }
  std::string_view give = state.block;
  if (state.hole > 0) {
    give = std::string_view(zeros).substr(
        0, static_cast<size_t>(std::min<int64_t>(state.hole, static_cast<int64_t>(kBlock))));
    state.hole -= static_cast<int64_t>(give.size());
  } else {
    state.block = {};
  }
  state.given += static_cast<int64_t>(give.size());
  if (IsBomb(state.given, walk.packed(), walk.limits()))
    return BombError(walk.file(), state.given, walk.limits());
  const std::optional<int64_t>& size = state.member.size;
  if (size && (state.given > *size || (give.empty() && state.given < *size)))
    return Error::Data(fmt::format("'{}' in '{}' is damaged: it does not have the size that it "
                                   "says to have",
                                   state.member.path, walk.file().shown),
                       "fetch the file again");
  return give;
}

Status UnpackMember(const FileToRead& archive, const std::string& member, const std::string& to,
                    const ArchiveLimits& limits) {
  NS_ASSIGN(MemberReader reader, MemberReader::Open(archive, member, limits));
  NS_ASSIGN(FileWriter writer, FileWriter::Create(to));
  while (true) {
    NS_ASSIGN(const std::string_view block, reader.Next());
    if (block.empty()) return writer.Finish();
    NS_RETURN_IF_ERROR(writer.Write(block));
  }
}

}  // namespace northstar::files
