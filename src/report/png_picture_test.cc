#include "report/png_picture.h"

#include <gtest/gtest.h>

#include <cstdint>

#include "report/query_chart.h"

namespace northstar {
namespace {

// Big-endian, of four bytes.
uint32_t NumberAt(const std::string& bytes, size_t at) {
  uint32_t number = 0;
  for (size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

void ExpectPng(const std::string& png, uint32_t width, uint32_t height) {
  ASSERT_GT(png.size(), 33U);
  EXPECT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1a\n");
  EXPECT_EQ(png.substr(12, 4), "IHDR");
  EXPECT_EQ(NumberAt(png, 16), width);
  EXPECT_EQ(NumberAt(png, 20), height);
  EXPECT_EQ(png.substr(png.size() - 8, 4), "IEND");
}

TEST(PngPicture, HasTheShapeOfTheDocument) {
  const auto png = PngOf(R"(<svg xmlns="http://www.w3.org/2000/svg" width="100" height="30">)"
                         R"(<rect width="50" height="30" fill="#1f5fd6"/></svg>)",
                         200);
  ASSERT_TRUE(png.ok()) << png.error().message;
  ExpectPng(*png, 200, 60);
}

TEST(PngPicture, AChartIsDrawn) {
  LineChart chart;
  chart.title = "Teams <at> work";
  for (int i = 0; i < 26; ++i)
    chart.points.push_back({"2026-01-" + std::to_string(10 + i % 20), 100.0 + i});
  const auto drawn = PngOf(ChartDocument(chart), 1520);
  ASSERT_TRUE(drawn.ok()) << drawn.error().message;
  chart.points.back().value = 10;
  const auto other = PngOf(ChartDocument(chart), 1520);
  ASSERT_TRUE(other.ok());
  EXPECT_NE(*drawn, *other);
  EXPECT_GT(drawn->size(), 5000U);
}

TEST(PngPicture, WhatIsNoPictureIsAnError) {
  for (const char* bad : {"", "no picture", "<svg", "<html></html>",
                          R"(<svg xmlns="http://www.w3.org/2000/svg" width="1" height="99999"/>)"})
    EXPECT_FALSE(PngOf(bad, 100).ok()) << bad;
}

}  // namespace
}  // namespace northstar
