#include "language/sentiment.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstring>
#include <numeric>
#include <span>
#include <vector>

#include "base/text.h"
#include "language/code_points.h"
#include "language/product_rules.h"
#include "language/sentiment_rules.h"

namespace northstar::language {
namespace {

constexpr size_t kShortestWord = 3;  // what is shorter without its punctuation may be an emoticon
constexpr size_t kReach = 3;         // words before, that change what a word says
constexpr double kFelt = 0.3;        // what a word at least says, for a negation to speak of it
constexpr double kRecovery = 1.2;
constexpr double kFade[] = {1, 0.95, 0.9};  // of a degree, by its distance

struct Words {
  std::vector<std::string> written;  // without punctuation around
  std::vector<std::string> small;
  std::vector<std::optional<double>> valence;
  std::vector<char> ends;   // as of tokens
  bool mixed_case = false;  // some words in capitals, others not
  bool of_products = false;

  size_t size() const { return small.size(); }
  bool Is(size_t i, std::string_view word) const { return small[i] == word; }
  // Function names of the product lexicon have a valence of 0 and are as if they had none.
  bool HasFeeling(size_t i) const { return valence[i] && !(of_products && *valence[i] == 0); }
  bool EndsSentence(size_t i) const { return ends[i] != 0 && ends[i] != ','; }
  // "I haven't", "we didn't": what the writer did not do is no complaint, unless they could not.
  bool OfTheWriter(size_t i) const {
    if (i == 0 || !(Is(i - 1, "i") || Is(i - 1, "we"))) return false;
    return small[i].starts_with("did") || small[i].starts_with("have") || Is(i, "never") ||
           Is(i, "no-longer");
  }
  bool IsSoOrThis(size_t i) const { return Is(i, "so") || Is(i, "this"); }
  std::string Join(size_t from, size_t to) const {  // including both
    std::string joined = small[from];
    for (size_t i = from + 1; i <= to; ++i) joined += " " + small[i];
    return joined;
  }
};

bool IsCapitals(const std::string& word) {
  return UpperUtf8(word) == word && LowerUtf8(word) != word;
}

// What typesetting makes of ASCII signs, as these; empty: it is something else.
std::string_view AsciiSign(char32_t code) {
  switch (code) {
    case 0x2018:
    case 0x2019:
      return "'";
    case 0x201C:
    case 0x201D:
    case 0x201E:
      return "\"";
    case 0x2013:
    case 0x2014:
      return " - ";
    case 0x2026:
      return "...";
    default:
      return "";
  }
}

// Emoji become words of their own: those of the lexicon stay, others become their names.
std::string SpellSigns(std::string_view text, const SentimentLexicon& lexicon) {
  std::string out;
  out.reserve(text.size());
  ForEachCodePoint(text, [&](char32_t code, std::string_view bytes) {
    if (code < 0x2000) {
      out += bytes;
      return;
    }
    if (IsEmojiModifier(code)) return;
    const std::string sign(bytes);
    const std::string* name = lexicon.Holds(sign) ? &sign : lexicon.EmojiName(sign);
    if (name != nullptr) {
      out += ' ' + *name + ' ';
    } else {
      const std::string_view ascii = AsciiSign(code);
      out += ascii.empty() ? bytes : ascii;
    }
  });
  return out;
}

std::string WithoutPunctuation(const std::string& token) {
  const auto is_mark = [](char c) {
    return c > 0x20 && c < 0x7F && std::isalnum(static_cast<unsigned char>(c)) == 0;
  };
  const auto first = std::find_if_not(token.begin(), token.end(), is_mark);
  const auto last = std::find_if_not(token.rbegin(), std::make_reverse_iterator(first), is_mark);
  std::string bare(first, last.base());
  return CodePoints(bare) < kShortestWord ? token : bare;
}

char EndOf(std::string_view token) {
  for (size_t i = token.size(); i-- > 0;) {
    if (std::strchr(".!?,;:", token[i]) != nullptr) return token[i] == ':' ? ',' : token[i];
    if (std::strchr(")]\"'", token[i]) == nullptr) break;
  }
  return 0;
}

std::vector<Token> FindTokens(const std::string& text) {
  std::vector<Token> tokens;
  std::string token;
  const auto take = [&] {
    if (token == "-" && !tokens.empty()) tokens.back().ends = ',';
    if (!token.empty()) tokens.push_back({WithoutPunctuation(token), EndOf(token)});
    token.clear();
  };
  ForEachCodePoint(text, [&](char32_t code, std::string_view bytes) {
    if (IsSpace(code)) {
      take();
    } else {
      token += bytes;
    }
  });
  take();
  return tokens;
}

Words FindWords(const std::string& text, const SentimentLexicon& lexicon) {
  Words words;
  std::vector<Token> tokens = FindTokens(text);
  words.of_products = lexicon.of_products();
  if (words.of_products) tokens = JoinWords(std::move(tokens), lexicon);
  size_t in_capitals = 0;
  for (Token& token : tokens) {
    words.small.push_back(LowerUtf8(token.written));
    words.valence.push_back(lexicon.ValenceOf(words.small.back()));
    words.ends.push_back(token.ends);
    in_capitals += IsCapitals(token.written);
    words.written.push_back(std::move(token.written));
  }
  words.mixed_case = in_capitals > 0 && in_capitals < words.size();
  return words;
}

double Degree(const Words& words, size_t i, double valence) {
  const double degree = DegreeOf(words.small[i]);
  if (degree == 0) return 0;
  const double loud = words.mixed_case && IsCapitals(words.written[i]) ? kCapitals : 0;
  return valence < 0 ? -degree - loud : degree + (valence > 0 ? loud : -loud);
}

// What a negation `distance` words before word i multiplies its valence by. A "so" or "this" right
// before strengthens from a distance of three on, with or without "never", as published.
double NegationFactor(const Words& words, size_t i, size_t distance) {
  const size_t before = i - distance;
  if (distance >= 2) {
    const bool so = words.IsSoOrThis(before + 1);
    if (words.Is(before, "never") && so) return kNeverSo;
    if (distance == 3 && words.IsSoOrThis(i - 1)) return kNeverSo;
    if (words.Is(before, "without") && (words.Is(before + 1, "doubt") || words.Is(i - 1, "doubt")))
      return 1;
  }
  if (!words.of_products) return Negates(words.small[before]) ? kNegation : 1;
  if (!Negates(words.small[before]) && !NegatesInProducts(words.small[before])) return 1;
  return KeptByNegation(words.small, before, i) ? 1 : kNegation;
}

// Phrases with word i or right before it. Only looked for where three words stand before it, as
// published.
double WithPhrases(const Words& words, size_t i, double valence) {
  const std::pair<size_t, size_t> before[] = {
      {i - 1, i}, {i - 2, i}, {i - 2, i - 1}, {i - 3, i - 1}, {i - 3, i - 2}};
  for (const auto& [from, to] : before) {
    if (const auto phrase = PhraseValence(words.Join(from, to))) {
      valence = *phrase;
      break;
    }
  }
  for (size_t to = i + 1; to <= i + 2 && to < words.size(); ++to)
    valence = PhraseValence(words.Join(i, to)).value_or(valence);
  for (const auto& [from, to] : {before[3], before[4], before[2]})
    valence += DegreeOf(words.Join(from, to));
  return valence;
}

// "No" counts as a word of its own only when it negates nothing.
double AfterNo(const Words& words, size_t i) {
  const double valence = *words.valence[i];
  const bool negated =
      (i > 0 && words.Is(i - 1, "no")) || (i > 1 && words.Is(i - 2, "no")) ||
      (i > 2 && words.Is(i - 3, "no") && (words.Is(i - 1, "or") || words.Is(i - 1, "nor")));
  if (negated) return valence * kNegation;
  const bool negates = words.Is(i, "no") && i + 1 < words.size() && words.valence[i + 1];
  return negates ? 0 : valence;
}

double ValenceInContext(const Words& words, size_t i) {
  if (!words.valence[i] || DegreeOf(words.small[i]) != 0) return 0;
  if (words.Is(i, "kind") && i + 1 < words.size() && words.Is(i + 1, "of")) return 0;
  double valence = AfterNo(words, i);
  if (words.mixed_case && IsCapitals(words.written[i]))
    valence += valence > 0 ? kCapitals : -kCapitals;
  for (size_t distance = 1; distance <= kReach && distance <= i; ++distance) {
    if (words.of_products && words.EndsSentence(i - distance)) break;
    if (words.HasFeeling(i - distance)) continue;
    valence += Degree(words, i - distance, valence) * kFade[distance - 1];
    valence *= NegationFactor(words, i, distance);
    if (distance == kReach) valence = WithPhrases(words, i, valence);
  }
  const bool least = i > 0 && words.Is(i - 1, "least") && !words.valence[i - 1];
  if (least && (i < 2 || (!words.Is(i - 2, "at") && !words.Is(i - 2, "very"))))
    valence *= kNegation;
  return valence;
}

// Words of complaint count themselves where no word follows, within their reach, that they negate.
void AddUnmet(const Words& words, const SentimentLexicon& lexicon, std::vector<double>& valences) {
  for (size_t i = 0; i < words.size(); ++i) {
    const std::optional<double> unmet = lexicon.UnmetValence(words.small[i]);
    if (!unmet || words.HasFeeling(i) || words.OfTheWriter(i)) continue;
    bool follows = false;
    for (size_t next = i + 1; next <= i + kReach && next < words.size(); ++next) {
      if (words.EndsSentence(next - 1)) break;
      follows = follows || std::fabs(valences[next]) >= kFelt;
    }
    if (!follows) valences[i] = *unmet;
  }
}

void WeighSentences(const Words& words, std::vector<double>& valences) {
  size_t from = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    if (!words.EndsSentence(i) && i + 1 < words.size()) continue;
    const size_t count = i + 1 - from;
    const auto part = [&](const auto& all) { return std::span(all).subspan(from, count); };
    const Sentence sentence{part(words.small), part(valences), part(words.ends)};
    const std::vector<double> factors = FactorsOf(sentence);
    std::vector<double> weighed;
    for (size_t k = 0; k < count; ++k) {
      const double recovery = WorksAgain(sentence, k) ? kRecovery : 0;
      weighed.push_back((valences[from + k] + recovery) * factors[k]);
    }
    std::copy(weighed.begin(), weighed.end(), valences.begin() + static_cast<std::ptrdiff_t>(from));
    from = i + 1;
  }
}

void WeighAroundBut(const Words& words, std::vector<double>& valences) {
  const auto found = std::find(words.small.begin(), words.small.end(), "but");
  if (found == words.small.end()) return;
  const auto but = static_cast<size_t>(found - words.small.begin());
  for (size_t i = 0; i < valences.size(); ++i)
    valences[i] *= i < but ? kBeforeBut : i > but ? kAfterBut : 1;
}

double Emphasis(std::string_view text) {
  const auto exclamations = std::count(text.begin(), text.end(), '!');
  const auto questions = std::count(text.begin(), text.end(), '?');
  double emphasis = kExclamation * static_cast<double>(std::min<std::ptrdiff_t>(exclamations, 4));
  if (questions > 3) {
    emphasis += kManyQuestions;
  } else if (questions > 1) {
    emphasis += kQuestion * static_cast<double>(questions);
  }
  return emphasis;
}

Sentiment Summarize(const std::vector<double>& valences, double emphasis) {
  Sentiment sentiment;
  double sum = std::accumulate(valences.begin(), valences.end(), 0.0);
  if (sum != 0) sum += std::copysign(emphasis, sum);
  sentiment.compound = sum / std::sqrt(sum * sum + kNormalizer);
  double up = 0;
  double down = 0;
  double neutral = 0;
  for (const double valence : valences) {  // a word without mood weighs 1, others 1 more
    if (valence > 0) {
      up += valence + 1;
    } else if (valence < 0) {
      down += 1 - valence;
    } else {
      neutral += 1;
    }
  }
  if (up > down) {
    up += emphasis;
  } else if (down > up) {
    down += emphasis;
  }
  const double all = up + down + neutral;
  sentiment.positive = up / all;
  sentiment.negative = down / all;
  sentiment.neutral = neutral / all;
  return sentiment;
}

}  // namespace

Sentiment ScoreSentiment(std::string_view text, const SentimentLexicon& lexicon) {
  const std::string spelled = SpellSigns(text, lexicon);
  const Words words = FindWords(spelled, lexicon);
  if (words.size() == 0) return {};
  std::vector<double> valences(words.size());
  for (size_t i = 0; i < words.size(); ++i) valences[i] = ValenceInContext(words, i);
  AddUnmet(words, lexicon, valences);
  if (words.of_products) {
    WeighSentences(words, valences);
  } else {
    WeighAroundBut(words, valences);
  }
  Sentiment sentiment = Summarize(valences, Emphasis(spelled));
  sentiment.words = static_cast<int>(words.size());
  sentiment.words_known = static_cast<int>(std::count_if(
      words.valence.begin(), words.valence.end(), [](const auto& v) { return v.has_value(); }));
  return sentiment;
}

Mood MoodOf(double score) {
  if (score >= kMoodThreshold) return Mood::kPositive;
  return score <= -kMoodThreshold ? Mood::kNegative : Mood::kNeutral;
}

}  // namespace northstar::language
