#include "stats/strata.h"

#include <map>
#include <numeric>

namespace northstar::stats {

std::vector<std::vector<size_t>> RowsByStratum(std::span<const int> stratum, size_t rows) {
  if (stratum.empty()) {
    std::vector<size_t> all(rows);
    std::iota(all.begin(), all.end(), size_t{0});
    return {std::move(all)};
  }
  std::map<int, std::vector<size_t>> by_stratum;
  for (size_t i = 0; i < rows; ++i) by_stratum[stratum[i]].push_back(i);
  std::vector<std::vector<size_t>> result;
  for (auto& [number, members] : by_stratum) result.push_back(std::move(members));
  return result;
}

}  // namespace northstar::stats
