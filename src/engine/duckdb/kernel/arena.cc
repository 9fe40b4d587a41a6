#include "engine/duckdb/kernel/arena.h"

#include <sys/mman.h>

#include <algorithm>
#include <new>

namespace northstar::kernel {
namespace {

constexpr size_t kHugePage = size_t{2} << 20;
constexpr size_t kPiece = 8 * kHugePage;

}  // namespace

Arena::~Arena() {
  for (const Piece& piece : pieces_) ::munmap(piece.start, piece.bytes);
}

void Arena::Extend(size_t bytes) {
  const size_t size = std::max(kPiece, (bytes + kHugePage - 1) / kHugePage * kHugePage);
  void* start =
      ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (start == MAP_FAILED) throw std::bad_alloc();
  pieces_.push_back({start, size});
  ::madvise(start, size, MADV_HUGEPAGE);  // advice only: without it, pages are small
  next_ = static_cast<std::byte*>(start);
  left_ = size;
}

}  // namespace northstar::kernel
