// How rows of a file become a series on an even grid, and how that grid goes on.
#include "analysis/series/regular_series.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace northstar {
namespace {

RegularSeries Read(const std::vector<std::string>& times, std::vector<std::string> values = {}) {
  if (values.empty()) values.assign(times.size(), "1");
  auto series = SeriesOfRows("f.csv", times, values);
  EXPECT_TRUE(series.ok()) << (series.ok() ? "" : series.error().message);
  return series.ok() ? *std::move(series) : RegularSeries{};
}

std::string Failure(const std::vector<std::string>& times, const std::vector<std::string>& values) {
  const auto series = SeriesOfRows("f.csv", times, values);
  return series.ok() ? "" : series.error().message;
}

TEST(RegularSeries, StepsAndWhatComesNext) {
  struct Case {
    std::vector<std::string> times;
    double step;
    std::string next, third;
    std::vector<int> seasons;
  };
  const Case cases[] = {
      {{"2024-01-01 00:00:00", "2024-01-01 00:05:00", "2024-01-01 00:10:00"},
       300,
       "2024-01-01 00:15:00",
       "2024-01-01 00:25:00",
       {288, 2016, 105192}},
      {{"2024-01-01T00:00", "2024-01-01T01:00", "2024-01-01T02:00"},
       3600,
       "2024-01-01T03:00",
       "2024-01-01T05:00",
       {24, 168, 8766}},
      {{"2024-02-27", "2024-02-28", "2024-02-29"}, 86400, "2024-03-01", "2024-03-03", {7, 365}},
      {{"2024-01-01", "2024-01-08", "2024-01-15"}, 604800, "2024-01-22", "2024-02-05", {52}},
      {{"2024-10-01", "2024-11-01", "2024-12-01"},
       30.4375 * 86400,
       "2025-01-01",
       "2025-03-01",
       {12}},
      {{"2024-01", "2024-02", "2024-03"}, 30.4375 * 86400, "2024-04", "2024-06", {12}},
      {{"2023-12-31", "2024-01-31", "2024-02-29"},
       30.4375 * 86400,
       "2024-03-31",
       "2024-05-31",
       {12}},
      {{"2023-10-30", "2023-11-30", "2023-12-30", "2024-01-30"},
       30.4375 * 86400,
       "2024-02-29",
       "2024-04-30",
       {12}},
      {{"2023-06-30", "2023-09-30", "2024-06-30"},
       91.3125 * 86400,
       "2024-09-30",
       "2025-03-31",
       {4}},
      {{"2024-01-31", "2024-02-29", "2024-03-29", "2024-04-30"},  // the last working days
       30.4375 * 86400,
       "2024-05-31",
       "2024-07-31",
       {12}},
      {{"2024-02-01T00:00:00+01:00", "2024-03-01T00:00:00+01:00", "2024-04-01T00:00:00+02:00"},
       30.4375 * 86400,
       "2024-05-01T00:00:00+02:00",
       "2024-07-01T00:00:00+02:00",
       {12}},
      {{"2024-01-31T23:59:59Z", "2024-02-29T23:59:59Z", "2024-03-31T23:59:59Z"},
       30.4375 * 86400,
       "2024-04-30T23:59:59Z",
       "2024-06-30T23:59:59Z",
       {12}},
      {{"2024-03-01 00:00:00 UTC", "2024-03-01 01:00:00 UTC", "2024-03-01 02:00:00 UTC"},
       3600,
       "2024-03-01 03:00:00 UTC",
       "2024-03-01 05:00:00 UTC",
       {24, 168, 8766}},
      {{"2019-01-01", "2019-07-01", "2020-01-01"},
       6 * 30.4375 * 86400,
       "2020-07-01",
       "2021-07-01",
       {2}},
      {{"1991-12-31", "2001-12-31", "2011-12-31"},
       120 * 30.4375 * 86400,
       "2021-12-31",
       "2041-12-31",
       {}},
      {{"2024-01-01", "2024-01-31", "2024-03-01"},  // every 30 days
       30 * 86400,
       "2024-03-31",
       "2024-05-30",
       {12}},
      {{"2024-03-01T00:00:00+02:00", "2024-03-01T01:00:00+02:00", "2024-03-01T02:00:00+02:00"},
       3600,
       "2024-03-01T03:00:00+02:00",
       "2024-03-01T05:00:00+02:00",
       {24, 168, 8766}},
      {{"2024-03-01T22:00:00Z", "2024-03-01T23:00:00Z", "2024-03-02T00:00:00Z"},
       3600,
       "2024-03-02T01:00:00Z",
       "2024-03-02T03:00:00Z",
       {24, 168, 8766}},
      {{"2023-07-01", "2023-10-01", "2024-01-01"},
       91.3125 * 86400,
       "2024-04-01",
       "2024-10-01",
       {4}},
  };
  for (const Case& c : cases) {
    const RegularSeries series = Read(c.times);
    EXPECT_DOUBLE_EQ(series.step_seconds, c.step) << c.times[0];
    EXPECT_EQ(LabelAfter(series, 1), c.next);
    EXPECT_EQ(LabelAfter(series, 3), c.third);
    EXPECT_EQ(SeasonsOf(series), c.seasons) << c.times[0];
  }
}

TEST(RegularSeries, FractionsOfYears) {
  const RegularSeries series = Read({"1949", "1949.08333333333", "1949.16666666667"});
  EXPECT_EQ(series.grain, Grain::kMonth);
  EXPECT_EQ(LabelAfter(series, 1), "1949-04-01");
}

TEST(RegularSeries, GapsAndOrder) {
  const RegularSeries series =
      Read({"2024-01-05", "2024-01-01", "2024-01-02", "2024-01-03"}, {"5", "1", "20", "NA"});
  ASSERT_EQ(series.values.size(), 5U);
  EXPECT_EQ(series.values[1], 20);
  EXPECT_FALSE(series.values[2]);
  EXPECT_TRUE(series.given[2]);
  EXPECT_FALSE(series.given[3]);
  EXPECT_EQ(series.values[4], 5);
  EXPECT_EQ(series.notes.size(), 1U);
}

TEST(RegularSeries, ASecondRowOfATimeIsRefused) {
  const std::string said =
      Failure({"2024-01-01", "2024-01-02", "2024-01-03", "2024-01-03"}, {"1", "2", "3", "999"});
  EXPECT_NE(said.find("a second row for 2024-01-03"), std::string::npos) << said;
}

TEST(RegularSeries, NoRowVanishesWhereAClockIsChanged) {
  std::vector<std::string> times, values;
  for (const int hour : {0, 1, 2, 2, 3, 4}) {
    for (int minute = 0; minute < 60; minute += 10) {
      times.push_back(fmt::format("2024-10-27 {:02}:{:02}:00", hour, minute));
      values.push_back(std::to_string(times.size()));
    }
  }
  const RegularSeries series = Read(times, values);
  EXPECT_EQ(std::count(series.given.begin(), series.given.end(), true), 36);
  ASSERT_EQ(series.notes.size(), 1U);
  EXPECT_NE(series.notes[0].find("6 rows from 2024-10-27 02:00:00 on"), std::string::npos);
}

TEST(RegularSeries, RowsOfUnevenTimesAllStay) {
  const RegularSeries series =
      Read({"2024-01-01 00:00:00", "2024-01-01 01:00:00", "2024-01-01 01:10:00",
            "2024-01-01 02:00:00", "2024-01-01 03:00:00", "2024-01-01 07:00:00"},
           {"1", "2", "3", "4", "5", "6"});
  std::vector<double> kept;
  for (const auto& value : series.values) {
    if (value) kept.push_back(*value);
  }
  EXPECT_EQ(kept, (std::vector<double>{1, 2, 3, 4, 5, 6}));
  EXPECT_FALSE(series.given[5]);
}

TEST(RegularSeries, WhatCannotBeRead) {
  EXPECT_NE(Failure({"2024-01-01", "soon", "2024-01-03"}, {"1", "2", "3"}).find("row 2"),
            std::string::npos);
  EXPECT_NE(Failure({"2024-01-01", "2024-01-02", "2024-01-03"}, {"1", "2", "x"}).find("row 3"),
            std::string::npos);
  EXPECT_NE(Failure({"2024-01-01", "2024-01-02"}, {"1", "2"}).find("fewer than 3"),
            std::string::npos);
  EXPECT_NE(Failure({"2024-01-01", "2024-01-01", "2024-01-01"}, {"1", "2", "3"}), "");
  EXPECT_NE(Failure({"2024-01-01T00:00:00", "2024-01-01T00:00:01", "2025-01-01T00:00:00"},
                    {"1", "2", "3"})
                .find("not evenly spaced"),
            std::string::npos);
}

}  // namespace
}  // namespace northstar
