#include "analysis/keyness.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "analysis/group_terms.h"
#include "base/text.h"
#include "language/terms.h"
#include "stats/log_odds.h"

namespace northstar {
namespace {

constexpr double kAlpha = 0.05;
constexpr int64_t kLeastPeople = 5;  // who say a term, before it is shown
constexpr size_t kMostQuotes = 3;
constexpr size_t kLongestQuote = 300;  // bytes
constexpr size_t kMostWords = 10;      // of either side

struct Writer {
  const Writing* writing;
  std::set<std::string> terms;
};

struct Counted {
  stats::TermCounts counts;
  std::vector<const Writer*> writers;
};

// As it is quoted: on one line, and not endless.
std::string Shortened(const std::string& text) {
  std::string line = Printable(text);
  if (line.size() <= kLongestQuote) return line;
  size_t end = kLongestQuote;
  while (end > 0 && (line[end] & 0xC0) == 0x80) --end;  // not within a character
  return line.substr(0, end) + "…";
}

std::map<std::string, Counted> CountTerms(const std::vector<Writer>& writers) {
  std::map<std::string, Counted> terms;
  for (const Writer& writer : writers) {
    for (const std::string& term : writer.terms) {
      Counted& counted = terms[term];
      (writer.writing->here ? counted.counts.here : counted.counts.there) += 1;
      counted.writers.push_back(&writer);
    }
  }
  std::erase_if(terms, [](const auto& entry) {
    const stats::TermCounts& counts = entry.second.counts;
    return static_cast<int64_t>(std::max(counts.here, counts.there)) < kLeastPeople;
  });
  return terms;
}

// Those that were not quoted for another term first.
std::vector<std::string> Quotes(const Counted& counted, const std::string& term, bool here,
                                std::set<std::string>& quoted) {
  std::vector<std::pair<double, std::string>> found;
  std::set<std::string> seen;
  for (const Writer* writer : counted.writers) {
    if (writer->writing->here != here || !writer->terms.contains(term)) continue;
    if (seen.insert(writer->writing->text).second)
      found.emplace_back(-writer->writing->votes, Shortened(MaskContacts(writer->writing->text)));
  }
  // What others voted for first, then what is short.
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second.size() < b.second.size();
  });
  std::stable_partition(found.begin(), found.end(),
                        [&](const auto& one) { return !quoted.contains(one.second); });
  std::vector<std::string> quotes;
  for (size_t i = 0; i < found.size() && i < kMostQuotes; ++i) {
    quotes.push_back(found[i].second);
    quoted.insert(found[i].second);
  }
  return quotes;
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
void JoinThemes(const std::vector<Writer>& writers, std::vector<KeyTerm>& words) {
  std::set<std::string> kept;
  for (const KeyTerm& word : words) kept.insert(word.term);
  std::vector<std::set<std::string>> documents;
  for (const Writer& writer : writers) {
    std::set<std::string>& own = documents.emplace_back();
    std::set_intersection(writer.terms.begin(), writer.terms.end(), kept.begin(), kept.end(),
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

std::vector<KeyTerm> WordsOf(const std::vector<Writer>& writers,
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
  JoinThemes(writers, words);
  if (words.size() > kMostWords) words.resize(kMostWords);
  std::set<std::string> quoted;
  for (KeyTerm& word : words) word.quotes = Quotes(terms.at(word.term), word.term, here, quoted);
  return words;
}

}  // namespace

KeyTerms CompareWords(const std::vector<Writing>& writings) {
  KeyTerms found;
  std::vector<Writer> writers;
  for (const Writing& writing : writings) {
    (writing.here ? found.writers_here : found.writers_there) += 1;
    writers.push_back({&writing, TermsOf(writing.text)});
  }
  found.enough = std::min(found.writers_here, found.writers_there) >= kLeastWritersPerSide;
  if (!found.enough) return found;
  const std::map<std::string, Counted> terms = CountTerms(writers);
  std::vector<stats::TermCounts> counts;
  for (const auto& [term, counted] : terms) counts.push_back(counted.counts);
  const std::vector<stats::TermScore> scores = stats::LogOdds(
      counts, static_cast<double>(found.writers_here), static_cast<double>(found.writers_there));
  found.of_here = WordsOf(writers, terms, scores, true);
  found.of_there = WordsOf(writers, terms, scores, false);
  return found;
}

}  // namespace northstar
