#include "report/lead_report.h"

#include <fmt/format.h>

#include "base/text.h"

namespace northstar {
namespace {

bool WasTested(const stats::LeadResult& r) {
  return r.lag > 0;
}

std::string Bold(const std::string& text, bool color) {
  return color ? "\033[1m" + text + "\033[0m" : text;
}

std::string PText(double p) {
  return p < 0.0001 ? "<0.0001" : fmt::format("{:.4f}", p);
}

std::string RenderText(const LeadFindings& f, bool color, const char* bullet) {
  const stats::LeadResult& r = f.result;
  std::string out = Bold(fmt::format("{} → {}: {} ({})", f.candidate.shown, f.outcome.shown,
                                     f.finding(), VerdictName(VerdictOf(r.finding))),
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
  table.Add({"candidate first", fmt::format("{:.2f}", r.correlation), PText(r.p_value),
             Plural(r.lag, unit) + (r.width > 1 ? fmt::format(", over {}", r.width) : "")});
  table.Add({"together", fmt::format("{:.2f}", r.together_correlation), PText(r.together_p_value),
             "lag 0"});
  table.Add({"outcome first", "", PText(r.reverse_p_value), Plural(r.reverse_lag, unit)});
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
                        f.candidate.shown, f.outcome.shown),
            96))
    out += line + "\n";
  for (const stats::Projection& p : f.second_looks.outlook) {
    out += fmt::format("  {:>2} months later   {} to {}   ({} months compared)\n", p.horizon,
                       SignedPercent(p.low / 100), SignedPercent(p.high / 100), p.rows);
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
       {std::pair(f.candidate.shown, looks.candidate), std::pair(f.outcome.shown, looks.outcome)}) {
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

}  // namespace

std::string RenderLead(const LeadFindings& f, TextForm form, bool color, bool second_looks) {
  switch (form) {
    case TextForm::kCsv: {
      const stats::LeadResult& r = f.result;
      const auto plain = [](const std::optional<double>& v) {
        return v ? FormatNumber(*v) : std::string();
      };
      return fmt::format(
          "verdict,finding,lag,width,grain,correlation,p_value,effect,low,high,n\n{},{},{},{},{},{}"
          ",{},{},{},{},{}\n",
          VerdictName(VerdictOf(r.finding)), f.finding(), r.lag, r.width, GrainName(f.grain),
          FormatNumber(r.correlation), FormatNumber(r.p_value), plain(r.effect), plain(r.low),
          plain(r.high), r.n);
    }
    case TextForm::kMarkdown:
      return "## " + RenderText(f, false, "- ") + OutlookText(f) +
             (second_looks ? SecondLooksText(f) : "");
    case TextForm::kTable:
      break;
  }
  return RenderText(f, color, "• ") + OutlookText(f) + (second_looks ? SecondLooksText(f) : "");
}

}  // namespace northstar
