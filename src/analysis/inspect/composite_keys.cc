#include "analysis/inspect/composite_keys.h"

#include <algorithm>

#include "analysis/inspect/key_match.h"

namespace northstar {
namespace {

using Kind = DataKind;

constexpr size_t kMostParts = 6;
constexpr double kUnique = 0.99;

struct Part {
  size_t left = 0, right = 0;
  double agree = 0;
};

bool MayBePart(const ColumnProfile& p, const ColumnGuess& g) {
  if (p.row_keys.empty() || p.distinct < 2) return false;
  const bool kind = g.kind == Kind::kTime || g.kind == Kind::kCategory || g.kind == Kind::kId ||
                    g.kind == Kind::kWho || g.kind == Kind::kEvent;
  return kind && p.FilledShare() > 0.5;
}

// Columns of both tables that are called alike and share values, each used once.
std::vector<Part> PartsOf(const TableProfile& left, const TableProfile& right,
                          const std::vector<ColumnGuess>& left_guesses,
                          const std::vector<ColumnGuess>& right_guesses) {
  std::vector<Part> all;
  for (size_t a = 0; a < left.columns.size(); ++a) {
    if (!MayBePart(left.columns[a], left_guesses[a])) continue;
    for (size_t b = 0; b < right.columns.size(); ++b) {
      if (!MayBePart(right.columns[b], right_guesses[b])) continue;
      if ((left_guesses[a].kind == Kind::kTime) != (right_guesses[b].kind == Kind::kTime)) continue;
      const double agree =
          NamesAgree(left.columns[a].name, right.columns[b].name, left.name, right.name);
      if (agree < 0.5) continue;
      const KeyMatch match = MatchKeys(left.columns[a], right.columns[b]);
      if (match.matched() < 0.5 && match.matched_back() < 0.5) continue;
      all.push_back({a, b, agree});
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Part& a, const Part& b) { return a.agree > b.agree; });
  std::vector<Part> parts;
  for (const Part& part : all) {
    const bool used = std::any_of(parts.begin(), parts.end(), [&](const Part& other) {
      return other.left == part.left || other.right == part.right;
    });
    if (!used && parts.size() < kMostParts) parts.push_back(part);
  }
  return parts;
}

// One hash per row with all parts, sorted.
std::vector<uint64_t> RowHashes(const TableProfile& table, const std::vector<size_t>& columns) {
  std::vector<uint64_t> out;
  for (size_t row = 0; row < static_cast<size_t>(table.looked_at); ++row) {
    uint64_t hash = 1;
    bool whole = true;
    for (const size_t column : columns) {
      const uint64_t key = table.columns[column].row_keys[row];
      whole &= key != 0;
      hash = (hash ^ key) * 0x9E3779B97F4A7C15ULL;
      hash ^= hash >> 32;
    }
    if (whole) out.push_back(hash);
  }
  std::sort(out.begin(), out.end());
  return out;
}

size_t CountDistinct(const std::vector<uint64_t>& sorted) {
  size_t distinct = sorted.empty() ? 0 : 1;
  for (size_t i = 1; i < sorted.size(); ++i) distinct += sorted[i] != sorted[i - 1];
  return distinct;
}

bool IsUnique(const TableProfile& table, const std::vector<size_t>& columns) {
  const std::vector<uint64_t> hashes = RowHashes(table, columns);
  return !hashes.empty() && double(CountDistinct(hashes)) >= kUnique * double(hashes.size());
}

std::vector<size_t> SideOf(const std::vector<Part>& parts, bool left) {
  std::vector<size_t> columns;
  for (const Part& part : parts) columns.push_back(left ? part.left : part.right);
  return columns;
}

void Measure(TableJoin& join, std::vector<uint64_t> left, std::vector<uint64_t> right) {
  right.erase(std::unique(right.begin(), right.end()), right.end());
  size_t rows = 0;
  for (const uint64_t hash : left) rows += std::binary_search(right.begin(), right.end(), hash);
  if (!left.empty()) join.matched_rows = double(rows) / double(left.size());
  left.erase(std::unique(left.begin(), left.end()), left.end());
  const double shared = double(CountShared(left, right));
  if (!left.empty()) join.matched = shared / double(left.size());
  if (!right.empty()) join.matched_back = shared / double(right.size());
  join.matched_folded = join.matched;
}

}  // namespace

std::optional<TableJoin> CompositeJoin(std::span<const TableProfile> tables,
                                       std::span<const std::vector<ColumnGuess>> guesses, size_t i,
                                       size_t j) {
  if (!tables[i].rows_kept || !tables[j].rows_kept) return std::nullopt;
  std::vector<Part> parts = PartsOf(tables[i], tables[j], guesses[i], guesses[j]);
  if (parts.size() < 2) return std::nullopt;
  size_t left = i, right = j;
  if (!IsUnique(tables[right], SideOf(parts, false))) {
    if (!IsUnique(tables[left], SideOf(parts, true))) return std::nullopt;
    std::swap(left, right);
    for (Part& part : parts) std::swap(part.left, part.right);
  }
  // The least alike go first, while the rest is enough.
  for (size_t p = parts.size(); p-- > 0 && parts.size() > 1;) {
    std::vector<Part> fewer = parts;
    fewer.erase(fewer.begin() + static_cast<ptrdiff_t>(p));
    if (IsUnique(tables[right], SideOf(fewer, false))) parts = std::move(fewer);
  }
  if (parts.size() < 2) return std::nullopt;
  TableJoin join;
  join.left = {left, SideOf(parts, true)};
  join.right = {right, SideOf(parts, false)};
  Measure(join, RowHashes(tables[left], join.left.columns),
          RowHashes(tables[right], join.right.columns));
  if (join.matched < 0.5) return std::nullopt;
  return join;
}

}  // namespace northstar
