// moves_fast_enough: does a change show soon enough to steer by, and above the noise of who
// happened to come?
#include <algorithm>
#include <cmath>
#include <functional>

#include "analysis/evaluate/candidate_test.h"
#include "model/project.h"
#include "stats/describe.h"
#include "words/candidate/moves_fast_enough.h"

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
  using Code = MovesFastEnoughStatement::Code;
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
  const auto words = [&](Code code) {
    return Words(MovesFastEnoughStatement{code, NameOf(evidence.metric), evidence.grain, days,
                                          signal, signal && *signal >= rules.good_signal_to_noise});
  };
  if (NeverMoves(evidence)) {
    out.verdict = Verdict::kUnclear;
    out.finding = "NO_VARIATION";
    out.said = words(Code::kNoVariation);
    return out;
  }
  if (days > rules.slowest_days) {
    out.verdict = Verdict::kFail;
    out.finding = "TOO_SLOW";
    out.score = std::min(rules.too_slow_cap, noise_points);
    out.said = words(Code::kTooSlow);
    return out;
  }
  const double speed_points = 100 * (1 - days / (4 * rules.slowest_days));
  out.score = (speed_points + noise_points) / 2;
  const bool noisy = signal && *signal < rules.good_signal_to_noise / 2;
  out.verdict = noisy ? Verdict::kUnclear : Verdict::kPass;
  out.said = words(noisy ? Code::kNoisy : Code::kFastEnough);
  return out;
}

}  // namespace northstar
