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

Error Damaged(const OpenedFile& file, const std::string& what, const char* tool) {
  return Error::Data(fmt::format("'{}' {}", file.shown(), what),
                     fmt::format("fetch the file again (check: {} -t)", tool));
}

using Take = std::function<bool(std::string_view)>;  // false: no more

Status UnpackGzip(const OpenedFile& file, const Take& take) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> in(gzopen(file.alias().c_str(), "rb"), gzclose);
  if (!in) return Error::Data(fmt::format("cannot read '{}'", file.shown()));
  gzbuffer(in.get(), kBlock);
  std::vector<char> text(kBlock);
  int got = 0;
  do {
    got = gzread(in.get(), text.data(), static_cast<unsigned>(text.size()));
    if (got > 0 && !take({text.data(), static_cast<size_t>(got)})) return Status::Ok();
  } while (got > 0);
  int code = Z_OK;
  const char* message = gzerror(in.get(), &code);
  if (code == Z_BUF_ERROR) return Damaged(file, "is cut off", "gzip");
  if (got < 0) return Damaged(file, fmt::format("is damaged ({})", message), "gzip");
  return Status::Ok();
}

Status UnpackZstd(const OpenedFile& file, const Take& take) {
  std::ifstream in_file(file.alias(), std::ios::binary);
  if (!in_file) return Error::Data(fmt::format("cannot read '{}'", file.shown()));
  const std::unique_ptr<ZSTD_DStream, size_t (*)(ZSTD_DStream*)> stream(ZSTD_createDStream(),
                                                                        ZSTD_freeDStream);
  std::vector<char> packed(kBlock);
  std::vector<char> text(kBlock);
  size_t missing = 0;  // bytes that the current frame still waits for
  while (in_file.read(packed.data(), static_cast<std::streamsize>(packed.size())),
         in_file.gcount() > 0) {
    ZSTD_inBuffer in{packed.data(), static_cast<size_t>(in_file.gcount()), 0};
    while (in.pos < in.size) {
      ZSTD_outBuffer out{text.data(), text.size(), 0};
      missing = ZSTD_decompressStream(stream.get(), &out, &in);
      if (ZSTD_isError(missing) != 0)
        return Damaged(file, fmt::format("is damaged ({})", ZSTD_getErrorName(missing)), "zstd");
      if (!take({text.data(), out.pos})) return Status::Ok();
    }
  }
  return missing == 0 ? Status::Ok() : Status(Damaged(file, "is cut off", "zstd"));
}

Status ReadPlain(const OpenedFile& file, const Take& take) {
  std::ifstream in(file.alias(), std::ios::binary);
  std::vector<char> text(kBlock);
  while (in.read(text.data(), static_cast<std::streamsize>(text.size())), in.gcount() > 0) {
    if (!take({text.data(), static_cast<size_t>(in.gcount())})) return Status::Ok();
  }
  return in.bad() ? Status(Error::Data(fmt::format("cannot read '{}'", file.shown())))
                  : Status::Ok();
}

}  // namespace

bool IsCompressed(const std::string& path) {
  return path.ends_with(".gz") || path.ends_with(".zst");
}

Status UnpackWhile(const OpenedFile& file, const Take& take) {
  switch (file.compression()) {
    case Compression::kGzip:
      return UnpackGzip(file, take);
    case Compression::kZstd:
      return UnpackZstd(file, take);
    case Compression::kNone:
      break;
  }
  return ReadPlain(file, take);
}

Status Unpack(const OpenedFile& file, const std::function<void(std::string_view)>& take) {
  return UnpackWhile(file, [&](std::string_view block) {
    take(block);
    return true;
  });
}

Result<std::string> UnpackHead(const OpenedFile& file, size_t bytes) {
  if (file.compression() == Compression::kNone) return file.Head(bytes);
  std::string head;
  NS_RETURN_IF_ERROR(UnpackWhile(file, [&](std::string_view block) {
    head += block.substr(0, bytes - head.size());
    return head.size() < bytes;
  }));
  return head;
}

Status CheckCompressed(const OpenedFile& file, const std::string& path) {
  const bool named = IsCompressed(path);
  if (named && file.compression() == Compression::kNone) {
    const bool gzip = path.ends_with(".gz");
    return Damaged(
        file, fmt::format("is not a {} file, although its name says so", gzip ? "gzip" : "zstd"),
        gzip ? "gzip" : "zstd");
  }
  if (file.compression() == Compression::kNone) return Status::Ok();
  return Unpack(file, [](std::string_view) {});
}

}  // namespace northstar::duck
