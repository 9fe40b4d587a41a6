// The cards of the HTML report on what happens now: the constellation as a picture, the last change
// as a waterfall, what customers write.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "report/constellation_report.h"
#include "report/explain_parts.h"
#include "report/html_parts.h"
#include "report/svg_chart.h"

namespace northstar {
namespace {

constexpr int kWidth = 980, kHeight = 320, kTop = 30, kBottom = 66, kSide = 20;
constexpr size_t kMostThemes = 5;

struct Step {
  std::string label;
  double value;
};

std::string Signed(double value) {
  return (value > 0 ? "+" : value < 0 ? "−" : "") + Humanize(std::fabs(value), 3);
}

// From what there was to what there is, part by part. The axis starts where the bars do, or small
// parts of a large metric could not be seen; so only lengths of parts can be compared.
std::string Waterfall(double before, const std::vector<Step>& steps, double after,
                      const std::string& from, const std::string& to) {
  double low = std::min(before, after);
  double high = std::max(before, after);
  double level = before;
  for (const Step& step : steps) {
    level += step.value;
    low = std::min(low, level);
    high = std::max(high, level);
  }
  const double room = std::max(high - low, 1e-12) * 0.25;
  const double bottom = low >= 0 ? std::max(0.0, low - room) : low - room;
  const double top = high + room * 0.4;
  const auto y = [&](double v) {
    return kTop + (kHeight - kTop - kBottom) * (1 - (v - bottom) / (top - bottom));
  };
  const double slot = (kWidth - 2.0 * kSide) / static_cast<double>(steps.size() + 2);
  std::string out = fmt::format(
      R"(<svg viewBox="0 0 {} {}" role="img" aria-label="the change in parts">)", kWidth, kHeight);
  const auto bar = [&](size_t place, double a, double b, const char* style,
                       const std::string& label, const std::string& value) {
    const double x = kSide + slot * static_cast<double>(place) + slot * 0.14;
    const double above = std::min(y(a), y(b));
    out += fmt::format(
        R"(<rect class="{}" x="{:.1f}" width="{:.1f}" y="{:.1f}" height="{:.1f}" rx="2"/>)", style,
        x, slot * 0.72, above, std::max(1.5, std::fabs(y(a) - y(b))));
    const double middle = x + slot * 0.36;
    out +=
        fmt::format(R"(<text class="water" x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>)",
                    middle, above - 6, EscapeHtml(value));
    const std::vector<std::string> lines =
        Wrap(label, std::max<size_t>(8, static_cast<size_t>(slot / 6.5)));
    for (size_t line = 0; line < lines.size() && line < 2; ++line)
      out += fmt::format(R"(<text class="tick" x="{:.1f}" y="{}" text-anchor="middle">{}</text>)",
                         middle, kHeight - kBottom + 17 + 14 * static_cast<int>(line),
                         EscapeHtml(lines[line]));
  };
  bar(0, bottom, before, "water whole", from, Humanize(before, 4));
  level = before;
  for (size_t i = 0; i < steps.size(); ++i) {
    bar(i + 1, level, level + steps[i].value, steps[i].value < 0 ? "water down" : "water up",
        steps[i].label, Signed(steps[i].value));
    level += steps[i].value;
  }
  bar(steps.size() + 1, bottom, after, "water whole", to, Humanize(after, 4));
  if (bottom > 0)
    out += fmt::format(R"(<text class="tick" x="{}" y="{}">the axis does not start at 0</text>)",
                       kSide, kHeight - 6);
  return out + "</svg>";
}

std::string LifecycleLabel(const std::string& part) {
  if (part == "resurrected") return "came back";
  if (part == "churned") return "did not return";
  if (part == "expansion") return "brought more";
  if (part == "contraction") return "brought less";
  return part;
}

std::string Topics(const FeedbackFindings& f) {
  std::string out =
      "<table class=\"figures\"><tr><th>themes now</th><th>people</th>"
      "<th>before</th><th>sentiment</th><th>in their words</th></tr>";
  for (size_t i = 0; i < f.topics.size() && i < kMostThemes; ++i) {
    const FeedbackTopic& topic = f.topics[i];
    out += fmt::format(
        "<tr><td><b>{}</b></td><td>{:.0f}%</td><td>{}</td><td>{}</td>"
        "<td style=\"text-align:left\">{}</td></tr>",
        EscapeHtml(topic.label), topic.share * 100,
        topic.share_before ? fmt::format("{:.0f}%", *topic.share_before * 100) : "–",
        topic.mood ? fmt::format("{:+.1f}", *topic.mood) : "–",
        topic.quotes.empty() ? "" : "“" + EscapeHtml(topic.quotes.front()) + "”");
  }
  return out + "</table>";
}

std::string Themes(const FeedbackFindings& f) {
  std::string out =
      "<table class=\"figures\"><tr><th>said more than before</th><th>people</th>"
      "<th>before</th><th>sentiment</th><th>in their words</th></tr>";
  for (size_t i = 0; i < f.rising.size() && i < kMostThemes; ++i) {
    const FeedbackTheme& theme = f.rising[i];
    out += fmt::format(
        "<tr><td><b>{}</b></td><td>{}</td><td>{}</td><td>{}</td>"
        "<td style=\"text-align:left\">{}</td></tr>",
        EscapeHtml(theme.term.term), theme.term.here, theme.term.there,
        theme.mood ? fmt::format("{:+.1f}", *theme.mood) : "–",
        theme.term.quotes.empty() ? "" : "“" + EscapeHtml(theme.term.quotes.front()) + "”");
  }
  return out + "</table>";
}

}  // namespace

std::string ConstellationCard(const Constellation& c) {
  std::string out = fmt::format(
      R"(<section class="card"><span class="verdict">{}</span><h2>The North Star now</h2><p>{}</p>)",
      c.declared ? "North Star" : "a candidate", EscapeHtml(c.sentence));
  if (!c.statement.empty())
    out += fmt::format("<p class=\"small\">{}</p>", EscapeHtml(c.statement));
  out += ConstellationPicture(c);
  for (const std::string& note : c.notes)
    out += fmt::format("<p class=\"small note\">{}</p>", EscapeHtml(note));
  return out + "</section>";
}

std::string MovementCard(const Explanation& e) {
  std::vector<Step> steps;
  std::string parts = "its inputs";
  for (const InputPart& part : e.inputs) {
    if (part.depth == 0) steps.push_back({part.label, part.contribution});
  }
  if (steps.empty() && !e.lifecycle.parts.empty()) {
    parts = "who came and who went";
    for (const LifecyclePart& part : e.lifecycle.parts)
      steps.push_back({LifecycleLabel(part.part), part.contribution});
  }
  std::string out = fmt::format(R"(<section class="card"><h2>Why did {} move?</h2><p>{}</p>)",
                                EscapeHtml(e.metric->label), EscapeHtml(e.sentence));
  if (!steps.empty()) {
    out += Figure("The last change, by " + parts,
                  Waterfall(*e.before.value, steps, *e.after.value, e.before.label, e.after.label));
  }
  if (e.segments.stands_out) {
    out +=
        "<table class=\"figures\"><tr><th>segments that stand out</th><th>before</th>"
        "<th>after</th><th>of the change</th></tr>";
    for (const SegmentPart& part : e.segments.parts) {
      out += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                         EscapeHtml(WhereWords(part)), Humanize(part.before, 4),
                         Humanize(part.after, 4), Signed(part.contribution));
    }
    out += "</table>";
  }
  for (const Happening& one : e.happenings)
    out += fmt::format("<p class=\"note\">At the same time, {}: {}</p>", EscapeHtml(one.at),
                       EscapeHtml(one.text));
  return out + "</section>";
}

std::string FeedbackCard(const FeedbackFindings& f) {
  std::string out = fmt::format(R"(<section class="card"><h2>What customers write</h2><p>{}</p>)",
                                EscapeHtml(f.sentence));
  if (!f.topics.empty()) out += Topics(f);
  if (!f.rising.empty()) out += Themes(f);
  if (f.after.unscored > 0)
    out += fmt::format("<p class=\"small\">The sentiment of {:.0f}% is not known.</p>",
                       f.after.ShareUnscored() * 100);
  return out + "</section>";
}

}  // namespace northstar
