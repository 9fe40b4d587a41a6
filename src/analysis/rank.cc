#include "analysis/rank.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/judgement.h"
#include "base/random.h"

namespace northstar {
namespace {

// What a question says of a candidate: the mean of its tests that were run.
struct Answer {
  bool asked = false;           // some test of the question was run for somebody
  std::optional<double> score;  // absent: not enough data
  double low = 0, high = 100;   // where the score lies while it is unknown
};
using Answers = std::array<Answer, kQuestions>;

Answers AnswersOf(const CandidateReport& candidate) {
  Answers answers;
  std::array<double, kQuestions> sum{};
  std::array<int, kQuestions> known{};
  std::array<int, kQuestions> run{};
  for (const TestOutcome& test : candidate.tests) {
    if (test.verdict == Verdict::kNotTested) continue;
    const auto q = static_cast<size_t>(test.question);
    ++run[q];
    if (!test.score) continue;
    sum[q] += *test.score;
    ++known[q];
  }
  for (size_t q = 0; q < kQuestions; ++q) {
    answers[q].asked = run[q] > 0;
    if (run[q] == 0) continue;
    const double missing = run[q] - known[q];
    if (known[q] > 0) answers[q].score = sum[q] / known[q];
    // Unknown tests may turn out anything from 0 to 100.
    answers[q].low = sum[q] / run[q];
    answers[q].high = (sum[q] + 100 * missing) / run[q];
  }
  return answers;
}

bool Rejected(const CandidateReport& candidate) {
  return std::any_of(candidate.tests.begin(), candidate.tests.end(),
                     [](const TestOutcome& test) { return test.gate_failed; });
}

bool LeadPasses(const CandidateReport& candidate) {
  return std::any_of(candidate.tests.begin(), candidate.tests.end(), [](const TestOutcome& test) {
    return test.test == "leads_outcome" && test.verdict == Verdict::kPass;
  });
}

}  // namespace

void RankCandidates(std::vector<CandidateReport>& candidates, int weightings, uint64_t seed) {
  std::vector<Answers> answers;
  std::array<bool, kQuestions> asked{};
  for (const CandidateReport& candidate : candidates) {
    answers.push_back(AnswersOf(candidate));
    for (size_t q = 0; q < kQuestions; ++q) asked[q] = asked[q] || answers.back()[q].asked;
  }
  const auto questions = static_cast<double>(std::count(asked.begin(), asked.end(), true));
  std::vector<size_t> eligible;
  for (size_t i = 0; i < candidates.size(); ++i) {
    CandidateReport& candidate = candidates[i];
    double sum = 0;
    double known = 0;
    for (size_t q = 0; q < kQuestions; ++q) {
      if (!answers[i][q].score) continue;
      sum += *answers[i][q].score;
      ++known;
    }
    if (known > 0) candidate.score = sum / known;
    candidate.covered = questions > 0 ? known / questions : 0;
    if (!Rejected(candidate)) eligible.push_back(i);
  }

  std::vector<int> first(candidates.size(), 0);
  for (int draw = 0; draw < weightings && !eligible.empty(); ++draw) {
    Random random(seed, static_cast<uint64_t>(draw));
    std::array<double, kQuestions> weight{};  // Dirichlet(1, …, 1), unnormalised
    for (size_t q = 0; q < kQuestions; ++q) {
      if (asked[q]) weight[q] = -std::log(random.Uniform());
    }
    size_t best = eligible[0];
    double best_sum = -1;
    for (const size_t i : eligible) {
      double sum = 0;
      for (size_t q = 0; q < kQuestions; ++q) {
        if (!asked[q]) continue;
        const Answer& answer = answers[i][q];
        const double low = answer.asked ? answer.low : 0;
        const double high = answer.asked ? answer.high : 100;
        sum += weight[q] * (low + (high - low) * random.Uniform());
      }
      if (sum > best_sum) {
        best_sum = sum;
        best = i;
      }
    }
    ++first[best];
  }
  for (const size_t i : eligible) {
    candidates[i].first_share = weightings > 0 ? static_cast<double>(first[i]) / weightings : 0;
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const CandidateReport& a, const CandidateReport& b) {
                     const bool ra = Rejected(a);
                     const bool rb = Rejected(b);
                     if (ra != rb) return rb;
                     if (!ra && a.first_share != b.first_share)
                       return a.first_share > b.first_share;
                     return a.score.value_or(0) > b.score.value_or(0);
                   });
  for (size_t i = 0; i < candidates.size(); ++i) {
    CandidateReport& candidate = candidates[i];
    candidate.rank = static_cast<int>(i) + 1;
    const bool clear =
        i == 0 && candidate.first_share >= judgement::kClearWinner && LeadPasses(candidate);
    candidate.verdict = Rejected(candidate) ? "rejected" : clear ? "recommended" : "possible";
  }
}

}  // namespace northstar
