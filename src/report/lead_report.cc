#include "report/lead_report.h"

#include <fmt/format.h>

#include "base/text.h"
#include "report/lead_json.h"

namespace northstar {
namespace {

using Json = nlohmann::ordered_json;

Json Number(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

bool WasTested(const stats::LeadResult& r) {
  return r.lag > 0;
}

std::string Bold(const std::string& text, bool color) {
  return color ? "\033[1m" + text + "\033[0m" : text;
}

std::string RenderText(const LeadFindings& f, bool color, const char* bullet) {
  const stats::LeadResult& r = f.result;
  std::string out = Bold(fmt::format("{} → {}: {} ({})", f.candidate, f.outcome,
                                     LeadFindingName(r.finding), VerdictName(VerdictOf(r.finding))),
                         color) +
                    "\n\n";
  for (const std::string& line : Wrap(f.sentence, 96)) out += line + "\n";
  for (const std::string& caveat : f.caveats) {
    out += "\n";
    const std::vector<std::string> lines = Wrap(caveat, 94);
    for (size_t i = 0; i < lines.size(); ++i) out += (i == 0 ? bullet : "  ") + lines[i] + "\n";
  }
  if (!WasTested(r)) return out;
  const std::string unit(GrainName(f.grain));
  out += "\n";
  TextTable table({"", "correlation", "p", "at"});
  table.AlignRight(1);
  table.AlignRight(2);
  table.Add(
      {"candidate first", fmt::format("{:.2f}", r.correlation), fmt::format("{:.4f}", r.p_value),
       fmt::format("{} {}{}", r.lag, unit, r.width > 1 ? fmt::format(", over {}", r.width) : "")});
  table.Add({"together", fmt::format("{:.2f}", r.together_correlation),
             fmt::format("{:.4f}", r.together_p_value), "lag 0"});
  table.Add({"outcome first", "", fmt::format("{:.4f}", r.reverse_p_value),
             fmt::format("{} {}", r.reverse_lag, unit)});
  out += table.Text(false);
  return out;
}

}  // namespace

Json LeadJson(const LeadFindings& f) {
  const stats::LeadResult& r = f.result;
  const bool tested = WasTested(r);
  const auto when_tested = [&](auto value) { return tested ? Json(value) : Json(nullptr); };
  Json out;
  out["verdict"] = VerdictName(VerdictOf(r.finding));
  out["finding"] = LeadFindingName(r.finding);
  out["lag"] = when_tested(r.lag);
  out["width"] = when_tested(r.width);
  out["grain"] = GrainName(f.grain);
  out["correlation"] = when_tested(r.correlation);
  out["p_value"] = when_tested(r.p_value);
  out["effect"] = Number(r.effect);
  out["low"] = Number(r.low);
  out["high"] = Number(r.high);
  out["level"] = f.level;
  out["minimum_detectable"] = Number(r.minimum_detectable);
  out["n"] = r.n;
  out["sentence"] = f.sentence;
  out["caveats"] = f.caveats;
  out["p_value_lags_only"] = when_tested(r.p_single);
  out["reverse"] = {{"lag", when_tested(r.reverse_lag)},
                    {"p_value", when_tested(r.reverse_p_value)}};
  out["together"] = {{"correlation", when_tested(r.together_correlation)},
                     {"p_value", when_tested(r.together_p_value)}};
  out["forecast_gain"] = r.gain ? Json{{"forecasts", r.gain->forecasts},
                                       {"clark_west", r.gain->statistic},
                                       {"r2_out_of_sample", r.gain->r2_out_of_sample}}
                                : Json(nullptr);
  out["stable"] = when_tested(r.stable);
  out["effect_leaving_a_year_out"] = {{"low", Number(r.range_low)}, {"high", Number(r.range_high)}};
  out["harmonics"] = r.harmonics;
  out["method"] = {{"id", "leadlag.pwmax"}, {"version", 1}};
  return out;
}

std::string RenderLead(const LeadFindings& f, Format format, bool color) {
  switch (format) {
    case Format::kJson:
      return LeadJson(f).dump(2) + "\n";
    case Format::kCsv: {
      const stats::LeadResult& r = f.result;
      const auto plain = [](const std::optional<double>& v) {
        return v ? FormatNumber(*v) : std::string();
      };
      return fmt::format(
          "verdict,finding,lag,width,grain,correlation,p_value,effect,low,high,n\n{},{},{},{},{},{}"
          ",{},{},{},{},{}\n",
          VerdictName(VerdictOf(r.finding)), LeadFindingName(r.finding), r.lag, r.width,
          GrainName(f.grain), FormatNumber(r.correlation), FormatNumber(r.p_value), plain(r.effect),
          plain(r.low), plain(r.high), r.n);
    }
    case Format::kMarkdown:
      return "## " + RenderText(f, false, "- ");
    case Format::kTable:
      break;
  }
  return RenderText(f, color, "• ");
}

}  // namespace northstar
