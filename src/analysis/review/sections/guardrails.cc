// guardrails: whether each limit held at the end of the quarter, and in how many of its periods the
// value lay beyond it. No trigger of its own: a guardrail that breaks while the star rises is
// DECOUPLED.
#include "analysis/query/name_of.h"
#include "analysis/review/review_section.h"
#include "base/text.h"
#include "words/review_sections.h"

namespace northstar {
namespace {

struct InQuarter {
  size_t periods = 0, beyond = 0;
};

// A period belongs to the quarter in which it ends.
InQuarter CountBeyond(const ConstellationNode& node, const ReviewEvidence& evidence) {
  InQuarter counts;
  if (!node.limit.judged.at) return counts;
  for (const RecentValue& one : node.recent) {
    const auto start = ParseDay(std::string_view(one.period).substr(0, 10));
    if (!start || !one.value) continue;
    const Day last = evidence.project->calendar.NextPeriod(node.grain, *start) - 1;
    if (!evidence.quarter.days.Holds(last)) continue;
    ++counts.periods;
    counts.beyond += node.limit.judged.at_least ? *one.value < *node.limit.judged.at
                                                : *one.value > *node.limit.judged.at;
  }
  return counts;
}

}  // namespace

ReviewSection GuardrailsSection(const ReviewEvidence& evidence, ReviewSigns& signs) {
  using Code = ReviewSectionStatement::Code;
  ReviewSection section;
  ReviewSectionStatement statement{Code::kNoGuardrails, signs.star};
  section.table.columns = {{"guardrail", "guardrail"},        {"limit", "limit"},
                           {"value", "at quarter end", true}, {"state", "state"},
                           {"periods", "periods", true},      {"beyond", "beyond", true}};
  bool open = false;
  if (evidence.constellation != nullptr) {
    for (const ConstellationNode& node : evidence.constellation->nodes) {
      if (node.role != NodeRole::kGuardrail) continue;
      ++statement.count;
      const InQuarter counts = CountBeyond(node, evidence);
      const LimitState state = node.limit.judged.state;
      if (state == LimitState::kBroken) statement.names.push_back(NameOf(*node.metric));
      if (counts.beyond > 0) {
        statement.beyond.push_back(
            {NameOf(*node.metric), node.grain, counts.beyond, counts.periods});
      }
      open |= state == LimitState::kUnclear || state == LimitState::kInsufficientData;
      section.table.rows.push_back({{node.metric->name, node.metric->label},
                                    TextCell(node.limit.words),
                                    ValueCell(*node.metric, node.value),
                                    {std::string(LimitStateName(state)),
                                     ReplaceAll(std::string(LimitStateName(state)), "_", " ")},
                                    NumberCell(static_cast<double>(counts.periods)),
                                    NumberCell(static_cast<double>(counts.beyond))});
      if (!node.problem.empty()) section.notes.push_back(node.problem);
    }
  } else if (!evidence.constellation_problem.empty()) {
    section.notes.push_back(evidence.constellation_problem);
  }
  if (!statement.names.empty()) {
    statement.code = Code::kGuardrailsBroken;
  } else if (statement.count > 0) {
    statement.code = open ? Code::kGuardrailsUnclear : Code::kGuardrailsHeld;
  }
  section.said = Words(statement);
  return section;
}

}  // namespace northstar
