// What the parts of the HTML report have in common: verdicts, pictures with their numbers, tables
// that become cards on a phone. Internal to report/.
#pragma once

#include <string>
#include <vector>

#include "analysis/evaluate/evaluate.h"
#include "report/chart.h"
#include "report/detail_view.h"
#include "report/verdict_look.h"

namespace northstar {

std::string Badge(const VerdictLook& look);
std::string Badge(Verdict verdict);

struct HtmlColumn {
  std::string title;
  bool numeric = false;
  bool prose = false;  // long text, on a line of its own in a card
};
struct HtmlTable {
  std::string caption;  // may be empty
  std::vector<HtmlColumn> columns;
  std::vector<std::vector<std::string>> rows;  // HTML; the first cell names the row
  std::string style;                           // class, may be empty
};
// Below 640 px every row is a card whose cells carry their column's title.
std::string Render(const HtmlTable& table);
std::string Render(const ShownTable& table);

// A picture over the whole width with its caption, what its flags stand for, and its numbers folded
// beneath; drawn once for a screen and once for a phone; or the picture alone,
// what explains it elsewhere on the page.
std::string WideFigure(const LineChart& chart, const std::string& caption);
std::string WidePicture(const LineChart& chart, const std::string& caption);
std::string FigureFoot(const LineChart& chart);  // flags and numbers
// A picture whose numbers are a table of their own, `numbers` as HTML; may be empty.
std::string Figure(const std::string& caption, const std::string& svg, const std::string& numbers);

// Something folded under a line that says what it is.
std::string Folded(const std::string& title, const std::string& inside);
std::string Paragraph(const std::string& text, const char* style = "");
std::string BulletList(const std::vector<std::string>& lines);

}  // namespace northstar
