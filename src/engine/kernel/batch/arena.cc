#include "engine/kernel/batch/arena.h"

#include <sys/mman.h>

#include <mutex>
#include <new>

namespace northstar::kernel {
namespace {

using Piece = std::span<std::byte>;

constexpr size_t kHugePage = size_t{2} << 20;
constexpr size_t kPieceBytes = 8 * kHugePage;

Piece MapPiece(size_t bytes) {
  void* start = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (start == MAP_FAILED) throw std::bad_alloc();
  ::madvise(start, bytes, MADV_HUGEPAGE);  // advice only: without it, pages are small
  return {static_cast<std::byte*>(start), bytes};
}

// Pieces of the usual size that nobody uses at the moment. Thread safe.
class SparePieces {
 public:
  Piece Take() {
    const std::scoped_lock lock(mutex_);
    if (spare_.empty()) return MapPiece(kPieceBytes);
    const Piece piece = spare_.back();
    spare_.pop_back();
    return piece;
  }
  void Put(Piece piece) {
    const std::scoped_lock lock(mutex_);
    ::madvise(piece.data(), piece.size(), MADV_FREE);
    spare_.push_back(piece);
  }

 private:
  std::mutex mutex_;
  std::vector<Piece> spare_;
};

SparePieces& Spare() {
  static auto* spare = new SparePieces();  // outlives every thread that ends late
  return *spare;
}

}  // namespace

Arena::~Arena() {
  for (const Piece piece : pieces_) {
    if (piece.size() == kPieceBytes) {
      Spare().Put(piece);
    } else {
      ::munmap(piece.data(), piece.size());
    }
  }
}

void Arena::Extend(size_t bytes) {
  const Piece piece = bytes <= kPieceBytes
                          ? Spare().Take()
                          : MapPiece((bytes + kHugePage - 1) / kHugePage * kHugePage);
  pieces_.push_back(piece);
  next_ = piece.data();
  left_ = piece.size();
}

}  // namespace northstar::kernel
