// The two hashes that stored data depend on; changing either needs a new database format.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace northstar {

inline constexpr int kBuckets = 64;

// SipHash-2-4 with a zero key over `key`, modulo kBuckets. The bucket of an entity for uncertainty,
// for passes over parts of the data, and for splitting work between threads.
// Source: Aumasson & Bernstein 2012; equals ClickHouse's sipHash64 mod 64.
uint32_t BucketOf(std::string_view key);

// BLAKE2b-256 of the first `bytes` of a file (all of it when negative), as hex.
Result<std::string> HashFile(const std::string& path, int64_t bytes = -1);
std::string HashText(std::string_view text);

}  // namespace northstar
