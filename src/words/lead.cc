#include "words/lead.h"

#include <fmt/format.h>

#include "base/number_words.h"
#include "base/text.h"
#include "words/phrases.h"

namespace northstar {
namespace {

using Code = LeadStatement::Code;

Sentence Candidate(const LeadStatement& s) {
  return s.candidate.AsWords();
}

Sentence Outcome(const LeadStatement& s) {
  return s.outcome.AsWords();
}

Sentence Points(double value) {
  return Value(Humanize(value, 2));
}

Sentence Data(const LeadStatement& s) {
  return Value(Periods(s.grain, s.periods));
}

std::string LagWords(const LeadStatement& s) {
  if (s.width == 1) return Periods(s.grain, s.lag) + " later";
  return fmt::format("{} to {} later", s.lag, Periods(s.grain, s.lag + s.width - 1));
}

Sentence EffectWords(const LeadStatement& s) {
  if (!s.effect) return "";
  const LeadEffect& e = *s.effect;
  const bool less = e.high < 0;
  Sentence text =
      Say("Each extra point of growth in {} was associated with {} to {} {} points of growth in {} "
          "({}% interval, corrected for {} lags tried).",
          Candidate(s), Points(less ? -e.high : e.low), Points(less ? -e.low : e.high),
          less ? "fewer" : "extra", Outcome(s), FormatNumber(e.level * 100),
          std::to_string(e.lags_tried));
  if (e.error_reduction && *e.error_reduction > 0) {
    text.Add(Say("In a forecast test, the metric reduced the squared error by {}.",
                 Value(fmt::format("{:.0f}%", *e.error_reduction * 100))));
  }
  return text;
}

// Who tries several candidates finds more by chance.
Sentence ChanceWords(const LeadStatement& s) {
  if (s.chance.family < 2 || s.lag == 0) return "";
  const auto chance = [](double p) {
    return Value(p < 0.001 ? "fewer than 0.1%" : PercentText(p));
  };
  const Sentence alone = chance(s.chance.alone);
  const Sentence together = chance(s.chance.together);
  const std::string family = std::to_string(s.chance.family);
  if (alone.text() == together.text()) {
    return Say("Chance alone would show this in {} of cases, even with {} candidates tried.", alone,
               family);
  }
  return Say("Chance alone would show this in {} of cases, and in {} with {} candidates tried.",
             alone, together, family);
}

Sentence ShortfallWords(const LeadStatement& s) {
  const LeadShortfall& missing = s.shortfall;
  if (s.grain == Grain::kWeek) {
    return Say("There are {} of history; the test needs {}.", Data(s),
               std::to_string(missing.least_weeks));
  }
  Sentence when;
  if (missing.test_from && missing.likely_from) {
    when = Say(" (from {} and from {})", Period(FormatDay(*missing.test_from)),
               Period(FormatDay(*missing.likely_from)));
  }
  return Say(
      "The history has {} complete {}: {} more are needed before a lead can be tested, and {} more "
      "before it can be called likely{}.",
      std::to_string(s.periods), s.periods == 1 ? "month" : "months",
      std::to_string(missing.more_to_test), std::to_string(missing.more_to_be_likely), when);
}

// "When churn fell, revenue grew faster": of a lead with either sign.
Sentence LeadWords(const LeadStatement& s, const char* probably) {
  const bool falls = s.inverse && s.inverse_wanted;
  return Say("When {} grew {}{}, {} {}grew {} {} in {} of data.", Candidate(s),
             falls ? "more slowly" : "faster",
             s.width > 1 ? " for " + Periods(s.grain, s.width) : "", Outcome(s), probably,
             s.inverse && !falls ? "more slowly" : "faster", Value(LagWords(s)), Data(s));
}

Sentence First(const LeadStatement& s) {
  switch (s.code) {
    case Code::kLeads:
      return LeadWords(s, "");
    case Code::kLikelyLeads:
    case Code::kLeadsInversely:
      return LeadWords(s, "probably ");
    case Code::kSuggestive:
      return Say(
          "There is a hint that {} leads {} {}by {}, but with {} of data it could still be chance "
          "(p = {}).",
          Candidate(s), Outcome(s), s.inverse ? "inversely " : "", Value(Periods(s.grain, s.lag)),
          Data(s), fmt::format("{:.2f}", s.chance.together));
    case Code::kMovesTogether:
      return Say("{} and {} move in the same {} (correlation {}); neither leads.", Candidate(s),
                 Outcome(s), GrainName(s.grain), Value(fmt::format("{:.2f}", s.correlation)));
    case Code::kFollows:
      return Say("{} lags {} by about {}: {} moves first, so the metric cannot give early warning.",
                 Candidate(s), Outcome(s), Value(Periods(s.grain, s.lag)), Outcome(s));
    case Code::kNotDetected:
      return Say("No lead of {} over {} was detected in {} of data.", Candidate(s), Outcome(s),
                 Data(s));
    case Code::kIsRevenue:
      return s.other_income ? Say("{} is the company's own income, like {}, so it cannot lead it.",
                                  Candidate(s), Outcome(s))
                            : Say("{} is {} itself or derived from it, so it cannot lead it.",
                                  Candidate(s), Outcome(s));
    case Code::kMayBeRevenue:
      return Say(
          "{} and {} change by the same percentage in every {}: they may be one amount under two "
          "names, which cannot lead itself.",
          Candidate(s), Outcome(s), GrainName(s.grain));
    case Code::kNoVariation:
      return Say("{} does not change, so there is nothing to compare.",
                 s.candidate_is_constant ? Candidate(s) : Outcome(s));
    case Code::kNotEnoughData:
      return Say("It is too early to tell whether {} leads {}.", Candidate(s), Outcome(s));
    case Code::kLeadsBySegment:
    case Code::kNeverSeen:
      return s.asked;
  }
  return "";
}

}  // namespace

std::span<const Rule> LeadRules() {
  static constexpr Rule kRules[] = {
      {"leads", "the candidate moves first"},
      {"likely_leads", "the candidate probably moves first"},
      {"leads_inversely", "it moves first, but in the wrong direction"},
      {"suggestive", "there is a hint of a lead, which may be chance"},
      {"moves_together", "both move in the same period"},
      {"follows", "the outcome moves first"},
      {"not_detected", "no lead was detected"},
      {"is_revenue", "the candidate is the outcome, or income like it"},
      {"may_be_revenue", "both may be one amount under two names"},
      {"no_variation", "one of the two never changes"},
      {"not_enough_data", "the history is too short"},
      {"leads_by_segment", "it moves first when segments are compared"},
      {"never_seen", "one of the two was not measured"},
  };
  return kRules;
}

Said Words(const LeadStatement& s) {
  Said said{First(s), "", RuleName(LeadRules(), s.code)};
  switch (s.code) {
    case Code::kLeads:
    case Code::kLikelyLeads:
      said.Add(EffectWords(s));
      said.Add(ChanceWords(s));
      said.Add("This is an association in time, not proof of causation.");
      break;
    case Code::kLeadsInversely:
      said.Add(
          Say("This is the wrong direction for a metric that should rise with {}. If lower is "
              "better, set desired_change: decrease.",
              Outcome(s)));
      said.Add(EffectWords(s));
      said.Add(ChanceWords(s));
      break;
    case Code::kSuggestive:
      said.Add(EffectWords(s));
      said.Add(ChanceWords(s));
      break;
    case Code::kMovesTogether:
      said.Add(ChanceWords(s));
      break;
    case Code::kNotDetected:
      said.Add(ChanceWords(s));
      if (s.detectable) {
        said.Add(
            Say("A lead of at least {} points of growth per point would probably have been "
                "detected; a weaker one may exist.",
                Points(*s.detectable)));
      }
      break;
    case Code::kMayBeRevenue:
      said.Add(
          "If it is the company's own income, set income: true; a candidate driven by "
          "customers would have different numbers.");
      break;
    case Code::kNotEnoughData:
      said.Add(ShortfallWords(s));
      break;
    case Code::kLeadsBySegment:
      said.Add("This is an association within segments, not proof of causation.");
      break;
    case Code::kFollows:
    case Code::kIsRevenue:
    case Code::kNoVariation:
    case Code::kNeverSeen:
      break;
  }
  return said;
}

}  // namespace northstar
