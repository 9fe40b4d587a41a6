// From what a review found to the triggers that fire, and from these to its verdict. Pure rules
// over plain values, with the reasons in docs/decisions/0021-review.md.
//
// A trigger is firm where it would be a reason to change the star, soft where it is a reason to
// look closer. A firm one is confirmed when it was firm as of the quarter before too, read anew
// from the data up to then; what is no estimate (what people decided, what a definition makes so)
// cannot be noise and is confirmed at once. Soft triggers never make a change due, however many
// there are.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/review/link_reading.h"
#include "words/review.h"

namespace northstar {

// Something that guards the star fell while it rose; relative changes, with 90% intervals.
struct DecouplingSign {
  SeriesName guard;
  double rise = 0;
  double fall = 0, fall_low = 0, fall_high = 0;
};

// A fall of the link from cohort to cohort is one from 8 cohorts on and at most at this p-value: a
// review that looks at many things must not find one of them too often.
inline constexpr size_t kLeastCohortsForTrend = 8;
inline constexpr double kDilutionAlpha = 0.01;

// Early value and retention, from cohort to cohort.
struct DilutionSign {
  size_t cohorts = 0;
  // Log odds ratios: medians of the older and of the newer half.
  double older = 0, newer = 0;
  // One-sided, that the link does not fall; and whether the star rises over the same time.
  double p_value = 1;
  bool star_rises = false;
};

// Who makes up the star; shares are 0-1.
struct GamingSign {
  std::string entity;
  // What the top 1% hold of a quarter's events, and a year before, with the 95% interval of the
  // difference.
  std::optional<double> top_share, top_share_before, top_change_low, top_change_high;
  // Likewise of units with a machine-like rhythm.
  std::optional<double> machine_share, machine_share_before;
  // Part of the rise over the quarter before that is pushed, paid for or machine-like; and of the
  // rise of that quarter over its own quarter before. None: the star did not rise clearly.
  std::optional<double> suspect_share, suspect_share_before;
};

// A survey of who knows the star: shares 0-1 with a 95% interval.
struct KnowledgeRate {
  size_t asked = 0;
  double rate = 0, low = 0, high = 0;
};

struct StrategyChange {
  // ISO day; who and why may be empty.
  std::string day, by, why;
};

// Everything the rules look at. What is none was not found out, and fires nothing.
struct ReviewSigns {
  SeriesName star, outcome;
  LinkReading link, link_before;
  // The surest first.
  std::vector<DecouplingSign> decoupled, decoupled_before;
  std::optional<DilutionSign> dilution;
  std::optional<GamingSign> gaming;
  // Months of the star's history where the project says that the product is at launch.
  std::optional<double> months_at_launch;
  bool star_is_rate = false;
  // Days until a change shows fully, and how many are too many to steer by week by week.
  std::optional<double> days_to_show;
  double slowest_days = 14;
  std::optional<StrategyChange> strategy;
  std::optional<KnowledgeRate> knowledge, knowledge_before;
};

enum class TriggerLevel { kSoft, kFirm };
// "firm". Static text.
std::string_view NameOf(TriggerLevel level);

struct TriggerFinding {
  ReviewTrigger trigger = ReviewTrigger::kLinkWeakened;
  TriggerLevel level = TriggerLevel::kSoft;
  // Firm, and not by a single look.
  bool confirmed = false;
  // What it rests on: an effect (LINK_WEAKENED), a relative change of the guard (DECOUPLED), a
  // share of units or events, or a difference of log odds ratios (GAMED), months (OUTGROWN_STAGE),
  // days (TOO_SLOW), a share of people (NOT_UNDERSTOOD); none: a statement.
  std::optional<double> value, low, high;
  // First what was found, then what would settle it.
  Said said;
};

// At most one per trigger, the firmest; confirmed ones first, then firm ones, else in the order of
// the enum.
std::vector<TriggerFinding> FindTriggers(const ReviewSigns& signs);

enum class ReviewVerdict { kConfirm, kLookCloser, kChangeDue };
// "look_closer". Static text.
std::string_view NameOf(ReviewVerdict verdict);

// kChangeDue: a firm trigger is confirmed, or two firm ones of independent data fired. kLookCloser:
// any other trigger. DECOUPLED and GAMED look at the same rise of the star, so that they count as
// one.
ReviewVerdict VerdictOf(const std::vector<TriggerFinding>& triggers);

}  // namespace northstar
