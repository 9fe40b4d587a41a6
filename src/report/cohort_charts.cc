#include "report/cohort_charts.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/html_text.h"
#include "base/text.h"
#include "report/axis.h"

namespace northstar {
namespace {

constexpr int kLeft = 52, kRight = 10, kTop = 20, kBottom = 40;
constexpr double kCharacter = 7;  // width of one, about

struct Frame {
  int width, height;
  ValueAxis axis;

  double Y(double value) const {
    return kTop + (height - kTop - kBottom) * (1 - axis.Share(value));
  }
};

std::string Open(const Frame& frame, const std::string& label) {
  return fmt::format(R"(<svg viewBox="0 0 {} {}" role="img" aria-label="{}">)", frame.width,
                     frame.height, label);
}

std::string GridLines(const Frame& frame) {
  std::string out;
  for (size_t t = 0; t < frame.axis.ticks.size(); ++t) {
    const double value = frame.axis.ticks[t];
    out += fmt::format(
        R"(<line class="{}" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/><text class="tick" x="{}" y="{:.1f}" text-anchor="end">{}</text>)",
        value == 0 ? "zero" : "grid", kLeft, frame.width - kRight, frame.Y(value), frame.Y(value),
        kLeft - 6, frame.Y(value) + 4, EscapeHtml(frame.axis.labels[t]));
  }
  return out;
}

std::string Text(double x, double y, const char* anchor, const std::string& text) {
  return fmt::format(R"(<text class="tick" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>)", x, y,
                     anchor, text);
}

}  // namespace

std::string DoseRange(double from, double to) {
  if (from == to) return Humanize(from, 3);
  return fmt::format("{} to {}", Humanize(from, 3), Humanize(to, 3));
}

std::string RenderDoseSvg(const CohortFindings& f, const ValueLook& money, int width, int height) {
  if (f.doses.empty()) return "";
  const bool share = f.outcome == CohortOutcome::kRetention;
  const ValueLook look = share ? ValueLook{ValueLook::Kind::kPercent} : money;
  const auto value = [&](const DoseRow& row) { return share ? row.retained.share : row.paid; };
  const auto low = [&](const DoseRow& row) { return share ? row.retained.low : row.paid_low; };
  const auto high = [&](const DoseRow& row) { return share ? row.retained.high : row.paid_high; };
  double least = 0;
  double most = 0;
  for (const DoseRow& row : f.doses) {
    least = std::min({least, value(row), low(row)});
    most = std::max({most, value(row), high(row)});
  }
  const Frame frame{width, height, MakeValueAxis(least, most, 4, look)};
  std::string out =
      Open(frame, share ? "share retained, by early value" : "payments per unit, by early value");
  out += GridLines(frame);
  const double slot =
      static_cast<double>(width - kLeft - kRight) / static_cast<double>(f.doses.size());
  for (size_t i = 0; i < f.doses.size(); ++i) {
    const DoseRow& row = f.doses[i];
    const std::string shown = share ? PercentText(value(row)) : FormatValue(look, value(row));
    const double middle = kLeft + slot * (static_cast<double>(i) + 0.5);
    const double top = frame.Y(std::max(value(row), 0.0));
    const double bottom = frame.Y(std::min(value(row), 0.0));
    out += fmt::format(
        R"(<rect class="bar strong" x="{:.1f}" width="{:.1f}" y="{:.1f}" height="{:.1f}"><title>{}: {} of {} units</title></rect>)",
        middle - slot * 0.3, slot * 0.6, top, bottom - top, DoseRange(row.from, row.to), shown,
        WithThousands(row.units));
    out += fmt::format(
        R"(<path class="whisker ink" d="M{0:.1f} {1:.1f}V{2:.1f}M{3:.1f} {1:.1f}h8M{3:.1f} {2:.1f}h8"/>)",
        middle, frame.Y(low(row)), frame.Y(high(row)), middle - 4);
    out += Text(middle, frame.Y(high(row)) - 5, "middle", EscapeHtml(shown));
    out += Text(middle, height - kBottom + 16, "middle", DoseRange(row.from, row.to));
    // How many, where there is room for it.
    const std::string units = Humanize(static_cast<double>(row.units), 3);
    if (slot > kCharacter * static_cast<double>(units.size()))
      out += Text(middle, height - kBottom + 31, "middle", units);
  }
  return out + "</svg>";
}

std::string RenderSurvivalSvg(const CohortFindings& f, int width, int height) {
  if (f.tertiles.size() < 2 || !(f.horizon_days > 0)) return "";
  const Frame frame{width, height, MakeValueAxis(0, 1, 4, ValueLook{ValueLook::Kind::kPercent})};
  std::string out = Open(frame, "share retained, by days since the early window");
  out += GridLines(frame);
  const auto x = [&](double day) {
    return kLeft + (width - kLeft - kRight) * std::min(1.0, day / f.horizon_days);
  };
  const ValueAxis days = MakeValueAxis(0, f.horizon_days, 4, {});
  for (size_t t = 0; t < days.ticks.size() && days.ticks[t] <= f.horizon_days; ++t) {
    out += Text(x(days.ticks[t]), height - kBottom + 16, t == 0 ? "start" : "middle",
                t == 0 ? "day 0" : days.labels[t]);
  }
  for (size_t g = 0; g < f.tertiles.size(); ++g) {
    const SurvivalTertile& tertile = f.tertiles[g];
    std::string path = fmt::format("M{:.1f} {:.1f}", x(0), frame.Y(1));
    for (const stats::SurvivalStep& step : tertile.curve) {
      if (step.time > f.horizon_days) break;
      path += fmt::format("H{:.1f}V{:.1f}", x(step.time), frame.Y(step.survival));
    }
    path += fmt::format("H{:.1f}", x(f.horizon_days));
    out += fmt::format(R"(<path class="third third{}" d="{}"/>)", g, path);
    const double left = kLeft + static_cast<double>(g) * (width - kLeft - kRight) / 3.0;
    out += fmt::format(R"(<path class="third third{}" d="M{:.1f} {}h16"/>)", g, left, height - 9);
    out += Text(left + 22, height - 5, "start", DoseRange(tertile.from, tertile.to));
  }
  return out + "</svg>";
}

}  // namespace northstar
