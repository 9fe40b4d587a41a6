#include "analysis/bets/effect_verdict.h"

#include <cmath>

namespace northstar {

BetVerdict JudgeEffect(const EffectInterval& interval, const std::optional<double>& expected,
                       bool increase_is_good) {
  const bool told = expected && *expected != 0;
  const bool up = told ? *expected > 0 : increase_is_good;
  const double low = up ? interval.low : -interval.high;
  const double high = up ? interval.high : -interval.low;
  if (low > 0) {
    const bool is_short = told && interval.relative && high < std::fabs(*expected);
    return is_short ? BetVerdict::kPartly : BetVerdict::kWorked;
  }
  return high < 0 ? BetVerdict::kBackfired : BetVerdict::kNotDetected;
}

std::string_view NameOf(BetMethod method) {
  switch (method) {
    case BetMethod::kExperiment:
      return "experiment";
    case BetMethod::kSegments:
      return "segments";
    case BetMethod::kBeforeAfter:
      return "before_after";
    case BetMethod::kNone:
      break;
  }
  return "";
}

std::string_view GradeOf(BetMethod method) {
  switch (method) {
    case BetMethod::kExperiment:
      return "A";
    case BetMethod::kSegments:
      return "B";
    case BetMethod::kBeforeAfter:
      return "C";
    case BetMethod::kNone:
      break;
  }
  return "";
}

std::string_view NameOf(BetVerdict verdict) {
  switch (verdict) {
    case BetVerdict::kWorked:
      return "WORKED";
    case BetVerdict::kPartly:
      return "PARTLY";
    case BetVerdict::kBackfired:
      return "BACKFIRED";
    case BetVerdict::kNotDetected:
      return "NOT_DETECTED";
    case BetVerdict::kTooEarly:
      return "TOO_EARLY";
    case BetVerdict::kSampleRatio:
      return "SRM";
    case BetVerdict::kNotMeasurable:
      break;
  }
  return "NOT_MEASURABLE";
}

std::string_view NameOf(StrengthSource source) {
  switch (source) {
    case StrengthSource::kStarItself:
      return "star";
    case StrengthSource::kFormula:
      return "formula";
    case StrengthSource::kExperiments:
      return "experiments";
    case StrengthSource::kElasticity:
      return "elasticity";
    case StrengthSource::kUnknown:
      break;
  }
  return "";
}

}  // namespace northstar
