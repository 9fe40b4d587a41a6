#include "language/terms.h"

#include <unicode/brkiter.h>
#include <unicode/unistr.h>

#include <memory>
#include <string_view>

#include "base/text.h"
#include "language/code_points.h"
#include "language/contacts.h"
#include "language/stop_words.h"

namespace northstar {
namespace {

using language::StopWords;

// Of a script that is written without blanks between words.
bool RunsOn(char32_t code) {
  if (code < 0x0E00) return false;
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(code), &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return code == 0x30FC;  // the mark of a long vowel, which belongs to two of them
  }
}

// Of a run of such script. Empty where ICU has no dictionary: then the run is taken whole.
std::vector<std::string> SplitByDictionary(const std::string& run) {
  thread_local const std::unique_ptr<icu::BreakIterator> breaks = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> made(
        icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    return U_SUCCESS(status) ? std::move(made) : nullptr;
  }();
  if (breaks == nullptr) return {};
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(run);
  breaks->setText(text);
  std::vector<std::string> words;
  int32_t from = breaks->first();
  for (int32_t to = breaks->next(); to != icu::BreakIterator::DONE; to = breaks->next()) {
    text.tempSubStringBetween(from, to).toUTF8String(words.emplace_back());
    from = to;
  }
  return words;
}

bool EndsSentence(char32_t code) {
  static constexpr std::u32string_view kEnds =
      U".!?;:\n,\u2014\u2026\u3001\u3002\uFF01\uFF0C\uFF1A\uFF1B\uFF1F\u060C\u061B\u061F\u0964";
  return kEnds.find(code) != std::u32string_view::npos;
}

// The words of a text in small letters; an empty one stands between sentences.
std::vector<std::string> WordsOf(const std::string& small) {
  std::vector<std::string> words;
  std::string word;
  bool runs_on = false;
  bool mention = false;
  const auto take = [&] {
    std::vector<std::string> parts;
    if (runs_on) parts = SplitByDictionary(word);
    if (parts.empty() && !word.empty()) parts.push_back(word);
    if (!mention) words.insert(words.end(), parts.begin(), parts.end());
    word.clear();
    mention = false;
  };
  char32_t before = ' ';
  language::ForEachCodePoint(small, [&](char32_t code, std::string_view bytes) {
    const bool part = language::IsLetterOrDigit(code) || language::IsMark(code);
    if (part || (mention && code == '_')) {
      const bool running = part && RunsOn(code);
      if (!word.empty() && running != runs_on) take();
      runs_on = running;
      word += bytes;
    } else {
      take();
      if (EndsSentence(code)) words.emplace_back();
      mention = code == '@' && !language::IsLetterOrDigit(before);
    }
    before = code;
  });
  take();
  return words;
}

}  // namespace

std::string MaskContacts(const std::string& text) {
  return ReplaceContacts(text, "[e-mail]", "[number]");
}

std::set<std::string> TermsOf(const std::string& text) {
  const std::vector<std::string> words = WordsOf(LowerUtf8(ReplaceContacts(text, ".", ".")));
  const StopWords& stop_words = StopWords::BuiltIn();
  const int language = stop_words.LanguageOf(words);
  std::set<std::string> terms;
  std::string before;  // the word before in the same sentence; empty: none, or a stop word
  for (const std::string& word : words) {
    const bool counts = CodePoints(word) >= 2 && !stop_words.Holds(word, language);
    if (counts) {
      terms.insert(word);
      if (!before.empty()) terms.insert(before + " " + word);
    }
    before = counts ? word : "";
  }
  return terms;
}

}  // namespace northstar
