#include "files/split_guess.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/written_time.h"
#include "files/cell_form.h"
#include "files/width_guess.h"

namespace northstar::files {
namespace {

constexpr size_t kMostRows = 500;

struct Score {
  double value = 0;
  size_t cells = 0;           // of most rows
  int64_t alike = 0, of = 0;  // rows with as many, of those from the first such row on
  size_t first = 0;           // that row
  int64_t quoted = 0, broken = 0;
  double values = 0;  // share of cells that may be one value
  bool open_quote = false;

  double agreement() const {
    return of == 0 ? 0 : static_cast<double>(alike) / static_cast<double>(of);
  }
};

// The share of cells that may be one value, in rows that are not too many.
double ShareOfValues(const std::vector<SampleRow>& rows, size_t first) {
  constexpr size_t kMostCells = 5'000;
  size_t cells = 0;
  size_t values = 0;
  for (size_t i = first; i < rows.size() && cells < kMostCells; ++i) {
    for (const Cell& cell : rows[i].cells) {
      const bool quoted = cell.kind == Cell::Kind::kQuoted;
      values += quoted || (cell.kind != Cell::Kind::kBroken && MayBeOneValue(cell.raw)) ? 1 : 0;
      ++cells;
    }
  }
  return cells == 0 ? 0 : static_cast<double>(values) / static_cast<double>(cells);
}

Score ScoreOf(const SampleRows& sample) {
  Score score;
  const std::vector<SampleRow>& rows = sample.rows;
  score.open_quote = sample.open_quote;
  score.cells = UsualCells(rows);
  if (score.cells < 2) return score;
  const auto usual = [&](size_t i) { return rows[i].cells.size() == score.cells; };
  size_t first = 0;
  while (first < rows.size() && !(usual(first) && (first + 1 == rows.size() || usual(first + 1))))
    ++first;
  if (first == rows.size()) return score;
  std::map<size_t, double> by_cells;
  for (size_t i = first; i < rows.size(); ++i) {
    by_cells[rows[i].cells.size()] += 1;
    for (const Cell& cell : rows[i].cells) {
      score.quoted += cell.kind == Cell::Kind::kQuoted ? 1 : 0;
      score.broken += cell.kind == Cell::Kind::kBroken ? 1 : 0;
    }
  }
  score.first = first;
  score.of = static_cast<int64_t>(rows.size() - first);
  score.alike = static_cast<int64_t>(by_cells[score.cells]);
  double pairs = 0;
  for (const auto& [cells, count] : by_cells)
    pairs += count / static_cast<double>(score.of) * (count / static_cast<double>(score.of));
  const auto width = static_cast<double>(score.cells);
  const double reach = static_cast<double>(score.of) / static_cast<double>(rows.size());
  score.values = ShareOfValues(rows, first);
  score.value = pairs * (width - 1) / width * score.values * (0.5 + 0.5 * reach);
  if (score.open_quote) score.value /= 10;
  return score;
}

bool HasQuoteAtCell(std::string_view text, char delimiter, char quote) {
  for (size_t at = 0; (at = text.find(quote, at)) != text.npos; ++at) {
    if (at == 0 || text[at - 1] == delimiter || text[at - 1] == '\n' || text[at - 1] == '\r')
      return true;
  }
  return false;
}

struct Candidate {
  SplitRules rules;
  Score score;
  std::vector<ShapeGuess> quotes;
};

// The best quotes of one delimiter. Double quotes, unless others fit better.
Candidate BestQuotes(const SampleText& sample, char delimiter) {
  Candidate best;
  best.rules.delimiter = delimiter;
  best.score = ScoreOf(RowsOf(sample, best.rules, kMostRows));
  const auto try_quote = [&](char quote, auto better) {
    if (!HasQuoteAtCell(sample.text, delimiter, quote == '\0' ? '"' : quote)) return;
    Candidate other;
    other.rules.delimiter = delimiter;
    other.rules.quote = quote;
    other.score = ScoreOf(RowsOf(sample, other.rules, kMostRows));
    if (better(other.score)) best = std::move(other);
  };
  const bool has_doubles = best.score.quoted > 0;
  try_quote('\0', [&](const Score& score) { return score.value > best.score.value * 1.2; });
  if (best.rules.quote == '\0')
    best.quotes = {{ShapeTrait::kQuote, ShapeWhy::kQuotesUnpaired, 0.8}};
  if (has_doubles && best.rules.quote == '"') return best;
  try_quote('\'', [&](const Score& score) {
    return !score.open_quote && score.quoted >= 3 && score.broken * 10 <= score.quoted &&
           score.value >= best.score.value * 0.99;
  });
  if (best.rules.quote == '\'')
    best.quotes = {{ShapeTrait::kQuote, ShapeWhy::kQuotePairs, 0.9, best.score.quoted}};
  return best;
}

bool IsFound(const Score& score) {
  return score.cells >= 2 && score.agreement() >= 0.5 && score.value >= 0.1;
}

double Sureness(double best, double second, double agreement) {
  return best <= 0 ? 0 : std::clamp(agreement * (1 - second / (2 * best)), 0.01, 0.99);
}

// Where blanks part words alike by accident, few of them are numbers or times.
bool AreValues(const std::vector<SampleRow>& rows, const Score& score) {
  size_t cells = 0;
  size_t values = 0;
  size_t times = 0;
  size_t gaps = 0;
  size_t seen = 0;
  for (size_t i = score.first; i < rows.size() && seen < 100; ++i, ++seen) {
    for (const Cell& cell : rows[i].cells) {
      const CellForm form = FormOf(cell.raw);
      values += form == CellForm::kNumber || form == CellForm::kTime ? 1 : 0;
      ++cells;
    }
    times += FormOf(rows[i].raw) == CellForm::kTime ? 1 : 0;
    gaps += rows[i].raw.find("  ") != rows[i].raw.npos ? 1 : 0;
  }
  // "2024-03-01 10:00" is one value.
  return times * 2 < seen && (values * 2 >= cells || gaps * 2 >= seen);
}

std::optional<Candidate> TryBlanks(const SampleText& sample) {
  Candidate blanks;
  blanks.rules.split = CellSplit::kBlanks;
  const SampleRows rows = RowsOf(sample, blanks.rules, kMostRows);
  blanks.score = ScoreOf(rows);
  const bool fits = blanks.score.cells >= 2 && rows.rows.size() >= 2 &&
                    blanks.score.agreement() >= 0.98 && blanks.score.first <= 10;
  if (!fits || !AreValues(rows.rows, blanks.score)) return std::nullopt;
  return blanks;
}

char UnusedSign(std::string_view text) {
  for (const char c : kUsualDelimiters) {
    if (text.find(c) == text.npos) return c;
  }
  return ',';
}

SplitGuess OneColumn(const SampleText& sample) {
  SplitGuess guess;
  guess.rules.delimiter = UnusedSign(sample.text);
  guess.sure = 0.6;
  return guess;
}

SplitGuess FromCandidate(const Candidate& found, ShapeWhy why, double second) {
  SplitGuess guess;
  guess.rules = found.rules;
  guess.why = why;
  guess.sure = Sureness(found.score.value, second, found.score.agreement());
  guess.count = found.score.alike;
  guess.of = found.score.of;
  guess.quotes = found.quotes;
  return guess;
}

struct Best {
  Candidate first;
  double second = 0;
};
Best BestDelimiter(const SampleText& sample, std::string_view delimiters) {
  Best best;
  bool any = false;
  for (const char delimiter : delimiters) {
    if (delimiters.size() > 1 && sample.text.find(delimiter) == sample.text.npos) continue;
    Candidate candidate = BestQuotes(sample, delimiter);
    if (!any || candidate.score.value > best.first.score.value) {
      best.second = any ? best.first.score.value : 0;
      best.first = std::move(candidate);
    } else {
      best.second = std::max(best.second, candidate.score.value);
    }
    any = true;
  }
  return best;
}

}  // namespace

size_t SampleRow::Filled() const {
  return static_cast<size_t>(std::count_if(cells.begin(), cells.end(),
                                           [](const Cell& cell) { return !IsBlank(cell.raw); }));
}

SampleRows RowsOf(const SampleText& sample, const SplitRules& rules, size_t most) {
  SampleRows found;
  const RowSplitter splitter(rules);
  int64_t line = sample.first_line;
  for (size_t at = 0; at < sample.text.size() && found.rows.size() < most;) {
    const std::string_view rest = sample.text.substr(at);
    size_t end = rest.find_first_of("\r\n");
    if (!sample.comment.empty() && rest.starts_with(sample.comment)) {
      if (end == rest.npos) break;
      at += end + (rest.substr(end).starts_with("\r\n") ? 2 : 1);
      ++line;
      continue;
    }
    SampleRow row;
    row.line = line;
    const auto split = splitter.Split(sample.text, at, sample.whole, row.cells);
    if (!split) {
      // A row is cut off; where much is, its quotes were never closed.
      found.open_quote = rest.size() > std::max<size_t>(32'768, sample.text.size() / 2);
      break;
    }
    found.open_quote = found.open_quote || split->open_quote;
    row.raw = sample.text.substr(at, split->next - at);
    while (row.raw.ends_with('\n') || row.raw.ends_with('\r')) row.raw.remove_suffix(1);
    line += split->lines;
    at = split->next;
    if (!IsBlank(row.raw)) found.rows.push_back(std::move(row));
  }
  return found;
}

size_t UsualCells(const std::vector<SampleRow>& rows) {
  std::map<size_t, size_t> by_cells;
  for (size_t i = rows.size() / 3; i < rows.size(); ++i) ++by_cells[rows[i].cells.size()];
  size_t usual = 0;
  size_t most = 0;
  for (const auto& [cells, count] : by_cells) {
    if (count >= most) {
      most = count;
      usual = cells;
    }
  }
  return usual;
}

SplitGuess GuessDelimiter(const SampleText& sample, std::string_view delimiters) {
  const Best best = BestDelimiter(sample, delimiters);
  if (delimiters.size() > 1 && !IsFound(best.first.score)) return OneColumn(sample);
  return FromCandidate(best.first, ShapeWhy::kSameCells, best.second);
}

SplitGuess GuessSplit(const SampleText& sample) {
  const Best best = BestDelimiter(sample, kUsualDelimiters);
  const bool found = IsFound(best.first.score);
  const double delimiter = found ? best.first.score.value : 0;
  // Cells that are padded to stand below each other are parted by their delimiter all the same.
  if (found && best.first.score.agreement() >= 0.98 && best.first.score.values >= 0.98)
    return FromCandidate(best.first, ShapeWhy::kSameCells, best.second);
  const auto blanks = TryBlanks(sample);
  const double blank = blanks ? blanks->score.value : 0;
  const bool all_alike = blanks && blanks->score.first == 0 && blanks->score.agreement() == 1;
  if (const auto aligned = GuessWidths(sample); aligned && !all_alike) {
    const auto fields = static_cast<double>(aligned->widths.size());
    const double value = 0.9 * (fields - 1) / fields;
    if (value > delimiter * 1.05) {
      SplitGuess guess;
      guess.rules.split = CellSplit::kWidths;
      guess.rules.widths = aligned->widths;
      guess.why = ShapeWhy::kAligned;
      guess.count = aligned->lines;
      guess.above = aligned->above;
      guess.sure = Sureness(value, delimiter, 0.9);
      return guess;
    }
  }
  if (blank > delimiter * 1.05) return FromCandidate(*blanks, ShapeWhy::kBlankRuns, delimiter);
  if (!found) return OneColumn(sample);
  return FromCandidate(best.first, ShapeWhy::kSameCells, std::max(best.second, blank));
}

char MostInFirstRow(const SampleText& sample) {
  char best = ',';
  size_t most = 0;
  for (const char delimiter : kUsualDelimiters) {
    SplitRules rules;
    rules.delimiter = delimiter;
    const SampleRows first = RowsOf(sample, rules, 1);
    const size_t cells = first.rows.empty() ? 0 : first.rows[0].cells.size();
    if (cells > most) {
      most = cells;
      best = delimiter;
    }
  }
  return best;
}

}  // namespace northstar::files
