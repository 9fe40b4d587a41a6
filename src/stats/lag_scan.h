// The strongest correlation between one series and the mean of another over some periods before,
// over all lags and widths. Built once for the series that stays; the other may be permuted.
// Thread safe once built.
#pragma once

#include <cstddef>
#include <vector>

namespace northstar::stats {

// Of a correlation of so many pairs, on a scale with standard deviation 1 under independence.
double FisherZ(double r, size_t pairs);

struct LagMaximum {
  double z = 0;  // |FisherZ|
  int lag = 0;   // the first of `width` periods before; 0: there was nothing to scan
  int width = 1;
  double r = 0;  // with its sign
};

class LagScan {
 public:
  enum class Stays { kEarly, kLate };

  // Both series are defined from `start` on. Lags from 1 to `longest`, widths included.
  LagScan(Stays stays, const std::vector<double>& series, size_t start, int longest,
          const std::vector<int>& widths);

  LagMaximum Scan(const std::vector<double>& other) const;
  // At the lag and width of a maximum.
  double CorrelationAt(const LagMaximum& at, const std::vector<double>& other) const;
  // The period of the late series whose pair brings most of the correlation there.
  size_t MostInfluential(const LagMaximum& at, const std::vector<double>& other) const;
  int size() const { return static_cast<int>(entries_.size()); }

 private:
  struct Entry {
    int lag, width;
    size_t first;           // period of the late series with which the pairs begin
    std::vector<double> x;  // of the series that stays, centered
    double norm;
  };

  // Of the other series: its mean over `width` periods up to each one, and running sums of it.
  struct Moving {
    std::vector<double> value, sum, squares;
  };
  const Entry* Find(const LagMaximum& at) const;
  Moving MovingOf(const std::vector<double>& other, int width) const;
  size_t From(const Entry& entry) const {
    return stays_ == Stays::kEarly ? entry.first : entry.first - static_cast<size_t>(entry.lag);
  }

  Stays stays_;
  size_t start_, n_;
  std::vector<int> widths_;
  std::vector<Entry> entries_;
};

}  // namespace northstar::stats
