#include "report/feedback_report.h"

#include <fmt/format.h>

#include <cmath>

#include "base/html_text.h"
#include "base/text.h"
#include "report/verdict_look.h"

namespace northstar {
namespace {

constexpr size_t kWidth = 98;
constexpr size_t kMostAlso = 5;  // further terms of a theme

std::string RenderCsv(const FeedbackFindings& f) {
  std::string out = "direction,theme,score,people,people_before,votes,sentiment\n";
  const auto add = [&](const char* direction, const std::vector<FeedbackTheme>& themes) {
    for (const FeedbackTheme& t : themes)
      out += fmt::format("{},{},{},{},{},{},{}\n", direction, CsvField(t.term.term),
                         FormatNumber(t.term.z), t.term.here, t.term.there, FormatNumber(t.votes),
                         t.mood ? FormatNumber(*t.mood) : "");
  };
  for (const FeedbackTopic& t : f.topics) {
    const std::string before =
        t.share_before ? FormatNumber(std::round(*t.share_before *
                                                 static_cast<double>(f.compared_people_before)))
                       : "";
    out += fmt::format("now,{},,{},{},{},{}\n", CsvField(t.label), t.people, before,
                       FormatNumber(t.votes), t.mood ? FormatNumber(*t.mood) : "");
  }
  add("rising", f.rising);
  add("falling", f.falling);
  return out;
}

std::string MoodWords(const std::optional<double>& mood) {
  if (!mood) return "–";
  return fmt::format("{}{:.2f}", *mood > 0 ? "+" : *mood < 0 ? "−" : "", std::fabs(*mood));
}

std::string Percent(const std::optional<double>& share) {
  return share ? fmt::format("{:.0f}%", *share * 100) : "–";
}

void AddRow(TextTable& table, const std::string& name, const FeedbackMood& m) {
  const std::string interval = m.low && m.high ? MoodWords(m.low) + " to " + MoodWords(m.high) : "";
  table.Add({name, WithThousands(m.texts), WithThousands(m.people), Humanize(m.votes, 4),
             MoodWords(m.mood), interval, Percent(m.negative),
             m.rating ? fmt::format("{:.1f}", *m.rating) : "–",
             fmt::format("{:.0f}%", m.ShareUnscored() * 100)});
}

TextTable MoodTable() {
  TextTable table(
      {"", "texts", "people", "votes", "sentiment", "95%", "unhappy", "rating", "not scored"});
  for (const size_t column : {1, 2, 3, 4, 6, 7, 8}) table.AlignRight(column);
  return table;
}

// One theme: what it is called, its figures, what else is said for it, and how people say it.
void AddTheme(const std::string& name, const std::string& counts,
              const std::vector<std::string>& also, const std::vector<std::string>& quotes,
              bool markdown, bool color, std::string& out) {
  out += markdown ? fmt::format("- **{}**: {}\n", name, counts)
                  : fmt::format("  {} {}\n", Paint(PadRight(name, 22), "1", color),
                                Paint(counts, "90", color));
  if (!also.empty() && !markdown) {
    for (const std::string& line : Wrap("also: " + Join(also, ", "), kWidth - 6))
      out += "    " + Paint(line, "90", color) + "\n";
  }
  for (const std::string& quote : quotes) {
    if (markdown) {
      out += fmt::format("  - “{}”\n", EscapeHtml(quote));
      continue;
    }
    for (const std::string& line : Wrap("“" + quote + "”", kWidth - 8))
      out += "      " + line + "\n";
  }
}

void AddTitle(const std::string& title, bool markdown, bool color, std::string& out) {
  out += markdown ? fmt::format("\n## {}\n\n", title) : "\n" + Paint(title, "1", color) + "\n";
}

void AddTopics(const FeedbackFindings& f, bool markdown, bool color, std::string& out) {
  if (f.topics.empty()) return;
  AddTitle("themes now", markdown, color, out);
  for (const FeedbackTopic& topic : f.topics) {
    std::string counts =
        fmt::format("{} of {} people ({}", topic.people, f.after.people, Percent(topic.share));
    if (topic.share_before) counts += ", before: " + Percent(topic.share_before);
    counts +=
        fmt::format("); sentiment {}, {} votes", MoodWords(topic.mood), Humanize(topic.votes, 3));
    std::vector<std::string> also;
    for (const std::string& term : topic.terms) {
      if (term != topic.label && also.size() < kMostAlso) also.push_back(term);
    }
    AddTheme(topic.label, counts, also, topic.quotes, markdown, color, out);
  }
}

void AddThemes(const std::string& title, const FeedbackFindings& f,
               const std::vector<FeedbackTheme>& themes, bool markdown, bool color,
               std::string& out) {
  if (themes.empty()) return;
  AddTitle(title, markdown, color, out);
  for (const FeedbackTheme& theme : themes) {
    const KeyTerm& t = theme.term;
    const std::string counts = fmt::format(
        "{} of {} people (before: {} of {}); sentiment {}, {} votes", t.here, f.compared_people,
        t.there, f.compared_people_before, MoodWords(theme.mood), Humanize(theme.votes, 3));
    AddTheme(t.term, counts, t.also, t.quotes, markdown, color, out);
  }
}

std::string RenderText(const FeedbackFindings& f, bool markdown, bool color) {
  std::string out = markdown ? "# What customers wrote\n\n" : "";
  for (const std::string& line : Wrap(f.said.whole(), markdown ? 10'000 : kWidth))
    out += line + "\n";
  out += "\n";
  TextTable table = MoodTable();
  AddRow(table, fmt::format("{} to {}", FormatDay(f.from), FormatDay(f.to - 1)), f.after);
  if (f.reference < f.from)
    AddRow(table, fmt::format("{} to {}", FormatDay(f.reference), FormatDay(f.from - 1)), f.before);
  out += markdown ? table.Markdown() : table.Text(color);
  if (f.VolumeJumped()) {
    out +=
        "\nMore than twice as many texts per day as before: people who rarely write may "
        "be\noverrepresented, so compare sentiment with care.\n";
  }
  for (const std::string& note : f.notes) {
    out += "\n";
    for (const std::string& line : Wrap(note, markdown ? 10'000 : kWidth)) out += line + "\n";
  }
  AddTopics(f, markdown, color, out);
  AddThemes("mentioned more than before", f, f.rising, markdown, color, out);
  AddThemes("mentioned less than before", f, f.falling, markdown, color, out);
  std::string dimension;
  for (size_t i = 0; i < f.segments.size(); ++i) {
    if (f.segments[i].dimension == dimension) continue;
    dimension = f.segments[i].dimension;
    TextTable own = MoodTable();
    for (const FeedbackSegment& one : f.segments) {
      if (one.dimension != dimension) continue;
      AddRow(own, Printable(one.value.value_or("(none)")), one.after);
      AddRow(own, "  before", one.before);
    }
    out += markdown ? fmt::format("\n## by {}\n\n", dimension)
                    : "\n" + Paint("by " + dimension, "1", color) + "\n";
    out += markdown ? own.Markdown() : own.Text(color);
  }
  return out;
}

}  // namespace

std::string RenderFeedback(const FeedbackFindings& findings, TextForm form, bool color) {
  switch (form) {
    case TextForm::kCsv:
      return RenderCsv(findings);
    case TextForm::kMarkdown:
      return RenderText(findings, true, false);
    case TextForm::kTable:
      break;
  }
  return RenderText(findings, false, color);
}

}  // namespace northstar
