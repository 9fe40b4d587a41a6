#include "engine/lookup_table.h"

#include <algorithm>
#include <cstring>

#include "base/result.h"

namespace northstar {
namespace {

constexpr size_t kBlock = 1 << 20;

}  // namespace

std::string_view LookupTable::Keep(std::string_view text) {
  if (text.size() > block_ - used_) {
    block_ = std::max(kBlock, text.size());
    blocks_.push_back(std::make_unique<char[]>(block_));
    used_ = 0;
    kept_ += block_;
  }
  char* place = blocks_.back().get() + used_;
  std::memcpy(place, text.data(), text.size());
  used_ += text.size();
  return {place, text.size()};
}

void LookupTable::Add(std::string_view key, const std::vector<std::optional<std::string>>& cells,
                      int64_t from_us, int64_t until_us) {
  NS_CHECK(cells.size() == fields_);
  const auto row = static_cast<uint32_t>(times_.size());
  auto found = rows_of_.find(key);
  if (found == rows_of_.end()) found = rows_of_.emplace(Keep(key), Range{row, 0}).first;
  NS_CHECK(found->second.first + found->second.count == row);
  ++found->second.count;
  times_.push_back({from_us, until_us});
  for (const auto& cell : cells) cells_.push_back(cell ? Keep(*cell) : std::string_view());
}

size_t LookupTable::bytes() const {
  return kept_ + times_.capacity() * sizeof(Valid) + cells_.capacity() * sizeof(std::string_view) +
         rows_of_.capacity() * (sizeof(std::string_view) + sizeof(Range) + 1);
}

std::optional<uint32_t> LookupTable::Find(std::string_view key) const {
  const auto found = rows_of_.find(key);
  if (found == rows_of_.end()) return std::nullopt;
  return found->second.first;
}

std::optional<uint32_t> LookupTable::FindAt(std::string_view key, int64_t us) const {
  const auto found = rows_of_.find(key);
  if (found == rows_of_.end()) return std::nullopt;
  const auto first = times_.begin() + found->second.first;
  const auto after =
      std::upper_bound(first, first + found->second.count, us,
                       [](int64_t at, const Valid& one) { return at < one.from_us; });
  if (after == first || us >= (after - 1)->until_us) return std::nullopt;
  return static_cast<uint32_t>(after - 1 - times_.begin());
}

void LookupTable::ForEachKey(const std::function<void(std::string_view)>& take) const {
  for (const auto& [key, rows] : rows_of_) take(key);
}

std::optional<std::string_view> LookupTable::Field(uint32_t row, size_t field) const {
  const std::string_view cell = cells_[row * fields_ + field];
  if (cell.data() == nullptr) return std::nullopt;
  return cell;
}

}  // namespace northstar
