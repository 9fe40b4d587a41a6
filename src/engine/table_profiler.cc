#include "engine/table_profiler.h"

#include <algorithm>
#include <bit>

#include "base/text.h"
#include "base/written_number.h"

namespace northstar {
namespace {

constexpr size_t kMostLength = 1'024;  // of lengths that are counted one by one
constexpr size_t kMostTexts = 20'000;  // texts of repeated values that are kept
constexpr size_t kMostFrequent = 12;
constexpr size_t kMostSamples = 5;
constexpr size_t kLongestKey = 128;  // bytes of what may be a key

std::string Cut(std::string_view text) {
  if (text.size() <= kMostShownBytes) return std::string(text);
  size_t end = kMostShownBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

void KeepSmallest(std::vector<uint64_t>& keys, uint64_t& bound) {
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  if (keys.size() > kMostKeys) {
    keys.resize(kMostKeys);
    bound = std::min(bound, keys.back());
  }
  keys.shrink_to_fit();
}

void KeepRange(std::optional<double>& least, std::optional<double>& greatest, double value) {
  if (!least || value < *least) least = value;
  if (!greatest || value > *greatest) greatest = value;
}

}  // namespace

uint64_t KeyOf(std::string_view cell) {
  const uint64_t key = std::hash<std::string_view>{}(cell);
  return key == 0 ? 1 : key;
}

std::string FoldedKey(std::string_view cell) {
  cell = Trim(cell);
  if (cell.ends_with(".0") &&
      cell.find_first_not_of("0123456789", cell.starts_with('-') ? 1 : 0) == cell.size() - 2)
    cell.remove_suffix(2);
  return LowerUtf8(cell);
}

ColumnProfiler::ColumnProfiler(std::string name) : lengths_(kMostLength + 1) {
  out_.name = std::move(name);
}

void ColumnProfiler::Judge(std::string_view cell, Seen& seen) {
  const CellFacts facts = LookAtCell(cell);
  seen.shapes = facts.shapes;
  out_.number_evidence |= facts.number_evidence;
  if (facts.number) KeepRange(out_.least, out_.greatest, *facts.number);
  if (facts.us) {
    if (!out_.from_us || *facts.us < *out_.from_us) out_.from_us = facts.us;
    if (!out_.to_us || *facts.us > *out_.to_us) out_.to_us = facts.us;
  }
  if (out_.samples.size() < kMostSamples) out_.samples.push_back(Cut(cell));
}

void ColumnProfiler::Compare(int64_t row, std::string_view cell, uint64_t key, uint32_t shapes) {
  const bool is_number = (shapes & cell_shape::kNumber) != 0;
  const double number = is_number ? ParseNumber(cell).value_or(0) : 0;
  if (last_row_ == row - 1) {
    ++neighbors_;
    if (key == last_key_) {
      ++equal_;
      ++ascending_;
    } else if (is_number && last_is_number_) {
      ascending_ += number >= last_number_;
      steps_ += number - last_number_ == 1;
    } else {
      ascending_ += cell >= last_;
    }
  }
  last_row_ = row;
  last_key_ = key;
  last_is_number_ = is_number;
  last_number_ = number;
  if (!is_number) last_.assign(cell.substr(0, kLongestKey));
}

void ColumnProfiler::Add(int64_t row, std::string_view cell) {
  const std::string_view written = cell;
  cell = Trim(cell);
  if (cell.empty()) return;
  ++out_.filled;
  if (cell.size() != written.size()) ++out_.padded;
  const uint64_t key = KeyOf(written);
  Seen past_room;
  const auto found = seen_.find(key);
  Seen* seen = &past_room;
  if (found != seen_.end()) {
    seen = &found->second;
    if (seen->count == 1 && texts_kept_ < kMostTexts) {
      seen->text = Cut(cell);
      ++texts_kept_;
    }
  } else {
    if (seen_.size() < static_cast<size_t>(kMostProfiledRows)) seen = &seen_[key];
    Judge(cell, *seen);
    if (cell.size() <= kLongestKey) folded_.push_back(KeyOf(FoldedKey(cell)));
  }
  ++seen->count;
  if (seen->shapes == 0 && SaysNoValue(cell)) {
    const auto known = no_values_.find(cell);
    known != no_values_.end() ? ++known->second : no_values_.emplace(cell, 1).first->second;
  }
  for (uint32_t bits = seen->shapes; bits != 0; bits &= bits - 1)
    ++out_.shapes[static_cast<size_t>(std::countr_zero(bits))];
  bool blank = true;
  for (const char c : cell.substr(0, 2'000)) {
    const bool is_blank = c == ' ' || c == '\n' || c == '\t';
    words_ += blank && !is_blank;
    blank = is_blank;
  }
  ++lengths_[std::min(cell.size(), kMostLength)];
  const auto length = static_cast<int64_t>(cell.size());
  out_.shortest = out_.filled == 1 ? length : std::min(out_.shortest, length);
  out_.longest = std::max(out_.longest, length);
  Compare(row, cell, key, seen->shapes);
  if (static_cast<size_t>(row) < kMostKeptRows) {
    row_keys_.resize(static_cast<size_t>(row));
    row_keys_.push_back(key);
  }
}

void ColumnProfiler::FinishNoValues(ColumnProfile& out) const {
  int64_t cells = 0;
  for (const auto& [text, count] : no_values_) {
    out.no_values.push_back({text, count});
    cells += count;
  }
  std::stable_sort(out.no_values.begin(), out.no_values.end(),
                   [](const CellCount& a, const CellCount& b) { return a.count > b.count; });
  if (cells == 0 || cells == out.filled) return;
  const double others = double(out.filled) / double(out.filled - cells);
  const double share = std::max(out.Share(cell_shape::kNumber), out.Share(cell_shape::kPlainTime));
  if (share * others < 0.95) return;
  out.filled -= cells;
  out.distinct -= static_cast<int64_t>(no_values_.size());
  std::erase_if(out.samples, [](const std::string& sample) { return SaysNoValue(sample); });
}

void ColumnProfiler::FinishKeys(ColumnProfile& out, int64_t rows, bool keep_rows) {
  const bool fractions = out.Share(cell_shape::kDecimal) > 0.05;
  if (out.longest > static_cast<int64_t>(kLongestKey) || fractions || out.filled == 0) return;
  for (const auto& [key, seen] : seen_) out.keys.push_back(key);
  KeepSmallest(out.keys, out.keys_up_to);
  uint64_t folded_up_to = UINT64_MAX;
  KeepSmallest(folded_, folded_up_to);
  out.folded_keys = std::move(folded_);
  if (!keep_rows) return;
  out.row_keys = std::move(row_keys_);
  out.row_keys.resize(static_cast<size_t>(rows));
}

ColumnProfile ColumnProfiler::Finish(int64_t rows, bool keep_rows) && {
  ColumnProfile out = std::move(out_);
  out.rows = rows;
  out.distinct = static_cast<int64_t>(seen_.size());
  out.distinct_exact = seen_.size() < static_cast<size_t>(kMostProfiledRows);
  for (const auto& [key, seen] : seen_) {
    if (seen.count > 1 && !seen.text.empty()) out.frequent.push_back({seen.text, seen.count});
  }
  const size_t most = std::min(kMostFrequent, out.frequent.size());
  std::partial_sort(out.frequent.begin(), out.frequent.begin() + static_cast<ptrdiff_t>(most),
                    out.frequent.end(), [](const CellCount& a, const CellCount& b) {
                      return a.count != b.count ? a.count > b.count : a.value < b.value;
                    });
  out.frequent.resize(most);
  int64_t below = 0;
  for (size_t length = 0; length < lengths_.size() && below * 2 < out.filled; ++length) {
    below += lengths_[length];
    out.median_length = static_cast<int64_t>(length);
  }
  if (out.filled > 0) out.mean_words = double(words_) / double(out.filled);
  if (neighbors_ > 0) {
    out.ascending = double(ascending_) / double(neighbors_);
    out.steps_of_one = double(steps_) / double(neighbors_);
    out.equal_to_last = double(equal_) / double(neighbors_);
  }
  FinishNoValues(out);
  FinishKeys(out, rows, keep_rows);
  return out;
}

std::optional<size_t> TableProfiler::NewColumn(const std::string& name) {
  if (columns_.size() >= kMostProfiledColumns) {
    ++left_out_;
    return std::nullopt;
  }
  by_name_.emplace(name, columns_.size());
  columns_.emplace_back(name);
  return columns_.size() - 1;
}

std::optional<size_t> TableProfiler::Column(const std::string& name) {
  const auto found = by_name_.find(name);
  return found != by_name_.end() ? std::optional(found->second) : NewColumn(name);
}

void TableProfiler::AddRow(std::span<const std::string_view> cells) {
  for (size_t i = 0; i < std::min(cells.size(), columns_.size()); ++i) Add(i, cells[i]);
  EndRow();
}

TableProfile TableProfiler::Finish(int64_t all_rows) && {
  TableProfile out;
  out.name = std::move(name_);
  out.rows = all_rows;
  out.looked_at = rows_;
  out.columns_left_out = left_out_;
  out.rows_kept = all_rows == rows_ && static_cast<size_t>(rows_) <= kMostKeptRows;
  for (ColumnProfiler& column : columns_)
    out.columns.push_back(std::move(column).Finish(rows_, out.rows_kept));
  if (out.sampled()) {
    // Keys of a part of the rows would make every join look worse than it is.
    for (ColumnProfile& column : out.columns) {
      column.distinct_exact = false;
      column.keys.clear();
      column.folded_keys.clear();
    }
  }
  return out;
}

double ColumnProfile::Share(uint32_t bits) const {
  if (filled == 0) return 0;
  int64_t cells = 0;
  for (; bits != 0; bits &= bits - 1) cells += shapes[static_cast<size_t>(std::countr_zero(bits))];
  return std::min(1.0, double(cells) / double(filled));
}

double ColumnProfile::DistinctShare() const {
  return filled == 0 ? 0 : std::min(1.0, double(distinct) / double(FilledInAll()));
}

double ColumnProfile::TopShare() const {
  if (filled == 0) return 0;
  const int64_t top = frequent.empty() ? 1 : frequent.front().count;
  return double(top) / double(filled);
}

}  // namespace northstar
