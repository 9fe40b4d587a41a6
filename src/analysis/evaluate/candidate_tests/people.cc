// people: what the team thinks of the candidate, and whether it agrees.
#include <fmt/format.h>

#include "analysis/evaluate/candidate_test.h"
#include "base/text.h"
#include "stats/describe.h"

namespace northstar {
namespace {

double Points(double rating) {
  return (rating - 1) / 4 * 100;
}

}  // namespace

TestOutcome TestPeople(const CandidateEvidence& evidence) {
  const auto& rules = evidence.project.judgement.people;
  std::vector<double> medians;
  std::vector<std::string> words;
  DetailTable table{{"question", "person", "rating"}, {}};
  double lowest = 0;
  double highest = 0;
  const RatingCell* widest = nullptr;
  for (const RatingCell* cell : evidence.people->CellsOf(evidence.metric.name)) {
    if (!cell->median) continue;
    medians.push_back(*cell->median);
    words.push_back(fmt::format("{} {}", cell->question, Humanize(*cell->median, 2)));
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
    none.said.first = "Nobody has rated a candidate yet.";
    return none;
  }
  if (medians.empty()) {
    return NotEnough(fmt::format(
        "Nobody has rated it yet: northstar score {} --by NAME --value 4 …", evidence.metric.name));
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
  std::string medians_said = fmt::format("{} (medians of 1 to 5).", Join(words, ", "));
  medians_said[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(medians_said[0])));
  out.said.first = std::move(medians_said);
  if (widest != nullptr) {
    out.said.Add(fmt::format("They differ most on {} ({} points apart): talk about that first.",
                             widest->question, widest->spread()));
  }
  const bool disagree = evidence.people->reading == AgreementReading::kTalk;
  out.verdict = median >= rules.pass && !disagree ? Verdict::kPass
                : median <= rules.fail            ? Verdict::kFail
                                                  : Verdict::kUnclear;
  if (disagree) out.finding = "PEOPLE_DISAGREE";
  return out;
}

}  // namespace northstar
