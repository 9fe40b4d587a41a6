// The constellation as a picture: the star above its inputs, guardrails beside it, KPIs below.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/html_text.h"
#include "base/period_words.h"
#include "base/text.h"
#include "report/constellation_report.h"

namespace northstar {
namespace {

constexpr int kCardWidth = 226, kCardHeight = 132, kGap = 22, kKpiHeight = 44, kPerRow = 4;
constexpr int kStarWidth = 360, kStarHeight = 150, kGuardWidth = 270, kGuardHeight = 66;
constexpr int kMargin = 16, kDrop = 64;  // from the star to its inputs

constexpr const char* kStyle =
    ".ns-card{fill:#fff;stroke:#e9edf2;stroke-width:1.2}.ns-star{fill:#fff;stroke:#1f5fd6;"
    "stroke-width:2.5}.ns-guard{fill:#fff;stroke:#0b7a6b;stroke-width:1.5}.ns-guard.broken{fill:"
    "#fbeeea;stroke:#8a1f0a;stroke-width:2.2}.ns-head{font-size:14px;font-weight:600;fill:#17202c}"
    ".ns-soft{font-size:12px;fill:#566373}.ns-value{font-size:22px;font-weight:600;fill:#17202c}"
    ".ns-big{font-size:30px;font-weight:650;fill:#17202c}.ns-up{fill:#0b7a6b}.ns-down{fill:#8a1f0a}"
    ".ns-edge{fill:none;stroke:#7b8797;stroke-width:1.6}.ns-edge.most{stroke:#1f5fd6;stroke-width:"
    "4}.ns-spark{fill:none;stroke:#1f5fd6;stroke-width:1.8;stroke-linejoin:round}.ns-tag{font-size:"
    "11px;font-weight:600;fill:#1f5fd6;letter-spacing:.04em}"
    "text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}";

std::string Fit(const std::string& text, size_t columns) {
  return EscapeHtml(Shorten(Printable(text), columns));
}

std::string TextAt(double x, double y, const char* style, const std::string& text,
                   const char* anchor = "start") {
  return fmt::format(R"(<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>)", style,
                     x, y, anchor, text);
}

std::string Box(double x, double y, double w, double h, const char* style) {
  return fmt::format(
      R"(<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="9"/>)", style, x,
      y, w, h);
}

std::string Spark(const ConstellationNode& node, double x, double y, double w, double h) {
  double low = INFINITY;
  double high = -INFINITY;
  for (const auto& [period, value, least, most] : node.recent) {
    if (value) low = std::min(low, *value), high = std::max(high, *value);
  }
  if (!(high > low) || node.recent.size() < 2) return "";
  std::string points;
  for (size_t i = 0; i < node.recent.size(); ++i) {
    if (!node.recent[i].value) continue;
    const double px = x + w * static_cast<double>(i) / static_cast<double>(node.recent.size() - 1);
    const double py = y + h * (1 - (*node.recent[i].value - low) / (high - low));
    points += fmt::format("{:.1f},{:.1f} ", px, py);
  }
  return fmt::format(R"(<polyline class="ns-spark" points="{}"/>)", points);
}

// Color says look here: only what is unusual has one.
const char* ChangeStyle(const ConstellationNode& node) {
  if (!node.movement.is_unusual() || !node.previous || !node.value) return "ns-soft";
  const bool rose = *node.value > *node.previous;
  return rose == node.metric->increase_is_good ? "ns-soft ns-up" : "ns-soft ns-down";
}

std::string Owner(const ConstellationNode& node) {
  return node.owners.empty() ? "no owner" : Join(node.owners, ", ");
}

std::string StarCard(const ConstellationNode& node, double x, double y) {
  std::string out = Box(x, y, kStarWidth, kStarHeight, "ns-star");
  out += TextAt(x + 18, y + 28, "ns-head", "★ " + Fit(node.metric->label, 40));
  out += TextAt(x + 18, y + 66, "ns-big", Fit(NodeValue(node), 18));
  out += TextAt(
      x + 18, y + 88, ChangeStyle(node),
      EscapeHtml(NodeChange(node).empty() ? ""
                                          : NodeChange(node) + " from the " +
                                                std::string(GrainName(node.grain)) + " before"));
  out += TextAt(x + 18, y + 108, "ns-soft", Fit(NodeUsual(node), 34));
  out += TextAt(x + 18, y + 132, "ns-soft",
                Fit(PeriodWords(node.grain, node.period) + ", " +
                        (node.owners.empty() ? "no owner" : "owner: " + Join(node.owners, ", ")),
                    52));
  return out + Spark(node, x + kStarWidth - 130, y + 44, 112, 58);
}

std::string InputCard(const ConstellationNode& node, const ConstellationNode& star, double x,
                      double y) {
  std::string out = Box(x, y, kCardWidth, kCardHeight, "ns-card");
  std::string tag = node.dimension;
  std::transform(tag.begin(), tag.end(), tag.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  if (node.largest) tag += tag.empty() ? "LARGEST" : " · LARGEST";
  out += TextAt(x + 14, y + 20, "ns-tag", EscapeHtml(tag));
  out += TextAt(x + 14, y + 40, "ns-head", Fit(node.metric->label, 27));
  out += TextAt(x + 14, y + 68, "ns-value", Fit(FormatValue(*node.metric, node.value), 9));
  const std::string unit = LookOf(*node.metric).unit;
  const std::string change = NodeChange(node);
  out += TextAt(x + 14, y + 87, ChangeStyle(node),
                Fit(unit + (unit.empty() || change.empty() ? "" : ", ") + change, 30));
  out += TextAt(x + 14, y + 105, "ns-soft", Fit(NodeStrength(node, star), 31));
  out += TextAt(x + 14, y + 122, "ns-soft", Fit(Owner(node), 34));
  return out + Spark(node, x + kCardWidth - 82, y + 52, 68, 34);
}

std::string GuardCard(const ConstellationNode& node, double x, double y) {
  const bool broken = node.limit.judged.state == LimitState::kBroken;
  std::string out = Box(x, y, kGuardWidth, kGuardHeight, broken ? "ns-guard broken" : "ns-guard");
  const VerdictLook look = LimitLook(node);
  out += TextAt(x + 14, y + 24, "ns-head",
                fmt::format("{} {}", look.mark, Fit(node.metric->label, 18)));
  out += TextAt(x + kGuardWidth - 14, y + 24, "ns-head", Fit(NodeValue(node), 14), "end");
  out +=
      TextAt(x + 14, y + 44, "ns-soft", Fit(std::string(look.word) + ": " + node.limit.words, 36));
  return out + TextAt(x + 14, y + 59, "ns-soft", Fit(Owner(node), 40));
}

std::string KpiCard(const ConstellationNode& node, double x, double y) {
  std::string out = Box(x, y, kCardWidth, kKpiHeight, "ns-card");
  out += TextAt(x + 12, y + 18, "ns-soft", Fit(node.metric->label, 34));
  return out +
         TextAt(x + 12, y + 35, "ns-head", Fit(NodeValue(node) + "  " + NodeChange(node), 28));
}

struct Picture {
  int width = 0, height = 0;
  std::string body;
};

Picture Draw(const Constellation& c) {
  std::vector<const ConstellationNode*> inputs;
  std::vector<const ConstellationNode*> guards;
  for (const ConstellationNode& node : c.nodes) {
    if (node.role == NodeRole::kInput) inputs.push_back(&node);
    if (node.role == NodeRole::kGuardrail) guards.push_back(&node);
  }
  const int columns = std::clamp(static_cast<int>(inputs.size()), 1, kPerRow);
  const int cards = columns * kCardWidth + (columns - 1) * kGap;
  const int head = kStarWidth + (guards.empty() ? 0 : kGap * 2 + kGuardWidth);
  Picture picture;
  picture.width = std::max(cards, head) + 2 * kMargin;
  const double star_x = guards.empty() ? (picture.width - kStarWidth) / 2.0 : kMargin;
  const int guards_height = static_cast<int>(guards.size()) * (kGuardHeight + 12) - 12;
  const double star_y = kMargin;
  const double star_bottom = star_y + kStarHeight;
  std::string edges;
  std::string largest;
  std::string boxes = StarCard(c.star(), star_x, star_y);
  for (size_t i = 0; i < guards.size(); ++i) {
    const double x = picture.width - kMargin - kGuardWidth;
    const double y = kMargin + static_cast<double>(i) * (kGuardHeight + 12);
    boxes += GuardCard(*guards[i], x, y);
    edges +=
        fmt::format(R"(<path class="ns-edge" stroke-dasharray="5 5" d="M{:.0f} {:.0f} H{:.0f}"/>)",
                    star_x + kStarWidth, std::min(y + kGuardHeight / 2.0, star_bottom - 10), x);
  }
  double top = std::max(star_bottom, kMargin + static_cast<double>(guards_height)) + kDrop;
  const double first_top = top;
  double bottom = star_bottom;
  for (size_t row = 0; row * kPerRow < inputs.size(); ++row) {
    double row_bottom = top;
    const size_t in_row = std::min<size_t>(kPerRow, inputs.size() - row * kPerRow);
    const double row_width = static_cast<double>(in_row) * (kCardWidth + kGap) - kGap;
    for (size_t k = 0; k < in_row; ++k) {
      const ConstellationNode& input = *inputs[row * kPerRow + k];
      const double x =
          (picture.width - row_width) / 2 + static_cast<double>(k) * (kCardWidth + kGap);
      boxes += InputCard(input, c.star(), x, top);
      const double from = star_x + kStarWidth / 2.0;
      const double to = x + kCardWidth / 2.0;
      const double middle = first_top - kDrop / 2.0;
      if (row == 0) {
        // The largest is drawn over the others.
        (input.largest ? largest : edges) +=
            fmt::format(R"(<path class="ns-edge{}" d="M{:.0f} {:.0f} V{:.0f} H{:.0f} V{:.0f}"/>)",
                        input.largest ? " most" : "", from, star_bottom, middle, to, top);
      }
      double below = top + kCardHeight;
      for (const ConstellationNode& kpi : c.nodes) {
        if (kpi.role != NodeRole::kKpi || kpi.ladders_to != input.metric->name) continue;
        boxes += KpiCard(kpi, x, below + 12);
        edges += fmt::format(R"(<path class="ns-edge" d="M{:.0f} {:.0f} v12"/>)", to, below);
        below += kKpiHeight + 12;
      }
      row_bottom = std::max(row_bottom, below);
    }
    bottom = row_bottom;
    top = row_bottom + kGap;
  }
  bottom = std::max(bottom, kMargin + static_cast<double>(guards_height));
  picture.height = static_cast<int>(bottom) + kMargin;
  picture.body = edges + largest + boxes;
  return picture;
}

}  // namespace

std::string ConstellationSvg(const Constellation& c) {
  const Picture picture = Draw(c);
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} "
      "{1}\"><title>{2}</title><style>{3}</style><rect width=\"{0}\" height=\"{1}\" "
      "fill=\"#f6f7f9\"/>{4}</svg>\n",
      picture.width, picture.height, EscapeHtml("Constellation of " + c.star().metric->label),
      kStyle, picture.body);
}

}  // namespace northstar
