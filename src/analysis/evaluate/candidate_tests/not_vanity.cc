// not_vanity: a number that can only rise says nothing about customers.
#include <fmt/format.h>

#include "analysis/evaluate/candidate_test.h"
#include "base/text.h"
#include "model/definition.h"
#include "stats/describe.h"

namespace northstar {

TestOutcome TestNotVanity(const CandidateEvidence& evidence) {
  const auto& rules = evidence.project.judgement.not_vanity;
  TestOutcome out;
  const std::string& label = evidence.metric.label;
  if (IsCumulative(evidence.project, evidence.metric)) {
    out.verdict = Verdict::kFail;
    out.finding = "CUMULATIVE";
    out.gate_failed = true;
    out.score = 0;
    out.said.first = fmt::format(
        "{} adds up everything since the start, so it rises even when nobody comes back.", label);
    return out;
  }
  const std::vector<double> values = CompleteValues(evidence.series);
  const int increments = static_cast<int>(values.size()) - 1;
  int falls = 0;
  int moves = 0;
  for (size_t i = 1; i < values.size(); ++i) {
    falls += values[i] < values[i - 1];
    moves += values[i] != values[i - 1];
  }
  if (increments < rules.least_increments) {
    out.verdict = Verdict::kInsufficientData;
    out.finding = "NOT_ENOUGH_DATA";
    out.said.first = fmt::format("{} of {} are too few to say whether {} can fall; {} are needed.",
                                 Plural(std::max(increments, 0), "change"), label, label,
                                 rules.least_increments);
    return out;
  }
  out.value = static_cast<double>(falls) / increments;
  out.unit = "share of periods in which it fell";
  out.detail.emplace_back("increments", static_cast<double>(increments));
  out.detail.emplace_back("moves", static_cast<double>(moves));
  out.detail.emplace_back("falls", static_cast<double>(falls));
  const stats::MannKendall trend = stats::TrendTest(values);
  out.detail.emplace_back("trend_z", trend.z);
  out.detail.emplace_back("trend_per_period", trend.slope);
  if (moves == 0) {
    out.verdict = Verdict::kUnclear;
    out.finding = "NO_VARIATION";
    out.said.first = fmt::format("{} was the same in all {}, so it is unknown whether it can fall.",
                                 label, Plural(increments + 1, GrainName(evidence.grain)));
    return out;
  }
  if (falls == 0 && moves < rules.least_increments) {
    out.verdict = Verdict::kInsufficientData;
    out.finding = "NOT_ENOUGH_DATA";
    out.said.first = fmt::format(
        "{} moved only {} in {}, each time up: too rarely to conclude that it cannot fall.", label,
        moves == 1 ? "once" : Plural(moves, "time"), Plural(increments, GrainName(evidence.grain)));
    return out;
  }
  if (falls == 0) {
    out.verdict = Verdict::kFail;
    out.finding = "NEVER_FALLS";
    out.gate_failed = true;
    out.score = 0;
    out.said.first = fmt::format(
        "{} never fell in {}, {} of which it rose: a number that only rises cannot warn of "
        "anything.",
        label, Plural(increments, GrainName(evidence.grain)), moves);
    return out;
  }
  out.verdict = Verdict::kPass;
  out.score = 100;
  out.said.first = fmt::format("{} can fall: it did so in {} of {}.", label, falls,
                               Plural(increments, GrainName(evidence.grain)));
  return out;
}

}  // namespace northstar
