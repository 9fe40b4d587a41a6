// The cheapest set of causes for given changes and noise, by greedy choice and exchange. One unit
// is a nat of a two-part code; see segment_search.h for the idea.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "stats/segments/leaf_noise.h"
#include "stats/segments/segment_index.h"

namespace northstar::stats {

struct FoundCause {
  size_t segment = 0;
  double gain = 0;               // nats it saves beside the others; > 0 for a cause
  double explained = 0;          // 0-1, see Cause::score
  double shift = 0, spread = 0;  // typical change less the center; deviation in units of the noise
  size_t exceptions = 0;         // of its leaves: those that are cheaper to name than to fit in
  size_t leaves = 0;             // that it holds and no earlier cause holds
};

struct CauseSearchOptions {
  size_t most_causes = 64;  // under 2^16
};

class CauseSearch {
 public:
  // REQUIRES: a change for every row of the index, a scale for every change.
  CauseSearch(const SegmentIndex& index, const std::vector<LeafChange>& changes,
              const LeafNoise& noise);

  std::vector<FoundCause> Run(const CauseSearchOptions& options);
  // The segments that gain most by themselves, without causes accepted: at most `most`.
  std::vector<FoundCause> Leading(size_t most);
  // What the segment would save beside the causes of the last run; gain < 0 where they hold it all.
  FoundCause Weigh(size_t segment) const;
  // By row: how many causes of the last run hold it.
  const std::vector<uint16_t>& covered() const { return covered_by_; }

 private:
  struct Sums {  // over the rows that no cause holds
    double rows = 0, weight = 0, change = 0, square = 0, cost = 0;
  };
  struct Row {
    double deviation, scale, weight;
    double surprise;   // nats, under the noise
    double cost;       // the same, or the exception where that is less
    double exception;  // what naming the row by itself costs
  };

  void AddUp();
  void Move(size_t segment, bool cover);
  void Count(size_t row, double sign);
  double Screen(size_t segment) const;
  double MostGain(size_t segment) const;
  FoundCause WeighOne(size_t segment, const Row& row) const;
  std::vector<size_t> Candidates(size_t most) const;
  FoundCause Best(size_t refused) const;
  void Extend(const CauseSearchOptions& options, size_t refused, std::vector<FoundCause>& causes);
  void Split(const CauseSearchOptions& options, std::vector<FoundCause>& causes);
  bool Exchange(std::vector<FoundCause>& causes);

  const SegmentIndex& index_;
  std::vector<Row> rows_;
  std::vector<Sums> sums_;            // by segment
  std::vector<double> names_;         // by cuboid: nats
  std::vector<uint16_t> covered_by_;  // by row
};

}  // namespace northstar::stats
