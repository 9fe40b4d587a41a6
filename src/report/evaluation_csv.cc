#include "report/evaluation_csv.h"

#include <fmt/format.h>

#include "base/text.h"

namespace northstar {

std::string EvaluationCsv(const std::vector<const CandidateReport*>& candidates) {
  std::string out =
      "metric,rank,verdict,score,first_share,test,question,test_verdict,finding,value,low,high\n";
  const auto plain = [](const std::optional<double>& v) {
    return v ? FormatNumber(*v) : std::string();
  };
  for (const CandidateReport* candidate : candidates) {
    const CandidateReport& c = *candidate;
    for (const TestOutcome& test : c.tests) {
      out += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", c.metric->name, c.rank,
                         RecommendationName(c.recommendation), plain(c.score),
                         FormatNumber(c.first_share), test.test, QuestionName(test.question),
                         VerdictName(test.verdict), test.finding, plain(test.value),
                         plain(test.low), plain(test.high));
    }
  }
  return out;
}

}  // namespace northstar
