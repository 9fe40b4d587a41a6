#include "report/explain_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/html_text.h"
#include "base/text.h"
#include "report/explain_parts.h"
#include "report/verdict_look.h"

namespace northstar {
namespace {

constexpr size_t kWidth = 98;
constexpr size_t kBar = 20;  // columns of the longest bar
constexpr size_t kMostRows = 6;

std::string Signed(const Metric& metric, double value) {
  return SignedValue(LookOf(metric), value);
}

// A bar to the right of the middle for what raised the metric, to the left for what lowered it.
std::string Bar(double value, double largest) {
  std::string left(kBar / 2, ' ');
  std::string right(kBar / 2, ' ');
  if (largest <= 0) return left + "│" + right;
  const auto length =
      static_cast<size_t>(std::lround(std::fabs(value) / largest * static_cast<double>(kBar) / 2));
  std::string blocks;
  for (size_t i = 0; i < length; ++i) blocks += "█";
  const std::string spaces(kBar / 2 - std::min(length, kBar / 2), ' ');
  return value < 0 ? spaces + blocks + "│" + right : left + "│" + blocks + spaces;
}

struct Row {
  std::string name;
  double contribution;
  std::string remark;
  int indent = 0;
};

// A list of contributions as text with bars, or as a table of Markdown.
class Lists {
 public:
  Lists(const Explanation& e, bool markdown, bool color)
      : e_(e), markdown_(markdown), color_(color) {}

  void Add(const std::string& title, const std::vector<Row>& rows) {
    if (rows.empty()) return;
    Title(title);
    double largest = 0;
    size_t width = 12;
    for (const Row& row : rows) {
      largest = std::max(largest, std::fabs(row.contribution));
      width = std::max(width, DisplayWidth(row.name) + static_cast<size_t>(row.indent) * 2);
    }
    width = std::min<size_t>(width, 38);
    if (markdown_) out_ += "| | contribution | |\n|---|---:|---|\n";
    for (const Row& row : rows) {
      const std::string value = Signed(*e_.metric, row.contribution);
      if (markdown_) {
        out_ += fmt::format("| {}{} | {} | {} |\n", row.indent > 0 ? "– " : "", row.name, value,
                            row.remark);
        continue;
      }
      const std::string indent(static_cast<size_t>(row.indent) * 2, ' ');
      out_ += fmt::format(
          "  {} {} {} {}\n", PadRight(indent + row.name, width), PadLeft(value, 9),
          Paint(Bar(row.contribution, largest), row.contribution < 0 ? "31" : "32", color_),
          Paint(row.remark, "90", color_));
    }
  }

  void Title(const std::string& title) {
    out_ += markdown_ ? fmt::format("\n## {}\n\n", title) : "\n" + Paint(title, "1", color_) + "\n";
  }
  void Line(const std::string& text) {
    if (markdown_) {
      out_ += "- " + text + "\n";
      return;
    }
    const std::vector<std::string> lines = Wrap(text, kWidth - 4);
    for (size_t i = 0; i < lines.size(); ++i) out_ += (i == 0 ? "  " : "    ") + lines[i] + "\n";
  }
  void Quote(const std::string& text) {
    out_ += (markdown_ ? "  - “" + EscapeHtml(text) : "      “" + text) + "”\n";
  }
  std::string Take() { return std::move(out_); }

 private:
  const Explanation& e_;
  bool markdown_, color_;
  std::string out_;
};

std::string Level(const Metric* metric, double value) {
  return FormatValue(metric == nullptr ? ValueLook{} : LookOf(*metric), value);
}

std::string FromTo(const Metric* metric, const std::optional<double>& before,
                   const std::optional<double>& after) {
  const auto text = [&](const std::optional<double>& value) {
    return value ? Level(metric, *value) : std::string("–");
  };
  return text(before) + " → " + text(after);
}

void AddInputs(const Explanation& e, Lists& lists) {
  std::vector<Row> rows;
  for (const InputPart& part : e.inputs) {
    std::string remark = FromTo(part.metric, part.before, part.after);
    if (!part.before) remark = "";
    if (!part.owners.empty()) remark += ", " + Join(part.owners, ", ");
    rows.push_back({part.label, part.contribution, remark, part.depth});
  }
  lists.Add("inputs", rows);
  if (!e.inputs.empty() || e.moves.empty()) return;
  lists.Title("inputs (without a formula, the change cannot be split between them)");
  for (const InputMove& move : e.moves) {
    lists.Line(fmt::format("{}: {}{}{}", move.metric->label,
                           FromTo(move.metric, move.before, move.after),
                           move.movement.is_unusual() ? ", unusual" : "",
                           move.owners.empty() ? "" : " (" + Join(move.owners, ", ") + ")"));
  }
}

void AddLifecycle(const Explanation& e, Lists& lists) {
  std::vector<Row> rows;
  for (const LifecyclePart& part : e.lifecycle.parts) {
    std::string remark =
        part.usual ? fmt::format("usually {}", Signed(*e.metric, *part.usual)) : "";
    if (part.flow == LifecycleFlow::kOther) remark = "events with no " + e.lifecycle.entity;
    rows.push_back({std::string(LifecycleFlowName(part.flow)), part.contribution, remark});
  }
  lists.Add("new, resurrected and churned", rows);
  if (e.lifecycle.quick_ratio)
    lists.Line(
        fmt::format("quick ratio {} (gained per one lost)", Humanize(*e.lifecycle.quick_ratio, 2)));
}

void AddSegments(const Explanation& e, Lists& lists) {
  const Segments& s = e.segments;
  std::vector<Row> rows;
  for (const SegmentPart& part : s.parts) {
    rows.push_back(
        {WhereWords(part), part.contribution, FromTo(e.metric, part.before, part.after)});
  }
  if (s.stands_out) lists.Add("notable segments", rows);
  for (const DimensionView& view : s.dimensions) {
    rows.clear();
    double rest = view.overlap;
    for (size_t i = 0; i < view.rows.size(); ++i) {
      const DimensionRow& row = view.rows[i];
      if (i >= kMostRows) {
        rest += row.contribution;
        continue;
      }
      std::string remark = FromTo(e.metric, row.before, row.after);
      if (row.rate)
        remark += fmt::format(" (own value {}, share of total {})", Signed(*e.metric, *row.rate),
                              Signed(*e.metric, *row.mix));
      rows.push_back({row.other ? "(other)" : Printable(row.value.value_or("(none)")),
                      row.contribution, remark});
    }
    if (std::fabs(rest) > 1e-9 * std::fabs(e.change))
      rows.push_back({"other", rest, view.overlap != 0 ? "overlap between values" : ""});
    lists.Add("by " + view.dimension, rows);
    if (view.reversal)
      lists.Line(
          "Most values moved the other way on their own: the change comes from a shift in the "
          "mix.");
  }
}

void AddBeside(const Explanation& e, Lists& lists) {
  if (!e.suspects.empty()) {
    lists.Title("check the data first");
    for (const Suspect& one : e.suspects) lists.Line(one.sentence);
  }
  if (!e.happenings.empty()) {
    lists.Title("at the same time");
    for (const Happening& one : e.happenings) {
      lists.Line(fmt::format("{}{}: {}", one.at, one.to.empty() ? "" : " to " + one.to, one.text));
    }
  }
}

void AddFeedback(const Explanation& e, Lists& lists) {
  if (!e.feedback) return;
  const FeedbackFindings& f = *e.feedback;
  lists.Title("what customers wrote");
  std::string counts = Plural(f.after.texts, "text");
  if (f.volume.usual)
    counts += ", usually " + (*f.volume.usual < 10 ? Humanize(*f.volume.usual, 2)
                                                   : WithThousands(std::llround(*f.volume.usual)));
  if (f.after.negative && f.before.negative && f.Compared())
    counts += fmt::format("; {:.0f}% unhappy, {:.0f}% before", *f.after.negative * 100,
                          *f.before.negative * 100);
  if (f.after.unscored > 0)
    counts += fmt::format("; {:.0f}% not scored", f.after.ShareUnscored() * 100);
  lists.Line(counts + (f.enough ? "."
                       : f.Compared()
                           ? ": too few to compare words."
                           : "; the data begins too late to compare with the period before."));
  if (f.enough && f.rising.empty()) lists.Line("No word stands out.");
  for (size_t i = 0; i < f.rising.size() && i < 4; ++i) {
    const KeyTerm& term = f.rising[i].term;
    lists.Line(fmt::format("“{}”: {} of {} people, up from {} of {}", term.term, term.here,
                           f.compared_people, term.there, f.compared_people_before));
    for (size_t q = 0; q < term.quotes.size() && q < 2; ++q) lists.Quote(term.quotes[q]);
  }
}

std::string RenderText(const Explanation& e, bool markdown, bool color) {
  std::string head = markdown ? fmt::format("# Why did {} move?\n\n", e.metric->label) : "";
  for (const std::string& line : Wrap(e.said.whole(), markdown ? 10'000 : kWidth))
    head += line + "\n";
  if (const auto& expected = e.movement.expected) {
    head += fmt::format("\nBased on its history, {} was expected ({:.0f}% interval: {} to {}).\n",
                        Level(e.metric, expected->mean), expected->level * 100,
                        Level(e.metric, expected->low), Level(e.metric, expected->high));
  }
  Lists lists(e, markdown, color);
  AddBeside(e, lists);
  AddInputs(e, lists);
  AddLifecycle(e, lists);
  AddSegments(e, lists);
  AddFeedback(e, lists);
  if (!e.notes.empty()) {
    lists.Title("notes");
    for (const std::string& note : e.notes) lists.Line(note);
  }
  return head + lists.Take();
}

std::string RenderCsv(const Explanation& e) {
  std::string out = "kind,part,before,after,contribution\n";
  const auto number = [](const std::optional<double>& v) { return v ? FormatNumber(*v) : ""; };
  const auto add = [&](const char* kind, const std::string& part,
                       const std::optional<double>& before, const std::optional<double>& after,
                       double contribution) {
    out += fmt::format("{},{},{},{},{}\n", kind, CsvField(part), number(before), number(after),
                       FormatNumber(contribution));
  };
  add("metric", e.metric->name, e.before.value, e.after.value, e.change);
  for (const InputPart& part : e.inputs) {
    if (part.depth == 0) add("input", part.name, part.before, part.after, part.contribution);
  }
  for (const LifecyclePart& part : e.lifecycle.parts)
    add("lifecycle", std::string(LifecycleFlowName(part.flow)), {}, {}, part.contribution);
  for (const SegmentPart& part : e.segments.parts)
    add("segment", WhereWords(part), part.before, part.after, part.contribution);
  for (const DimensionView& view : e.segments.dimensions) {
    for (const DimensionRow& row : view.rows)
      add(("by " + view.dimension).c_str(), row.other ? "(other)" : row.value.value_or(""),
          row.before, row.after, row.contribution);
  }
  return out;
}

}  // namespace

std::string WhereWords(const SegmentPart& part) {
  if (part.where.empty()) return "everything else";
  std::vector<std::string> words;
  for (const SegmentCondition& one : part.where)
    words.push_back(one.dimension + " = " + Printable(one.value.value_or("(none)")));
  return Join(words, " and ");
}

std::string RenderExplanation(const Explanation& explanation, TextForm form, bool color) {
  switch (form) {
    case TextForm::kCsv:
      return RenderCsv(explanation);
    case TextForm::kMarkdown:
      return RenderText(explanation, true, false);
    case TextForm::kTable:
      break;
  }
  return RenderText(explanation, false, color);
}

}  // namespace northstar
