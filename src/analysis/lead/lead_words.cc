#include "analysis/lead/lead_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/text.h"

namespace northstar {
namespace {

std::string Periods(Grain grain, int count) {
  return Plural(count, GrainName(grain));
}

std::string Points(double value) {
  return Humanize(value, 2);
}

std::string LagWords(const stats::LeadResult& r, Grain grain) {
  if (r.width == 1) return Periods(grain, r.lag) + " later";
  return fmt::format("{} to {} later", r.lag, Periods(grain, r.lag + r.width - 1));
}

std::string EffectWords(const LeadFindings& f) {
  const stats::LeadResult& r = f.result;
  if (!r.effect) return "";
  const bool less = *r.high < 0;
  std::string text = fmt::format(
      "Each extra point of growth in {} was associated with {} to {} {} points of growth in {} "
      "({}% interval, corrected for {} lags tried).",
      f.candidate, Points(less ? -*r.high : *r.low), Points(less ? -*r.low : *r.high),
      less ? "fewer" : "extra", f.outcome, FormatNumber(f.level * 100), r.lags_tried);
  if (r.gain && r.gain->r2_out_of_sample > 0) {
    text += fmt::format(" In a forecast test, the metric reduced the squared error by {:.0f}%.",
                        r.gain->r2_out_of_sample * 100);
  }
  return text;
}

// Who tries several candidates finds more by chance.
std::string FamilyWords(const LeadFindings& f) {
  if (f.family < 2 || f.result.lag == 0) return "";
  const auto words = [](double p) { return p < 0.001 ? "below 0.001" : fmt::format("{:.3f}", p); };
  const std::string alone = words(f.result.p_value);
  const std::string together = words(f.result.p_adjusted);
  if (alone == together)
    return fmt::format("Its p-value is {}, also corrected for {} candidates.", alone, f.family);
  return fmt::format("Its p-value is {} alone and {} when corrected for {} candidates.", alone,
                     together, f.family);
}

std::string Shortfall(const LeadFindings& f, const Calendar& calendar) {
  const int n = f.result.n;
  if (f.grain == Grain::kWeek) {
    return fmt::format("There are {} of history; the test needs {}.", Periods(f.grain, n),
                       stats::kLeastWeeksToTest);
  }
  const int first = std::max(0, stats::kLeastMonthsToTest - n);
  const int likely = std::max(0, stats::kMonthsForLikely - n);
  std::string text = fmt::format(
      "The history has {} complete {}: {} more are needed before a lead can be tested, and {} more "
      "before it can be called likely",
      n, n == 1 ? "month" : "months", first, likely);
  if (!f.starts.empty()) {
    const Day last = f.starts.back();
    text += fmt::format(" (from {} and from {})",
                        FormatDay(calendar.Shift(Grain::kMonth, last, first + 1)),
                        FormatDay(calendar.Shift(Grain::kMonth, last, likely + 1)));
  }
  return text + ".";
}

}  // namespace

namespace {

bool Constant(const std::vector<double>& values) {
  return std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) == values.end();
}

Said SayIncome(const LeadFindings& f) {
  switch (f.link) {
    case OutcomeLink::kSame:
      return {fmt::format("{} is {} itself or derived from it, so it cannot lead it.", f.candidate,
                          f.outcome),
              ""};
    case OutcomeLink::kIncome:
      return {fmt::format("{} is the company's own income, like {}, so it cannot lead it.",
                          f.candidate, f.outcome),
              ""};
    case OutcomeLink::kNone:
      break;
  }
  return {};
}

// "When churn fell, revenue grew faster": of a lead with either sign.
std::string LeadWords(const LeadFindings& f, const char* probably) {
  const stats::LeadResult& r = f.result;
  const bool inverse = r.correlation < 0;
  const bool falls = inverse && r.wanted == stats::LeadSign::kInverse;
  return fmt::format("When {} grew {}{}, {} {}grew {} {} in {} of data.", f.candidate,
                     falls ? "more slowly" : "faster",
                     r.width > 1 ? fmt::format(" for {}", Periods(f.grain, r.width)) : "",
                     f.outcome, probably, inverse && !falls ? "more slowly" : "faster",
                     LagWords(r, f.grain), Periods(f.grain, r.n));
}

Said SayFound(const LeadFindings& f) {
  const stats::LeadResult& r = f.result;
  const std::string unit(GrainName(f.grain));
  switch (r.finding) {
    case stats::LeadFinding::kLeads:
    case stats::LeadFinding::kLikelyLeads: {
      Said said{LeadWords(f, r.finding == stats::LeadFinding::kLeads ? "" : "probably "),
                EffectWords(f)};
      said.Add(FamilyWords(f));
      said.Add("This is an association in time, not proof of causation.");
      return said;
    }
    case stats::LeadFinding::kLeadsInversely: {
      Said said{LeadWords(f, "probably "),
                fmt::format("This is the wrong direction for a metric that should rise with {}. If "
                            "lower is better, set desired_change: decrease.",
                            f.outcome)};
      said.Add(EffectWords(f));
      said.Add(FamilyWords(f));
      return said;
    }
    case stats::LeadFinding::kSuggestive: {
      Said said{fmt::format("There is a hint that {} leads {} {}by {}, but with {} of data it "
                            "could still be chance (p = {:.2f}).",
                            f.candidate, f.outcome, r.correlation < 0 ? "inversely " : "",
                            Periods(f.grain, r.lag), Periods(f.grain, r.n), r.p_adjusted),
                EffectWords(f)};
      said.Add(FamilyWords(f));
      return said;
    }
    case stats::LeadFinding::kMovesTogether:
      return {fmt::format("{} and {} move in the same {} (correlation {:.2f}); neither leads.",
                          f.candidate, f.outcome, unit, r.together_correlation),
              FamilyWords(f)};
    case stats::LeadFinding::kFollows:
      return {fmt::format("{0} lags {1} by about {2}: {3} moves first, so the metric cannot give "
                          "early warning.",
                          f.candidate, f.outcome, Periods(f.grain, r.reverse_lag), f.outcome),
              ""};
    case stats::LeadFinding::kNotDetected: {
      Said said{fmt::format("No lead of {} over {} was detected in {} of data.", f.candidate,
                            f.outcome, Periods(f.grain, r.n)),
                FamilyWords(f)};
      if (r.minimum_detectable) {
        said.Add(
            fmt::format("A lead of at least {} points of growth per point would probably have been "
                        "detected; a weaker one may exist.",
                        Points(*r.minimum_detectable)));
      }
      return said;
    }
    case stats::LeadFinding::kIsRevenue:
      return SayIncome(f);
    case stats::LeadFinding::kMayBeRevenue:
      return {fmt::format("{} and {} change by the same percentage in every {}: they may be one "
                          "amount under two names, which cannot lead itself.",
                          f.candidate, f.outcome, unit),
              "If it is the company's own income, set income: true; a candidate driven by "
              "customers would have different numbers."};
    case stats::LeadFinding::kNoVariation:
      return {fmt::format("{} does not change, so there is nothing to compare.",
                          Constant(f.candidate_values) ? f.candidate : f.outcome),
              ""};
    case stats::LeadFinding::kNotEnoughData:
      break;
  }
  return {};
}

}  // namespace

Said SayLead(const LeadFindings& f, const Calendar& calendar) {
  if (f.result.finding != stats::LeadFinding::kNotEnoughData) return SayFound(f);
  return {fmt::format("It is too early to tell whether {} leads {}.", f.candidate, f.outcome),
          Shortfall(f, calendar)};
}

std::vector<std::string> LeadCaveats(const LeadFindings& f, const stats::LeadOptions& options) {
  std::vector<std::string> caveats;
  const stats::LeadResult& r = f.result;
  const bool tested = r.finding != stats::LeadFinding::kNotEnoughData &&
                      r.finding != stats::LeadFinding::kIsRevenue &&
                      r.finding != stats::LeadFinding::kNoVariation;
  const int longest = stats::LongestLag(r.n, options.weekly);
  const int wanted = options.weekly ? 52 : 12;
  if (longest < wanted && r.finding != stats::LeadFinding::kIsRevenue) {
    caveats.push_back(
        fmt::format("Lags beyond {} cannot be tested yet; lags of up to {} need {} of history.",
                    Periods(f.grain, std::max(longest, 0)), Periods(f.grain, wanted),
                    Periods(f.grain, 3 * wanted)));
  }
  if (r.finding == stats::LeadFinding::kNotEnoughData) {
    // Found when the candidate explains half of the outcome's growth.
    caveats.push_back(
        "With 24 months, a strong lead (explaining half of the outcome's growth) is detected in "
        "about 4 of 5 cases and a moderate one in about half; with 36 months, nearly always and in "
        "about 3 of 4.");
  }
  if (tested && options.weekly && !options.weekly_verdicts) {
    caveats.push_back("Weekly data: this version reports a hint at most.");
  }
  if (tested && !options.weekly && r.n < stats::kMonthsForAll) {
    caveats.push_back(
        fmt::format("With {}, a real but moderate lead is missed about half of the time.",
                    Periods(f.grain, r.n)));
  }
  for (const stats::LeadWarning warning : r.warnings) {
    switch (warning) {
      case stats::LeadWarning::kNonPositiveLog:
        caveats.emplace_back(
            "Some values are not positive, so growth was measured on a scale other than percent.");
        break;
      case stats::LeadWarning::kSeasonNotSeparable:
        caveats.emplace_back("The history is too short to tell yearly seasonality from a lead.");
        break;
      case stats::LeadWarning::kOutliersClamped:
        caveats.emplace_back("Isolated extreme jumps were capped before the test.");
        break;
      case stats::LeadWarning::kOnePair:
        caveats.emplace_back("Without the two most influential periods, there would be no lead.");
        break;
      case stats::LeadWarning::kShiftsAlike:
        caveats.emplace_back(
            "The two correlate just as well when shifted by more than the longest lag, so this is "
            "not a lead.");
        break;
      case stats::LeadWarning::kUnstableSign:
        caveats.emplace_back("The first and second halves of the history disagree.");
        break;
    }
  }
  return caveats;
}

}  // namespace northstar
