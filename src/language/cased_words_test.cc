// Which words a text has, and where a capital tells a name from a word.
#include "language/cased_words.h"

#include <gtest/gtest.h>

namespace northstar::language {
namespace {

// The words in small letters; with "!" where a capital tells, "^" at the start of a sentence.
std::string Marked(const char* text) {
  std::string out;
  for (const CasedWord& word : CasedWordsOf(text)) {
    if (!out.empty()) out += ' ';
    if (word.new_sentence) out += '^';
    out += word.small;
    if (word.tells && word.letters == WordCase::kCapital) out += '!';
  }
  return out;
}

TEST(CasedWords, TellNamesWithinSentences) {
  struct Case {
    const char* text;
    const char* marked;
  };
  for (const Case& one :
       {Case{"I was told by Joy to wait", "^i was told by joy! to wait"},
        Case{"Joy blocked my card", "^joy blocked my card"},
        Case{"My Joy app does not open", "^my joy! app does not open"},
        Case{"It is closed. Joy is gone", "^it is closed ^joy is gone"},
        Case{"closed: Joy", "^closed ^joy"},
        Case{"closed\nJoy is gone", "^closed ^joy is gone"},
        Case{"the \"Joy\" app is gone", "^the joy app is gone"},  // a quotation has its own start
        Case{"the bank - Joy - is gone", "^the bank joy! is gone"},
        Case{"Joy's card, and Grace's too", "^joy card and grace! too"},
        Case{"Joy\u2019s card, and Grace\u2019s too", "^joy card and grace! too"},
        Case{"the one at St. Grace is closed", "^the one at st! grace is closed"},
        Case{"it isn't at Joy", "^it isn't at joy!"},
        Case{"at Joy", "^at joy!"},  // whoever starts with a small letter
        Case{"At Joy", "^at joy"},   // may be a title
        Case{"Great Value In Every Box", "^great value in every box"},
        Case{"Great Value in Every Box", "^great value in every box"},
        Case{"ALL OF IT AT JOY IS BAD", "^all of it at joy is bad"},
        Case{"This App Is Great And slow", "^this app is great and slow"},
        Case{"5 Stars for the bank", "^5 stars for the bank"},
        Case{"😀 Great bank it is", "^great bank it is"},
        Case{"we left order_failed as it is", "^we left order_failed as it is"},
        Case{"\xFF Joy is \xC3 gone", "^joy is gone"},
        Case{"", ""}}) {
    EXPECT_EQ(Marked(one.text), one.marked) << one.text;
  }
}

TEST(CasedWords, KnowMentions) {
  const std::vector<CasedWord> words = CasedWordsOf("@Joy_Bank. hi a@joy.com and @joy.bank's @");
  std::vector<std::string> mentions;
  for (const CasedWord& word : words) {
    if (word.mention) mentions.push_back(word.small);
  }
  EXPECT_EQ(mentions, (std::vector<std::string>{"@joy_bank", "@joy.bank"}));
  EXPECT_EQ(words.front().from, 0U);
  EXPECT_EQ(words.front().to, 9U);
}

TEST(CasedWords, TellCapitalsFromAllCapitals) {
  const std::vector<CasedWord> words = CasedWordsOf("my IBM PayPal iPhone I Größe ÄPFEL x");
  std::vector<WordCase> found;
  for (const CasedWord& word : words) found.push_back(word.letters);
  EXPECT_EQ(found,
            (std::vector<WordCase>{WordCase::kSmall, WordCase::kAllCapitals, WordCase::kCapital,
                                   WordCase::kSmall, WordCase::kCapital, WordCase::kCapital,
                                   WordCase::kAllCapitals, WordCase::kSmall}));
}

}  // namespace
}  // namespace northstar::language
