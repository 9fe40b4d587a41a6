#include "report/html_parts.h"

#include <fmt/format.h>

#include <cctype>

#include "base/html_text.h"
#include "base/text.h"
#include "report/svg_chart.h"

namespace northstar {
namespace {

constexpr size_t kMostTooltips = 130;  // points; of more nobody finds one with a mouse

// The numbers of a picture: a table to read and a file to go on with.
std::string NumbersOf(const LineChart& chart) {
  bool intervals = false;
  for (const LinePoint& p : chart.points) intervals = intervals || (p.low && p.high);
  std::string rows;
  std::string csv = "period,value,low,high,complete\n";
  const auto plain = [](const std::optional<double>& v) { return v ? FormatNumber(*v) : ""; };
  for (auto p = chart.points.rbegin(); p != chart.points.rend(); ++p) {
    std::string remark = p->kind == PointKind::kExpected ? "forecast" : "";
    if (p->kind == PointKind::kOpen)
      remark = p->so_far ? fmt::format("projected; {} so far", FormatValue(chart.look, p->so_far))
                         : "incomplete";
    rows += fmt::format("<tr><td>{}<td class=\"r\">{}", EscapeHtml(p->label),
                        EscapeHtml(FormatValue(chart.look, p->value)));
    if (intervals)
      rows += p->low && p->high ? fmt::format("<td>{} to {}", FormatValue(chart.look, p->low),
                                              FormatValue(chart.look, p->high))
                                : "<td>";
    rows += "<td>" + remark;
  }
  for (const LinePoint& p : chart.points) {
    const auto value = p.so_far ? p.so_far : p.value;
    csv += fmt::format("{},{},{},{},{}\n", CsvField(p.label), plain(value), plain(p.low),
                       plain(p.high), p.kind == PointKind::kKnown);
  }
  std::string data;
  for (const char c : csv)
    data += c == '\n' ? "%0A"
            : std::isalnum(static_cast<unsigned char>(c)) || c == ',' || c == '.' || c == '-' ||
                    c == ':'
                ? std::string(1, c)
                : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return fmt::format(
      R"(<details class="numbers"><summary>Numbers</summary><p><a download="numbers.csv" href="data:text/csv;charset=utf-8,{}">Download as CSV</a></p><div tabindex="0" role="group" aria-label="Numbers of {}"><table><thead><tr><th>Period<th class="r">Value{}<th>Remark<tbody>{}</table></div></details>)",
      data, EscapeHtml(chart.title), intervals ? "<th>95% interval" : "", rows);
}

std::string FlagsList(const LineChart& chart) {
  std::string out;
  for (const Flag& flag : FlagsOf(chart))
    out += fmt::format("<li><b>{}</b>{}</li>", flag.letter, EscapeHtml(flag.text));
  if (const std::string open = OpenWords(chart); !open.empty())
    out += fmt::format("<li class=\"muted\">○ {}</li>", EscapeHtml(open));
  return out.empty() ? "" : "<ol class=\"flags\">" + out + "</ol>";
}

}  // namespace

std::string Badge(const VerdictLook& look) {
  return fmt::format(
      R"(<span class="v {0}"><svg aria-hidden="true"><use href="#i-{0}"/></svg>{1}</span>)",
      look.style, look.word);
}

std::string Badge(Verdict verdict) {
  return Badge(LookOf(verdict));
}

std::string Render(const HtmlTable& table) {
  std::string out = fmt::format("<table class=\"cards {}\">", table.style);
  if (!table.caption.empty())
    out += fmt::format("<caption>{}</caption>", EscapeHtml(table.caption));
  out += "<thead><tr>";
  for (const HtmlColumn& column : table.columns)
    out += fmt::format("<th scope=\"col\"{}>{}</th>", column.numeric ? " class=\"r\"" : "",
                       EscapeHtml(column.title));
  out += "</tr></thead><tbody>";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (size_t c = 0; c < row.size(); ++c) {
      const HtmlColumn& column = table.columns[c];
      if (c == 0) {
        out += fmt::format("<th scope=\"row\">{}</th>", row[c]);
        continue;
      }
      out += fmt::format("<td{} data-label=\"{}\">{}</td>",
                         column.numeric ? " class=\"r\""
                         : column.prose ? " class=\"long\""
                                        : "",
                         EscapeHtml(column.title), row[c]);
    }
    out += "</tr>";
  }
  return out + "</tbody></table>";
}

std::string Render(const ShownTable& shown) {
  HtmlTable table{shown.title, {}, {}, ""};
  for (size_t c = 0; c < shown.columns.size(); ++c)
    table.columns.push_back({shown.columns[c], shown.numeric[c]});
  for (const auto& row : shown.rows) {
    std::vector<std::string> cells;
    for (const std::string& cell : row) cells.push_back(EscapeHtml(cell));
    table.rows.push_back(std::move(cells));
  }
  return Render(table);
}

std::string FigureFoot(const LineChart& chart) {
  return FlagsList(chart) + NumbersOf(chart);
}

std::string WidePicture(const LineChart& chart, const std::string& caption) {
  const auto drawn = [&](const SvgLook& look, const char* style) {
    const std::string svg = RenderLineSvg(chart, look);
    return fmt::format("<svg class=\"{}\" {}", style, svg.substr(std::string("<svg ").size()));
  };
  const bool tooltips = chart.points.size() <= kMostTooltips;
  return fmt::format("<figure class=\"wide\"><figcaption>{}</figcaption>{}{}</figure>",
                     EscapeHtml(caption), drawn({660, 245, tooltips}, "broad"),
                     drawn({330, 165, false}, "narrow"));
}

std::string WideFigure(const LineChart& chart, const std::string& caption) {
  return WidePicture(chart, caption) + FigureFoot(chart);
}

std::string Figure(const std::string& caption, const std::string& svg, const std::string& numbers) {
  const std::string fold =
      numbers.empty()
          ? ""
          : "<details class=\"numbers\"><summary>Numbers</summary>" + numbers + "</details>";
  return fmt::format("<figure><figcaption>{}</figcaption>{}{}</figure>", EscapeHtml(caption), svg,
                     fold);
}

std::string Folded(const std::string& title, const std::string& inside) {
  return fmt::format("<details><summary>{}</summary>{}</details>", EscapeHtml(title), inside);
}

std::string Paragraph(const std::string& text, const char* style) {
  if (text.empty()) return "";
  return *style == '\0' ? fmt::format("<p>{}</p>", EscapeHtml(text))
                        : fmt::format("<p class=\"{}\">{}</p>", style, EscapeHtml(text));
}

std::string BulletList(const std::vector<std::string>& lines) {
  std::string out = "<ul>";
  for (const std::string& line : lines) out += fmt::format("<li>{}</li>", EscapeHtml(line));
  return out + "</ul>";
}

}  // namespace northstar
