#include "analysis/feedback/feedback_statement.h"

namespace northstar {
namespace {

constexpr double kFewUnscored = 0.05;

FeedbackStatement::Code CodeOf(const FeedbackFindings& f) {
  using Code = FeedbackStatement::Code;
  if (f.after.people == 0) return Code::kNobodyWrote;
  if (!f.Compared()) return Code::kNothingToCompare;
  if (!f.enough) return Code::kTooFewToCompare;
  return f.rising.empty() ? Code::kNothingRising : Code::kRising;
}

}  // namespace

FeedbackStatement StatementOn(const FeedbackFindings& f) {
  FeedbackStatement s{CodeOf(f)};
  if (s.code == FeedbackStatement::Code::kNobodyWrote) return s;
  s.texts = f.after.texts;
  s.people = f.after.people;
  s.first = f.from;
  s.last = f.to - 1;
  s.per_day = f.volume.per_day;
  if (f.volume.usual) s.per_day_before = f.volume.per_day_before;
  s.unhappy = f.after.negative;
  // The share of unhappy people before is of the same sources, or left out.
  if (f.Compared() && f.compared_people == f.after.people) s.unhappy_before = f.before.negative;
  if (!(f.after.ShareUnscored() < kFewUnscored))
    s.scored_people = f.after.people - f.after.unscored;
  for (const FeedbackTopic& topic : f.topics) s.topics.push_back({topic.label, topic.share});
  for (const FeedbackTheme& theme : f.rising) s.rising.push_back(theme.term.term);
  return s;
}

}  // namespace northstar
