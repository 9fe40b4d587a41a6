// make calibrate: simulates, and prints its page, docs/calibration.md.
//   northstar_calibrate [--out FILE] [--quick] [TOPIC…]
// --quick: a tenth of the simulations. With topics (lead, panel, link, divergence, cohorts,
// drivers, segments, ratios, steps, outages, key_results, checks, reviews, worlds, far_rows,
// initiatives, demo), only those.
#include <chrono>
#include <fstream>

#include "base/calendar.h"
#include "base/clock.h"
#include "bench/calibration/calibration.h"

namespace {

using northstar::calibration::Page;

struct Topic {
  const char* name;
  void (*add)(Page& page);
};

constexpr Topic kTopics[] = {{"lead", northstar::calibration::AddLead},
                             {"panel", northstar::calibration::AddPanel},
                             {"link", northstar::calibration::AddLink},
                             {"divergence", northstar::calibration::AddDivergence},
                             {"cohorts", northstar::calibration::AddCohorts},
                             {"drivers", northstar::calibration::AddDrivers},
                             {"segments", northstar::calibration::AddSegments},
                             {"ratios", northstar::calibration::AddRatioCauses},
                             {"steps", northstar::calibration::AddLevelSteps},
                             {"outages", northstar::calibration::AddOutages},
                             {"key_results", northstar::calibration::AddKeyResults},
                             {"checks", northstar::calibration::AddChecks},
                             {"reviews", northstar::calibration::AddReviews},
                             {"worlds", northstar::calibration::AddWorlds},
                             {"far_rows", northstar::calibration::AddFarRows},
                             {"initiatives", northstar::calibration::AddInitiatives},
                             {"demo", northstar::calibration::AddDemo}};

double SecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string Head(const northstar::Clock& clock) {
  constexpr int64_t kDayUs = 86'400'000'000;
  return fmt::format(
      "# Calibration\n\nWhat `make calibrate` printed on {} with northstar {}. Every world is "
      "simulated, so its truth is known. Seeds are fixed: the same version gives the same figures "
      "again.\n",
      northstar::FormatDay(clock.NowUs() / kDayUs), NORTHSTAR_VERSION);
}

void Run(const std::vector<std::string>& topics, Page& page) {
  for (const Topic& topic : kTopics) {
    const bool named = std::find(topics.begin(), topics.end(), topic.name) != topics.end();
    if (!named && !topics.empty()) continue;
    const auto start = std::chrono::steady_clock::now();
    topic.add(page);
    fmt::print("[{} took {:.0f} s]\n", topic.name, SecondsSince(start));
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto start = std::chrono::steady_clock::now();
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  std::string out;
  bool quick = false;
  std::vector<std::string> topics;
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--out" && i + 1 < arguments.size()) {
      out = arguments[++i];
    } else if (arguments[i] == "--quick") {
      quick = true;
    } else {
      topics.push_back(arguments[i]);
    }
  }
  Page page(quick);
  Run(topics, page);
  const std::string top = Head(northstar::SystemClock()) + page.Summary();
  fmt::print("\n{}\ntook {:.0f} s\n", top, SecondsSince(start));
  if (out.empty()) return 0;
  std::ofstream file(out);
  file << top << page.text();
  return file.flush() ? 0 : 1;
}
