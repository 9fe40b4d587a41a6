// How well the detector finds the labelled anomalies of the Numenta Anomaly Benchmark. The folder
// holds `windows.json` and the series under `data/`; those that are not there are left out.
#pragma once

#include <string>
#include <vector>

#include "bench/accuracy/nab_score.h"

namespace northstar::accuracy {

// Of the detector's own alerts, successive ones taken as one, after the probation.
struct AlertQuality {
  size_t windows = 0, found = 0;       // with an alert inside
  size_t alerts = 0, true_alerts = 0;  // true: begins inside a window
  double precision() const;            // 0-1; 0 without alerts
  double recall() const;               // 0-1; 0 without windows
};

struct NabScores {
  size_t series = 0, rows = 0;
  NabResult standard, low_false_positives, low_false_negatives;  // one threshold each
  AlertQuality alerts;
  std::vector<NabSeries> corpus;  // in the order of windows.json
};

// No series when the folder cannot be read.
NabScores MeasureAnomalies(const std::string& folder);

}  // namespace northstar::accuracy
