#include "files/plain_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <utility>

#include "base/text.h"
#include "files/text_decoder.h"

namespace northstar::files {
namespace {

constexpr size_t kBlock = 1 << 18;

void AppendQuoted(std::string_view text, std::string& out) {
  out += '"';
  for (size_t from = 0;;) {
    const size_t quote = text.find('"', from);
    if (quote == text.npos) {
      out += text.substr(from);
      break;
    }
    out += text.substr(from, quote - from + 1);
    out += '"';
    from = quote + 1;
  }
  out += '"';
}

void AppendCell(const Cell& cell, char quote, std::string& out) {
  switch (cell.kind) {
    case Cell::Kind::kPlain:
      out += cell.raw;
      break;
    case Cell::Kind::kSpecial:
      AppendQuoted(cell.raw, out);
      break;
    case Cell::Kind::kQuoted:
      if (quote != '"') {
        AppendQuoted(TextOf(cell, quote), out);
        break;
      }
      out += '"';
      out += cell.raw;
      out += '"';
      break;
    case Cell::Kind::kBroken:
      // No reader of plain tables takes a letter behind the closing quote.
      AppendQuoted(cell.raw, out);
      out += 'x';
      break;
  }
}

class Writer {
 public:
  Writer(const TextShape& shape, std::string shown, const TextSink& to, size_t longest_row)
      : shape_(shape),
        shown_(std::move(shown)),
        to_(to),
        longest_row_(longest_row),
        decoder_(shape.encoding, shown_),
        splitter_(shape.split),
        one_column_(shape.names.size() == 1) {
    if (!shape.header && !shape.names.empty()) WriteNames();
  }

  Status Add(std::string_view block, bool last) {
    NS_ASSIGN(const std::string_view text, decoder_.Decode(block, last));
    text_ += text;
    // A long row is not searched again for every block.
    if (!last && text_.size() < wanted_) return Status::Ok();
    size_t at = 0;
    while (at < text_.size()) {
      NS_ASSIGN(const size_t next, Step(at, last));
      if (next == at) break;
      at = next;
      if (out_.size() >= kBlock) NS_RETURN_IF_ERROR(Flush());
    }
    text_.erase(0, at);
    wanted_ = at > 0 ? 0 : text_.size() * 2;
    if (text_.size() <= longest_row_) return Status::Ok();
    return Error::Data(
        fmt::format("'{}', line {}: a row is longer than {}", shown_, WithThousands(line_),
                    HumanBytes(static_cast<double>(longest_row_))),
        "is a quote missing at its end, or is it a table of rows at all?");
  }

  Result<PlainCsv> Finish() {
    NS_RETURN_IF_ERROR(Add("", true));
    if (!held_.empty()) {
      done_.footer_rows = static_cast<int64_t>(held_.size());
      out_.resize(held_.front());
      held_.clear();
    }
    done_.rows -= done_.footer_rows;
    NS_RETURN_IF_ERROR(Flush());
    return std::move(done_);
  }

 private:
  void WriteNames() {
    for (size_t i = 0; i < shape_.names.size(); ++i) {
      if (i > 0) out_ += ',';
      AppendQuoted(shape_.names[i], out_);
    }
    out_ += '\n';
    header_written_ = true;
  }

  // Takes one line or row that begins at `at`; `at` itself when it is not whole yet.
  Result<size_t> Step(size_t at, bool last) {
    const std::string_view text = text_;
    const bool skipped = line_ <= shape_.skip;
    if (!skipped && !last && text.size() - at < shape_.comment.size()) return at;
    const bool comment = !shape_.comment.empty() && text.substr(at).starts_with(shape_.comment);
    if (skipped || comment) {
      const size_t next = NextLine(at, last);
      if (next == at) return at;
      ++line_;
      if (!skipped) ++done_.comment_lines;
      return next;
    }
    const auto row = splitter_.Split(text, at, last, cells_);
    if (!row) return at;
    if (row->open_quote) {
      return Error::Data(fmt::format("'{}', line {}: a quote is opened and never closed", shown_,
                                     WithThousands(line_)),
                         "close it; a quote within quotes is written twice");
    }
    if (cells_.size() > 1 || cells_[0].kind != Cell::Kind::kPlain || !IsBlank(cells_[0].raw) ||
        (one_column_ && header_written_))
      WriteRow();
    line_ += row->lines;
    return row->next;
  }

  size_t NextLine(size_t at, bool last) const {
    const size_t end = text_.find_first_of("\r\n", at);
    if (end == std::string::npos) return last ? text_.size() : at;
    if (text_[end] == '\n') return end + 1;
    if (end + 1 == text_.size()) return last ? end + 1 : at;
    return text_[end + 1] == '\n' ? end + 2 : end + 1;
  }

  void WriteRow() {
    if (header_written_) {
      if (shape_.footer > 0) held_.push_back(out_.size());
      if (held_.size() > static_cast<size_t>(shape_.footer)) held_.pop_front();
      done_.lines.Add(done_.rows++, line_);
    }
    header_written_ = true;
    for (size_t i = 0; i < cells_.size(); ++i) {
      if (i > 0) out_ += ',';
      AppendCell(cells_[i], splitter_.rules().quote, out_);
    }
    out_ += '\n';
  }

  // Rows that may turn out to be the footer stay.
  Status Flush() {
    const size_t end = held_.empty() ? out_.size() : held_.front();
    if (end == 0) return Status::Ok();
    NS_RETURN_IF_ERROR(to_(std::string_view(out_).substr(0, end)));
    out_.erase(0, end);
    for (size_t& start : held_) start -= end;
    return Status::Ok();
  }

  const TextShape& shape_;
  std::string shown_;
  const TextSink& to_;
  size_t longest_row_;
  TextDecoder decoder_;
  RowSplitter splitter_;
  bool one_column_;
  std::string text_;   // decoded, from the first row that is not written
  size_t wanted_ = 0;  // bytes of text_ from which on it is looked at again
  std::string out_;
  std::deque<size_t> held_;  // where in out_ the last rows begin
  std::vector<Cell> cells_;
  int64_t line_ = 1;
  bool header_written_ = false;
  PlainCsv done_;
};

}  // namespace

bool NeedsPlainCsv(const TextShape& shape) {
  return shape.encoding != TextEncoding::kUtf8 || shape.split.split != CellSplit::kDelimiter ||
         shape.split.quote != '"' || shape.skip > 0 || !shape.comment.empty() || shape.footer > 0;
}

void LineMap::Add(int64_t row, int64_t line) {
  if (full_) return;
  const bool follows = !jumps_.empty() && jumps_.back().line - jumps_.back().row == line - row;
  if (!follows && jumps_.size() == kMostJumps) {
    full_ = true;
    return;
  }
  if (!follows) jumps_.push_back({row, line});
  rows_ = row + 1;
}

std::optional<int64_t> LineMap::LineOf(int64_t row) const {
  if (row < 0 || row >= rows_) return std::nullopt;
  const auto after = std::upper_bound(jumps_.begin(), jumps_.end(), row,
                                      [](int64_t r, const Jump& jump) { return r < jump.row; });
  return row - std::prev(after)->row + std::prev(after)->line;
}

Result<PlainCsv> WritePlainCsv(const TextSource& in, const TextShape& shape,
                               const std::string& shown, const TextSink& to, size_t longest_row) {
  Writer writer(shape, shown, to, longest_row);
  Status failed;
  NS_RETURN_IF_ERROR(in([&](std::string_view block) {
    // The source cannot be told to stop; in small parts, so that memory does not depend on it.
    for (; failed.ok() && !block.empty(); block.remove_prefix(std::min(kBlock, block.size())))
      failed = writer.Add(block.substr(0, kBlock), false);
  }));
  if (!failed.ok()) return failed.error();
  return writer.Finish();
}

}  // namespace northstar::files
