// Why the star moved, and what customers write: the second and the third section of the report.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/html_text.h"
#include "base/period_words.h"
#include "base/text.h"
#include "report/explain_parts.h"
#include "report/html_parts.h"
#include "report/html_sections.h"

namespace northstar {
namespace {

constexpr size_t kMostThemes = 5;

struct Part {
  std::string label;
  double value = 0;
  std::optional<double> usual;
};

// A bar per part, to the left and right of 0, all on one scale; a tick where it usually is.
std::string PartBars(const std::vector<Part>& parts, const ValueLook& look,
                     const std::string& caption) {
  double largest = 0;
  bool usual = false;
  for (const Part& part : parts) {
    largest = std::max({largest, std::fabs(part.value), std::fabs(part.usual.value_or(0))});
    usual = usual || part.usual.has_value();
  }
  if (!(largest > 0)) return "";
  const auto place = [&](double value) { return 50 + 48 * value / largest; };
  std::string out =
      fmt::format("<div class=\"parts\"><p class=\"small\">{}</p>",
                  EscapeHtml(caption + (usual ? "; the tick marks the usual value" : "")));
  for (const Part& part : parts) {
    const double left = std::min(50.0, place(part.value));
    const double width = std::fabs(place(part.value) - 50);
    out += fmt::format(
        R"(<div><span>{}</span><b class="r">{}</b><span class="track"><span class="fill" style="left:{:.1f}%;width:{:.1f}%"></span>)",
        EscapeHtml(part.label), EscapeHtml(SignedValue(look, part.value)), left,
        std::max(width, 0.4));
    if (part.usual)
      out += fmt::format(R"(<span class="usual" style="left:{:.1f}%" title="usually {}"></span>)",
                         place(*part.usual), EscapeHtml(SignedValue(look, *part.usual)));
    out += "</span></div>";
  }
  return out + "</div>";
}

std::string LifecycleLabel(LifecycleFlow flow) {
  switch (flow) {
    case LifecycleFlow::kResurrected:
      return "came back";
    case LifecycleFlow::kChurned:
      return "did not return";
    case LifecycleFlow::kExpansion:
      return "expansion";
    case LifecycleFlow::kContraction:
      return "contraction";
    case LifecycleFlow::kNew:
    case LifecycleFlow::kOther:
      break;
  }
  return std::string(LifecycleFlowName(flow));
}

std::string SegmentTable(const Explanation& e, const ValueLook& look) {
  if (!e.segments.stands_out) return "";
  HtmlTable table{"Notable segments",
                  {{"segment"}, {"before", true}, {"after", true}, {"of the change", true}},
                  {},
                  ""};
  for (const SegmentPart& part : e.segments.parts)
    table.rows.push_back({EscapeHtml(WhereWords(part)), EscapeHtml(FormatValue(look, part.before)),
                          EscapeHtml(FormatValue(look, part.after)),
                          EscapeHtml(SignedValue(look, part.contribution))});
  return Render(table);
}

std::string Quotes(const std::vector<std::string>& quotes, size_t most) {
  std::string out;
  for (size_t i = 0; i < quotes.size() && i < most; ++i)
    out += fmt::format("<blockquote>{}</blockquote>", EscapeHtml(quotes[i]));
  return out;
}

std::string MoodText(const std::optional<double>& mood) {
  if (!mood) return "–";
  return fmt::format("{}{:.1f}", *mood > 0 ? "+" : *mood < 0 ? "−" : "", std::fabs(*mood));
}

std::string TopicTable(const FeedbackFindings& f) {
  if (f.topics.empty()) return "";
  HtmlTable table{"Themes now",
                  {{"theme"},
                   {"people", true},
                   {"before", true},
                   {"sentiment", true},
                   {"in their words", false, true}},
                  {},
                  ""};
  for (size_t i = 0; i < f.topics.size() && i < kMostThemes; ++i) {
    const FeedbackTopic& topic = f.topics[i];
    table.rows.push_back(
        {EscapeHtml(topic.label), PercentText(topic.share),
         topic.share_before ? PercentText(*topic.share_before) : "–", MoodText(topic.mood),
         topic.quotes.empty() ? "" : "“" + EscapeHtml(topic.quotes.front()) + "”"});
  }
  return Render(table);
}

std::string Rising(const FeedbackFindings& f) {
  if (f.rising.empty()) return "";
  HtmlTable table{"Said more than before",
                  {{"theme"},
                   {"people", true},
                   {"before", true},
                   {"sentiment", true},
                   {"in their words", false, true}},
                  {},
                  ""};
  for (size_t i = 0; i < f.rising.size() && i < kMostThemes; ++i) {
    const FeedbackTheme& theme = f.rising[i];
    table.rows.push_back(
        {EscapeHtml(theme.term.term), std::to_string(theme.term.here),
         std::to_string(theme.term.there), MoodText(theme.mood),
         theme.term.quotes.empty() ? "" : "“" + EscapeHtml(theme.term.quotes.front()) + "”"});
  }
  return Render(table);
}

// What it was because of: the parts of the formula, else who came and who went.
std::string Parts(const Explanation& e, const ValueLook& look) {
  std::vector<Part> parts;
  for (const InputPart& part : e.inputs) {
    if (part.depth == 0) parts.push_back({part.label, part.contribution, {}});
  }
  if (!parts.empty()) return PartBars(parts, look, "The change by input");
  for (const LifecyclePart& part : e.lifecycle.parts)
    parts.push_back({LifecycleLabel(part.flow), part.contribution, part.usual});
  return PartBars(parts, look, "The change by new, resurrected and churned");
}

}  // namespace

std::string WhySection(const StateOfTheStar& parts) {
  std::string out = "<section id=\"why\"><h2>Why it moved</h2>";
  if (!parts.explanation)
    return out + Paragraph("There is no change to explain yet.", "muted") + "</section>";
  const Explanation& e = *parts.explanation;
  const ValueLook look = LookOf(*e.metric);
  out += fmt::format("<p class=\"small\">Between {} and {}.</p>",
                     EscapeHtml(PeriodWords(e.grain, e.before.label)),
                     EscapeHtml(PeriodWords(e.grain, e.after.label)));
  out += Paragraph(e.said.whole()) + Parts(e, look) + SegmentTable(e, look);
  for (const Happening& one : e.happenings)
    out += Paragraph(fmt::format("At the same time, {}: {}", DateWords(one.at), one.text));
  if (e.feedback && !e.feedback->rising.empty()) {
    const KeyTerm& term = e.feedback->rising.front().term;
    out +=
        fmt::format("<h3>Customers mentioned “{}” more than before</h3>", EscapeHtml(term.term)) +
        Quotes(term.quotes, 2);
  }
  return out + "</section>";
}

std::string CustomersSection(const StateOfTheStar& parts) {
  std::string out = "<section id=\"customers\"><h2>What customers write</h2>";
  if (!parts.feedback)
    return out + Paragraph("There is no feedback source.", "muted") + "</section>";
  const FeedbackFindings& f = *parts.feedback;
  out += Paragraph(f.said.whole()) + TopicTable(f) + Rising(f);
  if (f.after.unscored > 0)
    out += Paragraph(
        fmt::format("The sentiment of {:.0f}% is unknown.", f.after.ShareUnscored() * 100),
        "small");
  return out + "</section>";
}

}  // namespace northstar
