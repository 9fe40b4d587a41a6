#include "base/line_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace northstar {
namespace {

constexpr size_t kAround = 3;
constexpr size_t kMostSteps = 4'000'000;

using Lines = std::vector<std::string_view>;

// With their ends, so that a last line without one differs from one that has it.
Lines LinesOf(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

struct Step {
  char mark;  // ' ', '-' or '+'
  std::string_view line;
};

// What differs, by the longest common subsequence.
void AddDifference(const Lines& a, const Lines& b, std::vector<Step>& steps) {
  const size_t width = b.size() + 1;
  std::vector<uint32_t> common;
  if ((a.size() + 1) * width <= kMostSteps) {
    common.assign((a.size() + 1) * width, 0);
    for (size_t i = a.size(); i-- > 0;) {
      for (size_t j = b.size(); j-- > 0;) {
        common[i * width + j] =
            a[i] == b[j] ? common[(i + 1) * width + j + 1] + 1
                         : std::max(common[(i + 1) * width + j], common[i * width + j + 1]);
      }
    }
  }
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() || j < b.size()) {
    const bool both = i < a.size() && j < b.size();
    if (both && !common.empty() && a[i] == b[j]) {
      steps.push_back({' ', a[i++]});
      ++j;
    } else if (i < a.size() && (!both || common.empty() ||
                                common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      steps.push_back({'-', a[i++]});
    } else {
      steps.push_back({'+', b[j++]});
    }
  }
}

std::vector<Step> StepsBetween(const Lines& a, const Lines& b) {
  const size_t least = std::min(a.size(), b.size());
  size_t head = 0;
  while (head < least && a[head] == b[head]) ++head;
  size_t tail = 0;
  while (tail < least - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  std::vector<Step> steps;
  for (size_t i = 0; i < head; ++i) steps.push_back({' ', a[i]});
  const auto middle = [&](const Lines& lines) {
    return Lines(lines.begin() + static_cast<std::ptrdiff_t>(head),
                 lines.end() - static_cast<std::ptrdiff_t>(tail));
  };
  AddDifference(middle(a), middle(b), steps);
  for (size_t i = a.size() - tail; i < a.size(); ++i) steps.push_back({' ', a[i]});
  return steps;
}

// "12,7", and "12" of a single line; before an insertion into nothing "0,0".
std::string Range(size_t before, size_t count) {
  const size_t first = count == 0 ? before : before + 1;
  return count == 1 ? fmt::format("{}", first) : fmt::format("{},{}", first, count);
}

class Hunks {
 public:
  explicit Hunks(const std::vector<Step>& steps) : steps_(steps) {}

  std::string Write() {
    for (size_t i = 0; i < steps_.size();) {
      if (steps_[i].mark == ' ') {
        Pass(steps_[i++]);
        continue;
      }
      const size_t from = i - std::min(i, kAround);
      const size_t to = EndOfHunk(i);
      WriteHunk(from, i, to);
      for (; i < to; ++i) Pass(steps_[i]);
    }
    return std::move(out_);
  }

 private:
  void Pass(const Step& step) {
    before_ += step.mark != '+';
    after_ += step.mark != '-';
  }

  // Changes that share lines around them go together.
  size_t EndOfHunk(size_t i) const {
    size_t same = 0;
    size_t end = i;
    for (; i < steps_.size() && same <= 2 * kAround; ++i) {
      same = steps_[i].mark == ' ' ? same + 1 : 0;
      if (same == 0) end = i + 1;
    }
    return std::min(steps_.size(), end + kAround);
  }

  void WriteHunk(size_t from, size_t change, size_t to) {
    size_t old_lines = 0;
    size_t new_lines = 0;
    for (size_t i = from; i < to; ++i) {
      old_lines += steps_[i].mark != '+';
      new_lines += steps_[i].mark != '-';
    }
    const size_t around = change - from;
    out_ += fmt::format("@@ -{} +{} @@\n", Range(before_ - around, old_lines),
                        Range(after_ - around, new_lines));
    for (size_t i = from; i < to; ++i) {
      out_ += steps_[i].mark;
      out_ += steps_[i].line;
      if (!steps_[i].line.ends_with('\n')) out_ += "\n\\ No newline at end of file\n";
    }
  }

  const std::vector<Step>& steps_;
  // Lines passed so far.
  size_t before_ = 0, after_ = 0;
  std::string out_;
};

}  // namespace

std::string UnifiedDiff(const std::string& path, const std::string& before,
                        const std::string& after) {
  if (before == after) return "";
  const std::vector<Step> steps = StepsBetween(LinesOf(before), LinesOf(after));
  const std::string from = before.empty() ? "/dev/null" : "a/" + path;
  return fmt::format("--- {}\n+++ b/{}\n{}", from, path, Hunks(steps).Write());
}

}  // namespace northstar
