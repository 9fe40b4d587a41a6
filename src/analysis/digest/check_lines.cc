// What of a digest is said by the checks: how all of them stand, and each that fires, critical ones
// first. A broken guardrail is named among the guardrails, and not once more here.
#include <algorithm>

#include "analysis/digest/digest_sections.h"

namespace northstar::digest {

Lines CheckLines(const Source& source) {
  const LookMemory& memory = source.options.checks;
  CheckOptions options;
  options.as_of_us = source.options.as_of_us;
  options.memory = memory.freshness;
  options.definitions = memory.definitions;
  NS_ASSIGN(const CheckFindings found,
            FindChecks(source.engine, source.project, source.facts, source.now_us, options));
  if (found.findings.empty()) return std::vector<Sentence>();
  const LookResult look = Advance(found.findings, memory.states, memory.muted,
                                  {.now_us = options.as_of_us.value_or(source.now_us)});
  std::vector<const CheckFinding*> firing;
  for (size_t i = 0; i < found.findings.size(); ++i) {
    const CheckFinding& one = found.findings[i];
    if (Fires(one, look.states[i]) && one.check != CheckKind::kGuardrail &&
        !memory.muted.contains(look.states[i].key))
      firing.push_back(&one);
  }
  std::stable_sort(firing.begin(), firing.end(), [](const CheckFinding* a, const CheckFinding* b) {
    return a->severity < b->severity;
  });
  const Said all = Words(StatementOn(found.findings, look.states, memory.muted));
  std::vector<Sentence> lines{all.first};
  lines.back().Add(all.more);
  for (const CheckFinding* one : firing) lines.push_back(one->said.first);
  return lines;
}

}  // namespace northstar::digest
