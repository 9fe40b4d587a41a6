// Any bytes as an archive: its files are listed and the first ones unpacked, or it is refused in
// words. What is unpacked has the size that the archive says.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>

#include "files/archive.h"
#include "fuzz/shared_memory_file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace northstar;
  using namespace northstar::files;
  static const fuzz::SharedMemoryFile packed("archive");
  packed.Write(data, size);
  const std::string to = packed.path() + ".out";
  const FileToRead archive{packed.path(), "archive"};
  ArchiveLimits limits;
  limits.free_bytes = 1 << 22;
  const auto members = ListMembers(archive, limits);
  if (!members.ok()) {
    if (members.error().message.empty()) std::abort();
    return 0;
  }
  int left = 3;
  for (const ArchiveMember& member : *members) {
    if (left-- == 0) break;
    const Status done = UnpackMember(archive, member.path, to, limits);
    if (done.ok() != std::filesystem::exists(to)) std::abort();
    if (!done.ok() && done.error().message.empty()) std::abort();
    if (done.ok() && member.size &&
        static_cast<int64_t>(std::filesystem::file_size(to)) != *member.size)
      std::abort();
    std::filesystem::remove(to);
  }
  return 0;
}
