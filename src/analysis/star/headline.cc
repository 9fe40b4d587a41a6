#include "analysis/star/headline.h"

#include <cmath>

namespace northstar {
namespace {

constexpr int kWeeksOfLevel = 13;  // how long a new level is news
constexpr double kTooNoisy = 0.5;  // usual movement, relative: single steps say nothing
constexpr double kLikely = 0.8;    // chance from which on a goal will be met; 1 − it: missed
constexpr double kSeenAsChange = 0.005;

bool TooNoisy(const HeadlineFacts& f) {
  return f.usual && f.usual_relative && *f.usual >= kTooNoisy;
}

HeadlineRule RuleOf(const HeadlineFacts& f) {
  if (!f.value) return HeadlineRule::kNoValue;
  if (!f.stale.empty()) return HeadlineRule::kDataStale;
  if (!f.decoupled.empty()) return HeadlineRule::kDecoupled;
  if (!f.broken.empty()) return HeadlineRule::kGuardrailBroken;
  if (f.unusual && !TooNoisy(f)) return HeadlineRule::kStepUnusual;
  if (LevelIsNews(f)) return HeadlineRule::kLevelChanged;
  if (f.goal && (f.goal->chance >= kLikely || f.goal->chance <= 1 - kLikely))
    return HeadlineRule::kGoal;
  return HeadlineRule::kSteady;
}

}  // namespace

bool LevelIsNews(const HeadlineFacts& f) {
  if (!f.step || (f.step->low <= 0 && f.step->high >= 0)) return false;
  const int longest = f.grain == Grain::kHour    ? kWeeksOfLevel * 7 * 24
                      : f.grain == Grain::kDay   ? kWeeksOfLevel * 7
                      : f.grain == Grain::kWeek  ? kWeeksOfLevel
                      : f.grain == Grain::kMonth ? 3
                                                 : 1;
  return f.step->periods_ago < longest;
}

bool QuarterTellsIt(const HeadlineFacts& f) {
  if (!f.step || !f.value || !f.at_quarter_start || *f.at_quarter_start <= 0) return false;
  const double change = *f.value / *f.at_quarter_start - 1;
  return change * f.step->relative > 0 && std::fabs(change) > kSeenAsChange;
}

Said ChooseHeadline(const HeadlineFacts& facts) {
  HeadlineStatement statement{RuleOf(facts), facts};
  statement.too_noisy = TooNoisy(facts);
  statement.quarter_tells_it = QuarterTellsIt(facts);
  statement.goal_in_reach = facts.goal && facts.goal->chance >= kLikely;
  return Words(statement);
}

}  // namespace northstar
