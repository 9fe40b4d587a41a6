// Message ids of the last days: whether one was seen before. An id is 8 bytes of memory and one of
// its day; what is kept of it is a hash under a secret key, so that nobody can make two ids meet on
// purpose. With 100 million ids a new one is taken for an old one once in 2e11 times.
//
// Plain memory: the truth is a table that it is filled from. For one thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace northstar {

class SeenIds {
 public:
  using Key = std::array<uint8_t, 16>;
  explicit SeenIds(const Key& key) : key_(key) {}

  // SipHash-2-4 of the bytes.
  uint64_t HashOf(std::string_view bytes) const;

  bool Has(uint64_t hash) const;
  // `day`: days since 1970.
  void Add(uint64_t hash, int32_t day);
  // Ids of days before this one.
  void ForgetBefore(int32_t day);
  // The oldest day that has ids, and those that it has; {0, 0} where there are none.
  struct Oldest {
    int32_t day = 0;
    int64_t ids = 0;
  };
  Oldest oldest() const;
  int64_t size() const { return size_; }

 private:
  size_t PlaceOf(uint64_t hash) const;
  void Grow();
  void Fill(const std::vector<uint64_t>& hashes, const std::vector<uint8_t>& days, int32_t from);
  int32_t DayOf(uint8_t day) const;

  Key key_;
  // Open addressing; 0: nobody. Days are kept modulo 256.
  std::vector<uint64_t> hashes_;
  std::vector<uint8_t> days_;
  int64_t size_ = 0;
  int32_t latest_ = 0;
};

}  // namespace northstar
