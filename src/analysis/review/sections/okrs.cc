// okrs: how the objectives of the quarter ended.
#include "analysis/review/review_section.h"
#include "base/text.h"
#include "words/review_sections.h"

namespace northstar {

ReviewSection OkrsSection(const ReviewEvidence& evidence, ReviewSigns&) {
  using Code = ReviewSectionStatement::Code;
  ReviewSection section;
  section.table.columns = {{"objective", "objective"}, {"result", "key result"},
                           {"role", "role"},           {"value", "value", true},
                           {"status", "status"},       {"pattern", "pattern"}};
  ReviewSectionStatement statement{Code::kNoOkrs};
  statement.period = evidence.quarter.name;
  if (evidence.okrs != nullptr && !evidence.okrs->objectives.empty()) {
    statement.code = Code::kOkrs;
    statement.count = evidence.okrs->objectives.size();
    for (const ObjectiveFinding& objective : evidence.okrs->objectives) {
      const ReviewCell pattern = objective.pattern
                                     ? TextCell(std::string(NameOf(*objective.pattern)))
                                     : ReviewCell{std::monostate{}, "–"};
      for (const KeyResultFinding& one : objective.key_results) {
        const std::string status(NameOf(one.status));
        section.table.rows.push_back({TextCell(objective.okr->objective),
                                      {one.metric->name, one.metric->label},
                                      {one.result->role, ReplaceAll(one.result->role, "_", " ")},
                                      ValueCell(*one.metric, one.now),
                                      {status, ReplaceAll(status, "_", " ")},
                                      pattern});
      }
      section.notes.push_back(objective.okr->objective + ": " + objective.said.whole());
    }
  }
  section.said = Words(statement);
  return section;
}

}  // namespace northstar
