#include "report/lead_report.h"

#include <fmt/format.h>

#include "base/text.h"
#include "report/json.h"
#include "report/lead_json.h"

namespace northstar {
namespace {

bool WasTested(const stats::LeadResult& r) {
  return r.lag > 0;
}

std::string Bold(const std::string& text, bool color) {
  return color ? "\033[1m" + text + "\033[0m" : text;
}

std::string FindingOf(const LeadFindings& f) {
  return f.never_seen ? "NEVER_SEEN" : LeadFindingName(f.result.finding);
}

std::string PText(double p) {
  return p < 0.0001 ? "<0.0001" : fmt::format("{:.4f}", p);
}

std::string RenderText(const LeadFindings& f, bool color, const char* bullet) {
  const stats::LeadResult& r = f.result;
  std::string out = Bold(fmt::format("{} → {}: {} ({})", f.candidate, f.outcome, FindingOf(f),
                                     VerdictName(VerdictOf(r.finding))),
                         color) +
                    "\n\n";
  for (const std::string& line : Wrap(f.said.whole(), 96)) out += line + "\n";
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
      {"candidate first", fmt::format("{:.2f}", r.correlation), PText(r.p_value),
       fmt::format("{} {}{}", r.lag, unit, r.width > 1 ? fmt::format(", over {}", r.width) : "")});
  table.Add({"together", fmt::format("{:.2f}", r.together_correlation), PText(r.together_p_value),
             "lag 0"});
  table.Add(
      {"outcome first", "", PText(r.reverse_p_value), fmt::format("{} {}", r.reverse_lag, unit)});
  out += table.Text(false);
  return out;
}

// The long reading, for verdicts that speak of a lead at all.
std::string OutlookText(const LeadFindings& f) {
  const bool speaks = f.result.finding == stats::LeadFinding::kLeads ||
                      f.result.finding == stats::LeadFinding::kLikelyLeads ||
                      f.result.finding == stats::LeadFinding::kSuggestive;
  if (!speaks || f.second_looks.outlook.empty()) return "";
  std::string out = "\n";
  for (const std::string& line :
       Wrap(fmt::format("If {} had grown one percent more over three months, additional growth of "
                        "{} (90% intervals):",
                        f.candidate, f.outcome),
            96))
    out += line + "\n";
  for (const stats::Projection& p : f.second_looks.outlook) {
    out += fmt::format("  {:>2} months later   {:+.2f}% to {:+.2f}%   ({} months compared)\n",
                       p.horizon, p.low, p.high, p.rows);
  }
  return out;
}

std::string SecondLooksText(const LeadFindings& f) {
  const SecondLooks& looks = f.second_looks;
  TextTable table({"additional test", "statistic", "p", "result"});
  table.AlignRight(1);
  table.AlignRight(2);
  const auto add = [&](const std::string& name, const auto& test, std::string_view small,
                       std::string_view large) {
    if (!test) return;
    table.Add({name, fmt::format("{:.3f}", test->statistic), PText(test->p_value),
               std::string(test->p_value <= 0.05 ? small : large)});
  };
  for (const auto& [name, look] :
       {std::pair(f.candidate, looks.candidate), std::pair(f.outcome, looks.outcome)}) {
    add("ADF, " + name, look.adf, "stationary", "possibly non-stationary");
    add("KPSS, " + name, look.kpss, "non-stationary", "possibly stationary");
    add("ADF, growth of " + name, look.adf_of_growth, "stationary", "possibly non-stationary");
  }
  add("Granger, candidate first", looks.granger, "helps to forecast", "no help detected");
  add("Granger, outcome first", looks.granger_reverse, "helps to forecast", "no help detected");
  add("Toda-Yamamoto, candidate first", looks.toda_yamamoto, "helps to forecast",
      "no help detected");
  add("Toda-Yamamoto, outcome first", looks.toda_yamamoto_reverse, "helps to forecast",
      "no help detected");
  add("cointegration", looks.cointegration, "cointegrated", "not shown to be cointegrated");
  if (table.size() == 0)
    return "\nNo additional tests: the series are too short or not positive.\n";
  return "\n" + table.Text(false) +
         "\nThese tests do not change the verdict: they ignore the search over lags, and those on "
         "levels\nfind leads between series that only share a trend.\n";
}

template <typename T>
Json TestJson(const std::optional<T>& test) {
  return test ? Json{{"statistic", test->statistic}, {"p_value", test->p_value}} : Json(nullptr);
}

Json SecondLooksJson(const SecondLooks& looks) {
  const auto series = [](const SeriesLook& look) {
    return Json{{"adf", TestJson(look.adf)},
                {"kpss", TestJson(look.kpss)},
                {"adf_of_growth", TestJson(look.adf_of_growth)}};
  };
  return {{"candidate", series(looks.candidate)},
          {"outcome", series(looks.outcome)},
          {"granger", TestJson(looks.granger)},
          {"granger_reverse", TestJson(looks.granger_reverse)},
          {"toda_yamamoto", TestJson(looks.toda_yamamoto)},
          {"toda_yamamoto_reverse", TestJson(looks.toda_yamamoto_reverse)},
          {"cointegration", TestJson(looks.cointegration)}};
}

Json PanelJson(const stats::PanelResult& panel, const std::string& dimension) {
  static constexpr const char* kNames[] = {"LEADS", "FOLLOWS", "NOT_DETECTED", "NO_VARIATION",
                                           "NOT_ENOUGH_DATA"};
  const bool tested = panel.lag > 0;
  return {{"dimension", dimension},
          {"finding", kNames[static_cast<size_t>(panel.finding)]},
          {"segments", panel.segments},
          {"periods", panel.periods},
          {"lag", tested ? Json(panel.lag) : Json(nullptr)},
          {"width", tested ? Json(panel.width) : Json(nullptr)},
          {"p_value", tested ? Json(panel.p_value) : Json(nullptr)},
          {"reverse_p_value", tested ? Json(panel.reverse_p_value) : Json(nullptr)},
          {"effect", Number(panel.effect)},
          {"low", Number(panel.low)},
          {"high", Number(panel.high)},
          {"grade", "B"}};
}

}  // namespace

Json LeadJson(const LeadFindings& f) {
  const stats::LeadResult& r = f.result;
  const bool tested = WasTested(r);
  const auto when_tested = [&](auto value) { return tested ? Json(value) : Json(nullptr); };
  Json out;
  out["verdict"] = VerdictName(VerdictOf(r.finding));
  out["finding"] = FindingOf(f);
  out["lag"] = when_tested(r.lag);
  out["width"] = when_tested(r.width);
  out["grain"] = GrainName(f.grain);
  out["correlation"] = when_tested(r.correlation);
  out["sign"] = when_tested(r.correlation < 0 ? "inverse" : "same");
  out["p_value"] = when_tested(r.p_value);
  out["p_adjusted"] = when_tested(r.p_adjusted);
  out["effect"] = Number(r.effect);
  out["low"] = Number(r.low);
  out["high"] = Number(r.high);
  out["level"] = f.level;
  out["minimum_detectable"] = Number(r.minimum_detectable);
  out["n"] = r.n;
  out["sentence"] = f.said.whole();
  out["caveats"] = f.caveats;
  out["reverse"] = {{"lag", when_tested(r.reverse_lag)},
                    {"p_value", when_tested(r.reverse_p_value)},
                    {"p_adjusted", when_tested(r.reverse_p_adjusted)}};
  out["together"] = {{"correlation", when_tested(r.together_correlation)},
                     {"p_value", when_tested(r.together_p_value)}};
  out["forecast_gain"] = r.gain ? Json{{"forecasts", r.gain->forecasts},
                                       {"clark_west", r.gain->statistic},
                                       {"r2_out_of_sample", r.gain->r2_out_of_sample}}
                                : Json(nullptr);
  out["stable"] = when_tested(r.stable);
  out["effect_leaving_a_year_out"] = {{"low", Number(r.range_low)}, {"high", Number(r.range_high)}};
  out["harmonics"] = r.harmonics;
  out["outlook"] = Json::array();
  for (const stats::Projection& p : f.second_looks.outlook) {
    out["outlook"].push_back({{"months", p.horizon},
                              {"slope", p.slope},
                              {"low", p.low},
                              {"high", p.high},
                              {"level", 0.9},
                              {"rows", p.rows}});
  }
  out["second_looks"] = SecondLooksJson(f.second_looks);
  if (f.panel) out["panel"] = PanelJson(*f.panel, f.panel_dimension);
  out["method"] = {{"id", "leadlag.pwmax"}, {"version", 1}};
  return out;
}

std::string RenderLead(const LeadFindings& f, Format format, bool color, bool second_looks) {
  switch (format) {
    case Format::kJson:
      return Dump(LeadJson(f));
    case Format::kCsv: {
      const stats::LeadResult& r = f.result;
      const auto plain = [](const std::optional<double>& v) {
        return v ? FormatNumber(*v) : std::string();
      };
      return fmt::format(
          "verdict,finding,lag,width,grain,correlation,p_value,effect,low,high,n\n{},{},{},{},{},{}"
          ",{},{},{},{},{}\n",
          VerdictName(VerdictOf(r.finding)), FindingOf(f), r.lag, r.width, GrainName(f.grain),
          FormatNumber(r.correlation), FormatNumber(r.p_value), plain(r.effect), plain(r.low),
          plain(r.high), r.n);
    }
    case Format::kMarkdown:
      return "## " + RenderText(f, false, "- ") + OutlookText(f) +
             (second_looks ? SecondLooksText(f) : "");
    case Format::kTable:
      break;
  }
  return RenderText(f, color, "• ") + OutlookText(f) + (second_looks ? SecondLooksText(f) : "");
}

}  // namespace northstar
