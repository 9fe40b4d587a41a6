#include "analysis/review/link_reading.h"

namespace northstar {
namespace {

// Where no simultaneous value is known: that of about a dozen lags.
constexpr double kUsualCriticalValue = 3;
constexpr int kYearsOfWindow = 2;

}  // namespace

std::optional<LeadPlace> PlaceOf(const stats::LeadResult& lead) {
  using stats::LeadFinding;
  if (lead.finding != LeadFinding::kLeads && lead.finding != LeadFinding::kLikelyLeads &&
      lead.finding != LeadFinding::kSuggestive)
    return std::nullopt;
  return LeadPlace{lead.lag, lead.width, lead.critical_value};
}

int PeriodsOfYear(bool weekly) {
  return weekly ? 52 : 12;
}

int PeriodsOfQuarter(bool weekly) {
  return PeriodsOfYear(weekly) / 4;
}

LinkReading ReadLink(const std::vector<double>& star, const std::vector<double>& outcome,
                     const LeadPlace& place, bool weekly, double level) {
  stats::LinkOptions options;
  options.lag = place.lag;
  options.width = place.width;
  options.weekly = weekly;
  options.level = level;
  options.window = kYearsOfWindow * PeriodsOfYear(weekly);
  const double critical = place.critical_value > 0 ? place.critical_value : kUsualCriticalValue;
  const stats::LinkResult link = stats::CheckLink(star, outcome, critical, options);
  LinkReading reading;
  reading.lag = place.lag;
  reading.width = place.width;
  if (link.finding == stats::LinkFinding::kNotEnoughData) {
    reading.gap = LinkGap::kTooShort;
    return reading;
  }
  reading.gap = LinkGap::kRead;
  reading.recent = link.recent_effect;
  reading.recent_low = link.recent_low;
  reading.recent_high = link.recent_high;
  reading.earlier_low = *link.earlier_low;
  reading.earlier_high = *link.earlier_high;
  reading.earlier = (reading.earlier_low + reading.earlier_high) / 2;
  reading.outside = link.quarters_outside > 0;
  reading.adds_less = link.cusum_extreme > 1;
  reading.running_fall = link.cusum_extreme;
  reading.quarters_halved = link.quarters_halved;
  reading.windows = link.windows;
  return reading;
}

}  // namespace northstar
