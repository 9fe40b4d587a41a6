#include "base/written_number.h"

#include <gtest/gtest.h>

namespace northstar {
namespace {

namespace evidence = number_evidence;
using Kind = StyleDecision::Kind;

TEST(WrittenNumber, EvidenceOfOneCell) {
  const struct {
    const char* text;
    uint32_t found;
  } cases[] = {
      {"", 0},
      {" 12 ", 0},
      {"-12", 0},
      {"1e5", 0},
      {"12.5", evidence::kPointDecimal},
      {"0.250", evidence::kPointDecimal},
      {"1234.567", evidence::kPointDecimal},
      {".5", evidence::kPointDecimal},
      {"1.250", evidence::kPointEither},
      {"1,250", evidence::kCommaEither},
      {"12,5", evidence::kCommaDecimal},
      {"1,250,000", evidence::kCommaThousands},
      {"12,34,567", evidence::kCommaThousands},
      {"1,250.5", evidence::kCommaThousands | evidence::kPointDecimal},
      {"1.250,5", evidence::kPointThousands | evidence::kCommaDecimal},
      {"1 250,500", evidence::kGrouped | evidence::kCommaDecimal},
      {"1\u202f250", evidence::kGrouped},
      {"1'250.50", evidence::kGrouped | evidence::kPointDecimal},
      {"$20", evidence::kCurrency},
      {"-\u20ac 1,250.00",
       evidence::kCurrency | evidence::kCommaThousands | evidence::kPointDecimal},
      {"15.5%", evidence::kPercent | evidence::kPointDecimal},
      {"(12)", evidence::kAccounting},
      {"(1,833.69)", evidence::kAccounting | evidence::kCommaThousands | evidence::kPointDecimal},
      {"$(12.00)", evidence::kAccounting | evidence::kCurrency | evidence::kPointDecimal},
      {"($12.00)", evidence::kAccounting | evidence::kCurrency | evidence::kPointDecimal},
      {"98,57-", evidence::kAccounting | evidence::kCommaDecimal},
      {"(4.5%)", evidence::kAccounting | evidence::kPercent | evidence::kPointDecimal},
      {"(-5)", evidence::kOther},
      {"(5", evidence::kOther},
      {"()", evidence::kOther},
      {"5-", evidence::kOther},
      {"700 kg", evidence::kOther},
      {"1,25,0", evidence::kOther},
      {"1.2.3", evidence::kOther},
      {"12-5", evidence::kOther},
      {"1,250.5,0", evidence::kOther},
      {"nan", evidence::kOther},
  };
  for (const auto& c : cases) EXPECT_EQ(NumberEvidence(c.text), c.found) << c.text;
}

TEST(WrittenNumber, AColumnDecidesItsStyle) {
  const auto style = [](std::initializer_list<const char*> cells) {
    uint32_t found = 0;
    for (const char* cell : cells) found |= NumberEvidence(cell);
    return DecideStyle(found);
  };
  EXPECT_EQ(style({"20.00", "2,500"}).style, (NumberStyle{'.', ','}));
  EXPECT_EQ(style({"1.250", "1.250.000"}).style, (NumberStyle{',', '.'}));
  EXPECT_EQ(style({"1,250", "12,5"}).style, (NumberStyle{',', '.'}));
  EXPECT_EQ(style({"1", "1.250"}).style, (NumberStyle{'.', ','}));
  EXPECT_EQ(style({"1", "2"}).style, NumberStyle{});
  EXPECT_EQ(style({"20", "1,250"}).kind, Kind::kAmbiguous);
  EXPECT_EQ(style({"1.250", "1,250"}).kind, Kind::kAmbiguous);
  EXPECT_EQ(style({"12.5", "12,5"}).kind, Kind::kContradicted);
  EXPECT_EQ(style({"1,250,000", "12,5"}).kind, Kind::kContradicted);
}

TEST(WrittenNumber, BracketsAndASignBehindAreBelowZero) {
  const NumberStyle american{'.', ','};
  EXPECT_EQ(ReadNumber("(1,833.69)", american), -1833.69);
  EXPECT_EQ(ReadNumber("( $12.00 )", american), -12);
  EXPECT_EQ(ReadNumber("$(12)", american), -12);
  EXPECT_EQ(ReadNumber("(4.5%)", american), -0.045);
  EXPECT_EQ(ReadNumber("(4.5)%", american), -0.045);
  EXPECT_EQ(ReadNumber("98,57-", (NumberStyle{',', '.'})), -98.57);
  for (const char* text : {"(-5)", "-(5)", "(5", "5)", "()", "5-", "(5)-", "((5))"})
    EXPECT_EQ(ReadNumber(text, american), std::nullopt) << text;
  EXPECT_EQ(DecideStyle(NumberEvidence("(12)") | NumberEvidence("7")).style, american);
}

TEST(WrittenNumber, SomeTextsSayThatThereIsNoValue) {
  for (const char* text : {"NULL", "null", "\\N", "N/A", "#N/A", "None", "NaN", "(null)"})
    EXPECT_TRUE(SaysNoValue(text, true)) << text;
  for (const char* text : {"-", "--", "NA", "?", "\u2014"}) {
    EXPECT_TRUE(SaysNoValue(text)) << text;
    EXPECT_FALSE(SaysNoValue(text, true)) << text;
  }
  for (const char* text : {"", "0", "Nanna", "Nullarbor", "none of these", "no"})
    EXPECT_FALSE(SaysNoValue(text)) << text;
}

TEST(WrittenNumber, ReadsInItsStyle) {
  const NumberStyle plain;
  const NumberStyle american{'.', ','};
  const NumberStyle german{',', '.'};
  EXPECT_EQ(ReadNumber("12.5", plain), 12.5);
  EXPECT_EQ(ReadNumber("1,250", plain), std::nullopt);
  EXPECT_EQ(ReadNumber("$5", plain), std::nullopt);
  EXPECT_EQ(ReadNumber("1_000", plain), std::nullopt);
  EXPECT_EQ(ReadNumber("1,004,000.50", american), 1004000.5);
  EXPECT_EQ(ReadNumber("12,5", american), std::nullopt);
  EXPECT_EQ(ReadNumber("US$ 20", american), 20);
  EXPECT_EQ(ReadNumber("\u2212 3", american), -3);
  EXPECT_EQ(ReadNumber("1.250,5", german), 1250.5);
  EXPECT_EQ(ReadNumber("1.250", german), 1250);
  EXPECT_EQ(ReadNumber("12.5", german), std::nullopt);
  EXPECT_EQ(ReadNumber("15,5 %", german), 0.155);
  EXPECT_EQ(ReadNumber("1 250,5 \u20ac", german), 1250.5);
  EXPECT_EQ(ReadNumber("--5", american), std::nullopt);
  EXPECT_EQ(CurrencyOf("R$ 5"), "R$");
}

}  // namespace
}  // namespace northstar
