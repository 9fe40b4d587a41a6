#include "analysis/lead/lead_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/number_words.h"
#include "base/text.h"

namespace northstar {
namespace {

std::string Periods(Grain grain, int count) {
  return Plural(count, GrainName(grain));
}

std::string Points(double value) {
  return Humanize(value, 2);
}

Sentence Candidate(const LeadFindings& f) {
  return f.candidate.AsWords();
}

Sentence Outcome(const LeadFindings& f) {
  return f.outcome.AsWords();
}

std::string LagWords(const stats::LeadResult& r, Grain grain) {
  if (r.width == 1) return Periods(grain, r.lag) + " later";
  return fmt::format("{} to {} later", r.lag, Periods(grain, r.lag + r.width - 1));
}

Sentence EffectWords(const LeadFindings& f) {
  const stats::LeadResult& r = f.result;
  if (!r.effect) return "";
  const bool less = *r.high < 0;
  Sentence text =
      Say("Each extra point of growth in {} was associated with {} to {} {} points of growth in {} "
          "({}% interval, corrected for {} lags tried).",
          Candidate(f), Value(Points(less ? -*r.high : *r.low)),
          Value(Points(less ? -*r.low : *r.high)), less ? "fewer" : "extra", Outcome(f),
          FormatNumber(f.level * 100), std::to_string(r.lags_tried));
  if (r.gain && r.gain->r2_out_of_sample > 0) {
    text.Add(Say("In a forecast test, the metric reduced the squared error by {}.",
                 Value(fmt::format("{:.0f}%", r.gain->r2_out_of_sample * 100))));
  }
  return text;
}

// Who tries several candidates finds more by chance.
Sentence FamilyWords(const LeadFindings& f) {
  if (f.family < 2 || f.result.lag == 0) return "";
  const auto chance = [](double p) {
    return Value(p < 0.001 ? "fewer than 0.1%" : PercentText(p));
  };
  const Sentence alone = chance(f.result.p_value);
  const Sentence together = chance(f.result.p_adjusted);
  const std::string family = std::to_string(f.family);
  if (alone.text() == together.text()) {
    return Say("Chance alone would show this in {} of cases, even with {} candidates tried.", alone,
               family);
  }
  return Say("Chance alone would show this in {} of cases, and in {} with {} candidates tried.",
             alone, together, family);
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
      return {Say("{} is {} itself or derived from it, so it cannot lead it.", Candidate(f),
                  Outcome(f)),
              ""};
    case OutcomeLink::kIncome:
      return {Say("{} is the company's own income, like {}, so it cannot lead it.", Candidate(f),
                  Outcome(f)),
              ""};
    case OutcomeLink::kNone:
      break;
  }
  return {};
}

// "When churn fell, revenue grew faster": of a lead with either sign.
Sentence LeadWords(const LeadFindings& f, const char* probably) {
  const stats::LeadResult& r = f.result;
  const bool inverse = r.correlation < 0;
  const bool falls = inverse && r.wanted == stats::LeadSign::kInverse;
  return Say("When {} grew {}{}, {} {}grew {} {} in {} of data.", Candidate(f),
             falls ? "more slowly" : "faster",
             r.width > 1 ? " for " + Periods(f.grain, r.width) : "", Outcome(f), probably,
             inverse && !falls ? "more slowly" : "faster", Value(LagWords(r, f.grain)),
             Value(Periods(f.grain, r.n)));
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
                Say("This is the wrong direction for a metric that should rise with {}. If lower "
                    "is better, set desired_change: decrease.",
                    Outcome(f))};
      said.Add(EffectWords(f));
      said.Add(FamilyWords(f));
      return said;
    }
    case stats::LeadFinding::kSuggestive: {
      Said said{Say("There is a hint that {} leads {} {}by {}, but with {} of data it could still "
                    "be chance (p = {}).",
                    Candidate(f), Outcome(f), r.correlation < 0 ? "inversely " : "",
                    Value(Periods(f.grain, r.lag)), Value(Periods(f.grain, r.n)),
                    fmt::format("{:.2f}", r.p_adjusted)),
                EffectWords(f)};
      said.Add(FamilyWords(f));
      return said;
    }
    case stats::LeadFinding::kMovesTogether:
      return {Say("{} and {} move in the same {} (correlation {}); neither leads.", Candidate(f),
                  Outcome(f), unit, Value(fmt::format("{:.2f}", r.together_correlation))),
              FamilyWords(f)};
    case stats::LeadFinding::kFollows:
      return {
          Say("{} lags {} by about {}: {} moves first, so the metric cannot give early warning.",
              Candidate(f), Outcome(f), Value(Periods(f.grain, r.reverse_lag)), Outcome(f)),
          ""};
    case stats::LeadFinding::kNotDetected: {
      Said said{Say("No lead of {} over {} was detected in {} of data.", Candidate(f), Outcome(f),
                    Value(Periods(f.grain, r.n))),
                FamilyWords(f)};
      if (r.minimum_detectable) {
        said.Add(
            Say("A lead of at least {} points of growth per point would probably have been "
                "detected; a weaker one may exist.",
                Value(Points(*r.minimum_detectable))));
      }
      return said;
    }
    case stats::LeadFinding::kIsRevenue:
      return SayIncome(f);
    case stats::LeadFinding::kMayBeRevenue:
      return {Say("{} and {} change by the same percentage in every {}: they may be one amount "
                  "under two names, which cannot lead itself.",
                  Candidate(f), Outcome(f), unit),
              "If it is the company's own income, set income: true; a candidate driven by "
              "customers would have different numbers."};
    case stats::LeadFinding::kNoVariation:
      return {Say("{} does not change, so there is nothing to compare.",
                  Constant(f.candidate_values) ? Candidate(f) : Outcome(f)),
              ""};
    case stats::LeadFinding::kNotEnoughData:
      break;
  }
  return {};
}

}  // namespace

Said SayLead(const LeadFindings& f, const Calendar& calendar) {
  Said said =
      f.result.finding == stats::LeadFinding::kNotEnoughData
          ? Said{Say("It is too early to tell whether {} leads {}.", Candidate(f), Outcome(f)),
                 Shortfall(f, calendar)}
          : SayFound(f);
  said.rule = LowerUtf8(LeadFindingName(f.result.finding));
  return said;
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
