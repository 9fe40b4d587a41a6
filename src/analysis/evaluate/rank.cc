#include "analysis/evaluate/rank.h"

#include <algorithm>
#include <numeric>

#include "model/project.h"
#include "stats/choice.h"

namespace northstar {
namespace {

// What each question says of a candidate: the mean of its tests that were run, at most what a
// failed one has. A test without an answer may turn out anything from 0 to 100.
void AnswerQuestions(CandidateReport& candidate, std::array<bool, kQuestions>& asked) {
  std::array<int, kQuestions> run{};
  std::array<int, kQuestions> known{};
  std::array<double, kQuestions> sum{};
  std::array<double, kQuestions> low{};
  std::array<double, kQuestions> high{};
  std::array<double, kQuestions> most{};
  most.fill(100);
  for (const TestOutcome& test : candidate.tests) {
    if (test.verdict == Verdict::kNotTested) continue;
    const auto q = static_cast<size_t>(test.question);
    asked[q] = true;
    ++run[q];
    low[q] += test.score_low.value_or(test.score.value_or(0));
    high[q] += test.score_high.value_or(test.score.value_or(100));
    if (test.verdict == Verdict::kFail) most[q] = std::min(most[q], test.score.value_or(0));
    if (!test.score) continue;
    sum[q] += *test.score;
    ++known[q];
  }
  for (size_t q = 0; q < kQuestions; ++q) {
    QuestionPoints& points = candidate.questions[q];
    if (run[q] == 0) continue;
    if (known[q] > 0) points.points = std::min(sum[q] / known[q], most[q]);
    points.low = std::min(low[q] / run[q], most[q]);
    points.high = std::min(high[q] / run[q], most[q]);
  }
}

// The weighted mean over the questions that have an answer, and how much weight they have of all.
void AddUp(CandidateReport& candidate, const std::array<bool, kQuestions>& asked,
           const std::array<double, kQuestions>& weights) {
  double sum = 0;
  double known = 0;
  double whole = 0;
  for (size_t q = 0; q < kQuestions; ++q) {
    if (!asked[q]) continue;
    whole += weights[q];
    if (!candidate.questions[q].points) continue;
    sum += weights[q] * *candidate.questions[q].points;
    known += weights[q];
  }
  if (known > 0) candidate.score = sum / known;
  candidate.covered = whole > 0 ? known / whole : 0;
}

stats::RankSpec SpecOf(const Evaluation& e, const std::vector<size_t>& eligible,
                       const std::array<double, kQuestions>& weights, double concentration) {
  stats::RankSpec spec;
  bool equal = true;
  double first = -1;
  for (size_t q = 0; q < kQuestions; ++q) {
    if (!e.asked[q]) continue;
    if (first < 0) first = weights[q];
    equal = equal && weights[q] == first;
  }
  for (size_t q = 0; q < kQuestions && !equal; ++q) {
    if (e.asked[q]) spec.centre.push_back(weights[q]);
  }
  for (const size_t i : eligible) {
    auto& row = spec.scores.emplace_back();
    for (size_t q = 0; q < kQuestions; ++q) {
      if (!e.asked[q]) continue;
      const QuestionPoints& points = e.candidates[i].questions[q];
      row.push_back({points.low, points.high});
    }
  }
  spec.concentration = concentration;
  spec.draws = e.weightings;
  return spec;
}

}  // namespace

std::array<double, kQuestions> WeightsOf(const Judgement& judgement) {
  const auto& w = judgement.weights;
  return {w.leads, w.value, w.actionable, w.simple, w.measurable, w.game, w.people};
}

std::string_view RecommendationName(Recommendation recommendation) {
  switch (recommendation) {
    case Recommendation::kRecommended:
      return "recommended";
    case Recommendation::kPossible:
      return "possible";
    case Recommendation::kRejected:
      return "rejected";
  }
  return "";
}

bool IsRejected(const CandidateReport& candidate) {
  return std::any_of(candidate.tests.begin(), candidate.tests.end(),
                     [](const TestOutcome& test) { return test.gate_failed; });
}

const TestOutcome& TestNamed(const CandidateReport& candidate, std::string_view test) {
  const auto found = std::find_if(candidate.tests.begin(), candidate.tests.end(),
                                  [&](const TestOutcome& one) { return one.test == test; });
  NS_CHECK(found != candidate.tests.end());
  return *found;
}

void RankCandidates(Evaluation& e, const Judgement& judgement, uint64_t seed) {
  const std::array<double, kQuestions> weights = WeightsOf(judgement);
  std::vector<size_t> eligible;
  for (size_t i = 0; i < e.candidates.size(); ++i) {
    AnswerQuestions(e.candidates[i], e.asked);
    if (!IsRejected(e.candidates[i]) && e.candidates[i].not_measured.empty()) eligible.push_back(i);
  }
  for (CandidateReport& candidate : e.candidates) {
    if (candidate.not_measured.empty()) AddUp(candidate, e.asked, weights);
    if (IsRejected(candidate)) candidate.score.reset();
  }

  const size_t n = e.candidates.size();
  std::vector<std::vector<double>> beats(n, std::vector<double>(n, 0));
  if (!eligible.empty() && e.weightings > 0) {
    stats::RankSpec spec = SpecOf(e, eligible, weights, judgement.choice.concentration);
    spec.seed = seed;
    const stats::RankRobustness drawn = stats::DrawRanks(spec);
    for (size_t a = 0; a < eligible.size(); ++a) {
      e.candidates[eligible[a]].first_share = drawn.first_share[a];
      for (size_t b = 0; b < eligible.size(); ++b)
        beats[eligible[a]][eligible[b]] = drawn.beats[a][b];
    }
  }
  std::vector<size_t> order(n);
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t x, size_t y) {
    const CandidateReport& a = e.candidates[x];
    const CandidateReport& b = e.candidates[y];
    if (IsRejected(a) != IsRejected(b)) return IsRejected(b);
    if (a.not_measured.empty() != b.not_measured.empty()) return a.not_measured.empty();
    const double points_a = a.score.value_or(-1);
    const double points_b = b.score.value_or(-1);
    return points_a != points_b ? points_a > points_b : a.first_share > b.first_share;
  });
  std::vector<CandidateReport> sorted;
  e.beats.assign(n, std::vector<double>(n, 0));
  for (size_t a = 0; a < n; ++a) {
    for (size_t b = 0; b < n; ++b) e.beats[a][b] = beats[order[a]][order[b]];
    sorted.push_back(std::move(e.candidates[order[a]]));
  }
  e.candidates = std::move(sorted);
  for (size_t i = 0; i < n; ++i) {
    CandidateReport& candidate = e.candidates[i];
    candidate.rank = static_cast<int>(i) + 1;
    const bool clear = i == 0 && candidate.first_share >= judgement.choice.clear_winner &&
                       candidate.covered >= judgement.choice.least_coverage &&
                       TestNamed(candidate, "leads_outcome").verdict == Verdict::kPass;
    candidate.recommendation = IsRejected(candidate) ? Recommendation::kRejected
                               : clear               ? Recommendation::kRecommended
                                                     : Recommendation::kPossible;
  }
}

}  // namespace northstar
