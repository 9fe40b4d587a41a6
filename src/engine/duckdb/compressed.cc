#include "engine/duckdb/compressed.h"

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>

#include <fstream>
#include <memory>
#include <vector>

namespace northstar::duck {
namespace {

constexpr size_t kBlock = 1 << 18;

Error Damaged(const std::string& path, const std::string& what, const char* tool) {
  return Error::Data(
      fmt::format("'{}' {}", path, what),
      fmt::format("the database is as it was; fetch the file again (check: {} -t)", tool));
}

Status CheckGzip(const std::string& path) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
  if (!file) return Error::Data(fmt::format("cannot read '{}'", path));
  gzbuffer(file.get(), kBlock);
  std::vector<char> text(kBlock);
  int got = 0;
  do {
    got = gzread(file.get(), text.data(), static_cast<unsigned>(text.size()));
    if (got > 0 && gzdirect(file.get()) != 0)
      return Damaged(path, "is no gzip file, although its name says so", "gzip");
  } while (got > 0);
  int code = Z_OK;
  const char* message = gzerror(file.get(), &code);
  if (code == Z_BUF_ERROR) return Damaged(path, "is cut off", "gzip");
  if (got < 0) return Damaged(path, fmt::format("is damaged ({})", message), "gzip");
  return Status::Ok();
}

Status CheckZstd(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error::Data(fmt::format("cannot read '{}'", path));
  const std::unique_ptr<ZSTD_DStream, size_t (*)(ZSTD_DStream*)> stream(ZSTD_createDStream(),
                                                                        ZSTD_freeDStream);
  std::vector<char> packed(kBlock);
  std::vector<char> text(kBlock);
  size_t missing = 0;  // bytes that the current frame still waits for
  while (file.read(packed.data(), static_cast<std::streamsize>(packed.size())), file.gcount() > 0) {
    ZSTD_inBuffer in{packed.data(), static_cast<size_t>(file.gcount()), 0};
    while (in.pos < in.size) {
      ZSTD_outBuffer out{text.data(), text.size(), 0};
      missing = ZSTD_decompressStream(stream.get(), &out, &in);
      if (ZSTD_isError(missing) != 0)
        return Damaged(path, fmt::format("is damaged ({})", ZSTD_getErrorName(missing)), "zstd");
    }
  }
  return missing == 0 ? Status::Ok() : Status(Damaged(path, "is cut off", "zstd"));
}

}  // namespace

bool IsCompressed(const std::string& path) {
  return path.ends_with(".gz") || path.ends_with(".zst");
}

Status CheckCompressed(const std::string& path) {
  return path.ends_with(".gz") ? CheckGzip(path) : CheckZstd(path);
}

}  // namespace northstar::duck
