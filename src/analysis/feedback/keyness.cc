#include "analysis/feedback/keyness.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "analysis/feedback/group_terms.h"
#include "analysis/feedback/quotes.h"
#include "stats/log_odds.h"

namespace northstar {
namespace {

constexpr double kAlpha = 0.05;
constexpr int64_t kLeastPeople = 5;  // who say a term, before it is shown
constexpr size_t kMostWords = 10;    // of either side

struct Counted {
  stats::TermCounts counts;
  std::vector<const Writing*> writings;
};

std::map<std::string, Counted> CountTerms(const std::vector<Writing>& writings) {
  std::map<std::string, Counted> terms;
  for (const Writing& writing : writings) {
    for (const std::string& term : writing.terms) {
      Counted& counted = terms[term];
      (writing.here ? counted.counts.here : counted.counts.there) += 1;
      counted.writings.push_back(&writing);
    }
  }
  std::erase_if(terms, [](const auto& entry) {
    const stats::TermCounts& counts = entry.second.counts;
    return static_cast<int64_t>(std::max(counts.here, counts.there)) < kLeastPeople;
  });
  return terms;
}

std::vector<std::string> Quotes(const Counted& counted, bool here, std::set<std::string>& quoted) {
  std::vector<Quotable> texts;
  for (const Writing* writing : counted.writings) {
    if (writing->here == here) texts.push_back({&writing->text, writing->votes});
  }
  return PickQuotes(texts, quoted);
}

// A phrase is shown when it tells more than both of its words, and then instead of them.
void DropParts(std::vector<KeyTerm>& words) {
  std::map<std::string, double> strength;
  for (const KeyTerm& word : words) strength[word.term] = std::abs(word.z);
  std::set<std::string> dropped;
  for (const KeyTerm& word : words) {
    const size_t space = word.term.find(' ');
    if (space == std::string::npos) continue;
    const std::string parts[] = {word.term.substr(0, space), word.term.substr(space + 1)};
    const bool stronger = std::all_of(std::begin(parts), std::end(parts), [&](const auto& part) {
      const auto found = strength.find(part);
      return found == strength.end() || found->second <= std::abs(word.z);
    });
    if (!stronger) {
      dropped.insert(word.term);
    } else {
      dropped.insert(std::begin(parts), std::end(parts));
    }
  }
  std::erase_if(words, [&](const KeyTerm& word) { return dropped.contains(word.term); });
}

// Terms that the same people use are one thing said: the strongest stands for them.
void JoinThemes(const std::vector<Writing>& writings, std::vector<KeyTerm>& words) {
  std::set<std::string> kept;
  for (const KeyTerm& word : words) kept.insert(word.term);
  std::vector<std::set<std::string>> documents;
  for (const Writing& writing : writings) {
    std::set<std::string>& own = documents.emplace_back();
    std::set_intersection(writing.terms.begin(), writing.terms.end(), kept.begin(), kept.end(),
                          std::inserter(own, own.end()));
  }
  std::map<std::string, size_t> group_of;
  const std::vector<TermGroup> groups = GroupTerms(documents);
  for (size_t g = 0; g < groups.size(); ++g) {
    for (const std::string& term : groups[g].terms) group_of[term] = g;
  }
  std::map<size_t, size_t> leads;  // group → into joined
  std::vector<KeyTerm> joined;
  for (KeyTerm& word : words) {  // the strongest first
    const auto group = group_of.find(word.term);
    if (group != group_of.end()) {
      const auto [lead, first] = leads.try_emplace(group->second, joined.size());
      if (!first) {
        joined[lead->second].also.push_back(word.term);
        continue;
      }
    }
    joined.push_back(std::move(word));
  }
  words = std::move(joined);
}

std::vector<KeyTerm> WordsOf(const std::vector<Writing>& writings,
                             const std::map<std::string, Counted>& terms,
                             const std::vector<stats::TermScore>& scores, bool here) {
  std::vector<KeyTerm> words;
  size_t i = 0;
  for (const auto& [term, counted] : terms) {
    const stats::TermScore& score = scores[i++];
    const bool on_side = here ? score.z > 0 : score.z < 0;
    const double own = here ? counted.counts.here : counted.counts.there;
    if (!on_side || score.p_adjusted > kAlpha || static_cast<int64_t>(own) < kLeastPeople) continue;
    words.push_back({term,
                     {},
                     score.z,
                     score.p_adjusted,
                     static_cast<int64_t>(counted.counts.here),
                     static_cast<int64_t>(counted.counts.there),
                     {}});
  }
  DropParts(words);
  std::stable_sort(words.begin(), words.end(), [](const KeyTerm& a, const KeyTerm& b) {
    return std::abs(a.z) > std::abs(b.z);
  });
  JoinThemes(writings, words);
  if (words.size() > kMostWords) words.resize(kMostWords);
  std::set<std::string> quoted;
  for (KeyTerm& word : words) word.quotes = Quotes(terms.at(word.term), here, quoted);
  return words;
}

}  // namespace

KeyTerms CompareWords(const std::vector<Writing>& writings) {
  KeyTerms found;
  for (const Writing& writing : writings)
    (writing.here ? found.writers_here : found.writers_there) += 1;
  found.enough = std::min(found.writers_here, found.writers_there) >= kLeastWritersPerSide;
  if (!found.enough) return found;
  const std::map<std::string, Counted> terms = CountTerms(writings);
  std::vector<stats::TermCounts> counts;
  for (const auto& [term, counted] : terms) counts.push_back(counted.counts);
  const std::vector<stats::TermScore> scores = stats::LogOdds(
      counts, static_cast<double>(found.writers_here), static_cast<double>(found.writers_there));
  found.of_here = WordsOf(writings, terms, scores, true);
  found.of_there = WordsOf(writings, terms, scores, false);
  return found;
}

}  // namespace northstar
