// disagreements: ratings of the star and the candidates that are far apart. Disagreement is a
// finding of its own, and an average hides it.
#include "analysis/review/review_section.h"
#include "base/text.h"
#include "words/review_sections.h"

namespace northstar {

ReviewSection DisagreementsSection(const ReviewEvidence& evidence, ReviewSigns&) {
  using Code = ReviewSectionStatement::Code;
  ReviewSection section;
  section.table.columns = {{"candidate", "candidate"},
                           {"question", "question"},
                           {"ratings", "ratings"},
                           {"spread", "apart", true}};
  const std::vector<const RatingCell*> disputed = evidence.people.Disputed();
  for (const RatingCell* cell : disputed) {
    std::vector<std::string> ratings;
    for (const auto& [person, rating] : cell->ratings)
      ratings.push_back(person + " " + std::to_string(rating));
    const Metric* metric = evidence.project->FindMetric(cell->candidate);
    section.table.rows.push_back(
        {{cell->candidate, metric != nullptr ? metric->label : cell->candidate},
         TextCell(cell->question),
         TextCell(Join(ratings, ", ")),
         NumberCell(cell->spread())});
  }
  ReviewSectionStatement statement{Code::kNotRated};
  if (!evidence.people.people.empty())
    statement.code = disputed.empty() ? Code::kPeopleAgree : Code::kPeopleDisagree;
  statement.count = disputed.size();
  section.said = Words(statement);
  return section;
}

}  // namespace northstar
