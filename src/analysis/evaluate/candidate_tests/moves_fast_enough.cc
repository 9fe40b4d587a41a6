// moves_fast_enough: does a change show soon enough to steer by, and above the noise of who
// happened to come?
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "analysis/evaluate/candidate_test.h"
#include "base/text.h"
#include "stats/describe.h"

namespace northstar {
namespace {

double DaysPerPeriod(Grain grain) {
  switch (grain) {
    case Grain::kHour:
    case Grain::kDay:
      return 1;
    case Grain::kWeek:
      return 7;
    case Grain::kMonth:
      return 30.4;
    case Grain::kQuarter:
      return 91.3;
    case Grain::kYear:
      return 365.25;
  }
  return 7;
}

bool NeverMoves(const CandidateEvidence& evidence) {
  const std::vector<double> values = CompleteValues(evidence.series);
  return values.size() > 1 &&
         std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) == values.end();
}

// Standard deviation of real movement from period to period over its sampling error.
std::optional<double> SignalToNoise(const CandidateEvidence& evidence) {
  std::vector<double> changes;
  std::vector<double> variances;
  const std::vector<Point>& points = evidence.series.points;
  for (size_t p = 1; p < points.size(); ++p) {
    if (!points[p].complete || !points[p - 1].complete || !evidence.change_errors[p]) continue;
    changes.push_back(*points[p].value - *points[p - 1].value);
    variances.push_back(*evidence.change_errors[p] * *evidence.change_errors[p]);
  }
  if (changes.size() < 8) return std::nullopt;
  const double noise = stats::Mean(variances);
  if (!(noise > 0)) return std::nullopt;
  return std::sqrt(std::max(0.0, stats::Variance(changes) / noise - 1));
}

}  // namespace

TestOutcome TestMovesFastEnough(const CandidateEvidence& evidence) {
  const auto& rules = evidence.project.judgement.moves_fast_enough;
  TestOutcome out;
  const auto& window = WindowOf(evidence.metric);
  const double days =
      DaysPerPeriod(evidence.grain) + (window ? 0.95 * static_cast<double>(window->days) : 0);
  const auto signal = SignalToNoise(evidence);
  out.value = days;
  out.unit = "days until a change shows fully";
  if (signal) out.detail.emplace_back("signal_to_noise", *signal);
  const double noise_points =
      signal ? 100 * std::min(1.0, *signal / (2 * rules.good_signal_to_noise)) : 50;
  const std::string noise_words =
      !signal ? ""
      : *signal >= rules.good_signal_to_noise
          ? fmt::format(", and its movement is {} times its sampling noise", Humanize(*signal, 2))
          : fmt::format(", but much of its movement is noise (signal-to-noise ratio {})",
                        Humanize(*signal, 2));
  if (NeverMoves(evidence)) {
    out.verdict = Verdict::kUnclear;
    out.finding = "NO_VARIATION";
    out.said.first = fmt::format("There is a new value every {}, and it has always been the same.",
                                 GrainName(evidence.grain));
    return out;
  }
  if (days > rules.slowest_days) {
    out.verdict = Verdict::kFail;
    out.finding = "TOO_SLOW";
    out.score = std::min(rules.too_slow_cap, noise_points);
    out.said.first = fmt::format(
        "A change takes about {:.0f} days to show in {}: too slow for weekly decisions{}.", days,
        evidence.metric.label, noise_words);
    return out;
  }
  const double speed_points = 100 * (1 - days / (4 * rules.slowest_days));
  out.score = (speed_points + noise_points) / 2;
  out.verdict =
      signal && *signal < rules.good_signal_to_noise / 2 ? Verdict::kUnclear : Verdict::kPass;
  out.said.first =
      fmt::format("There is a new value every {}{}.", GrainName(evidence.grain), noise_words);
  return out;
}

}  // namespace northstar
