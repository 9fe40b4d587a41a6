#include "analysis/review/triggers.h"

#include <algorithm>

namespace northstar {
namespace {

using Code = TriggerStatement::Code;

// From then on a product is no longer at launch, by anybody's measure; a quarter less the quarter
// before.
constexpr double kLaunchMonths = 18;
constexpr double kQuarterMonths = 3;
// A quarter holds fewer than two readings of what takes longer.
constexpr double kFarTooSlowDays = 45;
constexpr double kMachineRise = 0.05;
constexpr double kSuspect = 0.5;
// Articles ask that every person can state the star; less than half of them is no shared aim.
constexpr double kMostKnow = 0.8;
constexpr double kFewKnow = 0.5;

class Rules {
 public:
  explicit Rules(const ReviewSigns& signs) : signs_(signs) {}

  std::vector<TriggerFinding> Run() {
    Link();
    Decoupling();
    Strategy();
    Stage();
    Gaming();
    Speed();
    Knowledge();
    std::stable_sort(fired_.begin(), fired_.end(), [](const auto& a, const auto& b) {
      if (a.confirmed != b.confirmed) return a.confirmed;
      return a.level > b.level;
    });
    return std::move(fired_);
  }

 private:
  TriggerStatement Statement(Code code) const {
    TriggerStatement s{code, signs_.star};
    return s;
  }

  void Fire(ReviewTrigger trigger, TriggerLevel level, bool confirmed, TriggerStatement s,
            bool has_value = true) {
    TriggerFinding finding;
    finding.trigger = trigger;
    finding.level = level;
    finding.confirmed = confirmed;
    if (has_value) {
      finding.value = s.value;
      finding.low = s.low;
      finding.high = s.high;
    }
    finding.said = Words(s);
    fired_.push_back(std::move(finding));
  }

  // Of one reading: what the other showed a quarter before confirms it where it points the same
  // way, because nine of the twelve months are in both.
  void Link() {
    const LinkReading& now = signs_.link;
    if (now.gap != LinkGap::kRead || (!now.weaker() && !now.halved())) return;
    const LinkReading& before = signs_.link_before;
    const bool twice = before.gap == LinkGap::kRead &&
                       (before.quarters_halved > 0 || before.adds_less) && now.weaker();
    const bool outside = now.outside && now.quarters_halved > 0;
    TriggerStatement s = Statement(outside         ? Code::kLinkWeaker
                                   : now.adds_less ? Code::kLinkAddsLess
                                                   : Code::kLinkHalved);
    s.other = signs_.outcome;
    s.twice = twice;
    if (s.code == Code::kLinkAddsLess) {
      s.value = now.running_fall;
    } else {
      s.value = now.recent;
      s.low = now.recent_low;
      s.high = now.recent_high;
      s.before = now.earlier;
      s.before_low = now.earlier_low;
      s.before_high = now.earlier_high;
    }
    Fire(ReviewTrigger::kLinkWeakened, now.weaker() ? TriggerLevel::kFirm : TriggerLevel::kSoft,
         twice, std::move(s));
  }

  void Decoupling() {
    if (signs_.decoupled.empty()) return;
    const auto seen_before = [&](const DecouplingSign& one) {
      return std::any_of(
          signs_.decoupled_before.begin(), signs_.decoupled_before.end(),
          [&](const DecouplingSign& old) { return old.guard.shown == one.guard.shown; });
    };
    const auto again = std::find_if(signs_.decoupled.begin(), signs_.decoupled.end(), seen_before);
    const bool twice = again != signs_.decoupled.end();
    const DecouplingSign& worst = twice ? *again : signs_.decoupled.front();
    TriggerStatement s = Statement(Code::kDecoupled);
    s.other = worst.guard;
    s.rise = worst.rise;
    s.value = worst.fall;
    s.low = worst.fall_low;
    s.high = worst.fall_high;
    s.twice = twice;
    Fire(ReviewTrigger::kDecoupled, TriggerLevel::kFirm, twice, std::move(s));
  }

  void Strategy() {
    if (!signs_.strategy) return;
    TriggerStatement s = Statement(Code::kStrategyChanged);
    s.day = signs_.strategy->day;
    s.by = signs_.strategy->by;
    s.why = signs_.strategy->why;
    Fire(ReviewTrigger::kStrategyChanged, TriggerLevel::kFirm, true, std::move(s), false);
  }

  void Stage() {
    if (!signs_.months_at_launch || *signs_.months_at_launch < kLaunchMonths) return;
    const bool rate = signs_.star_is_rate;
    TriggerStatement s = Statement(rate ? Code::kRateAfterLaunch : Code::kStageIsOver);
    s.value = *signs_.months_at_launch;
    const bool twice = *signs_.months_at_launch - kQuarterMonths >= kLaunchMonths;
    Fire(ReviewTrigger::kOutgrownStage, rate ? TriggerLevel::kFirm : TriggerLevel::kSoft,
         rate && twice, std::move(s));
  }

  void Gaming() {
    if (GamedRise() || MachineLike() || Concentrated()) return;
    Diluted();
  }

  bool GamedRise() {
    if (!signs_.gaming || signs_.gaming->suspect_share.value_or(0) < kSuspect) return false;
    TriggerStatement s = Statement(Code::kGamedRise);
    s.value = *signs_.gaming->suspect_share;
    s.twice = signs_.gaming->suspect_share_before.value_or(0) >= kSuspect;
    Fire(ReviewTrigger::kGamed, TriggerLevel::kFirm, s.twice, s);
    return true;
  }

  bool MachineLike() {
    if (!signs_.gaming || !signs_.gaming->machine_share || !signs_.gaming->machine_share_before)
      return false;
    TriggerStatement s = Statement(Code::kMachineLike);
    s.entity = signs_.gaming->entity;
    s.value = *signs_.gaming->machine_share;
    s.before = *signs_.gaming->machine_share_before;
    if (s.value - s.before < kMachineRise) return false;
    Fire(ReviewTrigger::kGamed, TriggerLevel::kSoft, false, std::move(s));
    return true;
  }

  // A difference of which chance would make nothing, and which people would call one.
  bool Concentrated() {
    if (!signs_.gaming || !signs_.gaming->top_change_low || !signs_.gaming->top_share ||
        !signs_.gaming->top_share_before)
      return false;
    TriggerStatement s = Statement(Code::kConcentrated);
    s.entity = signs_.gaming->entity;
    s.value = *signs_.gaming->top_share;
    s.before = *signs_.gaming->top_share_before;
    if (!(*signs_.gaming->top_change_low > 0) || s.value - s.before < kMachineRise) return false;
    s.low = s.before + *signs_.gaming->top_change_low;
    s.high = s.before + *signs_.gaming->top_change_high;
    Fire(ReviewTrigger::kGamed, TriggerLevel::kSoft, false, std::move(s));
    return true;
  }

  void Diluted() {
    if (!signs_.dilution || signs_.dilution->cohorts < kLeastCohortsForTrend ||
        signs_.dilution->p_value > kDilutionAlpha || !signs_.dilution->star_rises)
      return;
    TriggerStatement s = Statement(Code::kDiluted);
    s.count = signs_.dilution->cohorts;
    s.value = signs_.dilution->newer;
    s.before = signs_.dilution->older;
    Fire(ReviewTrigger::kGamed, TriggerLevel::kSoft, false, std::move(s));
  }

  void Speed() {
    if (!signs_.days_to_show || *signs_.days_to_show <= signs_.slowest_days) return;
    TriggerStatement s = Statement(Code::kTooSlow);
    s.value = *signs_.days_to_show;
    const bool firm = s.value > kFarTooSlowDays;
    Fire(ReviewTrigger::kTooSlow, firm ? TriggerLevel::kFirm : TriggerLevel::kSoft, firm,
         std::move(s));
  }

  static bool FewKnow(const std::optional<KnowledgeRate>& known) {
    return known && known->high < kFewKnow;
  }

  void Knowledge() {
    if (!signs_.knowledge || signs_.knowledge->high >= kMostKnow) return;
    TriggerStatement s = Statement(Code::kNotUnderstood);
    s.value = signs_.knowledge->rate;
    s.low = signs_.knowledge->low;
    s.high = signs_.knowledge->high;
    s.count = signs_.knowledge->asked;
    const bool firm = FewKnow(signs_.knowledge);
    s.twice = firm && FewKnow(signs_.knowledge_before);
    Fire(ReviewTrigger::kNotUnderstood, firm ? TriggerLevel::kFirm : TriggerLevel::kSoft, s.twice,
         s);
  }

  const ReviewSigns& signs_;
  std::vector<TriggerFinding> fired_;
};

}  // namespace

std::string_view NameOf(TriggerLevel level) {
  return level == TriggerLevel::kFirm ? "firm" : "soft";
}

std::string_view NameOf(ReviewVerdict verdict) {
  switch (verdict) {
    case ReviewVerdict::kConfirm:
      return "confirm";
    case ReviewVerdict::kLookCloser:
      return "look_closer";
    case ReviewVerdict::kChangeDue:
      return "change_due";
  }
  return "";
}

std::vector<TriggerFinding> FindTriggers(const ReviewSigns& signs) {
  return Rules(signs).Run();
}

ReviewVerdict VerdictOf(const std::vector<TriggerFinding>& triggers) {
  if (triggers.empty()) return ReviewVerdict::kConfirm;
  int firm = 0;
  bool rise_counted = false;
  for (const TriggerFinding& one : triggers) {
    if (one.level != TriggerLevel::kFirm) continue;
    if (one.confirmed) return ReviewVerdict::kChangeDue;
    const bool of_the_rise =
        one.trigger == ReviewTrigger::kDecoupled || one.trigger == ReviewTrigger::kGamed;
    if (of_the_rise && rise_counted) continue;
    rise_counted |= of_the_rise;
    ++firm;
  }
  return firm > 1 ? ReviewVerdict::kChangeDue : ReviewVerdict::kLookCloser;
}

}  // namespace northstar
