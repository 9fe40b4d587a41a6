// A text as the set of its words, pairs of neighbouring words, and runs of three to five letters
// within words, each hashed to one of 2^18 numbers. Needs no knowledge of the language: letters of
// any script, small. Pure and thread safe.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace northstar::language {

inline constexpr int kFeatureBits = 18;

// Ascending, each once. Signs like emoji count as words; ASCII punctuation counts for nothing but
// "!" and "?".
std::vector<uint32_t> TextFeatures(std::string_view text);

}  // namespace northstar::language
