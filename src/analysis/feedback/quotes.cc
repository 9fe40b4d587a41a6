#include "analysis/feedback/quotes.h"

#include <algorithm>

#include "base/text.h"
#include "language/terms.h"

namespace northstar {
namespace {

constexpr size_t kMostQuotes = 3;
constexpr size_t kLongestQuote = 300;  // bytes

std::string Shortened(const std::string& text) {
  std::string line = Printable(text);
  if (line.size() <= kLongestQuote) return line;
  size_t end = kLongestQuote;
  while (end > 0 && (line[end] & 0xC0) == 0x80) --end;  // not within a character
  return line.substr(0, end) + "…";
}

}  // namespace

std::vector<std::string> PickQuotes(const std::vector<Quotable>& texts,
                                    std::set<std::string>& quoted) {
  std::vector<std::pair<double, std::string>> found;
  std::set<std::string> same;
  for (const Quotable& one : texts) {
    if (same.insert(*one.text).second)
      found.emplace_back(-one.votes, Shortened(MaskContacts(*one.text)));
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second.size() < b.second.size();
  });
  std::stable_partition(found.begin(), found.end(),
                        [&](const auto& one) { return !quoted.contains(one.second); });
  std::vector<std::string> quotes;
  std::set<std::set<std::string>> said;
  for (const auto& [votes, quote] : found) {
    if (quotes.size() == kMostQuotes) break;
    if (!said.insert(TermsOf(quote)).second) continue;
    quotes.push_back(quote);
    quoted.insert(quote);
  }
  return quotes;
}

}  // namespace northstar
