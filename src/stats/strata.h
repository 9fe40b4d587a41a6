// Rows gathered by the stratum (cohort) they belong to, for statistics that are taken inside strata
// and then pooled, so that differences between strata cannot pass for an effect.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace northstar::stats {

// The rows of each stratum that occurs, in order of its number; rows keep their order inside.
// An empty `stratum` puts all `rows` into one. REQUIRES: otherwise stratum.size() == rows.
std::vector<std::vector<size_t>> RowsByStratum(std::span<const int> stratum, size_t rows);

template <typename T>
std::vector<T> Pick(std::span<const T> x, const std::vector<size_t>& rows) {
  std::vector<T> picked;
  picked.reserve(rows.size());
  for (const size_t row : rows) picked.push_back(x[row]);
  return picked;
}

}  // namespace northstar::stats
