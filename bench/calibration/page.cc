#include "bench/calibration/calibration.h"

namespace northstar::calibration {

void Page::Expect(const std::string& topic, double most, int part, int whole) {
  if (expected_.empty() || expected_.back().topic != topic) expected_.push_back({topic, most});
  Expected& expected = expected_.back();
  ++expected.rows;
  if (whole > 0) expected.worst = std::max(expected.worst, 100.0 * part / whole);
}

std::string Page::Summary() const {
  std::string text =
      "\nShare of worlds in which something is found that is not there; a row is one kind of "
      "world, "
      "one length, one size.\n\n"
      "| topic | rows | wanted at most | worst row | |\n|---|---:|---:|---:|---|\n";
  for (const Expected& expected : expected_) {
    text += fmt::format("| {} | {} | {:.3g} % | {:.{}f} % | {} |\n", expected.topic, expected.rows,
                        expected.most, expected.worst, expected.most < 1 ? 3 : 1,
                        expected.worst <= expected.most ? "met" : "missed");
  }
  return text;
}

}  // namespace northstar::calibration
