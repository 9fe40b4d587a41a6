#include "words/candidate/measurable.h"

#include <fmt/format.h>

#include "base/text.h"
#include "words/phrases.h"

namespace northstar {
namespace {

using Code = MeasurableStatement::Code;

Sentence ReliabilityWords(double reliability) {
  return Say("(reliability {})", Value(fmt::format("{:.2f}", reliability)));
}

Sentence SilenceWords(const DataFlaw& f) {
  const Sentence when =
      Period(fmt::format("from {} to {}", FormatDay(f.first), FormatDay(f.first + f.days - 1)));
  return Say("no event of '{}' arrived {} ({})", f.source, when, Value(Plural(f.days, "day")));
}

Sentence OutageWords(const DataFlaw& f) {
  Sentence text =
      Say("{}, where about {} were expected", SilenceWords(f), Value(Humanize(f.missing, 2)));
  if (f.more > 0) text += Say(", and there are {} more such gaps", Value(std::to_string(f.more)));
  return text;
}

Sentence FlawWords(const DataFlaw& f) {
  const Sentence share = Value(Percent(f.share));
  switch (f.kind) {
    case DataFlaw::Kind::kOutage:
      return OutageWords(f);
    case DataFlaw::Kind::kRejected:
      return Say("{} of the rows cannot be read", share);
    case DataFlaw::Kind::kFuture:
      return Say("{} of the rows are dated in the future", share);
    case DataFlaw::Kind::kMaybeClosed:
      return Say("{}: a closure or an outage", SilenceWords(f));
    case DataFlaw::Kind::kEmptyDays:
      return Say("{} of the days have no event, more than the source's own rate explains", share);
    case DataFlaw::Kind::kDuplicate:
      return Say("{} of the rows are duplicates", share);
    case DataFlaw::Kind::kLate:
      return Say("{} of the rows arrived late", share);
    case DataFlaw::Kind::kHalvesDisagree:
      return Say("two random halves of the {} disagree {}", Several(f.entity),
                 ReliabilityWords(f.reliability));
  }
  return "";
}

Sentence FlawList(const std::vector<DataFlaw>& flaws) {
  Sentence list;
  for (const DataFlaw& flaw : flaws) {
    if (!list.empty()) list += "; ";
    list += FlawWords(flaw);
  }
  return list;
}

Sentence Text(const MeasurableStatement& s) {
  switch (s.code) {
    case Code::kBroken:
      return Say("{} cannot be trusted: {}.", s.metric.AsWords(), FlawList(s.flaws));
    case Code::kDoubtful:
      return Say("{} can be measured, with reservations: {}.", s.metric.AsWords(),
                 FlawList(s.flaws));
    case Code::kHalvesAgree:
      return Say("Its data is complete, and two random halves agree {}.",
                 ReliabilityWords(s.reliability));
    case Code::kNoSubsets:
      return "Its data is complete; a split-half test is not possible for percentiles, extremes "
             "and given numbers.";
    case Code::kTooShortToSplit:
      return "Its data is complete; the history is too short for a split-half test.";
    case Code::kRowsWithoutEntity:
      return "Its data is complete; a split-half test is not possible, because most of its rows "
             "have no entity.";
  }
  return "";
}

}  // namespace

std::span<const Rule> MeasurableRules() {
  static constexpr Rule kRules[] = {
      {"broken_tracking", "the data cannot be trusted"},
      {"doubtful_data", "the data have flaws"},
      {"halves_agree", "the data are complete, and two halves tell the same"},
      {"no_subsets", "the data are complete; such a figure has no halves"},
      {"too_short_to_split", "the data are complete; the history is too short for halves"},
      {"rows_without_entity", "the data are complete; most rows name no entity"},
  };
  return kRules;
}

Said Words(const MeasurableStatement& s) {
  return {Text(s), "", RuleName(MeasurableRules(), s.code)};
}

}  // namespace northstar
