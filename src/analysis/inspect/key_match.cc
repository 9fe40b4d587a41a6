#include "analysis/inspect/key_match.h"

#include <algorithm>
#include <set>

#include "analysis/inspect/column_name.h"
#include "base/text.h"

namespace northstar {
namespace {

size_t Below(const std::vector<uint64_t>& keys, uint64_t bound) {
  return static_cast<size_t>(std::upper_bound(keys.begin(), keys.end(), bound) - keys.begin());
}

KeyMatch Match(const std::vector<uint64_t>& left, const std::vector<uint64_t>& right,
               uint64_t bound) {
  KeyMatch match;
  match.left = Below(left, bound);
  match.right = Below(right, bound);
  match.shared =
      CountShared(std::span(left).first(match.left), std::span(right).first(match.right));
  return match;
}

std::string Stem(const std::string& word) {
  return word.size() > 3 && word.ends_with('s') ? SingularOf(word) : word;
}

std::vector<std::string> Stems(std::string_view name) {
  std::vector<std::string> words = WordsOfName(name);
  for (std::string& word : words) word = Stem(word);
  return words;
}

bool EndsWith(const std::vector<std::string>& words, const std::vector<std::string>& end) {
  return end.size() <= words.size() && std::equal(end.rbegin(), end.rend(), words.rbegin());
}

// The words of a table's name without those that every file has: "olist_customers_dataset.csv".
std::set<std::string> TableWords(std::string_view table) {
  static const std::set<std::string> kCommon = {"csv",    "json",  "jsonl",   "gz",
                                                "tsv",    "xlsx",  "dataset", "data",
                                                "export", "table", "txt",     "parquet"};
  const size_t slash = table.find_last_of("/!#");
  if (slash != std::string_view::npos && slash + 1 < table.size()) table.remove_prefix(slash + 1);
  std::string blank(table);
  std::replace(blank.begin(), blank.end(), '.', ' ');
  std::set<std::string> words;
  for (const std::string& word : Stems(blank)) {
    if (!kCommon.contains(word)) words.insert(word);
  }
  return words;
}

// "customer_id" of another table, and the id of a table of customers.
bool NamesTable(const std::vector<std::string>& left, const std::vector<std::string>& right,
                std::string_view right_table) {
  if (right.size() != 1 || left.size() < 2 || left.back() != right.back()) return false;
  const std::set<std::string> table = TableWords(right_table);
  return table.contains(left[left.size() - 2]);
}

}  // namespace

size_t CountShared(std::span<const uint64_t> a, std::span<const uint64_t> b) {
  size_t shared = 0;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const bool step_a = a[i] <= b[j], step_b = b[j] <= a[i];
    shared += step_a && step_b;
    i += step_a;
    j += step_b;
  }
  return shared;
}

KeyMatch MatchKeys(const ColumnProfile& left, const ColumnProfile& right) {
  return Match(left.keys, right.keys, std::min(left.keys_up_to, right.keys_up_to));
}

KeyMatch MatchFoldedKeys(const ColumnProfile& left, const ColumnProfile& right) {
  uint64_t bound = UINT64_MAX;
  for (const ColumnProfile* column : {&left, &right}) {
    if (column->folded_keys.size() >= kMostKeys)
      bound = std::min(bound, column->folded_keys.back());
  }
  return Match(left.folded_keys, right.folded_keys, bound);
}

double NamesAgree(std::string_view left, std::string_view right, std::string_view left_table,
                  std::string_view right_table) {
  const std::vector<std::string> a = Stems(left), b = Stems(right);
  if (a.empty() || b.empty()) return 0;
  if (NamesTable(a, b, right_table) || NamesTable(b, a, left_table)) return 0.9;
  // Two ids of rows have nothing in common but the word.
  if (a == b) return a.size() == 1 && a[0] == "id" ? 0.3 : 1;
  if ((EndsWith(a, b) || EndsWith(b, a)) && std::min(a.size(), b.size()) >= 2) return 0.7;
  const std::set<std::string> first(a.begin(), a.end());
  std::set<std::string> second(b.begin(), b.end());
  size_t common = 0, meaning = 0;
  for (const std::string& word : first) {
    common += second.contains(word);
    meaning += second.contains(word) && word != "id" && word != "name" && word != "code";
  }
  if (meaning == 0) return 0;
  const double union_size = double(first.size() + second.size() - common);
  const bool ends = a.back() == b.back() || EndsWith(a, b) || EndsWith(b, a);
  return std::min(ends ? 0.65 : 0.5, 0.2 + double(common) / union_size);
}

double MatchedByAccident(const ColumnProfile& left, const ColumnProfile& right) {
  if (left.Share(cell_shape::kInteger) < 0.99 || right.Share(cell_shape::kInteger) < 0.99) return 0;
  if (!right.least || !right.greatest) return 0;
  const double range = *right.greatest - *right.least + 1;
  return std::min(1.0, double(right.distinct) / std::max(range, 1.0));
}

}  // namespace northstar
