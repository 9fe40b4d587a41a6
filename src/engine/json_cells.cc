#include "engine/json_cells.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace northstar {
namespace {

using Json = nlohmann::json;

constexpr size_t kLongestCell = 4'096;
constexpr size_t kDeepestPath = 16;  // objects further down are one cell of JSON
constexpr size_t kFewFields = 6;

bool HoldsRowsByName(std::string_view key) {
  static constexpr std::array<std::string_view, 12> kNames = {
      "data",  "items",   "results", "rows",    "records", "events",
      "value", "entries", "objects", "content", "hits",    "list"};
  return std::find(kNames.begin(), kNames.end(), key) != kNames.end();
}

// Whether a list at the path holds rows of an object around it: "data.items", "response.results".
bool IsWithinEnvelope(std::string_view path) {
  static constexpr std::array<std::string_view, 5> kEnvelopes = {"data", "response", "result",
                                                                 "payload", "body"};
  const std::string_view first = path.substr(0, path.find('.'));
  return std::find(kEnvelopes.begin(), kEnvelopes.end(), first) != kEnvelopes.end();
}

bool IsPlainKey(std::string_view key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isalnum(byte) || c == '_' || c == '$' || c == '-' || byte >= 0x80;
  });
}

std::string QuotedJson(const std::string& text) {
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

// What the parser calls as it reads. A row is open between two calls of OpenRow and CloseRow.
class RowReader : public nlohmann::json_sax<Json> {
 public:
  RowReader(bool only_row, const std::function<void(std::vector<JsonCell>&)>* take,
            std::vector<JsonCell>* row)
      : only_row_(only_row), take_(take), row_(row) {}

  // Where rows lie within the object at the top; empty: they do not.
  const std::string& rows_path() const { return rows_path_; }

  bool null() override { return Scalar("null", ""); }
  bool boolean(bool value) override {
    const std::string text = value ? "true" : "false";
    return Scalar(text, text);
  }
  bool number_integer(number_integer_t value) override {
    const std::string text = std::to_string(value);
    return Scalar(text, text);
  }
  bool number_unsigned(number_unsigned_t value) override {
    const std::string text = std::to_string(value);
    return Scalar(text, text);
  }
  bool number_float(number_float_t, const string_t& written) override {
    return Scalar(written, written);
  }
  bool string(string_t& value) override {
    if (raw_depth_ > 0) return Scalar(QuotedJson(value), "");
    return Scalar("", value);
  }
  bool binary(binary_t&) override { return false; }

  bool key(string_t& value) override {
    if (raw_depth_ > 0) {
      Separate();
      Append(QuotedJson(value) + ":");
      after_key_ = true;
      return true;
    }
    path_.resize(ends_.empty() ? 0 : ends_.back());
    if (!path_.empty()) path_ += '.';
    path_ += IsPlainKey(value) ? value : '"' + value + '"';
    last_key_ = value;
    return true;
  }
  bool start_object(std::size_t) override {
    if (raw_depth_ > 0) return OpenRaw('{');
    if (depth_ == rows_at_) {
      row_->clear();
      in_row_ = true;
      path_.clear();
    } else if (!in_row_) {
      return OpenRaw('{');
    } else if (ends_.size() >= kDeepestPath) {
      return OpenRaw('{');
    }
    ++depth_;
    ends_.push_back(path_.size());
    had_cells_.push_back(row_->size());
    return true;
  }
  bool end_object() override {
    if (raw_depth_ > 0) return CloseRaw('}');
    --depth_;
    path_.resize(ends_.back());
    const bool empty = had_cells_.back() == row_->size() && !path_.empty();
    ends_.pop_back();
    had_cells_.pop_back();
    if (depth_ == rows_at_ && in_row_) {
      in_row_ = false;
      if (take_ != nullptr) (*take_)(*row_);
    } else if (empty && in_row_) {
      row_->push_back({path_, "{}"});
    }
    return true;
  }
  bool start_array(std::size_t) override {
    if (raw_depth_ > 0) return OpenRaw('[');
    if (depth_ == 0 && !only_row_) {
      ++depth_;
      rows_at_ = 1;
      return true;
    }
    const bool named = HoldsRowsByName(last_key_), few = row_->size() <= kFewFields;
    const bool holds = depth_ == 1 ? named || few : named && few && IsWithinEnvelope(path_);
    maybe_rows_ = holds && !only_row_ && in_row_ && rows_at_ == 0;
    return OpenRaw('[');
  }
  bool end_array() override {
    if (raw_depth_ > 0) return CloseRaw(']');
    --depth_;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  bool Scalar(std::string_view raw, std::string_view cell) {
    maybe_rows_ = false;
    if (raw_depth_ > 0) {
      Separate();
      Append(raw);
      return true;
    }
    if (!in_row_) return true;
    row_->push_back({path_, std::string(cell.substr(0, kLongestCell))});
    return true;
  }
  // Lists, and what is within them, are kept as text.
  bool OpenRaw(char bracket) {
    if (maybe_rows_ && bracket == '{') return BeginRows();
    if (raw_depth_ > 0) {
      maybe_rows_ = false;
      Separate();
    }
    Append({&bracket, 1});
    ++raw_depth_;
    first_ = true;
    return true;
  }
  bool CloseRaw(char bracket) {
    maybe_rows_ = false;
    Append({&bracket, 1});
    first_ = false;
    if (--raw_depth_ > 0) return true;
    if (in_row_) row_->push_back({path_, std::move(raw_)});
    raw_.clear();
    return true;
  }
  void Separate() {
    if (!first_ && !after_key_) Append(",");
    first_ = false;
    after_key_ = false;
  }
  void Append(std::string_view text) {
    if (raw_.size() < kLongestCell) raw_ += text.substr(0, kLongestCell - raw_.size());
  }
  // The object at the top holds the rows in the list whose first object begins.
  bool BeginRows() {
    maybe_rows_ = false;
    raw_.clear();
    raw_depth_ = 0;
    row_->clear();
    in_row_ = false;
    rows_path_ = path_;
    rows_at_ = ++depth_;
    return start_object(0);
  }

  const bool only_row_;
  const std::function<void(std::vector<JsonCell>&)>* take_;
  std::vector<JsonCell>* row_;
  std::string path_, raw_, last_key_, rows_path_;
  std::vector<size_t> ends_, had_cells_;
  size_t depth_ = 0, rows_at_ = 0, raw_depth_ = 0;
  bool in_row_ = false, first_ = true, after_key_ = false, maybe_rows_ = false;
};

// The characters of blocks, for the parser.
class Blocks {
 public:
  explicit Blocks(const std::function<std::string_view()>& next) : next_(next) { Refill(); }
  bool done() const { return at_ == block_.size(); }
  char Now() const { return block_[at_]; }
  void Step() {
    if (++at_ == block_.size()) Refill();
  }

 private:
  void Refill() {
    block_ = next_();
    at_ = 0;
  }
  const std::function<std::string_view()>& next_;
  std::string_view block_;
  size_t at_ = 0;
};

class BlockIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;

  explicit BlockIterator(Blocks* blocks) : blocks_(blocks) {}
  char operator*() const { return blocks_->Now(); }
  BlockIterator& operator++() {
    blocks_->Step();
    return *this;
  }
  BlockIterator operator++(int) {
    BlockIterator old = *this;
    ++*this;
    return old;
  }
  // Only ever compared with the end.
  bool operator==(const BlockIterator& other) const {
    return (blocks_ == nullptr || blocks_->done()) ==
           (other.blocks_ == nullptr || other.blocks_->done());
  }

 private:
  Blocks* blocks_;
};

}  // namespace

bool ReadJsonRows(const std::function<std::string_view()>& next_block,
                  const std::function<void(std::vector<JsonCell>&)>& take, std::string* rows_path) {
  std::vector<JsonCell> row;
  RowReader reader(false, &take, &row);
  Blocks blocks(next_block);
  const bool whole = Json::sax_parse(BlockIterator(&blocks), BlockIterator(nullptr), &reader);
  if (rows_path != nullptr) *rows_path = reader.rows_path();
  return whole;
}

bool ReadJsonRow(std::string_view json, std::vector<JsonCell>& cells) {
  cells.clear();
  RowReader reader(true, nullptr, &cells);
  return Json::sax_parse(json.begin(), json.end(), &reader);
}

}  // namespace northstar
