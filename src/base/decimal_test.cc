// Decimal numbers as text keep their order to the last digit.
#include "base/decimal.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/random.h"
#include "base/text.h"

namespace northstar {
namespace {

TEST(DecimalKey, SortsAsTheNumbersDo) {
  const std::vector<std::string> ascending = {"-1e300",
                                              "-7300000000000000124",
                                              "-7300000000000000123",
                                              "-1.23",
                                              "-1.2",
                                              "-0.05",
                                              "-1e-300",
                                              "0",
                                              "1e-300",
                                              "0.05",
                                              "0.1",
                                              "0.10000000000000000001",
                                              "1.1",
                                              "1.10000000000000000001",
                                              "2",
                                              "9",
                                              "10",
                                              "11",
                                              "100",
                                              "7300000000000000123",
                                              "7300000000000000124",
                                              "73000000000000001230",
                                              "1e9999"};
  for (size_t i = 1; i < ascending.size(); ++i)
    EXPECT_LT(*DecimalKey(ascending[i - 1]), *DecimalKey(ascending[i])) << ascending[i];
}

TEST(DecimalKey, IsOneForEveryWayToWriteANumber) {
  for (const auto& spellings : std::vector<std::vector<std::string>>{
           {"0", "-0", "0.00", "0e5", ".0", "00"},
           {"12", "12.0", "012", "+12", " 12 ", "1.2e1", "120E-1"},
           {"-0.5", "-.5", "-5e-1", "-0.50"}}) {
    for (const std::string& one : spellings)
      EXPECT_EQ(DecimalKey(one), DecimalKey(spellings[0])) << one;
  }
}

TEST(DecimalKey, RefusesWhatIsNoNumber) {
  for (const char* text : {"", " ", ".", "-", "1,2", "1_000", "0x10", "1e", "1e12345", "1e+-2",
                           "--1", "-+1", "1.2.3", "12a", "inf", "nan", "1 2"})
    EXPECT_FALSE(DecimalKey(text)) << text;
  EXPECT_FALSE(DecimalKey(std::string(1001, '1')));
}

TEST(DecimalKey, AgreesWithDoublesWhereTheyAreExact) {
  Random random(11);
  const auto number = [&] {
    return (static_cast<double>(random.Below(2'000'001)) - 1'000'000) /
           static_cast<double>(1 << random.Below(12));
  };
  for (int i = 0; i < 20'000; ++i) {
    const double a = number();
    const double b = number();
    const std::string x = *DecimalKey(FormatNumber(a));
    const std::string y = *DecimalKey(FormatNumber(b));
    ASSERT_EQ(a < b, x < y) << a << " " << b;
    ASSERT_EQ(a == b, x == y) << a << " " << b;
  }
}

}  // namespace
}  // namespace northstar
