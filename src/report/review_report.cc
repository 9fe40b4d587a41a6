#include "report/review_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/html_text.h"
#include "base/local_time_words.h"
#include "base/period_words.h"
#include "base/text.h"
#include "model/project.h"
#include "report/html_parts.h"
#include "report/html_style.h"
#include "report/verdict_look.h"

namespace northstar {
namespace {

constexpr size_t kWidth = 98;
constexpr size_t kNoWidth = 10'000;  // Markdown breaks its own lines

VerdictLook LookOf(const ReviewFindings& found) {
  switch (found.verdict) {
    case ReviewVerdict::kConfirm:
      return {"✔", "32", found.lead_untested ? "confirmed, lead untested" : "confirmed", "pass"};
    case ReviewVerdict::kLookCloser:
      return {"◆", "33", "look closer", "unclear"};
    case ReviewVerdict::kChangeDue:
      break;
  }
  return {"▲", "31", "change due", "fail"};
}

VerdictLook LookOf(const TriggerFinding& trigger) {
  if (trigger.confirmed) return {"▲", "31", "confirmed", "fail"};
  if (trigger.level == TriggerLevel::kFirm) return {"▲", "33", "firm", "unclear"};
  return {"◆", "33", "soft", "unclear"};
}

void AddLines(const std::string& text, size_t width, std::string& out) {
  for (const std::string& line : Wrap(Printable(text), width)) out += line + "\n";
}

std::string DaysOf(const ReviewFindings& found) {
  return fmt::format("{} to {}", DateWords(FormatDay(found.quarter.days.first)),
                     DateWords(FormatDay(found.quarter.days.last)));
}

// A table as people read it: both ends of an interval in one column, and of a long course of time
// its first and last rows.
struct ReadableTable {
  std::vector<std::string> titles;
  std::vector<bool> numeric;
  std::vector<std::vector<std::string>> rows;
};

constexpr size_t kRowsAtEnds = 4;

bool StartsInterval(const ReviewTable& table, size_t column) {
  return column + 1 < table.columns.size() && table.columns[column].name == "low" &&
         table.columns[column + 1].name == "high";
}

std::vector<std::string> ShownRow(const ReviewTable& table, const std::vector<ReviewCell>& cells) {
  std::vector<std::string> row;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (!StartsInterval(table, i)) {
      row.push_back(cells[i].shown);
      continue;
    }
    const bool known = !std::holds_alternative<std::monostate>(cells[i].value);
    row.push_back(known ? fmt::format("{} to {}", cells[i].shown, cells[i + 1].shown)
                        : cells[i].shown);
    ++i;
  }
  return row;
}

ReadableTable ReadableOf(const ReviewTable& table) {
  ReadableTable shown;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const bool interval = StartsInterval(table, i);
    shown.titles.push_back(interval ? "interval" : table.columns[i].title);
    shown.numeric.push_back(table.columns[i].numeric);
    i += interval;
  }
  const size_t rows = table.rows.size();
  const bool shorten = table.in_time && rows > 2 * kRowsAtEnds + 1;
  for (size_t r = 0; r < rows; ++r) {
    if (shorten && r == kRowsAtEnds) {
      const size_t left = rows - 2 * kRowsAtEnds;
      shown.rows.emplace_back(shown.titles.size());
      shown.rows.back().front() = fmt::format("… {} more", left);
      r += left;
    }
    shown.rows.push_back(ShownRow(table, table.rows[r]));
  }
  return shown;
}

TextTable TableOf(const ReviewTable& table) {
  ReadableTable shown = ReadableOf(table);
  TextTable text(shown.titles);
  for (size_t i = 0; i < shown.numeric.size(); ++i) {
    if (shown.numeric[i]) text.AlignRight(i);
  }
  for (auto& row : shown.rows) text.Add(std::move(row));
  return text;
}

class Pack {
 public:
  // `depth`: of the headings of sections in Markdown.
  Pack(const ReviewFindings& found, bool markdown, bool color, int depth)
      : found_(found), markdown_(markdown), color_(color), depth_(depth) {}

  std::string Text() {
    AddTriggers();
    for (const ReviewSection& section : found_.sections) AddSection(section);
    for (const std::string& note : found_.notes) Paragraph(note);
    return std::move(out_);
  }

 private:
  void Paragraph(const std::string& text) {
    out_ += "\n";
    AddLines(text, markdown_ ? kNoWidth : kWidth, out_);
  }

  void Heading(const std::string& text) {
    const std::string title = Printable(text);
    out_ += markdown_
                ? fmt::format("\n{} {}\n", std::string(static_cast<size_t>(depth_), '#'), title)
                : "\n" + Paint(title, "1", color_) + "\n";
  }

  void AddTriggers() {
    if (found_.triggers.empty()) return;
    Heading("Triggers");
    for (const TriggerFinding& one : found_.triggers) {
      const VerdictLook look = LookOf(one);
      const std::string name(NameOf(one.trigger));
      if (markdown_) {
        Paragraph(fmt::format("**{}** ({}). {}", name, look.word, one.said.whole()));
        continue;
      }
      out_ += fmt::format("{}  {} ({})\n", Paint(look.mark, look.color, color_), name, look.word);
      for (const std::string& line : Wrap(Printable(one.said.whole()), kWidth - 3))
        out_ += "   " + line + "\n";
    }
  }

  void AddSection(const ReviewSection& section) {
    Heading(std::string(section.title));
    if (markdown_) out_ += "\n";
    AddLines(section.said.whole(), markdown_ ? kNoWidth : kWidth, out_);
    if (!section.table.rows.empty()) {
      const TextTable table = TableOf(section.table);
      out_ += markdown_ ? "\n" + table.Markdown() : table.Text(color_);
    }
    for (const std::string& note : section.notes) {
      if (markdown_) out_ += "\n";
      AddLines(note, markdown_ ? kNoWidth : kWidth, out_);
    }
  }

  const ReviewFindings& found_;
  bool markdown_, color_;
  int depth_;
  std::string out_;
};

std::string Text(const ReviewFindings& found, bool markdown, bool color) {
  const VerdictLook look = LookOf(found);
  const std::string head = fmt::format("Review of {}: {}", found.quarter.name, look.word);
  std::string out = markdown ? fmt::format("# {}\n\n", head)
                             : fmt::format("{}  {}\n", Paint(look.mark, look.color, color), head);
  AddLines(fmt::format("{} ({}). {}", found.star->label, DaysOf(found), found.said.whole()),
           markdown ? kNoWidth : kWidth, out);
  return out + Pack(found, markdown, color, 2).Text();
}

std::string Field(const std::optional<double>& value) {
  return value ? FormatNumber(*value) : "";
}

std::string Csv(const ReviewFindings& found) {
  std::string out = "period,verdict,trigger,level,confirmed,value,low,high,sentence,settles\n";
  for (const TriggerFinding& one : found.triggers) {
    out += fmt::format("{},{},{},{},{},{},{},{},{},{}\n", found.quarter.name, NameOf(found.verdict),
                       NameOf(one.trigger), NameOf(one.level), one.confirmed, Field(one.value),
                       Field(one.low), Field(one.high), CsvField(one.said.first.text()),
                       CsvField(one.said.more.text()));
  }
  return out;
}

HtmlTable HtmlOf(const ReviewTable& table) {
  ReadableTable shown = ReadableOf(table);
  HtmlTable html;
  for (size_t i = 0; i < shown.titles.size(); ++i)
    html.columns.push_back({shown.titles[i], shown.numeric[i]});
  for (auto& row : shown.rows) {
    for (std::string& cell : row) cell = EscapeHtml(cell);
    html.rows.push_back(std::move(row));
  }
  return html;
}

std::string HtmlTriggers(const ReviewFindings& found) {
  if (found.triggers.empty()) return "";
  std::string out = "<section id=\"triggers\"><h2>Triggers</h2>";
  for (const TriggerFinding& one : found.triggers) {
    out += fmt::format("<h3>{} {}</h3>", Badge(LookOf(one)), NameOf(one.trigger));
    out += Paragraph(one.said.first.text()) + Paragraph(one.said.more.text(), "small");
  }
  return out + "</section>";
}

std::string HtmlSection(const ReviewSection& section) {
  std::string out = fmt::format("<section id=\"{}\"><h2>{}</h2>", EscapeHtml(section.name),
                                EscapeHtml(section.title));
  out += Paragraph(section.said.whole());
  if (!section.table.rows.empty()) out += Render(HtmlOf(section.table));
  for (const std::string& note : section.notes) out += Paragraph(note, "small");
  return out + "</section>";
}

}  // namespace

std::string RenderReview(const ReviewFindings& found, TextForm form, bool color) {
  switch (form) {
    case TextForm::kCsv:
      return Csv(found);
    case TextForm::kMarkdown:
      return Text(found, true, false);
    case TextForm::kTable:
      break;
  }
  return Text(found, false, color);
}

std::string RenderReviewHtml(const ReviewFindings& found) {
  const std::string title =
      fmt::format("{}: review of {}", found.project->name, found.quarter.name);
  std::string out = fmt::format(
      R"(<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{}</title><style>{}</style></head><body>{}<header><b>★ {}</b> · {}</header><main>)",
      EscapeHtml(title), kPageStyle, kIcons, EscapeHtml(found.project->name), DaysOf(found));
  out += fmt::format("<section id=\"verdict\"><h1>Review of {} {}</h1>{}</section>",
                     EscapeHtml(found.quarter.name), Badge(LookOf(found)),
                     Paragraph(found.said.whole()));
  out += HtmlTriggers(found);
  for (const ReviewSection& section : found.sections) out += HtmlSection(section);
  for (const std::string& note : found.notes) out += Paragraph(note, "small");
  return out + "</main></body></html>\n";
}

std::string RenderReviewRecord(const CloseReviewAnswer& closed) {
  const ReviewFindings& found = closed.review;
  std::string out =
      fmt::format("# Review of {}: {}\n\n> {}\n\n{}\n\nClosed by {} on {}.\n", found.quarter.name,
                  LookOf(found).word, Printable(found.said.whole()), Printable(closed.why),
                  Printable(closed.by), DateWords(closed.day));
  if (closed.strategy_changed)
    out += "\nThe strategy changed: the next review asks whether the star still fits.\n";
  out += fmt::format("\n{} ({}), from data as of {}.\n", Printable(found.star->label),
                     DaysOf(found), LocalTimeWords(found.project->calendar, found.as_of_us));
  return out + Pack(found, true, false, 2).Text();
}

}  // namespace northstar
