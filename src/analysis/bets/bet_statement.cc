#include "analysis/bets/bet_statement.h"

#include "analysis/query/name_of.h"
#include "model/metric_look.h"

namespace northstar {
namespace {

EffectWords WordsOf(const EffectFinding& effect) {
  EffectWords words;
  words.series = NameOf(*effect.metric);
  words.look = LookOf(*effect.metric);
  words.effect = effect.effect;
  words.low = effect.low;
  words.high = effect.high;
  words.difference = effect.difference;
  words.difference_low = effect.difference_low;
  words.difference_high = effect.difference_high;
  words.detectable = effect.detectable;
  return words;
}

BetStatement::Code CodeOf(BetVerdict verdict) {
  using Code = BetStatement::Code;
  switch (verdict) {
    case BetVerdict::kWorked:
      return Code::kWorked;
    case BetVerdict::kPartly:
      return Code::kPartly;
    case BetVerdict::kBackfired:
      return Code::kBackfired;
    case BetVerdict::kNotDetected:
      return Code::kNotDetected;
    case BetVerdict::kTooEarly:
      return Code::kTooEarly;
    case BetVerdict::kSampleRatio:
      return Code::kSampleRatio;
    case BetVerdict::kNotMeasurable:
      break;
  }
  return Code::kNotMeasurable;
}

BetStatement::Method MethodOf(BetMethod method) {
  using Method = BetStatement::Method;
  switch (method) {
    case BetMethod::kExperiment:
      return Method::kExperiment;
    case BetMethod::kSegments:
      return Method::kSegments;
    case BetMethod::kBeforeAfter:
      return Method::kForecast;
    case BetMethod::kNone:
      break;
  }
  return Method::kNone;
}

BetStatement::Reason ReasonOf(const std::optional<stats::WithoutLotReason>& reason) {
  using Reason = BetStatement::Reason;
  if (!reason) return Reason::kNone;
  switch (*reason) {
    case stats::WithoutLotReason::kControlsParallel:
      return Reason::kParallel;
    case stats::WithoutLotReason::kControlsAlone:
      return Reason::kOnlyControls;
    case stats::WithoutLotReason::kNoControls:
      return Reason::kNoControls;
    case stats::WithoutLotReason::kControlsTooShort:
      return Reason::kShort;
    case stats::WithoutLotReason::kControlsDrift:
      return Reason::kDrift;
    case stats::WithoutLotReason::kControlsAlarm:
      return Reason::kAlarms;
    case stats::WithoutLotReason::kTooShort:
      break;
  }
  return Reason::kNone;
}

void AddExposure(const BetFinding& bet, const EffectFinding& effect, BetStatement& s) {
  if (!bet.exposure) return;
  const ExposureFinding& exposure = *bet.exposure;
  s.entity = exposure.entity;
  const bool unread = s.code == BetStatement::Code::kSampleRatio;
  s.treated = unread ? exposure.treated_units : effect.treated_units;
  s.control = unread ? exposure.control_units : effect.control_units;
  s.in_both = exposure.in_both;
  s.not_yet = effect.not_yet;
  s.arms_p = exposure.sample_ratio_p.value_or(1);
  s.arms_unlikely = exposure.sample_ratio_warns;
}

// Nothing was compared, so there is no method to tell of.
bool IsRead(BetVerdict verdict) {
  return verdict != BetVerdict::kTooEarly && verdict != BetVerdict::kNotMeasurable;
}

}  // namespace

BetStatement StatementOn(const BetFinding& bet, const EffectFinding& effect) {
  BetStatement s{CodeOf(effect.verdict)};
  s.bet = bet.bet->label;
  s.effect = WordsOf(effect);
  s.expected = effect.expected;
  s.problem = effect.problem;
  if (IsRead(effect.verdict)) s.method = MethodOf(effect.method);
  AddExposure(bet, effect, s);
  s.reason = ReasonOf(effect.reason);
  s.time.grain = effect.grain;
  s.after = effect.after;
  s.false_alarms = effect.false_alarm_rate;
  s.placebos = effect.placebos;
  return s;
}

BetStatement StatementOn(const BetFinding& bet) {
  if (bet.open) {
    BetStatement s{BetStatement::Code::kOpen};
    s.bet = bet.bet->label;
    return s;
  }
  if (!bet.input && !bet.star) {
    BetStatement s{BetStatement::Code::kNotMeasurable};
    s.bet = bet.bet->label;
    s.problem = "it moves no metric, and the project has no star";
    return s;
  }
  BetStatement s = StatementOn(bet, bet.input ? *bet.input : *bet.star);
  s.moves_nothing = !bet.moves_input && bet.star;
  if (bet.input && bet.star && bet.star->difference) s.star = WordsOf(*bet.star);
  if (bet.path) {
    s.implied = bet.path->implied;
    s.explains = bet.path->explains;
  }
  for (const EffectFinding& guardrail : bet.guardrails) {
    if (guardrail.verdict == BetVerdict::kBackfired) s.worse.push_back(NameOf(*guardrail.metric));
  }
  if (IsRead(bet.verdict)) {
    for (const Annotation* one : bet.meanwhile) s.meanwhile.push_back(one->text);
  }
  return s;
}

BetRecordStatement StatementOn(const std::optional<stats::BetRecord>& record) {
  BetRecordStatement s{BetRecordStatement::Code::kNone};
  if (!record) return s;
  s.code = BetRecordStatement::Code::kRecord;
  s.bets = record->bets;
  s.median_ratio = record->median_ratio;
  s.right = record->right_sign.share;
  s.right_low = record->right_sign.low;
  s.right_high = record->right_sign.high;
  s.factor = record->factor;
  return s;
}

BetsStatement StatementOn(const BetFindings& found, bool plan) {
  using Code = BetsStatement::Code;
  BetsStatement s{Code::kCounts};
  for (const BetFinding& bet : found.bets) {
    if (bet.open) continue;
    ++s.shipped;
    s.worked += bet.verdict == BetVerdict::kWorked;
    s.partly += bet.verdict == BetVerdict::kPartly;
    s.backfired += bet.verdict == BetVerdict::kBackfired;
    s.not_detected += bet.verdict == BetVerdict::kNotDetected;
    s.too_early += bet.verdict == BetVerdict::kTooEarly;
    s.unread +=
        bet.verdict == BetVerdict::kSampleRatio || bet.verdict == BetVerdict::kNotMeasurable;
  }
  if (s.shipped == 0) s.code = Code::kNoneShipped;
  if (plan) s.code = found.plan.empty() ? Code::kNoneOpen : Code::kPlan;
  if (found.bets.empty() && found.plan.empty()) s.code = Code::kNoBets;
  // Of one open bet alone, what became of others says nothing.
  if (IsOneOpen(found)) {
    s.code = Code::kPlan;
    s.open.push_back(found.bets.front().said.first);
  }
  for (const PlannedBet& one : found.plan) s.open.push_back(one.said.first);
  return s;
}

}  // namespace northstar
