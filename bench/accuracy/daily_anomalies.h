// How often the detector raises a false alarm on simulated daily metrics with a weekly shape, and
// how often it notices one day that lacks 15 %. The worlds are drawn.
#pragma once

#include <string>
#include <vector>

namespace northstar::accuracy {

struct DailyRow {
  std::string world;
  int series = 0;
  double false_alarms_per_day = 0;  // 0-1, on days without drop or promotion
  double detected = 0;              // 0-1, of the drops
};

// Seeds are fixed: the same figures on every machine.
std::vector<DailyRow> MeasureDailyAnomalies(int series_per_world);

}  // namespace northstar::accuracy
