#include "engine/cell_shape.h"

#include <gtest/gtest.h>

#include <string>

namespace northstar::testing {
namespace {

using namespace cell_shape;

struct Row {
  const char* text;
  uint32_t has;      // bits that it must have
  uint32_t has_not;  // bits that it must not have
};

TEST(CellShape, TellsFormsApart) {
  const Row kRows[] = {
      {"17", kNumber | kInteger, kDecimal | kYear | kPlainTime},
      {"-17", kNumber | kInteger | kNegative, kDecimal},
      {"17.5", kNumber | kDecimal, kInteger | kPlainTime},
      {"17.0", kNumber | kInteger | kRounded, kDecimal},
      {"1,250.50", kNumber | kDecimal, kInteger},
      {"0,34", kNumber | kDecimal, kInteger},
      {"$20.00", kNumber | kDecimal, 0},
      {"007", kNumber | kInteger | kLeadingZero, 0},
      {"0", kNumber | kInteger, kLeadingZero},
      {"0.5", kNumber, kLeadingZero},
      {"2024", kInteger | kYear, kPlainTime},
      {"20240304", kInteger | kCompactDay, kPlainTime},
      {"1541016707", kInteger | kEpochSeconds, kPlainTime},
      {"1541016707796", kInteger | kEpochMillis, kEpochSeconds},
      {"1541016707796.0", kInteger | kEpochMillis | kRounded, kPlainTime},
      {"2024-03-04", kDay, kInstant | kNumber | kToken},
      {"2024-03-04T10:05:00Z", kInstant, kDay},
      {"2024-03-04 10:05:00.123", kInstant, kDay},
      {"2024-02-30", 0, kPlainTime},
      {"2024-03", kMonth, kDay},
      {"10:05", kClock, kInstant},
      {"2:05 PM", kClock, 0},
      {"25:05", 0, kClock},
      {"31/12/2012", kDayFirst, kMonthFirst | kEitherOrder},
      {"12/31/2012", kMonthFirst, kDayFirst | kEitherOrder},
      {"03/04/2012", kEitherOrder, kDayFirst | kMonthFirst},
      {"03.04.2012 14:05", kEitherOrder, 0},
      {"31/31/2012", 0, kPlainTime},
      {"2012/03/04", kSlashedIso, kOrderedDate},
      {"Mar 4, 2026 2:05 PM", kNamedMonth, kSentence},
      {"4 March 2026", kNamedMonth, 0},
      {"04-Mar-2026", kNamedMonth, 0},
      {"March madness 2026 was great fun", 0, kNamedMonth},
      {"24.04.23", kVersion | kDayFirst, kNumber},
      {"24.4.23", kVersion, kPlainTime | kNumber},
      {"2.10.0", kVersion, kIp},
      {"203.0.113.7", kIp, kVersion | kNumber},
      {"True", kBoolean, kToken},
      {"018a981f-4b35-7c66-825e-8b0eeae65714", kUuid, kHex},
      {"e481f51cbdc54678b7cc49136f2d6af7", kHex, kUuid},
      {"cus_IRb688lkE0TnTM", kPrefixedId, kUuid},
      {"ORD-10042", kPrefixedId, 0},
      {"k4G7CSSjxr2mRtBxpVCxKHx+E8c=", kToken, 0},
      {"watch_test", 0, kUniqueForm},
      {"California", 0, kUniqueForm},
      {"a@example.com", kEmail, kUrl},
      {"a @ b", 0, kEmail},
      {"https://example.com/a?b=1", kUrl, kToken},
      {"{\"a\": 1}", kJson, kSentence},
      {"[]", kJson, 0},
      {"[sic] he said so", 0, kJson},
      {"The app does not open any more", kSentence, kNamedMonth},
  };
  for (const Row& row : kRows) {
    const uint32_t shapes = LookAtCell(row.text).shapes;
    EXPECT_EQ(shapes & row.has, row.has) << row.text << ": " << std::hex << shapes;
    EXPECT_EQ(shapes & row.has_not, 0U) << row.text << ": " << std::hex << shapes;
  }
}

TEST(CellShape, KnowsTimesWhoseOrderIsCertain) {
  EXPECT_EQ(LookAtCell("1970-01-02").us, 86'400'000'000);
  EXPECT_EQ(LookAtCell("1541016707").us, 1'541'016'707'000'000);
  EXPECT_EQ(LookAtCell("03/04/2012").us, std::nullopt);
  EXPECT_EQ(LookAtCell("17").us, std::nullopt);
}

TEST(CellShape, LooksAtTheBeginningOfHugeCells) {
  const std::string huge(5'000'000, 'x');
  EXPECT_EQ(LookAtCell(huge).words, 1);
  EXPECT_EQ(LookAtCell("{\"a\": \"" + huge + "\"}").shapes & kJson, kJson);
}

}  // namespace
}  // namespace northstar::testing
