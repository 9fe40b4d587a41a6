#include "language/cased_words.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "language/code_points.h"

namespace northstar::language {
namespace {

// Words that titles leave in small letters. Sorted.
constexpr std::array<std::string_view, 26> kSmallInTitles{
    "a",  "an",  "and", "as",   "at", "but", "by", "for",  "from", "if", "in",   "into", "nor",
    "of", "off", "on",  "onto", "or", "out", "so", "than", "the",  "to", "upon", "via",  "with"};

// ASCII is told here: most texts hold little else, and asking ICU takes most of the time.
bool IsUpper(char32_t code) {
  if (code < 0x80) return code >= 'A' && code <= 'Z';
  return u_isupper(static_cast<UChar32>(code)) != 0 || u_istitle(static_cast<UChar32>(code)) != 0;
}

bool IsAnyLetter(char32_t code) {
  if (code < 0x80) return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
  return IsLetter(code);
}

bool IsWordPart(char32_t code) {
  if (code < 0x80) return IsAnyLetter(code) || (code >= '0' && code <= '9') || code == '_';
  return IsLetterOrDigit(code) || IsMark(code);
}

bool IsApostrophe(char32_t code) {
  return code == '\'' || code == 0x2019;
}

std::string Lower(std::string_view word) {
  std::string small(word);
  for (char& c : small) {
    if (static_cast<unsigned char>(c) >= 0x80) return LowerUtf8(word);  // which is slower
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return small;
}

// What stands between two words.
struct Gap {
  bool blank = false;     // holds one, or a line break
  bool end_mark = false;  // a sign that ends sentences
  bool line_break = false;
  bool plain = true;      // nothing but blanks and signs that stand within sentences
  bool only_dots = true;  // of the signs that end sentences

  void Add(char32_t code) {
    if (code == '\n') line_break = true;
    if (IsSpace(code)) {
      blank = true;
      return;
    }
    const bool ends = code == '.' || code == '!' || code == '?' || code == ';' || code == ':' ||
                      code == 0x2026 || code == 0x3002 || code == 0xFF01 || code == 0xFF1F;
    end_mark = end_mark || ends;
    only_dots = only_dots && (!ends || code == '.');
    plain = plain && (code == ',' || code == '&' || code == '-' || code == '/' || code == '+' ||
                      code == '.');
  }

  // Whether a capital after it is not owed to what stands in it.
  bool WithinSentence() const { return plain && !line_break && !(end_mark && blank); }

  // "St. Mary": a point after two letters is one of an abbreviation.
  bool EndsSentence(size_t letters_before) const {
    if (line_break) return true;
    return end_mark && blank && !(only_dots && letters_before <= 2);
  }
};

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::vector<CasedWord> Read() {
    size_t at = 0;
    ForEachCodePoint(text_, [&](char32_t code, std::string_view bytes) {
      Take(code, at, bytes.size());
      at += bytes.size();
    });
    EndWord();
    EndSentence();
    return std::move(words_);
  }

 private:
  void Take(char32_t code, size_t at, size_t bytes) {
    if (IsWordPart(code)) {
      if (!open_) StartWord(at);
      if (IsAnyLetter(code)) {
        const bool upper = IsUpper(code);
        capital_first_ = letters_ == 0 ? upper : capital_first_;
        capitals_ += upper;
        ++letters_;
      }
      end_ = at + bytes;
      apostrophe_ = false;
      return;
    }
    // Within a word an apostrophe or, in a mention, a point stays only where letters follow.
    if (open_ && !apostrophe_ &&
        (IsApostrophe(code) || (mention_ && (code == '.' || code == '-')))) {
      apostrophe_ = true;
      return;
    }
    EndWord();
    gap_.Add(code);
    at_sign_ = code == '@' && (at == 0 || at != last_end_);
    at_sign_at_ = at;
  }

  void StartWord(size_t at) {
    open_ = true;
    mention_ = at_sign_ && at_sign_at_ + 1 == at;
    start_ = mention_ ? at_sign_at_ : at;
    letters_ = capitals_ = 0;
    capital_first_ = apostrophe_ = false;
  }

  void EndWord() {
    if (!open_) return;
    open_ = false;
    CasedWord word;
    word.from = start_;
    word.to = WithoutPossessive();
    word.mention = mention_;
    word.small = Lower(text_.substr(word.from, word.to - word.from));
    if (letters_ >= 2 && capitals_ == letters_) {
      word.letters = WordCase::kAllCapitals;
    } else if (capital_first_) {
      word.letters = WordCase::kCapital;
    }
    if (words_.empty() || gap_.EndsSentence(CodePoints(words_.back().small))) EndSentence();
    word.new_sentence = words_.size() == sentence_;
    word.inside = lettered_ && gap_.WithinSentence() && !mention_;
    lettered_ = lettered_ || (letters_ > 0 && !mention_);
    words_.push_back(std::move(word));
    gap_ = Gap{};
    if (mention_) gap_.plain = false;  // what follows one may start anew
    last_end_ = end_;
    at_sign_ = false;
  }

  size_t WithoutPossessive() const {
    const std::string_view word = text_.substr(start_, end_ - start_);
    if (word.size() > 2 && (word.ends_with("'s") || word.ends_with("'S"))) return end_ - 2;
    if (word.size() > 4 && (word.ends_with("\u2019s") || word.ends_with("\u2019S")))
      return end_ - 4;
    return end_;
  }

  // Capitals tell where at least as many words that a title would capitalise are small.
  void EndSentence() {
    size_t small = 0;
    size_t capital = 0;
    for (size_t i = sentence_; i < words_.size(); ++i) {
      const CasedWord& word = words_[i];
      if (word.mention || word.small.empty() || !HasLetter(word.small)) continue;
      if (word.letters == WordCase::kSmall) {
        const bool first = i == sentence_;
        small += first || !std::binary_search(kSmallInTitles.begin(), kSmallInTitles.end(),
                                              std::string_view(word.small));
      } else if (word.letters == WordCase::kCapital && word.inside && CodePoints(word.small) > 1) {
        ++capital;
      }
    }
    for (size_t i = sentence_; i < words_.size(); ++i)
      words_[i].tells = words_[i].inside && small > 0 && small >= capital;
    sentence_ = words_.size();
    lettered_ = false;
  }

  static bool HasLetter(std::string_view word) {
    return std::any_of(word.begin(), word.end(), [](char c) {
      return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z');
    });
  }

  std::string_view text_;
  std::vector<CasedWord> words_;
  size_t sentence_ = 0;    // index of its first word
  bool lettered_ = false;  // a word with letters stands before in this sentence
  Gap gap_;
  bool open_ = false, mention_ = false, capital_first_ = false;
  bool apostrophe_ = false;  // was the last sign of the open word
  bool at_sign_ = false;     // the last sign, not within a word
  size_t start_ = 0, end_ = 0, last_end_ = 0, at_sign_at_ = 0;
  size_t letters_ = 0, capitals_ = 0;
};

}  // namespace

std::vector<CasedWord> CasedWordsOf(std::string_view text) {
  return Reader(text).Read();
}

}  // namespace northstar::language
