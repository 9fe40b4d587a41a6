// What counts as a term, and that nothing which identifies somebody ever does.
#include "language/terms.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

using Terms = std::set<std::string>;

TEST(Terms, AreWordsAndPairsWithoutStopWords) {
  EXPECT_EQ(TermsOf("The Onboarding is confusing and slow"),
            (Terms{"onboarding", "confusing", "slow"}));
  EXPECT_EQ(TermsOf("Weekly planning, finally!"),
            (Terms{"weekly", "planning", "weekly planning", "finally"}));
  EXPECT_EQ(TermsOf("slow slow SLOW"), (Terms{"slow", "slow slow"}));
  EXPECT_EQ(TermsOf("a x 7"), Terms{});
  EXPECT_EQ(TermsOf("Größe ändern"), (Terms{"größe", "ändern", "größe ändern"}));
  EXPECT_EQ(TermsOf(""), Terms{});
}

TEST(Terms, LeaveOutTheStopWordsOfTheirLanguage) {
  EXPECT_EQ(TermsOf("Die App stürzt nach dem Update ab"),
            (Terms{"app", "stürzt", "app stürzt", "update"}));
  EXPECT_EQ(TermsOf("El reembolso no ha llegado"), (Terms{"reembolso", "llegado"}));
  EXPECT_EQ(TermsOf("Где мой возврат и чек"), (Terms{"возврат", "чек"}));
  // "die" is a word of English, too.
  EXPECT_TRUE(TermsOf("The batteries die and they die fast").contains("die"));
}

TEST(Terms, AreSplitWhereNoBlanksAreWritten) {
  EXPECT_TRUE(TermsOf("返金がまだ届きません").contains("返金"));
  EXPECT_TRUE(TermsOf("ログインできない").contains("ログイン"));
  EXPECT_TRUE(TermsOf("我的退款还没有到").contains("退款"));
}

TEST(Terms, SignsAreNoPartsOfWords) {
  EXPECT_EQ(TermsOf("“Refund” – where… is it、“refund”"), (Terms{"refund"}));
  EXPECT_EQ(TermsOf("👍👍 fast\u00A0refund"), (Terms{"fast", "refund", "fast refund"}));
}

TEST(Terms, ContactsAreMaskedAndNeverTerms) {
  struct Case {
    const char* text;
    const char* masked;
  };
  for (const Case& one :
       {Case{"write to a.b+c@mail.example.org.", "write to [e-mail]."},
        Case{"call +49 (30) 123-4567 now", "call [number] now"},
        Case{"call 030/1234567", "call [number]"},
        Case{"in 2026 we had 12 users", "in 2026 we had 12 users"},
        Case{"version 1.2.3", "version 1.2.3"},
        Case{"v12345678", "v12345678"},
        Case{"@home and a@", "@home and a@"},
        Case{"\"anna smith\"@example.org wrote", "[e-mail] wrote"},
        Case{"an \"odd\" @ sign", "an \"odd\" @ sign"},
        Case{"Пишите на имя@пример.рф, срочно", "Пишите на [e-mail], срочно"},
        Case{"ring 030\u00A01234\u202F567!", "ring [number]!"},
        Case{"tel ０３−１２３４−５６７８", "tel [number]"},
        Case{"هاتف ٠٢٠١٢٣٤٥٦٧", "هاتف [number]"},
        Case{"020\u20111234\u2013567", "[number]"},
        Case{"12 of 30\n45 67 89", "12 of 30\n45 67 89"},
        Case{"on 2024-01-15 and 15.01.2024", "on 2024-01-15 and 15.01.2024"},
        Case{"since 2023-2024, 10.000.000 users", "since 2023-2024, 10.000.000 users"},
        Case{"anna＠example.org or o'brien@example.org", "[e-mail] or [e-mail]"},
        Case{"6123-4567 or 02-12-3456", "[number] or [number]"},
        Case{"030.123.456 and 3456-12-34", "[number] and [number]"},
        Case{"(2024-01-15) at 2024-01-15 10:30", "(2024-01-15) at 2024-01-15 10:30"},
        Case{"1/15/2024 - 15.1.2024", "1/15/2024 - 15.1.2024"},
        Case{"(see 030 1234567)", "(see [number])"},
        Case{"(030 1234567)", "([number])"},
        Case{"030·123·4567", "[number]"},
        Case{"broken \xFF a@b.c", "broken \xFF [e-mail]"}}) {
    EXPECT_EQ(MaskContacts(one.text), one.masked);
  }
  const std::string brackets(200'000, '(');  // in time: each starts a number that is none
  EXPECT_EQ(MaskContacts(brackets), brackets);
  EXPECT_EQ(TermsOf("@joy_bank, the card of @Joy is blocked"), (Terms{"card", "blocked"}));
  EXPECT_EQ(TermsOf("mail anna.smith@mail.example or 030 1234567 soon"), (Terms{"mail", "soon"}));
}

}  // namespace
}  // namespace northstar
