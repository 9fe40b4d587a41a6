#include "language/product_rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include "base/text.h"
#include "language/sentiment_rules.h"

namespace northstar::language {
namespace {

using Table = std::span<const std::string_view>;

bool Contains(Table words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr size_t kNone = static_cast<size_t>(-1);
constexpr size_t kLongestPhrase = 6;  // words
constexpr double kMildest = 2;        // valences up to it are names of functions in a question

constexpr std::array<std::string_view, 15> kWithNot{"do",  "does", "did",   "is",    "are",
                                                    "was", "were", "has",   "have",  "had",
                                                    "can", "will", "would", "could", "should"};
// What a product that works would do or be.
constexpr std::array<std::string_view, 14> kNotDone{
    "working", "loading", "opening", "responding", "syncing",  "possible", "available",
    "usable",  "able",    "saving",  "starting",   "updating", "showing",  "connecting"};
constexpr std::array<std::string_view, 4> kNobody{"nobody", "no-one", "noone", "none"};
constexpr std::array<std::string_view, 18> kBeing{"be",   "been",  "feel",  "felt", "get",   "got",
                                                  "have", "more",  "any",   "had",  "seen",  "a",
                                                  "used", "tried", "found", "met",  "heard", "an"};
// A new clause: what used to be is over.
constexpr std::array<std::string_view, 6> kNow{"now", "but", "then", "until", "since", "today"};
constexpr std::array<std::string_view, 9> kAccustomed{"am",  "is",      "are", "get", "got",
                                                      "i'm", "getting", "be",  "been"};
constexpr std::array<std::string_view, 4> kWas{"was", "were", "been", "had"};
constexpr std::array<std::string_view, 4> kUntil{"before", "until", "till", "til"};
// Verbs after which a trouble is over: "fixed the crash".
constexpr std::array<std::string_view, 21> kMends{
    "fix",     "fixed",   "fixes",    "fixing",   "solve",     "solved",   "solves",
    "solving", "resolve", "resolved", "resolves", "resolving", "sorted",   "eliminated",
    "cured",   "removed", "prevents", "refunded", "recovered", "restored", "repaired"};
constexpr std::array<std::string_view, 6> kEnds{"stopped", "stops",    "gone",
                                                "ended",   "vanished", "disappeared"};
constexpr std::array<std::string_view, 4> kHardly{"hardly any", "barely any", "hardly ever",
                                                  "barely ever"};
// What a product does; with "again" or "now" it does it at last.
constexpr std::array<std::string_view, 30> kDoes{
    "load",    "loads",    "sync",  "syncs",    "work",    "works",   "open",   "opens",
    "run",     "runs",     "come",  "comes",    "export",  "exports", "import", "imports",
    "play",    "plays",    "print", "prints",   "start",   "starts",  "save",   "saves",
    "connect", "connects", "login", "launches", "updates", "shows"};
constexpr std::array<std::string_view, 13> kAsks{"how", "where", "which", "what", "when",
                                                 "who", "does",  "do",    "is",   "are",
                                                 "can", "could", "what's"};
constexpr std::array<std::string_view, 6> kWishes{"please", "would",   "feature",
                                                  "wish",   "request", "suggestion"};
constexpr std::array<std::string_view, 14> kPraises{
    "great", "wonderful", "bravo",     "congrats",  "congratulations", "thanks", "cheers",
    "nice",  "perfect",   "brilliant", "fantastic", "awesome",         "lovely", "super"};
constexpr std::array<std::string_view, 4> kSighs{"oh", "well", "yeah", "wow"};

// Of two words in small letters, how they are read as one.
std::optional<std::string> Joined(std::string_view first, std::string_view second) {
  if (second == "not" && Contains(kWithNot, first)) {
    if (first == "can") return "can't";
    if (first == "will") return "won't";
    return std::string(first) + "n't";
  }
  if (first == "no" && (second == "longer" || second == "one")) return "no-" + std::string(second);
  if (first == "not" && Contains(kNotDone, second)) return "not-" + std::string(second);
  return std::nullopt;
}

// How many tokens from `i` on are a phrase of the lexicon; 1: none.
size_t PhraseLength(const std::vector<Token>& tokens, size_t i, const SentimentLexicon& lexicon) {
  const std::string first = LowerUtf8(tokens[i].written);
  if (!lexicon.StartsPhrase(first)) return 1;
  std::string phrase = first;
  size_t longest = 1;
  for (size_t n = 1; n < kLongestPhrase && i + n < tokens.size(); ++n) {
    if (tokens[i + n - 1].ends != 0 && tokens[i + n - 1].ends != ',') break;
    phrase += ' ' + LowerUtf8(tokens[i + n].written);
    if (lexicon.Holds(phrase)) longest = n + 1;
  }
  return longest;
}

// Runs of three and more of a letter cut to `most`.
std::string CutRuns(std::string_view word, size_t most) {
  std::string cut;
  for (size_t i = 0; i < word.size();) {
    size_t end = i;
    while (end < word.size() && word[end] == word[i]) ++end;
    const bool letter = std::isalpha(static_cast<unsigned char>(word[i])) != 0;
    cut.append(letter && end - i >= 3 ? most : end - i, word[i]);
    i = end;
  }
  return cut;
}

// "sooo" as "so", "greaaat" as "great".
std::string WithoutDrawl(std::string written, const SentimentLexicon& lexicon) {
  for (const size_t most : {size_t{2}, size_t{1}}) {
    std::string cut = CutRuns(written, most);
    if (cut == written) return written;
    const std::string small = LowerUtf8(cut);
    if (lexicon.Holds(small) || lexicon.StartsPhrase(small) || DegreeOf(small) != 0) return cut;
  }
  return written;
}

size_t Find(const Sentence& s, Table any, size_t from = 0) {
  for (size_t i = from; i < s.words.size(); ++i) {
    if (Contains(any, s.words[i])) return i;
  }
  return kNone;
}

void Scale(std::vector<double>& factors, size_t from, size_t to, double by) {
  for (size_t i = from; i < std::min(to, factors.size()); ++i) factors[i] *= by;
}

// What is set against the verdict of a sentence counts half, the verdict half as much again.
void WeighContrast(const Sentence& s, std::vector<double>& factors) {
  const size_t n = s.words.size();
  for (size_t i = 0; i < n; ++i) {
    const std::string& word = s.words[i];
    if (word == "although" || word == "though" || word == "despite" || word == "albeit") {
      const size_t start = i > 0 && s.words[i - 1] == "even" ? i - 1 : i;
      size_t end = n;
      if (start == 0) {
        end = i;
        while (end < n && s.ends[end] != ',') ++end;
        end = std::min(n, end + 1);
        if (end == n) return;  // one clause only
      } else if (i + 1 == n) {
        return;  // "slow though"
      }
      Scale(factors, 0, start, kAfterBut);
      Scale(factors, start, end, kBeforeBut);
      Scale(factors, end, n, kAfterBut);
      return;
    }
    const bool only = i > 0 && (s.words[i - 1] == "anything" || s.words[i - 1] == "nothing" ||
                                s.words[i - 1] == "all");
    const bool comma = i > 0 && s.ends[i - 1] != 0;
    if ((word == "but" && !only) || word == "otherwise" || (word == "however" && i > 0) ||
        (word == "yet" && (comma || (i > 0 && s.words[i - 1] == "and")) && i + 1 < n)) {
      Scale(factors, 0, i, kBeforeBut);
      Scale(factors, i + 1, n, kAfterBut);
      return;
    }
  }
}

// "recommend to nobody"; "anything but easy".
void TurnAround(const Sentence& s, std::vector<double>& factors) {
  constexpr size_t kFar = 4;
  for (size_t i = 0; i + 1 < s.words.size(); ++i) {
    if ((s.words[i] == "to" || s.words[i] == "for") && Contains(kNobody, s.words[i + 1])) {
      const size_t from = i > kFar ? i - kFar : 0;
      Scale(factors, from, i, kNegation);
    }
    if (Contains(kNobody, s.words[i]) && (i == 0 || s.ends[i - 1] != 0)) {
      for (size_t to = i + kFar; to < s.words.size() && s.ends[to - 1] == 0; ++to)
        factors[to] *= kNegation;  // nearer ones the published rules have turned
    }
    if (s.words[i] == "anything" && s.words[i + 1] == "but")
      Scale(factors, i + 2, i + 5, kNegation);
    if (s.words[i] == "less" && (i == 0 || (s.words[i - 1] != "or" && s.words[i - 1] != "no"))) {
      // The degree took a little of it; the word itself is what it is not.
      Scale(factors, i + 1, i + 2, kNegation);
    }
  }
}

// "fixed the crash", "the crash is fixed", "the crashes stopped": the trouble is over. Where the
// verb is negated, its trouble, which is negated with it, counts no second time.
void EndTrouble(const Sentence& s, std::vector<double>& factors) {
  constexpr size_t kFar = 4;
  for (size_t i = 0; i < s.words.size(); ++i) {
    const bool mends = Contains(kMends, s.words[i]);
    if (!mends && !Contains(kEnds, s.words[i])) continue;
    for (size_t back = i; back-- > 0 && back + kFar >= i && s.ends[back] == 0;) {
      if (s.valences[back] >= 0) continue;
      if (mends && s.valences[i] > 0) factors[back] = 0;
      if (!mends) {
        factors[back] *= kNegation;
        factors[i] = 0;
      }
    }
    for (size_t to = i + 1; mends && to < s.words.size() && to <= i + kFar; ++to) {
      if (s.valences[to] * s.valences[i] < 0) factors[to] = 0;
      if (s.ends[to] != 0) break;
    }
  }
}

// "used to be great"; "was the best before they changed it".
void EndThePast(const Sentence& s, std::vector<double>& factors) {
  const size_t until = Find(s, kUntil);
  const size_t was = Find(s, kWas);
  if (was != kNone && until != kNone && was < until && until + 1 < s.words.size()) {
    for (size_t i = was + 1; i < until; ++i) factors[i] *= kNegation;
    return;
  }
  for (size_t used = 0; used + 2 < s.words.size(); ++used) {
    if (s.words[used] != "used" || s.words[used + 1] != "to") continue;
    if (used > 0 && Contains(kAccustomed, s.words[used - 1])) continue;
    const size_t now = std::min(Find(s, kNow, used), s.words.size());
    Scale(factors, used + 2, std::min(now, used + 10), kNegation);
  }
  const size_t now = Find(s, std::array<std::string_view, 2>{"now", "today"});
  if (now != kNone && was != kNone && was < now) Scale(factors, was + 1, now, kBeforeBut);
}

// Requests and questions name functions and say "please": mild words of feeling are none there.
void DampRequests(const Sentence& s, std::vector<double>& factors) {
  const bool question = s.ends.back() == '?';
  const std::string& first = s.words[0];
  const bool asks = Contains(kAsks, first) && s.words.size() > 2 &&
                    (question ||
                     (first != "how" && first != "what" && first != "is" && first != "are" &&
                      first != "does" && first != "do") ||
                     (s.words[1] == "do" || s.words[1] == "can" || s.words[1] == "the"));
  const bool wishes = Contains(kWishes, first);
  for (size_t i = 0; i + 1 < s.words.size(); ++i) {
    const bool would = s.words[i] == "would" || s.words[i].ends_with("'d");
    const std::string& next = s.words[i + 1];
    if (!would || (next != "love" && next != "be" && next != "appreciate")) continue;
    for (size_t k = i + 1; k < s.words.size(); ++k) {
      if (s.valences[k] > 0) factors[k] = 0;
    }
  }
  if (!asks && !wishes && !question) return;
  for (size_t i = 0; i < s.words.size(); ++i) {
    const double valence = s.valences[i];
    if (valence > 0 && (asks || wishes)) factors[i] = valence <= kMildest ? 0 : factors[i] / 2;
    if (asks && question && valence < 0 && valence > -kMildest) factors[i] = 0;
  }
}

// "Great, another outage": praise at the head of a sentence that goes on to complain.
void DoubtPraise(const Sentence& s, std::vector<double>& factors) {
  size_t head = 0;
  while (head + 1 < s.words.size() && Contains(kSighs, s.words[head])) ++head;
  if (!Contains(kPraises, s.words[head]) || head + 1 >= s.words.size()) return;
  const bool aside = s.ends[head] != 0 || s.words[head + 1] == "for" || s.words[head + 1] == "on";
  if (!aside) return;
  for (size_t i = head + 1; i < s.words.size(); ++i) {
    if (s.words[i] == "but") return;
    if (s.valences[i] >= 0 || !(factors[i] > 0)) continue;
    for (size_t k = head; k < s.words.size(); ++k) {
      if (s.valences[k] > 0) factors[k] = k == head ? kNegation / 2 : 0;
    }
    return;
  }
}

}  // namespace

std::vector<Token> JoinWords(std::vector<Token> tokens, const SentimentLexicon& lexicon) {
  std::vector<Token> joined;
  for (Token& token : tokens) {
    token.written = WithoutDrawl(std::move(token.written), lexicon);
    if (!joined.empty() && joined.back().ends == 0) {
      if (auto both = Joined(LowerUtf8(joined.back().written), LowerUtf8(token.written))) {
        joined.back() = {std::move(*both), token.ends};
        continue;
      }
    }
    joined.push_back(std::move(token));
  }
  tokens.clear();
  for (size_t i = 0; i < joined.size();) {
    const size_t length = PhraseLength(joined, i, lexicon);
    Token token = std::move(joined[i]);
    for (size_t k = i + 1; k < i + length; ++k)
      token = {token.written + ' ' + joined[k].written, joined[k].ends};
    tokens.push_back(std::move(token));
    i += length;
  }
  return tokens;
}

bool NegatesInProducts(std::string_view word) {
  return word == "no-longer" || word == "stopped" || word == "stops" || word == "quit" ||
         word.starts_with("not-") || Contains(kHardly, word) ||
         (word != "none" && Contains(kNobody, word));
}

bool WorksAgain(const Sentence& s, size_t i) {
  constexpr size_t kFar = 4;
  if (s.words[i] != "again" && s.words[i] != "now") return false;
  bool does = false;
  for (size_t back = i; back-- > 0;) {
    const std::string& word = s.words[back];
    if (s.valences[back] < 0 || Negates(word) || NegatesInProducts(word) || word == "no")
      return false;
    does = does || (back + kFar >= i && Contains(kDoes, word));
  }
  return does;
}

bool KeptByNegation(std::span<const std::string> words, size_t negation, size_t i) {
  const std::string& word = words[i];
  const bool than_before = (word.size() >= 5 && word.ends_with("er")) || word == "worse";
  const bool more = words[i - 1] == "more";
  if ((!than_before && !more) || negation + 1 >= i) return false;
  for (size_t between = negation + 1; between < i; ++between) {
    if (!Contains(kBeing, words[between])) return false;
  }
  return true;
}

std::vector<double> FactorsOf(const Sentence& sentence) {
  std::vector<double> factors(sentence.words.size(), 1);
  if (factors.empty()) return factors;
  EndThePast(sentence, factors);
  WeighContrast(sentence, factors);
  TurnAround(sentence, factors);
  EndTrouble(sentence, factors);
  DampRequests(sentence, factors);
  DoubtPraise(sentence, factors);
  return factors;
}

}  // namespace northstar::language
