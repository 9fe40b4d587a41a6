// people: what the team thinks of the candidate, and whether it agrees.
#include "words/candidate/people.h"

#include "analysis/evaluate/candidate_test.h"
#include "model/project.h"
#include "stats/describe.h"

namespace northstar {
namespace {

double Points(double rating) {
  return (rating - 1) / 4 * 100;
}

}  // namespace

TestOutcome TestPeople(const CandidateEvidence& evidence) {
  using Code = PeopleTestStatement::Code;
  const auto& rules = evidence.project.judgement.people;
  std::vector<double> medians;
  PeopleTestStatement statement{Code::kRated, evidence.metric.name};
  DetailTable table{{"question", "person", "rating"}, {}};
  double lowest = 0;
  double highest = 0;
  const RatingCell* widest = nullptr;
  for (const RatingCell* cell : evidence.people->CellsOf(evidence.metric.name)) {
    if (!cell->median) continue;
    medians.push_back(*cell->median);
    statement.questions.push_back({cell->question, *cell->median});
    double low = 5;
    double high = 1;
    for (const auto& [person, rating] : cell->ratings) {
      table.rows.push_back({cell->question, person, static_cast<double>(rating)});
      low = std::min<double>(low, rating);
      high = std::max<double>(high, rating);
    }
    lowest += low;
    highest += high;
    if (cell->spread() >= 2 && (widest == nullptr || cell->spread() > widest->spread()))
      widest = cell;
  }
  if (medians.empty() && evidence.people->people.empty()) {
    TestOutcome none;
    statement.code = Code::kNobodyRated;
    none.said = Words(statement);
    return none;
  }
  if (medians.empty()) {
    statement.code = Code::kNotRated;
    return NotEnough(Words(statement));
  }
  const double median = stats::Mean(medians);
  TestOutcome out;
  out.value = median;
  out.unit = "median rating, 1 to 5";
  out.score = Points(median);
  out.score_low = Points(lowest / static_cast<double>(medians.size()));
  out.score_high = Points(highest / static_cast<double>(medians.size()));
  if (evidence.people->alpha) out.detail.emplace_back("alpha", *evidence.people->alpha);
  out.detail.emplace_back("ratings", std::move(table));
  if (widest != nullptr) {
    statement.widest = widest->question;
    statement.spread = widest->spread();
  }
  const bool disagree = evidence.people->reading == AgreementReading::kTalk;
  out.verdict = median >= rules.pass && !disagree ? Verdict::kPass
                : median <= rules.fail            ? Verdict::kFail
                                                  : Verdict::kUnclear;
  if (disagree) {
    out.finding = "PEOPLE_DISAGREE";
    statement.code = Code::kDisagree;
  }
  out.said = Words(statement);
  return out;
}

}  // namespace northstar
