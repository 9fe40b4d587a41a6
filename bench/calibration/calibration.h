// The calibration suite: how often the statistics are wrong, and how often they find what is there,
// on simulated worlds whose truth is known. One topic per file; each adds its tables to the page,
// docs/calibration.md. Seeds are fixed, so the same version gives the same figures again.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/thread_pool.h"

namespace northstar::calibration {

class Page {
 public:
  explicit Page(bool quick) : quick_(quick) {}

  // Kept, and printed at once: the whole takes a while.
  void Add(const std::string& text) {
    fmt::print("{}", text);
    std::fflush(stdout);
    text_ += text;
  }
  // A share of false findings that should be at most `most` percent. Of every topic the page shows
  // the worst row at its top.
  void Expect(const std::string& topic, double most, int part, int whole);
  // A share of what is there that should be found in at least `least` percent.
  void ExpectAtLeast(const std::string& topic, double least, int part, int whole);
  std::string Summary() const;

  bool quick() const { return quick_; }
  // The number of simulations for a row that has `full` of them.
  int Runs(int full) const { return quick_ ? std::max(20, full / 10) : full; }
  const std::string& text() const { return text_; }

 private:
  struct Expected {
    std::string topic;
    bool found;    // else a share of false findings
    double bound;  // per cent
    double worst;
    int rows = 0;

    bool met() const { return found ? worst >= bound : worst <= bound; }
  };
  void Add(const std::string& topic, bool found, double bound, int part, int whole);

  bool quick_;
  std::string text_;
  std::vector<Expected> expected_;
};

// Each topic writes one or more sections.
void AddLead(Page& page);
void AddPanel(Page& page);
void AddLink(Page& page);
void AddDivergence(Page& page);
void AddCohorts(Page& page);
void AddDrivers(Page& page);
void AddSegments(Page& page);
void AddRatioCauses(Page& page);
void AddLevelSteps(Page& page);
void AddOutages(Page& page);
void AddKeyResults(Page& page);
void AddChecks(Page& page);
void AddReviews(Page& page);
void AddWorlds(Page& page);
void AddFarRows(Page& page);
void AddInitiatives(Page& page);
void AddDemo(Page& page);

// Runs `simulate(seed)` with seeds that no other row of the topic has, on all threads; results in
// the order of seeds.
template <typename Simulate>
auto Repeat(int runs, int row, Simulate simulate) {
  std::vector<decltype(simulate(uint64_t{1}))> results(static_cast<size_t>(runs));
  ParallelFor(runs, DefaultThreads(), [&](int i) {
    results[static_cast<size_t>(i)] =
        simulate(static_cast<uint64_t>(row) * 1'000'000 + static_cast<uint64_t>(i) + 1);
  });
  return results;
}

template <typename Results, typename Holds>
int CountIf(const Results& results, Holds holds) {
  return static_cast<int>(std::count_if(results.begin(), results.end(), holds));
}

inline std::string Percent(int part, int whole) {
  return whole == 0 ? "–" : fmt::format("{:.1f} %", 100.0 * part / whole);
}

}  // namespace northstar::calibration
