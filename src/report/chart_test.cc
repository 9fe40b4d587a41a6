// What pictures and charts in the terminal show of a series, on small series drawn in full.
#include "report/chart.h"

#include <gtest/gtest.h>

#include "report/svg_chart.h"
#include "report/terminal_chart.h"

namespace northstar {
namespace {

LineChart Months(const std::vector<std::optional<double>>& values) {
  LineChart chart;
  chart.title = "Net";
  for (size_t i = 0; i < values.size(); ++i) {
    LinePoint point;
    point.label = "2024-" + std::string(i < 9 ? "0" : "") + std::to_string(i + 1) + "-01";
    point.value = values[i];
    chart.points.push_back(point);
  }
  return chart;
}

size_t Count(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(LeaveOutIncompleteFirst, KeepsWhatIsOpenAtTheEnd) {
  const PointKind open = PointKind::kOpen;
  const PointKind known = PointKind::kKnown;
  const struct {
    std::vector<PointKind> given;
    size_t left;
  } cases[] = {{{open, known, known, open}, 3},
               {{open, open, known}, 1},
               {{known, open, known}, 3},
               {{open, open}, 2},
               {{}, 0}};
  for (const auto& one : cases) {
    std::vector<LinePoint> points;
    for (const PointKind kind : one.given) {
      LinePoint point;
      point.kind = kind;
      points.push_back(point);
    }
    LeaveOutIncompleteFirst(points);
    EXPECT_EQ(points.size(), one.left);
  }
}

TEST(FlagsOf, AreLettersInOrderOfTime) {
  LineChart chart = Months({1, 2, 3, 4});
  chart.notes = {{"2024-03-15", "", "later"},
                 {"2024-02-01", "2024-03-01", "lasts"},
                 {"2023-11-01", "", "too early"},
                 {"2024-05-20", "", "too late"},
                 {"2023-12-01", "2024-01-10", "began before"}};
  const std::vector<Flag> flags = FlagsOf(chart);
  ASSERT_EQ(flags.size(), 3u);
  EXPECT_EQ(flags[0].text, "Dec 1, 2023 to Jan 10, 2024: began before");
  EXPECT_EQ(flags[1].letter, 'B');
  EXPECT_EQ(flags[1].first, 1u);
  EXPECT_EQ(flags[1].last, 2u);
  EXPECT_EQ(flags[2].text, "Mar 15, 2024: later");
}

TEST(LineSvg, AGapBreaksTheLineAndALonePointIsADot) {
  const std::string svg = RenderLineSvg(Months({5, 3, {}, 4, {}, 2, 1}), {});
  EXPECT_EQ(Count(svg, "class=\"line\""), 2u);
  EXPECT_EQ(Count(svg, "class=\"alone\""), 1u);
  EXPECT_EQ(Count(svg, "<title>"), 5u);
}

TEST(LineSvg, TheOpenPeriodIsAHollowPointThatNoLineFallsTo) {
  LineChart chart = Months({5, 6, 7, 2});
  chart.points.back().kind = PointKind::kOpen;
  std::string svg = RenderLineSvg(chart, {});
  EXPECT_EQ(Count(svg, "class=\"hollow\""), 1u);
  EXPECT_EQ(Count(svg, "class=\"line open\""), 0u);
  EXPECT_NE(svg.find("2024-04-01: 2, so far"), std::string::npos);
  EXPECT_EQ(OpenWords(chart), "2 so far, incomplete");
  chart.points.back() = {"2024-04-01", 7, 6, 8, PointKind::kOpen};
  chart.points.back().so_far = 2;
  svg = RenderLineSvg(chart, {});
  EXPECT_EQ(Count(svg, "class=\"whisker\""), 1u);
  EXPECT_EQ(OpenWords(chart), "2 so far, projected total 7 (6 to 8)");
}

TEST(LineSvg, AForecastIsDashedFromTheLastValue) {
  LineChart chart = Months({5, 6, 7, 8});
  for (size_t i = 2; i < 4; ++i) chart.points[i].kind = PointKind::kExpected;
  const std::string svg = RenderLineSvg(chart, {});
  const size_t at = svg.find("class=\"line open\" points=\"");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(Count(svg.substr(at, svg.find("/>", at) - at), ","), 3u);
}

TEST(LineSvg, LabelsAreWellFormedWhateverTheDataHold) {
  LineChart chart = Months({1, 2});
  chart.title = "a\x1b[31m<&>\u202e";
  chart.look.unit = "\"x\"\x01";
  const std::string svg = RenderLineSvg(chart, {});
  EXPECT_NE(svg.find("a [31m&lt;&amp;&gt;[U+202E]"), std::string::npos);
  for (const char c : svg) EXPECT_GE(static_cast<unsigned char>(c), 0x20);
}

TEST(LineSvg, ExtremesAndNothingDrawSomething) {
  for (const auto& values : std::vector<std::vector<std::optional<double>>>{
           {}, {{}}, {0, 0}, {1e308, -1e308}, {1e-300, 2e-300}, {7}}) {
    const std::string svg = RenderLineSvg(Months(values), {});
    EXPECT_EQ(svg.find("nan"), std::string::npos);
    EXPECT_EQ(svg.find("inf"), std::string::npos);
    EXPECT_TRUE(svg.ends_with("</svg>"));
  }
}

TEST(TerminalChart, BarsHangFromZero) {
  EXPECT_EQ(RenderTerminalChart(Months({4, 2, -4, {}, -2, 4}), 40, false),
            "Net\n"
            "       4 ┤ ███                 ███\n"
            "         │ ███                 ███\n"
            "         │ ███                 ███\n"
            "       2 ┤ ███ ███             ███\n"
            "         │ ███ ███             ███\n"
            "         │ ███ ███      ·      ███\n"
            "       0 ┼         ███     ███\n"
            "         │         ███     ███\n"
            "         │         ███     ███\n"
            "      −2 ┤         ███\n"
            "         │         ███\n"
            "         │         ███\n"
            "      −4 └─────────────────────────\n"
            "           2024        Apr\n");
}

TEST(TerminalChart, BarsShadeWhatIsNotSure) {
  LineChart chart = Months({4, 4});
  chart.points[0].low = 1;
  chart.points[0].high = 6;
  chart.bars = true;
  const std::string out = RenderTerminalChart(chart, 40, false);
  EXPECT_EQ(Count(out, "▒▒▒▒▒ █████"), 4u) << out;
  EXPECT_EQ(Count(out, "█████ █████"), 2u) << out;
  EXPECT_NE(out.find("6 ┤   │"), std::string::npos) << out;
  EXPECT_NE(out.find("▒ and │ interval"), std::string::npos) << out;
}

TEST(TerminalChart, OpenPeriodsSayWhatThereIsAndWhereItWillEnd) {
  LineChart chart = Months({8, 8, 2});
  chart.points[2].kind = PointKind::kOpen;
  chart.points[2].value = 6;
  chart.points[2].so_far = 2;
  chart.notes = {{"2024-02-10", "", "Price"}};
  const std::string out = RenderTerminalChart(chart, 40, false);
  EXPECT_NE(out.find("░"), std::string::npos);
  EXPECT_NE(out.find("A Feb 10, 2024: Price"), std::string::npos);
  EXPECT_NE(out.find("○ 2 so far, projected total 6"), std::string::npos);
}

}  // namespace
}  // namespace northstar
