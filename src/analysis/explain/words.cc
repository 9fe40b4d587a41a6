// The sentence that comes first: what moved, whether that is unusual, and what stands out.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/explain/scope.h"
#include "base/number_words.h"
#include "base/period_words.h"
#include "base/text.h"
#include "model/metric_look.h"
#include "words/phrases.h"

namespace northstar {
namespace {

constexpr double kWorthNaming = 0.4;  // of the change
constexpr size_t kLeastCells = 5;     // of which one can stand out (stats/segments/segment_search)

std::string Amount(const Metric& metric, double value) {
  return FormatValue(LookOf(metric), value);
}

// Changes of a share are said in points.
bool InPoints(const Explanation& e) {
  return e.metric->format == "percentage" && !e.movement.relative;
}

Sentence Movement(const Explanation& e) {
  const double before = *e.before.value;
  const double after = *e.after.value;
  const Sentence metric = OfMetric(e.metric->name, e.metric->label);
  const Sentence now = Value(Amount(*e.metric, after));
  if (e.change == 0) return Say("{} stayed at {}", metric, now);
  Sentence by;
  if (InPoints(e)) {
    by = Say(" by {}", Value(Humanize(std::fabs(e.change) * 100, 2) + " points"));
  } else if (before > 0 && after >= 0) {
    by = Say(" by {}", Value(PercentText(std::fabs(e.change / before))));
  }
  return Say("{} {}{}, from {} {} to {} {}", metric, e.change > 0 ? "rose" : "fell", by,
             Value(Amount(*e.metric, before)), Period(InPeriod(e.grain, e.before.label)), now,
             Period(InPeriod(e.grain, e.after.label)));
}

Sentence Usualness(const Explanation& e) {
  const UsualMovement& m = e.movement;
  if (!m.expected) return "";
  const Sentence between = Value(fmt::format("{} to {}", Amount(*e.metric, m.expected->low),
                                             Amount(*e.metric, m.expected->high)));
  if (m.is_unusual()) return Say(", which is unusual (expected: {})", between);
  if (!m.usual) return Say("; this is within the expected range ({})", between);
  const std::string usual = m.relative    ? PercentText(*m.usual)
                            : InPoints(e) ? fmt::format("{} points", Humanize(*m.usual * 100, 2))
                                          : Amount(*e.metric, *m.usual);
  return Say("; this is within its usual movement (up to {})",
             Value((e.change < 0 ? "−" : "+") + usual));
}

std::string InWords(const std::vector<SegmentCondition>& where) {
  std::vector<std::string> parts;
  for (const SegmentCondition& one : where)
    parts.push_back(fmt::format("{} = {}", one.dimension, Printable(one.value.value_or("(none)"))));
  return Join(parts, " and ");
}

Sentence SegmentWords(const Explanation& e) {
  const Segments& s = e.segments;
  if (!s.stands_out || s.parts.empty()) {
    if (s.searched.empty() || e.change == 0) return "";
    return s.cells < kLeastCells ? Say("{} has too few values to tell whether one stands out.",
                                       Join(s.searched, ", "))
                                 : Say("No segment of {} stands out.", Join(s.searched, ", "));
  }
  std::vector<Sentence> named;
  double share = 0;
  for (const SegmentPart& part : s.parts) {
    if (part.where.empty() || named.size() == 2) continue;
    named.push_back(Segment(InWords(part.where)));
    share += part.share;
  }
  const Sentence who = Listed(named);
  if (share < 0.05) return Say("Most notable: {}, which moved differently from the rest.", who);
  if (share > 1.15) return Say("Most notable: {}; the rest moved the other way.", who);
  return Say("Most notable: {}, with {} of the change.", who,
             Value(fmt::format("{:.0f}%", std::clamp(share * 100, 0.0, 100.0))));
}

// The largest part of a formula, where it says most of it.
Sentence InputWords(const Explanation& e) {
  const InputPart* most = nullptr;
  for (const InputPart& part : e.inputs) {
    if (part.depth > 0 || part.lag > 0 || part.metric == nullptr) continue;
    if (part.contribution * e.change <= 0) continue;
    if (most == nullptr || std::fabs(part.contribution) > std::fabs(most->contribution))
      most = &part;
  }
  if (most == nullptr || std::fabs(most->contribution) < kWorthNaming * std::fabs(e.change))
    return "";
  return Say("The largest contribution comes from {}.", OfMetric(most->metric->name, most->label));
}

Sentence LifecycleWords(const Explanation& e) {
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
      return Say("The main reason: {} new {} than usual.", more, who);
    case LifecycleFlow::kResurrected:
      return Say("The main reason: {} {} than usual came back.", more, who);
    case LifecycleFlow::kChurned:
      return Say("The main reason: {} {} than usual did not return.", up ? "fewer" : "more", who);
    case LifecycleFlow::kExpansion:
    case LifecycleFlow::kContraction:
      return Say("The main reason: {} active in both periods contributed {}.", who,
                 up ? "more" : "less");
    case LifecycleFlow::kOther:
      break;
  }
  return "";
}

Sentence FeedbackWords(const Explanation& e) {
  if (!e.feedback || e.feedback->rising.empty()) return "";
  const std::vector<FeedbackTheme>& themes = e.feedback->rising;
  std::vector<Sentence> quoted;
  for (size_t i = 0; i < themes.size() && i < 2; ++i)
    quoted.push_back(Say("“{}”", Segment(themes[i].term.term)));
  return Say("Customers mentioned {} more than before.", Listed(quoted));
}

}  // namespace

Said SayExplanation(const Explanation& e) {
  const bool unusual = e.movement.is_unusual();
  Said said{Say("{}{}.", Movement(e), Usualness(e)), "",
            e.change == 0        ? "unchanged"
            : unusual            ? "unusual"
            : e.movement.known() ? "usual"
                                 : "moved"};
  if (!e.suspects.empty()) {
    said = {Say("Check the data first: {}", e.suspects.front().sentence), said.first,
            "data_suspect"};
  }
  if (e.change == 0) return said;
  // Whoever names two periods that are far apart wants to know what lies between them.
  const bool neighbors = e.after.index == e.before.index + 1;
  const bool quiet = neighbors && e.movement.known() && !unusual;
  if (!quiet || e.segments.stands_out) said.Add(SegmentWords(e));
  if (!quiet) said.Add(InputWords(e));
  if (!quiet) said.Add(LifecycleWords(e));
  if (!quiet || e.segments.stands_out) said.Add(FeedbackWords(e));
  return said;
}

}  // namespace northstar
