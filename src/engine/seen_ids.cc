#include "engine/seen_ids.h"

#include <sodium.h>

#include <algorithm>
#include <map>

namespace northstar {
namespace {

constexpr size_t kLeastPlaces = 1024;

}  // namespace

uint64_t SeenIds::HashOf(std::string_view bytes) const {
  static_assert(crypto_shorthash_KEYBYTES == std::tuple_size_v<Key>);
  std::array<uint8_t, crypto_shorthash_BYTES> out{};
  crypto_shorthash(out.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                   key_.data());
  uint64_t hash = 0;
  for (const uint8_t byte : out) hash = hash << 8 | byte;
  return hash == 0 ? 1 : hash;
}

// Where it stands, or could.
size_t SeenIds::PlaceOf(uint64_t hash) const {
  const size_t mask = hashes_.size() - 1;
  size_t place = hash & mask;
  while (hashes_[place] != 0 && hashes_[place] != hash) place = (place + 1) & mask;
  return place;
}

bool SeenIds::Has(uint64_t hash) const {
  return !hashes_.empty() && hashes_[PlaceOf(hash)] == hash;
}

void SeenIds::Add(uint64_t hash, int32_t day) {
  // At most three quarters of the places are taken.
  if (static_cast<size_t>(size_ + 1) * 4 > hashes_.size() * 3) Grow();
  latest_ = std::max(latest_, day);
  const size_t place = PlaceOf(hash);
  if (hashes_[place] == 0) ++size_;
  hashes_[place] = hash;
  days_[place] = static_cast<uint8_t>(day);
}

void SeenIds::Grow() {
  const std::vector<uint64_t> hashes = std::move(hashes_);
  const std::vector<uint8_t> days = std::move(days_);
  const size_t places = std::max(kLeastPlaces, hashes.size() * 2);
  hashes_.assign(places, 0);
  days_.assign(places, 0);
  Fill(hashes, days, latest_ - 255);
}

void SeenIds::Fill(const std::vector<uint64_t>& hashes, const std::vector<uint8_t>& days,
                   int32_t from) {
  size_ = 0;
  for (size_t i = 0; i < hashes.size(); ++i) {
    if (hashes[i] == 0 || DayOf(days[i]) < from) continue;
    const size_t place = PlaceOf(hashes[i]);
    hashes_[place] = hashes[i];
    days_[place] = days[i];
    ++size_;
  }
}

// The day of the last 256 that it stands for.
int32_t SeenIds::DayOf(uint8_t day) const {
  return latest_ - static_cast<uint8_t>(static_cast<uint8_t>(latest_) - day);
}

void SeenIds::ForgetBefore(int32_t day) {
  if (hashes_.empty()) return;
  const std::vector<uint64_t> hashes = std::move(hashes_);
  const std::vector<uint8_t> days = std::move(days_);
  hashes_.assign(hashes.size(), 0);
  days_.assign(hashes.size(), 0);
  Fill(hashes, days, day);
}

SeenIds::Oldest SeenIds::oldest() const {
  std::map<int32_t, int64_t> ids;
  for (size_t i = 0; i < hashes_.size(); ++i) {
    if (hashes_[i] != 0) ++ids[DayOf(days_[i])];
  }
  return ids.empty() ? Oldest{} : Oldest{ids.begin()->first, ids.begin()->second};
}

}  // namespace northstar
