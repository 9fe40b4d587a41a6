#include "files/cell_text.h"

#include <gtest/gtest.h>

#include <limits>

namespace northstar::files {
namespace {

std::string Text(double days, NumberLook look, Epoch epoch = Epoch::k1900) {
  return SerialText(days, look, epoch).value_or("none");
}

TEST(CellText, WritesNumbersShort) {
  const std::pair<const char*, const char*> cases[] = {
      {"0.55000000000000004", "0.55"},
      {"1E5", "100000"},
      {"42", "42"},
      {"-7", "-7"},
      {"1.0", "1"},
      {"12345678901234567890", "12345678901234567890"},
      {"1e300", "1e+300"},
      {"n/a", "n/a"},
      {" 3 ", "3"},
      {"0.1", "0.1"},
      {"1e999", "1e999"}};
  for (const auto& [written, text] : cases) EXPECT_EQ(NumberText(written), text) << written;
}

TEST(CellText, CountsDaysFromBothEpochs) {
  using enum NumberLook;
  EXPECT_EQ(Text(1, kDate), "1900-01-01");
  EXPECT_EQ(Text(59, kDate), "1900-02-28");
  EXPECT_EQ(Text(60, kDate), "none");  // 29 February 1900
  EXPECT_EQ(Text(61, kDate), "1900-03-01");
  EXPECT_EQ(Text(45352, kDate), "2024-03-01");
  EXPECT_EQ(Text(45351, kDate), "2024-02-29");
  EXPECT_EQ(Text(43890, kDate, Epoch::k1904), "2024-03-01");
  EXPECT_EQ(Text(0, kDate, Epoch::k1904), "1904-01-01");
  EXPECT_EQ(Text(60, kDate, Epoch::k1904), "1904-03-01");
  EXPECT_EQ(Text(2958465, kDate), "9999-12-31");
  EXPECT_EQ(Text(2958466, kDate), "none");
  EXPECT_EQ(Text(0, kDate), "none");
  EXPECT_EQ(Text(-1, kDate), "none");
  EXPECT_EQ(Text(1e300, kDate), "none");
  EXPECT_EQ(Text(std::numeric_limits<double>::quiet_NaN(), kDateTime), "none");
}

TEST(CellText, WritesTimesOfDay) {
  using enum NumberLook;
  EXPECT_EQ(Text(45352.572916666664, kDateTime), "2024-03-01 13:45:00");
  EXPECT_EQ(Text(45352, kDateTime), "2024-03-01 00:00:00");
  EXPECT_EQ(Text(45352.572916666664, kDate), "2024-03-01 13:45:00");
  EXPECT_EQ(Text(45352.9999999999, kDateTime), "2024-03-02 00:00:00");
  EXPECT_EQ(Text(0.572916666666667, kTime), "13:45:00");
  EXPECT_EQ(Text(0, kTime), "00:00:00");
  EXPECT_EQ(Text(0, kTime, Epoch::k1904), "00:00:00");
  EXPECT_EQ(Text(0.5, kDateTime), "12:00:00");
  EXPECT_EQ(Text(45352.5, kTime), "2024-03-01 12:00:00");
  EXPECT_EQ(Text(0.00000289351851851852, kTime), "00:00:00.25");
}

TEST(CellText, LetsDurationsGoOnBeyondADay) {
  EXPECT_EQ(Text(1.5208333333333333, NumberLook::kDuration), "36:30:00");
  EXPECT_EQ(Text(-0.0625, NumberLook::kDuration), "-01:30:00");
  EXPECT_EQ(Text(1000, NumberLook::kDuration), "24000:00:00");
  EXPECT_EQ(Text(1, NumberLook::kNumber), "none");
}

TEST(CellText, ReadsIsoTimes) {
  const std::pair<const char*, const char*> cases[] = {
      {"2024-03-01", "2024-03-01"},
      {"2024-03-01T13:45:00", "2024-03-01 13:45:00"},
      {"2024-03-01T13:45", "2024-03-01 13:45:00"},
      {"2024-03-01T13:45:00Z", "2024-03-01 13:45:00"},
      {"2024-03-01T13:45:00.250000000", "2024-03-01 13:45:00.25"},
      {"2024-03-01T13:45:00.000000000", "2024-03-01 13:45:00"},
      {"T13:45:00", "13:45:00"},
      {"", ""},
      {"soon", "soon"}};
  for (const auto& [iso, text] : cases) EXPECT_EQ(IsoTimeText(iso), text) << iso;
}

TEST(CellText, ReadsIsoDurations) {
  const std::pair<const char*, const char*> cases[] = {{"PT36H30M0S", "36:30:00"},
                                                       {"PT13H45M00.250000000S", "13:45:00.25"},
                                                       {"-PT1H30M", "-01:30:00"},
                                                       {"P1DT12H", "36:00:00"},
                                                       {"P1M", "P1M"},
                                                       {"PT", "00:00:00"},
                                                       {"soon", "soon"},
                                                       {"PT5", "PT5"},
                                                       {"PT1e400S", "PT1e400S"},
                                                       {"PT..S", "PT..S"}};
  for (const auto& [iso, text] : cases) EXPECT_EQ(IsoDurationText(iso), text) << iso;
}

TEST(CellText, ReadsEscapes) {
  const std::pair<const char*, const char*> cases[] = {{"a_x000D_b", "a\rb"},
                                                       {"_x005F_x000D_", "_x000D_"},
                                                       {"_x000d", "_x000d"},
                                                       {"_xZZZZ_", "_xZZZZ_"},
                                                       {"_x0000_a", "a"},
                                                       {"_xD83D__xDE00_", "\xF0\x9F\x98\x80"},
                                                       {"_xD83D_", "\xEF\xBF\xBD"},
                                                       {"_x00e9_", "\xC3\xA9"},
                                                       {"_x_x", "_x_x"}};
  for (const auto& [escaped, text] : cases) EXPECT_EQ(Unescaped(escaped), text) << escaped;
}

}  // namespace
}  // namespace northstar::files
