#include "files/row_guess.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "base/written_number.h"
#include "files/cell_form.h"

namespace northstar::files {
namespace {

constexpr size_t kMostAbove = 20;
constexpr size_t kMostBody = 200;

bool IsValue(CellForm form) {
  return form == CellForm::kNumber || form == CellForm::kTime;
}

// Every cell is a text of its own.
bool AreNames(const SampleRow& row) {
  std::set<std::string_view> seen;
  return std::all_of(row.cells.begin(), row.cells.end(), [&](const Cell& cell) {
    return FormOf(cell.raw) == CellForm::kText && seen.insert(Trim(cell.raw)).second;
  });
}

bool HasEmptyCell(const SampleRow& row) {
  return row.Filled() < row.cells.size();
}

// Of one column: what the cells below the first row have in common.
struct ColumnLook {
  size_t filled = 0, values = 0, years = 0;
  std::string build;  // the most frequent one
  size_t same_build = 0;
  size_t length = 0;         // of all cells, where it is one; else 0
  bool holds_first = false;  // the first row's text stands again below it
};

bool IsYear(std::string_view text) {
  text = Trim(text);
  return text.size() == 4 && (text.starts_with("19") || text.starts_with("20")) &&
         text.find_first_not_of("0123456789") == text.npos;
}

ColumnLook LookOf(const std::vector<SampleRow>& rows, size_t column) {
  ColumnLook look;
  std::map<std::string, size_t> builds;
  bool one_length = true;
  const std::string_view first =
      column < rows[0].cells.size() ? Trim(rows[0].cells[column].raw) : std::string_view();
  for (size_t i = 1; i < rows.size() && i <= kMostBody; ++i) {
    if (column >= rows[i].cells.size()) continue;
    const std::string_view text = Trim(rows[i].cells[column].raw);
    if (text.empty()) continue;
    ++look.filled;
    look.values += IsValue(FormOf(text)) ? 1 : 0;
    look.years += IsYear(text) ? 1 : 0;
    if (builds.size() < 50) ++builds[BuildOf(text)];
    if (look.filled == 1) look.length = text.size();
    one_length = one_length && look.length == text.size();
    look.holds_first = look.holds_first || text == first;
  }
  for (const auto& [build, count] : builds) {
    if (count <= look.same_build) continue;
    look.build = build;
    look.same_build = count;
  }
  if (!one_length) look.length = 0;
  return look;
}

// "country, 2019, 2020": names that are numbers, in even steps, above what are no years.
bool AreSteps(const std::vector<SampleRow>& rows) {
  std::vector<double> steps;
  size_t texts = 0;
  for (size_t c = 0; c < rows[0].cells.size(); ++c) {
    const std::string_view text = Trim(rows[0].cells[c].raw);
    if (!IsYear(text)) {
      texts += FormOf(text) == CellForm::kText ? 1 : 0;
      continue;
    }
    if (LookOf(rows, c).years > 0) return false;
    steps.push_back(ParseNumber(text).value_or(0));
  }
  if (steps.size() < 2 || texts == 0) return false;
  for (size_t i = 1; i < steps.size(); ++i) {
    if (steps[i] - steps[i - 1] != steps[1] - steps[0] || steps[i] == steps[i - 1]) return false;
  }
  return true;
}

struct Votes {
  int64_t names = 0, data = 0, repeats = 0;
};

void Vote(std::string_view first, const ColumnLook& look, Votes& votes) {
  if (look.filled == 0 || first.empty()) return;
  const CellForm form = FormOf(first);
  if (look.values * 10 >= look.filled * 8) {
    ++(IsValue(form) ? votes.data : votes.names);
    return;
  }
  if (IsValue(form)) {
    ++votes.data;
    return;
  }
  // Codes, addresses, links; several words are of one build by accident.
  const bool coded = look.same_build * 10 >= look.filled * 8 &&
                     look.build.find_first_not_of("a ") != std::string::npos;
  if (coded) {
    ++(BuildOf(first) == look.build ? votes.data : votes.names);
  } else if (look.holds_first) {
    ++votes.repeats;
  } else if (look.length > 0 && look.filled >= 4 && look.length != first.size()) {
    ++votes.names;
  }
}

bool IsNote(const SampleRow& row) {
  const std::string_view line = Trim(row.raw);
  return line.starts_with("--") || line.starts_with("==") || line.starts_with("**") ||
         (line.starts_with('(') && line.ends_with(')') && line.find_first_of(",;\t|") == line.npos);
}

// The first cell that is filled says "Total", where no row of the table does.
bool IsTotal(const std::vector<SampleRow>& body, const SampleRow& row) {
  for (size_t c = 0; c < row.cells.size(); ++c) {
    const std::string_view text = Trim(row.cells[c].raw);
    if (text.empty()) continue;
    if (!IsTotalWord(text)) return false;
    size_t others = 0;
    for (const SampleRow& one : body) {
      others += &one != &row && c < one.cells.size() && IsTotalWord(one.cells[c].raw) ? 1 : 0;
    }
    // The table's own last row may be among the body once; repeated totals are a category.
    return others <= 1;
  }
  return false;
}

}  // namespace

std::optional<CommentGuess> GuessComment(const SampleText& sample, const SplitRules& rules) {
  const std::vector<SampleRow> rows = RowsOf(sample, rules, 2'000).rows;
  const size_t usual = UsualCells(rows);
  for (const std::string_view prefix : {"#", "//", "--", "%"}) {
    size_t marked = 0;
    size_t unlike = 0;
    size_t leading = 0;
    size_t first = rows.size();
    size_t rulers = 0;
    for (size_t i = 0; i < rows.size(); ++i) {
      if (!rows[i].raw.starts_with(prefix)) continue;
      leading += leading == i ? 1 : 0;
      first = std::min(first, i);
      ++marked;
      unlike += rows[i].cells.size() != usual ? 1 : 0;
      rulers += rows[i].raw.find_first_not_of("-=+ |\t") == std::string_view::npos ? 1 : 0;
    }
    if (marked == 0 || marked * 2 > rows.size()) continue;
    // Below all rows it is a footer.
    if (first + marked == rows.size()) continue;
    // A ruler below the names; elsewhere what does not fit. Of one column everything does, so that
    // only remarks at the top are marked.
    const bool fits = usual >= 2 ? (unlike + rulers) * 2 < marked : leading < marked;
    if (!fits) return CommentGuess{std::string(prefix), static_cast<int64_t>(marked)};
  }
  return std::nullopt;
}

size_t RowsAbove(const std::vector<SampleRow>& rows, size_t usual) {
  if (usual < 2 || rows.size() < 2) return 0;
  const auto complete = [&](const SampleRow& row) {
    return row.cells.size() == usual && (usual < 3 || row.Filled() * 2 >= usual);
  };
  size_t first = 0;
  while (first < rows.size() && first <= kMostAbove && !complete(rows[first])) ++first;
  if (first == rows.size() || first > kMostAbove) return 0;
  // Pairs of a label and its value may stand above the names, and fill the row in part.
  for (size_t i = first; i < std::min(rows.size() - 1, kMostAbove); ++i) {
    if (rows[i].cells.size() == usual && AreNames(rows[i])) return i;
    if (rows[i].cells.size() == usual && !HasEmptyCell(rows[i])) break;
  }
  return first;
}

HeaderGuess GuessHeader(const std::vector<SampleRow>& rows, char quote) {
  HeaderGuess guess;
  const std::vector<Cell>& first = rows[0].cells;
  Votes votes;
  for (size_t c = 0; c < first.size(); ++c)
    Vote(Trim(TextOf(first[c], quote)), LookOf(rows, c), votes);
  if (rows.size() == 1) {
    const bool values = std::any_of(first.begin(), first.end(),
                                    [](const Cell& cell) { return IsValue(FormOf(cell.raw)); });
    return {!values, values ? ShapeWhy::kFirstAlike : ShapeWhy::kOnlyNames, 0.6, 0};
  }
  if (votes.data > 0 && AreSteps(rows)) return {true, ShapeWhy::kNamesUnlike, 0.8, votes.names};
  const auto share = [](int64_t part, int64_t other) {
    return 0.5 + 0.49 * static_cast<double>(part - other) / static_cast<double>(part + other);
  };
  if (votes.data > votes.names)
    return {false, ShapeWhy::kFirstAlike, share(votes.data, votes.names), votes.data};
  if (votes.names > 0)
    return {true, ShapeWhy::kNamesUnlike, share(votes.names, votes.data), votes.names};
  if (votes.repeats > 0) return {false, ShapeWhy::kFirstRepeats, 0.7, votes.repeats};
  // Nothing tells; names are short, all there, and each is its own.
  guess.sure = AreNames(rows[0]) ? 0.7 : 0.55;
  return guess;
}

size_t FooterRows(const std::vector<SampleRow>& body, const std::vector<SampleRow>& last,
                  size_t usual) {
  if (usual < 2) return 0;
  size_t footer = 0;
  while (footer < 10 && footer + 1 < last.size()) {
    const SampleRow& row = last[last.size() - 1 - footer];
    const size_t filled = row.Filled();
    const bool bare = filled == 0 || (filled == 1 && (row.cells.size() != usual || usual >= 3) &&
                                      (row.cells.size() == 1 || !IsBlank(row.cells[0].raw)));
    if (!bare && !IsNote(row) && !IsTotal(body, row)) break;
    ++footer;
  }
  // What is the rule is no exception.
  return footer == 10 ? 0 : footer;
}

std::optional<char> GuessDecimal(const std::vector<SampleRow>& rows, const SplitRules& rules) {
  if (rows.empty()) return std::nullopt;
  std::set<char> signs;
  for (size_t c = 0; c < UsualCells(rows); ++c) {
    size_t filled = 0;
    size_t numbers = 0;
    uint32_t evidence = 0;
    for (const SampleRow& row : rows) {
      if (c >= row.cells.size()) continue;
      const std::string text(Trim(TextOf(row.cells[c], rules.quote)));
      if (text.empty()) continue;
      ++filled;
      if (FormOf(text) != CellForm::kNumber) continue;
      ++numbers;
      evidence |= NumberEvidence(text) & ~number_evidence::kOther;
    }
    if (filled == 0 || numbers * 10 < filled * 8) continue;
    const StyleDecision decision = DecideStyle(evidence);
    constexpr uint32_t kSigns = number_evidence::kPointDecimal | number_evidence::kCommaDecimal |
                                number_evidence::kPointThousands |
                                number_evidence::kCommaThousands | number_evidence::kPointEither;
    if (decision.kind == StyleDecision::Kind::kDecided && (evidence & kSigns) != 0)
      signs.insert(decision.style.decimal);
  }
  if (signs.size() != 1) return std::nullopt;
  return *signs.begin();
}

}  // namespace northstar::files
