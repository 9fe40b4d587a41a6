// The sentence that comes first: what moved, whether that is unusual, and what stands out.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/evaluate/candidate_test.h"
#include "analysis/explain/scope.h"
#include "base/text.h"

namespace northstar {
namespace {

constexpr double kWorthNaming = 0.4;  // of the change
constexpr size_t kLeastCells = 5;     // of which one can stand out (stats/segments/segment_search)

std::string Amount(const Metric& metric, double value) {
  if (metric.format == "percentage") return fmt::format("{}%", Humanize(value * 100, 3));
  return std::fabs(value) >= 1000 ? WithThousands(std::llround(value)) : Humanize(value, 4);
}

// Changes of a share are said in points.
bool InPoints(const Explanation& e) {
  return e.metric->format == "percentage" && !e.movement.relative;
}

std::string Movement(const Explanation& e) {
  const double before = *e.before.value;
  const double after = *e.after.value;
  const std::string period = std::string(GrainName(e.grain));
  if (e.change == 0)
    return fmt::format("{} stayed at {}", e.metric->label, Amount(*e.metric, after));
  const char* verb = e.change > 0 ? "rose" : "fell";
  std::string by;
  if (InPoints(e)) {
    by = fmt::format(" by {} points", Humanize(std::fabs(e.change) * 100, 2));
  } else if (before > 0 && after >= 0) {
    by = fmt::format(" by {}%", Humanize(std::fabs(e.change / before) * 100, 2));
  }
  if (e.grain == Grain::kDay) {
    return fmt::format("{} {}{}, from {} on {} to {} on {}", e.metric->label, verb, by,
                       Amount(*e.metric, before), e.before.label, Amount(*e.metric, after),
                       e.after.label);
  }
  return fmt::format("{0} {1}{2}, from {3} in the {4} of {5} to {6} in the {4} of {7}",
                     e.metric->label, verb, by, Amount(*e.metric, before), period, e.before.label,
                     Amount(*e.metric, after), e.after.label);
}

std::string Usualness(const Explanation& e) {
  const UsualMovement& m = e.movement;
  if (!m.expected) return "";
  const std::string between = fmt::format("{} to {}", Amount(*e.metric, m.expected->low),
                                          Amount(*e.metric, m.expected->high));
  if (m.is_unusual()) return fmt::format(", which is unusual (expected: {})", between);
  if (!m.usual) return fmt::format("; this is within the expected range ({})", between);
  const std::string usual = m.relative    ? fmt::format("{}%", Humanize(*m.usual * 100, 2))
                            : InPoints(e) ? fmt::format("{} points", Humanize(*m.usual * 100, 2))
                                          : Amount(*e.metric, *m.usual);
  return fmt::format("; this is within its usual movement (up to {}{})", e.change < 0 ? "−" : "+",
                     usual);
}

std::string InWords(const std::vector<SegmentCondition>& where) {
  std::vector<std::string> parts;
  for (const SegmentCondition& one : where)
    parts.push_back(fmt::format("{} = {}", one.dimension, Printable(one.value.value_or("(none)"))));
  return Join(parts, " and ");
}

std::string SegmentWords(const Explanation& e) {
  const Segments& s = e.segments;
  if (!s.stands_out || s.parts.empty()) {
    return s.searched.empty() || e.change == 0 ? ""
           : s.cells < kLeastCells
               ? fmt::format(" {} has too few values to tell whether one stands out.",
                             Join(s.searched, ", "))
               : fmt::format(" No segment of {} stands out.", Join(s.searched, ", "));
  }
  std::vector<std::string> named;
  double share = 0;
  for (const SegmentPart& part : s.parts) {
    if (part.where.empty() || named.size() == 2) continue;
    named.push_back(InWords(part.where));
    share += part.share;
  }
  if (share < 0.05)
    return fmt::format(" Most notable: {}, which moved differently from the rest.",
                       Join(named, ", "));
  if (share > 1.15)
    return fmt::format(" Most notable: {}; the rest moved the other way.", Join(named, ", "));
  return fmt::format(" Most notable: {}, with {:.0f}% of the change.", Join(named, ", and "),
                     std::clamp(share * 100, 0.0, 100.0));
}

// The largest part of a formula, where it says most of it.
std::string InputWords(const Explanation& e) {
  const InputPart* most = nullptr;
  for (const InputPart& part : e.inputs) {
    if (part.depth > 0 || part.lag > 0 || part.metric == nullptr) continue;
    if (part.contribution * e.change <= 0) continue;
    if (most == nullptr || std::fabs(part.contribution) > std::fabs(most->contribution))
      most = &part;
  }
  if (most == nullptr || std::fabs(most->contribution) < kWorthNaming * std::fabs(e.change))
    return "";
  return fmt::format(" The largest contribution comes from {}.", most->label);
}

std::string LifecycleWords(const Explanation& e) {
  const LifecyclePart* most = nullptr;
  const auto beyond = [](const LifecyclePart& p) { return p.contribution - p.usual.value_or(0); };
  for (const LifecyclePart& part : e.lifecycle.parts) {
    if (part.flow == LifecycleFlow::kOther || !part.usual || beyond(part) * e.change <= 0) continue;
    if (most == nullptr || std::fabs(beyond(part)) > std::fabs(beyond(*most))) most = &part;
  }
  if (most == nullptr || std::fabs(beyond(*most)) < kWorthNaming * std::fabs(e.change)) return "";
  const std::string who = Several(e.lifecycle.entity);
  const bool up = beyond(*most) > 0;
  const char* const more = up ? "more" : "fewer";
  switch (most->flow) {
    case LifecycleFlow::kNew:
      return fmt::format(" The main reason: {} new {} than usual.", more, who);
    case LifecycleFlow::kResurrected:
      return fmt::format(" The main reason: {} {} than usual came back.", more, who);
    case LifecycleFlow::kChurned:
      return fmt::format(" The main reason: {} {} than usual did not return.",
                         up ? "fewer" : "more", who);
    case LifecycleFlow::kExpansion:
    case LifecycleFlow::kContraction:
      return fmt::format(" The main reason: {} active in both periods contributed {}.", who,
                         up ? "more" : "less");
    case LifecycleFlow::kOther:
      break;
  }
  return "";
}

std::string FeedbackWords(const Explanation& e) {
  if (!e.feedback || e.feedback->rising.empty()) return "";
  const std::vector<FeedbackTheme>& themes = e.feedback->rising;
  std::vector<std::string> quoted;
  for (size_t i = 0; i < themes.size() && i < 2; ++i)
    quoted.push_back("“" + themes[i].term.term + "”");
  return fmt::format(" Customers mentioned {} more than before.", Join(quoted, " and "));
}

}  // namespace

std::string ExplanationSentence(const Explanation& e) {
  std::string sentence;
  if (!e.suspects.empty()) sentence = "Check the data first: " + e.suspects.front().sentence + " ";
  sentence += Movement(e) + Usualness(e) + ".";
  if (e.change == 0) return sentence;
  // Whoever names two periods that are far apart wants to know what lies between them.
  const bool neighbors = e.after.index == e.before.index + 1;
  const bool quiet = neighbors && e.movement.known() && !e.movement.is_unusual();
  if (!quiet || e.segments.stands_out) sentence += SegmentWords(e);
  if (!quiet) sentence += InputWords(e) + LifecycleWords(e);
  if (!quiet || e.segments.stands_out) sentence += FeedbackWords(e);
  return sentence;
}

}  // namespace northstar
