// What of a digest is said by findings of their own: why the star moved, feedback, OKRs.
#include "analysis/digest/digest_sections.h"
#include "analysis/explain/explain.h"
#include "analysis/feedback/feedback.h"
#include "analysis/okrs/okrs.h"
#include "words/digest.h"

namespace northstar::digest {
namespace {

// A usual change that no segment stands out in has no reason worth reading.
bool IsWorthTelling(const Explanation& found) {
  const bool usual = found.movement.known() && !found.movement.is_unusual();
  return !usual || !found.suspects.empty() || found.segments.stands_out;
}

std::vector<Sentence> LinesOf(const Said& said) {
  std::vector<Sentence> lines;
  if (!said.first.empty()) lines.push_back(said.first);
  if (!said.more.empty()) lines.push_back(said.more);
  return lines;
}

std::vector<Sentence> LinesOf(const Explanation& found) {
  return IsWorthTelling(found) ? LinesOf(found.said) : std::vector<Sentence>();
}

Result<Explanation> ExplainWith(const Source& source, const ExplainOptions& options) {
  return Explain(source.engine, source.project, source.facts, source.now_us, options);
}

}  // namespace

Lines WhyLines(const Source& source) {
  const ConstellationNode& star = source.now.constellation.star();
  const Calendar& calendar = source.project->calendar;
  ExplainOptions options;
  options.metric = star.metric->name;
  options.as_of_us = source.options.as_of_us;
  if (star.grain < source.options.period) {
    ExplainOptions longer = options;
    longer.span = source.options.period;
    longer.from_us = calendar.DayStart(calendar.Shift(source.options.period, source.from, -1));
    longer.to_us = calendar.DayStart(source.from);
    const auto found = ExplainWith(source, longer);
    if (found.ok()) return LinesOf(*found);
    // Such as a period of which the data hold a part only: the metric's own ones may be whole.
  }
  NS_ASSIGN(const Explanation found, ExplainWith(source, options));
  return LinesOf(found);
}

Lines FeedbackLines(const Source& source) {
  const Day length = source.to - source.from;
  NS_ASSIGN(const std::optional<FeedbackFindings> found,
            CompareFeedback(source.engine, source.project, source.facts, source.now_us,
                            source.from - 3 * length, source.from, source.to));
  return found ? LinesOf(found->said) : std::vector<Sentence>();
}

Lines OkrLines(const Source& source) {
  OkrOptions options;
  options.as_of_us = source.options.as_of_us;
  NS_ASSIGN(const OkrFindings found,
            FindOkrs(source.engine, source.project, source.facts, source.now_us, options));
  std::vector<Sentence> lines;
  for (const ObjectiveFinding& one : found.objectives) {
    DigestStatement s{DigestStatement::Code::kObjective};
    s.objective = one.okr->objective;
    s.okr_period = one.okr->period;
    s.said = one.said.first;
    lines.push_back(Words(s).first);
  }
  return lines;
}

}  // namespace northstar::digest
