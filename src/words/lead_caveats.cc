#include "words/lead_caveats.h"

#include <fmt/format.h>

#include "words/phrases.h"

namespace northstar {

std::string Words(const LeadCaveat& c) {
  using Code = LeadCaveat::Code;
  switch (c.code) {
    case Code::kLongerLags:
      return fmt::format(
          "Lags beyond {} cannot be tested yet; lags of up to {} need {} of history.",
          Periods(c.grain, c.longest), Periods(c.grain, c.wanted), Periods(c.grain, 3 * c.wanted));
    case Code::kPowerOfMonths:
      return "With 24 months, a strong lead (explaining half of the outcome's growth) is detected "
             "in about 4 of 5 cases and a moderate one in about half; with 36 months, nearly "
             "always "
             "and in about 3 of 4.";
    case Code::kWeeksHintOnly:
      return "Weekly data: this version reports a hint at most.";
    case Code::kModerateMissed:
      return fmt::format("With {}, a real but moderate lead is missed about half of the time.",
                         Periods(c.grain, c.periods));
    case Code::kNonPositive:
      return "Some values are not positive, so growth was measured on a scale other than percent.";
    case Code::kSeason:
      return "The history is too short to tell yearly seasonality from a lead.";
    case Code::kOutliers:
      return "Isolated extreme jumps were capped before the test.";
    case Code::kOnePair:
      return "Without the two most influential periods, there would be no lead.";
    case Code::kShiftsAlike:
      return "The two correlate just as well when shifted by more than the longest lag, so this is "
             "not a lead.";
    case Code::kUnstableSign:
      return "The first and second halves of the history disagree.";
  }
  return "";
}

}  // namespace northstar
