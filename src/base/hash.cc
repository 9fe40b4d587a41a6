#include "base/hash.h"

#include <fmt/format.h>
#include <sodium.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace northstar {
namespace {

std::string Hex(const unsigned char* bytes, size_t size) {
  std::string out;
  for (size_t i = 0; i < size; ++i) out += fmt::format("{:02x}", bytes[i]);
  return out;
}

}  // namespace

uint32_t BucketOf(std::string_view key) {
  static constexpr unsigned char kZeroKey[crypto_shorthash_KEYBYTES] = {};
  unsigned char digest[crypto_shorthash_BYTES];
  crypto_shorthash(digest, reinterpret_cast<const unsigned char*>(key.data()), key.size(),
                   kZeroKey);
  return digest[0] % kBuckets;  // the digest is little-endian
}

Result<std::string> HashFile(const std::string& path, int64_t bytes) {
  const std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) {
    return Error::Data(fmt::format("cannot read '{}': {}", path, std::strerror(errno)));
  }
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, 32);
  std::vector<unsigned char> buffer(1 << 20);
  int64_t left = bytes;
  while (left != 0) {
    const size_t wanted =
        left < 0 ? buffer.size() : std::min<size_t>(buffer.size(), static_cast<size_t>(left));
    const size_t got = std::fread(buffer.data(), 1, wanted, file.get());
    if (got == 0) break;
    crypto_generichash_update(&state, buffer.data(), got);
    if (left > 0) left -= static_cast<int64_t>(got);
  }
  if (std::ferror(file.get()) != 0) {
    return Error::Data(fmt::format("cannot read '{}' completely", path));
  }
  unsigned char digest[32];
  crypto_generichash_final(&state, digest, sizeof digest);
  return Hex(digest, sizeof digest);
}

std::string HashText(std::string_view text) {
  unsigned char digest[32];
  crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), nullptr, 0);
  return Hex(digest, sizeof digest);
}

}  // namespace northstar
