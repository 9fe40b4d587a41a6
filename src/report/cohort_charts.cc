#include "report/cohort_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace northstar {
namespace {

constexpr int kLeft = 46, kRight = 10, kTop = 20, kBottom = 40;

struct Frame {
  int width, height;
  double top;  // of the scale

  double Y(double value) const {
    return kTop + (height - kTop - kBottom) * (1 - std::clamp(value / top, 0.0, 1.0));
  }
};

std::string Open(const Frame& frame, const std::string& label) {
  return fmt::format(R"(<svg viewBox="0 0 {} {}" role="img" aria-label="{}">)", frame.width,
                     frame.height, label);
}

std::string GridLines(const Frame& frame, bool percent) {
  std::string out;
  for (int i = 0; i <= 4; ++i) {
    const double value = frame.top * i / 4;
    out += fmt::format(
        R"(<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/><text class="tick" x="{}" y="{:.1f}" text-anchor="end">{}</text>)",
        kLeft, frame.width - kRight, frame.Y(value), frame.Y(value), kLeft - 6, frame.Y(value) + 4,
        percent ? fmt::format("{:.0f} %", value * 100) : Humanize(value, 2));
  }
  return out;
}

std::string Text(double x, double y, const char* anchor, const std::string& text) {
  return fmt::format(R"(<text class="tick" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>)", x, y,
                     anchor, text);
}

double NiceTop(double value) {
  if (!(value > 0)) return 1;
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {1.0, 2.0, 4.0, 8.0, 10.0}) {
    if (value <= step * power) return step * power;
  }
  return value;
}

}  // namespace

std::string DoseRange(double from, double to) {
  if (from == to) return Humanize(from, 3);
  return fmt::format("{} to {}", Humanize(from, 3), Humanize(to, 3));
}

std::string RenderDoseSvg(const CohortFindings& f, int width, int height) {
  if (f.doses.empty()) return "";
  const bool share = f.outcome == CohortOutcome::kRetention;
  double most = 0;
  for (const DoseRow& row : f.doses)
    most = std::max(most, share ? row.retained.high : row.paid_high);
  const Frame frame{width, height, share ? std::min(1.0, NiceTop(most)) : NiceTop(most)};
  std::string out =
      Open(frame, share ? "share that came back by early value" : "money per unit by early value");
  out += GridLines(frame, share);
  const double slot =
      static_cast<double>(width - kLeft - kRight) / static_cast<double>(f.doses.size());
  for (size_t i = 0; i < f.doses.size(); ++i) {
    const DoseRow& row = f.doses[i];
    const double value = share ? row.retained.share : row.paid;
    const double low = share ? row.retained.low : row.paid_low;
    const double high = share ? row.retained.high : row.paid_high;
    const double middle = kLeft + slot * (static_cast<double>(i) + 0.5);
    out += fmt::format(
        R"(<rect class="bar strong" x="{:.1f}" width="{:.1f}" y="{:.1f}" height="{:.1f}"><title>{}: {} of {} units</title></rect>)",
        middle - slot * 0.3, slot * 0.6, frame.Y(value), frame.Y(0) - frame.Y(value),
        DoseRange(row.from, row.to),
        share ? fmt::format("{:.0f} %", value * 100) : Humanize(value, 3),
        WithThousands(row.units));
    out += fmt::format(
        R"(<path class="whisker" d="M{0:.1f} {1:.1f}V{2:.1f}M{3:.1f} {1:.1f}h8M{3:.1f} {2:.1f}h8"/>)",
        middle, frame.Y(low), frame.Y(high), middle - 4);
    out += Text(middle, frame.Y(high) - 5, "middle",
                share ? fmt::format("{:.0f} %", value * 100) : Humanize(value, 3));
    out += Text(middle, height - kBottom + 16, "middle", DoseRange(row.from, row.to));
    out += Text(middle, height - kBottom + 31, "middle",
                fmt::format("n {}", Humanize(static_cast<double>(row.units), 3)));
  }
  return out + "</svg>";
}

std::string RenderSurvivalSvg(const CohortFindings& f, int width, int height) {
  if (f.tertiles.size() < 2 || !(f.horizon_days > 0)) return "";
  const Frame frame{width, height, 1};
  std::string out = Open(frame, "share still there by days since the early window");
  out += GridLines(frame, true);
  const auto x = [&](double day) {
    return kLeft + (width - kLeft - kRight) * std::min(1.0, day / f.horizon_days);
  };
  for (int i = 0; i <= 4; ++i) {
    const double day = f.horizon_days * i / 4;
    out += Text(x(day), height - kBottom + 16,
                i == 0   ? "start"
                : i == 4 ? "end"
                         : "middle",
                fmt::format("{:.0f} days", day));
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
