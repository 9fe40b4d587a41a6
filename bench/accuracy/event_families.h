// How many of the events that were put into machine series the detector finds, by the family of the
// event and the sensitivity that is asked for.
#pragma once

#include <string>
#include <vector>

namespace northstar::accuracy {

struct FamilyRow {
  std::string family;      // "all": of all
  double alert_level = 0;  // as of --sensitivity
  int events = 0, found = 0;
  int alerts = 0, true_alerts = 0;  // successive ones are one; true: begins while an event goes on
};

// Series of five minutes, a quarter of an hour or an hour, 5,000 values each, with a daily season
// and errors that go with the ones before. One event in 200 to 1,000 values, of 2 to 6 robust
// standard deviations of the error: shifts of the level, missing seasons, creeping drifts, bursts,
// frozen sensors; one family in each series. Rows by level, then family.
std::vector<FamilyRow> MeasureEventFamilies(int series_per_family);

}  // namespace northstar::accuracy
