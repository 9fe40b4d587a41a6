#include "bench/calibration/calibration.h"

namespace northstar::calibration {

void Page::Expect(const std::string& topic, double most, int part, int whole) {
  Add(topic, false, most, part, whole);
}

void Page::ExpectAtLeast(const std::string& topic, double least, int part, int whole) {
  Add(topic, true, least, part, whole);
}

void Page::Add(const std::string& topic, bool found, double bound, int part, int whole) {
  auto known = std::find_if(expected_.begin(), expected_.end(),
                            [&](const Expected& e) { return e.topic == topic; });
  if (known == expected_.end())
    known = expected_.insert(known, {topic, found, bound, found ? 100.0 : 0.0});
  Expected& expected = *known;
  ++expected.rows;
  if (whole == 0) return;
  const double share = 100.0 * part / whole;
  expected.worst = found ? std::min(expected.worst, share) : std::max(expected.worst, share);
}

std::string Page::Summary() const {
  std::string text =
      "\nFor each topic its worst row: the share of worlds in which something is found that is not "
      "there, or in which something that is there is found. A row is one kind of world, one "
      "length, "
      "one size.\n\n"
      "| topic | rows | wanted | worst row | |\n|---|---:|---:|---:|---|\n";
  for (const Expected& expected : expected_) {
    text +=
        fmt::format("| {} | {} | {} {:.3g} % | {:.{}f} % | {} |\n", expected.topic, expected.rows,
                    expected.found ? "at least" : "at most", expected.bound, expected.worst,
                    expected.bound < 1 ? 3 : 1, expected.met() ? "met" : "missed");
  }
  return text;
}

}  // namespace northstar::calibration
