// The two hashes that stored data depend on; changing either needs a new database format. One
// spreads entities over buckets, the other tells whether a file or a text is the one that was seen
// before. Neither protects anything: the key is public. Pure but for reading the file; thread safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace northstar {

// Of all stored data: jackknife intervals rest on so many.
inline constexpr int kBuckets = 64;

// 0 to kBuckets - 1: SipHash-2-4 with a zero key over the bytes of `key`, modulo kBuckets. The
// bucket of an entity for uncertainty, for passes over parts of the data, and for splitting work
// between threads; the same on every machine. Source: Aumasson & Bernstein 2012; equals
// ClickHouse's sipHash64 mod 64.
uint32_t BucketOf(std::string_view key);

// BLAKE2b-256 of the first `bytes` of a file (all of it when negative, or when it has fewer), as 64
// lower-case hex digits. A data error, with the system's reason, where the file cannot be read.
Result<std::string> HashFile(const std::string& path, int64_t bytes = -1);
// The same of a text; HashText of a file's bytes is its HashFile.
std::string HashText(std::string_view text);

}  // namespace northstar
