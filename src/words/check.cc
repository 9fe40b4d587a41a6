#include "words/check.h"

#include <fmt/format.h>

#include <cmath>

#include "base/period_words.h"
#include "base/text.h"
#include "words/phrases.h"

namespace northstar {
namespace {

using Code = CheckStatement::Code;

Sentence ValueWords(const CheckStatement& s, const std::optional<double>& value) {
  return Value(FormatValue(s.look, value));
}

// "Rating: 3.1 in the week of Jun 22, 2026"
Sentence WasWords(const CheckStatement& s) {
  return Say("{}: {} {}", s.series.AsWords(), Value(WithUnit(s.look, s.value)),
             Period(WhenWords(s.time, s.label)));
}

// "its limit (at least 3.5)", "its limit (at least 3.43: 2% worse than the 8 weeks before)"
Sentence LimitWords(const CheckStatement& s) {
  const Sentence bound = Say("{} {}", s.at_least ? "at least" : "at most", ValueWords(s, s.limit));
  if (s.tolerance.empty()) return Say("its limit ({})", bound);
  return Say("its limit ({}: {} worse than the {} before)", bound, Value(s.tolerance),
             Periods(s.time.grain.value_or(Grain::kWeek), s.periods));
}

// "9.1% (5% to 13%)"
Sentence MovedWords(double by, double low, double high) {
  const double ends[] = {std::min(std::fabs(low), std::fabs(high)),
                         std::max(std::fabs(low), std::fabs(high))};
  const bool crosses = (low < 0) != (high < 0);
  return Say("{} (90% interval: {} to {})", Value(PercentText(std::fabs(by))),
             Value(PercentText(crosses ? -ends[0] : ends[0])), Value(PercentText(ends[1])));
}

Sentence DecoupledWords(const CheckStatement& s) {
  const Grain grain = s.time.grain.value_or(Grain::kWeek);
  const std::string window = Periods(grain, s.periods);
  return Say(
      "{}, {} rose by {} compared with the {} before, while {} {} by {}.",
      Period(fmt::format("In the {} to the end of the {}", window, PeriodWords(grain, s.label))),
      s.series.AsWords(), MovedWords(s.rise, s.rise_low, s.rise_high), window, s.other.AsWords(),
      s.worse < 0 ? "fell" : "rose", MovedWords(s.worse, s.worse_low, s.worse_high));
}

Sentence StarWay(const CheckStatement& s) {
  return Say("while {} went {}", s.series.AsWords(), s.star_rises ? "up" : "down");
}

Sentence FeedbackFigure(const CheckStatement& s) {
  return Value(FormatValue(s.look, s.value));
}

Sentence SilentWords(const CheckStatement& s) {
  if (s.last.empty()) {
    return Say("'{}' has sent no data yet; at most {} of silence is allowed.", s.source,
               Value(SpanOfTimeWords(s.most_silence)));
  }
  return Say("'{}' has been silent for {}, since {}; {} {}.", s.source,
             Value(SpanOfTimeWords(s.silence)), Period(DateWords(s.last)),
             Value("at most " + SpanOfTimeWords(s.most_silence)),
             s.set ? "is allowed" : "is usual");
}

Sentence NoDataWords(const CheckStatement& s) {
  if (!s.series.shown.empty()) return Say("{} could not be judged.", s.series.AsWords());
  if (!s.source.empty()) return Say("'{}' could not be judged.", s.source);
  return "There is nothing to judge.";
}

Sentence FeedbackWords(const CheckStatement& s) {
  const Sentence when = Period(WhenWords(s.time, s.label));
  if (s.code == Code::kNegativeShare) {
    return Say("{} of the texts in '{}' {} were negative (usually at most {}), {}.",
               FeedbackFigure(s), s.source, when, ValueWords(s, s.limit), StarWay(s));
  }
  if (s.code == Code::kFeedbackVolume) {
    return Say("Customers wrote {} texts in '{}' {} (usually {} {}), {}.", FeedbackFigure(s),
               s.source, when, s.at_least ? "at least" : "at most", ValueWords(s, s.limit),
               StarWay(s));
  }
  if (s.code == Code::kFeedbackAlone) {
    return Say("Feedback in '{}' {} was unusual, but {} hardly moved.", s.source, when,
               s.series.AsWords());
  }
  return Say("Feedback in '{}' {} was as usual.", s.source, when);
}

Sentence UnusualWords(const CheckStatement& s) {
  const bool above = s.value && s.limit && *s.value > *s.limit;
  const Sentence base =
      Say("{}, {} the usual range ({} was expected, {} {})", WasWords(s), above ? "above" : "below",
          ValueWords(s, s.expected), above ? "at most" : "at least", ValueWords(s, s.limit));
  if (s.segment.empty()) return base + ".";
  return Say("{}; most of it comes from {}.", base, Segment(s.segment));
}

Sentence SourceWords(const CheckStatement& s) {
  if (s.code == Code::kSilent) return SilentWords(s);
  if (s.code == Code::kRejectsJumped) {
    return Say("{} of the latest rows of '{}' were rejected, up from {} before.",
               Value(PercentText(s.rejected)), s.source, Value(PercentText(s.rejected_before)));
  }
  if (s.code == Code::kStatic) {
    return Say("'{}' ends {}; its data were already old when first loaded.", s.source,
               Period("on " + DateWords(std::string_view(s.last).substr(0, 10))));
  }
  return Say("'{}' is up to date: its latest data are {} old (limit: {}).", s.source,
             Value(SpanOfTimeWords(s.silence)), Value(SpanOfTimeWords(s.most_silence)));
}

Sentence First(const CheckStatement& s) {
  switch (s.code) {
    case Code::kLimitBroken:
      return Say("{}, beyond {}.", WasWords(s), LimitWords(s));
    case Code::kLimitUnclear:
      return Say("{}; whether {} holds is unclear.", WasWords(s), LimitWords(s));
    case Code::kLimitHolds:
      return Say("{}, within {}.", WasWords(s), LimitWords(s));
    case Code::kDecoupled:
      return DecoupledWords(s);
    case Code::kNotDecoupled:
      return Say("No sign that {} rose at the expense of guardrails, retention or feedback.",
                 s.series.AsWords());
    case Code::kNegativeShare:
    case Code::kFeedbackVolume:
    case Code::kFeedbackAlone:
    case Code::kFeedbackUsual:
      return FeedbackWords(s);
    case Code::kUnusual:
      return UnusualWords(s);
    case Code::kRecordingDoubtful:
      return Say("{}; almost nothing was recorded.", WasWords(s));
    case Code::kUsual:
      return Say("{}, within the usual range.", WasWords(s));
    case Code::kSilent:
    case Code::kRejectsJumped:
    case Code::kStatic:
    case Code::kFresh:
      return SourceWords(s);
    case Code::kLinkWeaker:
      return Say("The link between {} and {} is weaker than when it was chosen.",
                 s.series.AsWords(), s.outcome.AsWords());
    case Code::kLinkHolds:
      return Say("{} still leads {} as it did before.", s.series.AsWords(), s.outcome.AsWords());
    case Code::kDefinitionChanged:
      return Say("The definition of {} changed on {} without a new version.", s.series.AsWords(),
                 Period(DateWords(FormatDay(s.day))));
    case Code::kDefinitionKept:
      return Say("The definition of {} has not changed within its version.", s.series.AsWords());
    case Code::kReviewOverdue:
      return Say("The review of the North Star was due on {}, {} ago.",
                 Period(DateWords(FormatDay(s.day))), Value(Plural(s.days, "day")));
    case Code::kReviewNotDue:
      return Say("The next review of the North Star is due on {}.",
                 Period(DateWords(FormatDay(s.day))));
    case Code::kNoData:
      return NoDataWords(s);
  }
  return "";
}

// What follows: what to look at, or why nothing was judged.
Sentence More(const CheckStatement& s) {
  if (s.code == Code::kDecoupled) {
    return "The star can go up while customers get less: find out what drives it ('northstar "
           "explain') before you celebrate.";
  }
  if (s.code == Code::kLimitUnclear) return "This value may be due to chance.";
  if (s.code == Code::kRecordingDoubtful) return "Check the recording before anything else.";
  if (s.code == Code::kLinkWeaker) {
    return Say(
        "Over the last year, 1 point of its growth came with {} points of growth of the outcome; "
        "in earlier years, with {} to {}.",
        Value(FormatValue({}, s.effect)), Value(FormatValue({}, s.effect_low)),
        Value(FormatValue({}, s.effect_high)));
  }
  if (s.code == Code::kDefinitionChanged)
    return "Raise its 'version' so that old and new numbers are not mixed up.";
  if (s.code == Code::kReviewOverdue) return "Run 'northstar review' to prepare it.";
  if (s.code != Code::kNoData || s.problem.empty()) return "";
  return Capitalised(s.problem) + (s.problem.ends_with('.') ? "" : ".");
}

}  // namespace

std::string SpanOfTimeWords(double seconds) {
  const auto rounded = [&](double unit, const char* name) {
    return Plural(std::max(1LL, std::llround(seconds / unit)), name);
  };
  if (seconds < 90 * 60) return rounded(60, "minute");
  if (seconds < 48 * 3600) return rounded(3600, "hour");
  return rounded(86'400, "day");
}

std::span<const Rule> CheckFindingRules() {
  static constexpr Rule kRules[] = {
      {"limit_broken", "the last complete period lies beyond the guardrail's limit"},
      {"limit_unclear", "it does, or nearly, but chance alone may have brought that"},
      {"limit_holds", "the limit holds"},
      {"decoupled",
       "two looks in a row, the star rose while something that must not suffer got worse by more "
       "than is tolerated"},
      {"not_decoupled", "nothing that must not suffer got worse while the star rose"},
      {"negative_share", "more of the feedback is negative than is usual, and the star moves"},
      {"feedback_volume", "an unusual number of texts was written, and the star moves"},
      {"feedback_alone", "feedback is unusual, but the star does not move"},
      {"feedback_usual", "feedback is as usual"},
      {"unusual", "the last complete period lies outside of what its past let expect"},
      {"recording_doubtful", "almost nothing was recorded where there always is something"},
      {"usual", "the last complete period is as its past let expect"},
      {"silent", "the source is silent for longer than it should be"},
      {"rejects_jumped", "a larger share of the latest rows could not be read than before"},
      {"static", "the source was already old when it was first loaded"},
      {"fresh", "the source is up to date"},
      {"link_weaker", "the star's lead over the outcome has weakened"},
      {"link_holds", "the star's lead over the outcome is what it was"},
      {"definition_changed", "a definition changed while its version stayed"},
      {"definition_kept", "the definition is the one that is known"},
      {"review_overdue", "the review is overdue"},
      {"review_not_due", "the review is not due yet"},
      {"no_data", "there is nothing to judge it by"},
  };
  return kRules;
}

Said Words(const CheckStatement& s) {
  return {First(s), More(s), RuleName(CheckFindingRules(), s.code)};
}

}  // namespace northstar
