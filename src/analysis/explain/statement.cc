// What is said of an explanation: the movement, and of its parts those that are worth naming.
#include <algorithm>
#include <cmath>

#include "analysis/explain/scope.h"
#include "analysis/query/name_of.h"
#include "model/metric_look.h"

namespace northstar {
namespace {

constexpr double kWorthNaming = 0.4;  // of the change
constexpr size_t kLeastCells = 5;     // of which one can stand out (stats/segments/segment_search)
constexpr size_t kNamedSegments = 2;

ExplanationStatement::Code CodeOf(const Explanation& e) {
  using Code = ExplanationStatement::Code;
  if (!e.suspects.empty()) return Code::kDataSuspect;
  if (e.change == 0) return Code::kUnchanged;
  if (e.movement.is_unusual()) return Code::kUnusual;
  return e.movement.known() ? Code::kUsual : Code::kMoved;
}

std::vector<NotableSegments::Condition> ConditionsOf(const SegmentPart& part) {
  std::vector<NotableSegments::Condition> conditions;
  for (const SegmentCondition& one : part.where) conditions.push_back({one.dimension, one.value});
  return conditions;
}

std::optional<NotableSegments> SegmentsOf(const Segments& s) {
  using Code = NotableSegments::Code;
  if (!s.stands_out || s.parts.empty()) {
    if (s.searched.empty()) return std::nullopt;
    return NotableSegments{s.cells < kLeastCells ? Code::kTooFewValues : Code::kNone, s.searched};
  }
  NotableSegments notable{Code::kNotable, s.searched};
  for (const SegmentPart& part : s.parts) {
    if (part.where.empty() || notable.segments.size() == kNamedSegments) continue;
    notable.segments.push_back(ConditionsOf(part));
    notable.share += part.share;
  }
  return notable;
}

// The largest part of a formula, where it says most of it.
std::optional<SeriesName> InputOf(const Explanation& e) {
  const InputPart* most = nullptr;
  for (const InputPart& part : e.inputs) {
    if (part.depth > 0 || part.lag > 0 || part.metric == nullptr) continue;
    if (part.contribution * e.change <= 0) continue;
    if (most == nullptr || std::fabs(part.contribution) > std::fabs(most->contribution))
      most = &part;
  }
  if (most == nullptr || std::fabs(most->contribution) < kWorthNaming * std::fabs(e.change))
    return std::nullopt;
  return SeriesName{most->label, most->metric->name};
}

LifecycleReason::Flow FlowOf(LifecycleFlow flow) {
  using Flow = LifecycleReason::Flow;
  switch (flow) {
    case LifecycleFlow::kNew:
      return Flow::kNew;
    case LifecycleFlow::kResurrected:
      return Flow::kResurrected;
    case LifecycleFlow::kChurned:
      return Flow::kChurned;
    case LifecycleFlow::kExpansion:
    case LifecycleFlow::kContraction:
    case LifecycleFlow::kOther:
      break;
  }
  return Flow::kContribution;
}

std::optional<LifecycleReason> ReasonOf(const Explanation& e) {
  const LifecyclePart* most = nullptr;
  const auto beyond = [](const LifecyclePart& p) { return p.contribution - p.usual.value_or(0); };
  for (const LifecyclePart& part : e.lifecycle.parts) {
    if (part.flow == LifecycleFlow::kOther || !part.usual || beyond(part) * e.change <= 0) continue;
    if (most == nullptr || std::fabs(beyond(part)) > std::fabs(beyond(*most))) most = &part;
  }
  if (most == nullptr || std::fabs(beyond(*most)) < kWorthNaming * std::fabs(e.change))
    return std::nullopt;
  return LifecycleReason{FlowOf(most->flow), e.lifecycle.entity, beyond(*most) > 0};
}

std::vector<std::string> RisingWords(const Explanation& e) {
  std::vector<std::string> words;
  if (!e.feedback) return words;
  for (const FeedbackTheme& theme : e.feedback->rising) words.push_back(theme.term.term);
  return words;
}

ExplanationStatement MovementOnly(const Explanation& e) {
  ExplanationStatement s{CodeOf(e), NameOf(*e.metric), LookOf(*e.metric), e.grain};
  s.before = {e.before.label, *e.before.value};
  s.after = {e.after.label, *e.after.value};
  s.change = e.change;
  // Changes of a share are said in points.
  s.in_points = e.metric->format == "percentage" && !e.movement.relative;
  if (e.movement.expected) {
    s.usual = UsualRange{e.movement.expected->low, e.movement.expected->high, e.movement.usual,
                         e.movement.relative};
  }
  s.unusual = e.movement.is_unusual();
  if (!e.suspects.empty()) s.suspect = e.suspects.front().sentence;
  return s;
}

}  // namespace

ExplanationStatement StatementOn(const Explanation& e) {
  ExplanationStatement s = MovementOnly(e);
  if (e.change == 0) return s;
  // Whoever names two periods that are far apart wants to know what lies between them.
  const bool neighbors = e.after.index == e.before.index + 1;
  const bool quiet = neighbors && e.movement.known() && !e.movement.is_unusual();
  if (quiet && !e.segments.stands_out) return s;
  s.segments = SegmentsOf(e.segments);
  s.mentioned = RisingWords(e);
  if (quiet) return s;
  s.input = InputOf(e);
  s.reason = ReasonOf(e);
  return s;
}

}  // namespace northstar
