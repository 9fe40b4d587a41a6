#include "stats/lag_scan.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "stats/describe.h"

namespace northstar::stats {
namespace {

constexpr size_t kLeastPairs = 8;

double MeanUpTo(const std::vector<double>& x, size_t t, int width) {
  double sum = 0;
  for (int w = 0; w < width; ++w) sum += x[t - static_cast<size_t>(w)];
  return sum / width;
}

}  // namespace

double FisherZ(double r, size_t pairs) {
  r = std::clamp(r, -0.999999999999, 0.999999999999);
  return std::atanh(r) * std::sqrt(static_cast<double>(pairs) - 3);
}

LagScan::LagScan(Stays stays, const std::vector<double>& series, size_t start, int longest,
                 const std::vector<int>& widths)
    : stays_(stays), start_(start), n_(series.size()), widths_(widths) {
  for (const int width : widths) {
    for (int lag = 1; lag + width - 1 <= longest; ++lag) {
      const size_t first = start + static_cast<size_t>(lag + width - 1);
      if (n_ < first + kLeastPairs) continue;
      Entry entry{lag, width, first, {}, 0};
      for (size_t t = first; t < n_; ++t) {
        entry.x.push_back(stays == Stays::kLate
                              ? series[t]
                              : MeanUpTo(series, t - static_cast<size_t>(lag), width));
      }
      const double mean = Mean(entry.x);
      for (double& value : entry.x) {
        value -= mean;
        entry.norm += value * value;
      }
      if (entry.norm > 0) entries_.push_back(std::move(entry));
    }
  }
}

LagScan::Moving LagScan::MovingOf(const std::vector<double>& other, int width) const {
  Moving moving;
  moving.value.assign(n_, 0);
  moving.sum.assign(n_ + 1, 0);
  moving.squares.assign(n_ + 1, 0);
  const size_t first = start_ + static_cast<size_t>(width - 1);
  for (size_t t = 0; t < n_; ++t) {
    const double value = t >= first ? MeanUpTo(other, t, width) : 0;
    moving.value[t] = value;
    moving.sum[t + 1] = moving.sum[t] + value;
    moving.squares[t + 1] = moving.squares[t] + value * value;
  }
  return moving;
}

LagMaximum LagScan::Scan(const std::vector<double>& other) const {
  LagMaximum best;
  for (const int width : widths_) {
    const Moving moving = MovingOf(other, stays_ == Stays::kEarly ? 1 : width);
    for (const Entry& entry : entries_) {
      if (entry.width != width) continue;
      const size_t pairs = entry.x.size();
      const size_t from = From(entry);
      const double* y = moving.value.data() + from;
      double dot = 0;
      for (size_t i = 0; i < pairs; ++i) dot += entry.x[i] * y[i];
      const double sum = moving.sum[from + pairs] - moving.sum[from];
      const double norm = moving.squares[from + pairs] - moving.squares[from] -
                          sum * sum / static_cast<double>(pairs);
      if (!(norm > 1e-300)) continue;
      const double r = dot / std::sqrt(entry.norm * norm);
      const double z = std::fabs(FisherZ(r, pairs));
      if (z > best.z) best = {z, entry.lag, entry.width, r};
    }
  }
  return best;
}

const LagScan::Entry* LagScan::Find(const LagMaximum& at) const {
  const auto entry = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) {
    return e.lag == at.lag && e.width == at.width;
  });
  return entry == entries_.end() ? nullptr : &*entry;
}

double LagScan::CorrelationAt(const LagMaximum& at, const std::vector<double>& other) const {
  const Entry* entry = Find(at);
  if (entry == nullptr) return 0;
  const Moving moving = MovingOf(other, stays_ == Stays::kEarly ? 1 : at.width);
  const auto from = moving.value.begin() + static_cast<std::ptrdiff_t>(From(*entry));
  const std::vector<double> y(from, from + static_cast<std::ptrdiff_t>(entry->x.size()));
  return Correlation(entry->x, y).value_or(0);
}

size_t LagScan::MostInfluential(const LagMaximum& at, const std::vector<double>& other) const {
  const Entry* entry = Find(at);
  if (entry == nullptr) return start_;
  const Moving moving = MovingOf(other, stays_ == Stays::kEarly ? 1 : at.width);
  const size_t pairs = entry->x.size();
  const double* y = moving.value.data() + From(*entry);
  const double mean = std::accumulate(y, y + pairs, 0.0) / static_cast<double>(pairs);
  const double sign = at.r < 0 ? -1 : 1;
  size_t most = 0;
  double largest = 0;
  for (size_t i = 0; i < pairs; ++i) {
    const double part = sign * entry->x[i] * (y[i] - mean);
    if (part <= largest) continue;
    largest = part;
    most = i;
  }
  return entry->first + most;
}

}  // namespace northstar::stats
