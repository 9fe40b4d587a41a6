#include "bench/bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

namespace northstar::bench {

void Must(const Status& status) {
  if (status.ok()) return;
  fmt::print(stderr, "bench: {}\n", status.error().message);
  std::_Exit(1);  // other engines' threads may be at work
}

double Milliseconds(const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

std::vector<double> Medians(const std::vector<Work>& pieces, int runs) {
  std::vector<std::vector<double>> times(pieces.size());
  for (int run = 0; run <= runs; ++run) {
    for (size_t i = 0; i < pieces.size(); ++i) {
      const double ms = Milliseconds(pieces[i]);
      if (run > 0) times[i].push_back(ms);
    }
  }
  std::vector<double> medians;
  for (auto& of_piece : times) {
    std::sort(of_piece.begin(), of_piece.end());
    medians.push_back(of_piece[of_piece.size() / 2]);
  }
  return medians;
}

}  // namespace northstar::bench
