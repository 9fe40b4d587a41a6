#include "words/lead_panel.h"

#include <fmt/format.h>

#include "base/text.h"

namespace northstar {

Sentence Words(const LeadPanelStatement& s) {
  using Code = LeadPanelStatement::Code;
  const Sentence data =
      Value(fmt::format("{} of {} over {}", s.segments, s.dimension, Plural(s.months, "month")));
  const Sentence outcome = s.outcome.AsWords();
  switch (s.code) {
    case Code::kLeads:
      return Say(
          "Segment by segment ({}), where {} grew faster than elsewhere, {} grew faster {} later.",
          data, s.candidate.AsWords(), outcome, Value(Plural(s.lag, "month")));
    case Code::kFollows:
      return Say("Segment by segment ({}), {} moves first.", data, outcome);
    case Code::kNotDetected:
      return Say("Segment by segment ({}), no lead was detected.", data);
    case Code::kNoVariation:
      return Say("Segment by segment ({}), nothing varies enough to compare.", data);
    case Code::kNotEnoughData:
      return Say("Comparing segments takes at least 8 of them with 12 months each; {} has {}.",
                 s.dimension, Value(Plural(s.segments, "segment")));
  }
  return "";
}

}  // namespace northstar
