// simple: can it be said in one sentence? A count of what one has to keep in mind. A
// rule of thumb, and called one.
#include <cmath>

#include "analysis/evaluate/candidate_test.h"
#include "model/definition.h"
#include "model/project.h"
#include "words/candidate/simple.h"

namespace northstar {

TestOutcome TestSimple(const CandidateEvidence& evidence) {
  using Code = SimpleStatement::Code;
  const auto& rules = evidence.project.judgement.simple;
  const Metric& metric = evidence.metric;
  const Complexity c = ComplexityOf(evidence.project, metric);
  TestOutcome out;
  double score = 100 * std::exp(-std::max(0.0, c.cost() - rules.free_cost) / rules.cost_scale);
  out.unit = "0 to 100 points (rule of thumb)";
  for (const auto& [name, count] : {std::pair{"metrics", c.nodes},
                                    {"events", c.events},
                                    {"conditions", c.filters},
                                    {"thresholds", c.constants},
                                    {"joins", c.joins},
                                    {"windows", c.windows}}) {
    out.detail.emplace_back(name, static_cast<double>(count));
  }
  const int words = WordCount(metric.description);
  out.detail.emplace_back("description_words", static_cast<double>(words));
  Code code = Code::kOneSentence;
  if (IsWeightedComposite(metric)) {
    score = std::min(score, rules.composite_cap);
    out.verdict = Verdict::kFail;
    out.finding = "COMPOSITE";
    out.gate_failed = true;
    code = Code::kComposite;
  } else if (metric.description.empty()) {
    out.verdict = Verdict::kUnclear;
    out.finding = "NO_DESCRIPTION";
    code = Code::kNoDescription;
  } else if (words > rules.most_words || score < rules.pass) {
    out.verdict = Verdict::kUnclear;
    code = Code::kComplicated;
  } else {
    out.verdict = Verdict::kPass;
  }
  out.said = Words(SimpleStatement{code, NameOf(metric), metric.description, words,
                                   static_cast<long long>(c.cost())});
  out.value = score;
  out.score = score;
  return out;
}

}  // namespace northstar
