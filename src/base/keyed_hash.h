// HMAC-SHA256: proof that a text comes from who knows a key, and a name for something that only who
// has the key can make again. Unlike hash.h it protects: keep the key secret. Pure, thread safe.
// Source: RFC 2104, RFC 4231 (test vectors); libsodium.
#pragma once

#include <string>
#include <string_view>

namespace northstar {

// 64 lower-case hex digits. `key` of any length.
std::string KeyedHash(std::string_view key, std::string_view text);

// 32 random bytes of the operating system, for keys; different on every call.
std::string NewKey();

}  // namespace northstar
