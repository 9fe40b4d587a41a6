// What of a digest comes from the constellation: the star, its inputs, its guardrails.
#include "analysis/digest/digest_sections.h"
#include "analysis/query/name_of.h"
#include "model/metric_look.h"
#include "words/digest.h"

namespace northstar::digest {
namespace {

using Code = DigestStatement::Code;

DigestStatement StatementOn(const ConstellationNode& node, Code code) {
  DigestStatement s{code, NameOf(*node.metric)};
  s.where = node.where;
  s.look = LookOf(*node.metric);
  s.grain = node.grain;
  s.period = node.period;
  s.value = node.value;
  s.previous = node.previous;
  s.limit = node.limit.words;
  s.problem = node.problem;
  return s;
}

Code InputCode(const ConstellationNode& node) {
  if (!node.value) return Code::kInputProblem;
  if (!node.previous) return Code::kInputValue;
  return node.movement.is_unusual() ? Code::kInputUnusual : Code::kInput;
}

// Of one that does not hold.
Code LimitCode(const ConstellationNode& node) {
  if (!node.value) return Code::kNotJudged;
  switch (node.limit.judged.state) {
    case LimitState::kBroken:
      return Code::kBroken;
    case LimitState::kUnclear:
      return Code::kUnclear;
    case LimitState::kHolds:
    case LimitState::kInsufficientData:
      break;
  }
  return Code::kNotJudged;
}

}  // namespace

Lines StarLines(const Source& source) {
  const Said said = ChooseHeadline(source.now.facts);
  std::vector<Sentence> lines{said.first};
  if (!said.more.empty()) lines.push_back(said.more);
  return lines;
}

Lines InputLines(const Source& source) {
  std::vector<Sentence> lines;
  for (const ConstellationNode& node : source.now.constellation.nodes) {
    if (node.role == NodeRole::kInput)
      lines.push_back(Words(StatementOn(node, InputCode(node))).first);
  }
  return lines;
}

Lines GuardrailLines(const Source& source) {
  std::vector<Sentence> lines;
  const ConstellationNode* holds = nullptr;
  size_t count = 0;
  for (const ConstellationNode& node : source.now.constellation.nodes) {
    if (node.role != NodeRole::kGuardrail) continue;
    if (node.value && node.limit.judged.state == LimitState::kHolds) {
      holds = &node;
      ++count;
    } else {
      lines.push_back(Words(StatementOn(node, LimitCode(node))).first);
    }
  }
  if (holds == nullptr) return lines;
  DigestStatement rest = StatementOn(*holds, lines.empty() ? Code::kAllHold : Code::kOthersHold);
  rest.count = count;
  lines.push_back(Words(rest).first);
  return lines;
}

}  // namespace northstar::digest
