// Counter-based random numbers: the value at index i depends only on the key and i, so that results
// are the same on every machine, standard library and thread count.
// Source: Steele, Lea & Flood 2014 (SplitMix64); Lemire 2019 (bounded integers).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace northstar {

inline uint64_t Mix64(uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

inline uint64_t MixText(std::string_view text) {
  uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return Mix64(hash);
}

class Random {
 public:
  explicit Random(uint64_t key, uint64_t stream = 0) : key_(Mix64(key ^ Mix64(stream))) {}

  uint64_t Next() { return Mix64(key_ + 0x9E3779B97F4A7C15ULL * counter_++); }
  double Uniform() {  // (0, 1), never an end point
    return (static_cast<double>(Next() >> 11) + 0.5) * 0x1.0p-53;
  }
  uint64_t Below(uint64_t bound) {  // REQUIRES: bound > 0
    __extension__ using Wide = unsigned __int128;
    auto product = static_cast<Wide>(Next()) * bound;
    if (static_cast<uint64_t>(product) < bound) {
      const uint64_t threshold = -bound % bound;
      while (static_cast<uint64_t>(product) < threshold) {
        product = static_cast<Wide>(Next()) * bound;
      }
    }
    return static_cast<uint64_t>(product >> 64);
  }
  template <typename T>
  void Shuffle(std::span<T> items) {  // Fisher-Yates
    for (size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[Below(i)]);
  }

 private:
  uint64_t key_;
  uint64_t counter_ = 0;
};

}  // namespace northstar
