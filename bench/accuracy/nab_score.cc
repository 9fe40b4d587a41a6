#include "bench/accuracy/nab_score.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace northstar::accuracy {
namespace {

constexpr double kSteepness = 5;
constexpr double kFarAway = 3;
constexpr double kProbationShare = 0.15;
constexpr size_t kProbationRows = 5000;

// The last window that begins at or before `row`; the number of windows if there is none.
size_t WindowAt(const std::vector<NabWindow>& windows, size_t row) {
  const auto after = std::upper_bound(windows.begin(), windows.end(), row,
                                      [](size_t r, const NabWindow& w) { return r < w.first; });
  return after == windows.begin() ? windows.size()
                                  : static_cast<size_t>(after - windows.begin()) - 1;
}

struct Alert {
  double score = 0, value = 0;
  size_t window = 0;  // over the whole corpus; none: the number of windows
};

struct Corpus {
  std::vector<Alert> alerts;  // one for every row that is scored
  size_t windows = 0;
};

Corpus Flatten(const std::vector<NabSeries>& all, const NabProfile& profile) {
  Corpus corpus;
  for (const NabSeries& series : all) corpus.windows += series.windows.size();
  size_t before = 0;
  for (const NabSeries& series : all) {
    for (size_t row = NabProbation(series.scores.size()); row < series.scores.size(); ++row) {
      const size_t window = WindowAt(series.windows, row);
      const bool inside = window < series.windows.size() && row <= series.windows[window].last;
      corpus.alerts.push_back({series.scores[row], NabRowValue(series, row, profile),
                               inside ? before + window : corpus.windows});
    }
    before += series.windows.size();
  }
  return corpus;
}

// Adds alerts one by one.
class Tally {
 public:
  Tally(size_t windows, const NabProfile& profile)
      : best_(windows, -profile.false_negative), profile_(profile) {
    raw_ = -profile.false_negative * static_cast<double>(windows);
    result_.windows = windows;
  }

  void Add(const Alert& alert) {
    if (alert.window == best_.size()) {
      raw_ += alert.value;
      ++result_.false_alerts;
      return;
    }
    double& best = best_[alert.window];
    result_.found += best == -profile_.false_negative;
    raw_ += std::max(0.0, alert.value - best);
    best = std::max(best, alert.value);
  }

  NabResult At(double threshold) const {
    NabResult result = result_;
    result.threshold = threshold;
    const auto windows = static_cast<double>(best_.size());
    if (best_.empty()) return result;
    const double null = -profile_.false_negative * windows;
    result.score = 100 * (raw_ - null) / (profile_.true_positive * windows - null);
    return result;
  }

 private:
  std::vector<double> best_;
  NabProfile profile_;
  NabResult result_;
  double raw_ = 0;
};

}  // namespace

double NabSigmoid(double y) {
  return y > kFarAway ? -1 : 2 / (1 + std::exp(kSteepness * y)) - 1;
}

size_t NabProbation(size_t rows) {
  return static_cast<size_t>(kProbationShare * static_cast<double>(std::min(rows, kProbationRows)));
}

double NabRowValue(const NabSeries& series, size_t row, const NabProfile& profile) {
  const size_t at = WindowAt(series.windows, row);
  if (at == series.windows.size()) return -profile.false_positive;
  const NabWindow& window = series.windows[at];
  const auto width = static_cast<double>(window.last - window.first + 1);
  if (row <= window.last) {
    const double y = -static_cast<double>(window.last - row + 1) / width;
    return profile.true_positive * NabSigmoid(y) / NabSigmoid(-1);
  }
  const double y = static_cast<double>(row - window.last) / std::max(1.0, width - 1);
  return profile.false_positive * NabSigmoid(y);
}

double NabRawScore(const NabSeries& series, double threshold, const NabProfile& profile) {
  const auto windows = static_cast<double>(series.windows.size());
  std::vector<double> best(series.windows.size(), -profile.false_negative);
  double raw = -profile.false_negative * windows;
  for (size_t row = NabProbation(series.scores.size()); row < series.scores.size(); ++row) {
    if (!(series.scores[row] >= threshold)) continue;
    const double value = NabRowValue(series, row, profile);
    const size_t at = WindowAt(series.windows, row);
    if (at < best.size() && row <= series.windows[at].last) {
      raw += std::max(0.0, value - best[at]);
      best[at] = std::max(best[at], value);
    } else {
      raw += value;
    }
  }
  return raw;
}

NabResult NabScoreAt(const std::vector<NabSeries>& corpus, double threshold,
                     const NabProfile& profile) {
  const Corpus flat = Flatten(corpus, profile);
  Tally tally(flat.windows, profile);
  for (const Alert& alert : flat.alerts) {
    if (alert.score >= threshold) tally.Add(alert);
  }
  return tally.At(threshold);
}

NabResult NabScore(const std::vector<NabSeries>& corpus, const NabProfile& profile) {
  Corpus flat = Flatten(corpus, profile);
  std::stable_sort(flat.alerts.begin(), flat.alerts.end(),
                   [](const Alert& a, const Alert& b) { return a.score > b.score; });
  Tally tally(flat.windows, profile);
  NabResult best = tally.At(std::numeric_limits<double>::infinity());
  for (size_t i = 0; i < flat.alerts.size(); ++i) {
    tally.Add(flat.alerts[i]);
    if (i + 1 < flat.alerts.size() && flat.alerts[i + 1].score == flat.alerts[i].score) continue;
    const NabResult here = tally.At(flat.alerts[i].score);
    if (here.score > best.score) best = here;
  }
  return best;
}

}  // namespace northstar::accuracy
