// The memory of one thread's collectors: taken in large pieces, handed out in order, given back all
// at once. Lists that only grow are made of its blocks and never move.
//
// Fresh memory is a large part of what a plan costs: the system clears every page. So pieces are of
// huge pages where the system has them, and are kept for the next plan of the process; the system
// may take back kept ones whenever it is short of memory.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace northstar::kernel {

class Arena {
 public:
  Arena() = default;
  ~Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // Memory for `count` values, whatever it held before. Throws std::bad_alloc.
  template <typename T>
  T* Allocate(size_t count) {
    static_assert(std::is_trivially_destructible_v<T>, "nothing is destroyed");
    return static_cast<T*>(Take(count * sizeof(T)));
  }
  template <typename T>
  T* AllocateZeroed(size_t count) {
    T* values = Allocate<T>(count);
    std::fill_n(values, count, T{});
    return values;
  }

 private:
  void* Take(size_t bytes) {
    bytes = (bytes + 15) / 16 * 16;
    if (bytes > left_) Extend(bytes);
    void* taken = next_;
    next_ += bytes;
    left_ -= bytes;
    return taken;
  }
  void Extend(size_t bytes);

  std::vector<std::span<std::byte>> pieces_;
  std::byte* next_ = nullptr;
  size_t left_ = 0;
};

// A list that only grows. Its blocks double from kFirst entries up to kMost.
template <typename T, uint32_t kFirst, uint32_t kMost>
class BlockList {
 public:
  BlockList() = default;
  BlockList(const BlockList&) = delete;
  BlockList& operator=(const BlockList&) = delete;

  size_t size() const { return size_ - static_cast<size_t>(end_ - next_); }
  bool empty() const { return next_ == nullptr || size() == 0; }
  // REQUIRES: not empty.
  const T& back() const { return next_[-1]; }

  void Push(const T& value, Arena& arena) {
    if (next_ == end_) Grow(arena);
    *next_++ = value;
  }
  // REQUIRES: kFirst == kMost, i < size().
  const T& At(size_t i) const {
    static_assert(kFirst == kMost, "blocks of one size can be numbered");
    return blocks_[i / kMost].start[i % kMost];
  }
  void Clear() {
    next_ = end_ = nullptr;
    size_ = 0;
    blocks_.clear();
  }

  // visit(std::span<const T>), block by block.
  template <typename Visit>
  void ForEachBlock(Visit visit) const {
    for (const Block& block : blocks_) {
      const bool last = &block == &blocks_.back();
      visit(std::span<const T>(block.start,
                               last ? static_cast<size_t>(next_ - block.start) : block.size));
    }
  }
  template <typename Visit>
  void ForEach(Visit visit) const {
    // Long lists are read from memory, which has the next values ready when it is told early.
    constexpr size_t kAhead = 512 / sizeof(T);
    ForEachBlock([&](std::span<const T> block) {
      for (const T& value : block) {
        __builtin_prefetch(&value + kAhead);
        visit(value);
      }
    });
  }

 private:
  struct Block {
    T* start;
    uint32_t size;
  };
  void Grow(Arena& arena) {
    const uint32_t count = blocks_.empty() ? kFirst : std::min(blocks_.back().size * 2, kMost);
    next_ = arena.Allocate<T>(count);
    end_ = next_ + count;
    size_ += count;
    blocks_.push_back({next_, count});
  }

  T* next_ = nullptr;
  T* end_ = nullptr;
  size_t size_ = 0;  // of all blocks
  std::vector<Block> blocks_;
};

}  // namespace northstar::kernel
