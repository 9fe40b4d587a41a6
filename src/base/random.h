// Counter-based random numbers: the value at index i depends only on the key and i, so that results
// are the same on every machine, standard library and thread count. That holds for stored results
// and for tests too: a change of any function here changes answers.
// It leaves out secrecy: who sees a few numbers can compute the others. Nothing here is for tokens
// or passwords. It leaves out distributions as well, which the file that needs one makes of
// Uniform.
// Source: Steele, Lea & Flood 2014 (SplitMix64); Lemire 2019 (bounded integers).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace northstar {

// One step of SplitMix64: a bijection of 64-bit integers, close to random even for 0, 1, 2 …
inline uint64_t Mix64(uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

// A key from a name: FNV-1a over the bytes, then mixed. Different texts nearly always differ; for
// keys only, not against an adversary (base/hash.h has the hashes that stored data depend on).
inline uint64_t MixText(std::string_view text) {
  uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return Mix64(hash);
}

// A stream of numbers. Cheap to make (two multiplications), so that each replicate, thread or unit
// gets one of its own: Random(seed, i). Copies go on from where the original stood. Not safe to
// share between threads.
class Random {
 public:
  // Streams of one key are unrelated to each other, and so are keys that differ in one bit.
  explicit Random(uint64_t key, uint64_t stream = 0) : key_(Mix64(key ^ Mix64(stream))) {}

  // All 64-bit integers, each as likely as another.
  uint64_t Next() { return Mix64(key_ + 0x9E3779B97F4A7C15ULL * counter_++); }
  // Uniform in (0, 1), never an end point, so that its logarithm and any quantile exist.
  double Uniform() { return (static_cast<double>(Next() >> 11) + 0.5) * 0x1.0p-53; }
  // Uniform in [0, bound), without bias. May use more than one number of the stream. REQUIRES:
  // bound > 0.
  uint64_t Below(uint64_t bound) {
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
  // In place, all orders equally likely (Fisher-Yates). Uses at least one number for every item but
  // one.
  void Shuffle(std::span<T> items) {
    for (size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[Below(i)]);
  }

 private:
  uint64_t key_;
  uint64_t counter_ = 0;
};

}  // namespace northstar
