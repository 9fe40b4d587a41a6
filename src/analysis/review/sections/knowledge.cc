// knowledge: how many people can state the star, by the latest survey that asked about it, and by
// the one before. A star that nobody knows steers nobody. A survey from more than a year before the
// end of the quarter tells of another time; one with fewer than five answers tells of persons.
#include "analysis/review/review_section.h"
#include "analysis/survey/knowledge_rate.h"
#include "words/review_sections.h"

namespace northstar {
namespace {

constexpr Day kOldDays = 365;

// Those that count, the latest first.
std::vector<const SurveyedKnowledge*> RoundsOf(const ReviewEvidence& evidence) {
  std::vector<const SurveyedKnowledge*> rounds;
  for (const SurveyedKnowledge& one : evidence.options.surveys) {
    if (one.metric == evidence.star.name && one.opened > evidence.quarter.days.last - kOldDays)
      rounds.push_back(&one);
  }
  return rounds;
}

std::optional<KnowledgeRate> RateOf(const SurveyedKnowledge& round) {
  if (!round.rate || round.answered < kFewest) return std::nullopt;
  return KnowledgeRate{static_cast<size_t>(round.answered - round.unclear), round.rate->share,
                       round.rate->low, round.rate->high};
}

std::vector<ReviewCell> RowOf(const SurveyedKnowledge& round) {
  const auto number = [](const std::optional<int64_t>& count) {
    return NumberCell(count ? std::optional(static_cast<double>(*count)) : std::nullopt);
  };
  const std::optional<KnowledgeRate> rate = RateOf(round);
  const auto share = [&](double KnowledgeRate::*member) {
    return ShareCell(rate ? std::optional(rate.value().*member) : std::nullopt);
  };
  return {TextCell(FormatDay(round.opened)),
          number(round.invited),
          number(round.answered),
          number(round.unclear),
          share(&KnowledgeRate::rate),
          share(&KnowledgeRate::low),
          share(&KnowledgeRate::high)};
}

}  // namespace

ReviewSection KnowledgeSection(const ReviewEvidence& evidence, ReviewSigns& signs) {
  using Code = ReviewSectionStatement::Code;
  ReviewSection section;
  section.table.columns = {{"opened", "opened"},           {"invited", "invited", true},
                           {"answered", "answered", true}, {"unclear", "not graded", true},
                           {"rate", "know it", true},      {"low", "low", true},
                           {"high", "high", true}};
  ReviewSectionStatement statement{Code::kNotSurveyed, signs.star};
  const std::vector<const SurveyedKnowledge*> rounds = RoundsOf(evidence);
  for (size_t i = 0; i < rounds.size() && i < 2; ++i)
    section.table.rows.push_back(RowOf(*rounds[i]));
  if (!evidence.options.surveys_unread.empty()) {
    statement.code = Code::kSurveysUnknown;
    section.notes.push_back(evidence.options.surveys_unread);
  } else if (!rounds.empty()) {
    signs.knowledge = RateOf(*rounds[0]);
    if (rounds.size() > 1) signs.knowledge_before = RateOf(*rounds[1]);
    statement.code = Code::kFewAnswered;
    if (signs.knowledge) {
      statement.code = Code::kKnown;
      statement.count = signs.knowledge->asked;
      statement.value = signs.knowledge->rate;
      statement.low = signs.knowledge->low;
      statement.high = signs.knowledge->high;
      if (signs.knowledge_before) statement.share = signs.knowledge_before->rate;
    }
  }
  section.said = Words(statement);
  return section;
}

}  // namespace northstar
