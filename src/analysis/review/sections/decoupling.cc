// decoupling: the star beside its guardrails, who comes back and what customers say, over the
// quarter; and the same over the quarter before, so that one bad quarter changes nothing.
#include <algorithm>
#include <span>

#include "analysis/review/decoupling_reading.h"
#include "analysis/review/review_section.h"
#include "words/review_sections.h"

namespace northstar {
namespace {

// Guards with history enough, by their place in the evidence.
struct Guards {
  std::vector<size_t> places;
  std::vector<GuardHistory> histories;
};

// A week belongs to the quarter in which it ends; where a quarter has fewer periods than the
// usual window, the last of these that end with it.
GuardHistory HistoryOf(const ReviewEvidence& evidence, const CandidateEvidence::Guard& guard,
                       const NamedQuarter& quarter) {
  const CandidateEvidence& tested = evidence.tested;
  const Calendar& calendar = evidence.project->calendar;
  GuardHistory history;
  history.rise_is_good = guard.rise_is_good;
  history.tolerance = guard.tolerance;
  history.year = static_cast<size_t>(PeriodsOfYear(tested.pace == Grain::kWeek));
  for (const auto& [day, value] : tested.paced) {
    const Day last = calendar.NextPeriod(tested.pace, day) - 1;
    const auto other = guard.values.find(day);
    if (last > quarter.days.last || other == guard.values.end()) continue;
    history.star.push_back(value);
    history.guard.push_back(other->second);
    history.window += last >= quarter.days.first;
  }
  if (history.window == 0) return history;
  const auto least = static_cast<size_t>(evidence.project->judgement.not_decoupled.window_periods);
  history.window = std::max(history.window, least);
  return history;
}

Guards GuardsOf(const ReviewEvidence& evidence, const NamedQuarter& quarter) {
  Guards all;
  for (size_t i = 0; i < evidence.tested.guards.size(); ++i) {
    GuardHistory history = HistoryOf(evidence, evidence.tested.guards[i], quarter);
    if (!CanRead(history)) continue;
    all.places.push_back(i);
    all.histories.push_back(std::move(history));
  }
  return all;
}

std::vector<DecouplingSign> SignsIn(const ReviewEvidence& evidence, const Guards& all) {
  std::vector<DecouplingSign> signs;
  for (const DecouplingReading& one : ReadDecoupling(all.histories)) {
    const stats::RobustSlope& guard = one.divergence.guardrail;
    signs.push_back({{evidence.tested.guards[all.places[one.guard]].label},
                     one.divergence.metric.change,
                     guard.change,
                     guard.change_low,
                     guard.change_high});
  }
  return signs;
}

}  // namespace

ReviewSection DecouplingSection(const ReviewEvidence& evidence, ReviewSigns& signs) {
  using Code = ReviewSectionStatement::Code;
  const Guards now = GuardsOf(evidence, evidence.quarter);
  signs.decoupled = SignsIn(evidence, now);
  signs.decoupled_before = SignsIn(evidence, GuardsOf(evidence, evidence.before));
  ReviewSection section;
  section.table.columns = {{"guard", "compared with"}, {"star_change", "the star", true},
                           {"change", "change", true}, {"low", "from", true},
                           {"high", "to", true},       {"periods", "periods", true}};
  for (size_t i = 0; i < now.histories.size(); ++i) {
    const GuardHistory& history = now.histories[i];
    const auto divergence =
        stats::TestDivergence(std::span(history.star).last(history.window),
                              std::span(history.guard).last(history.window), history.rise_is_good);
    if (!divergence) continue;
    section.table.rows.push_back({TextCell(evidence.tested.guards[now.places[i]].label),
                                  ChangeCell(divergence->metric.change),
                                  ChangeCell(divergence->guardrail.change),
                                  ChangeCell(divergence->guardrail.change_low),
                                  ChangeCell(divergence->guardrail.change_high),
                                  NumberCell(static_cast<double>(history.window))});
  }
  ReviewSectionStatement statement{Code::kNotDecoupled, signs.star};
  statement.count = section.table.rows.size();
  for (const DecouplingSign& one : signs.decoupled) statement.names.push_back(one.guard);
  if (!signs.decoupled.empty()) {
    statement.code = Code::kDecoupled;
  } else if (section.table.rows.empty()) {
    statement.code = Code::kNothingToCompare;
  } else if (!StarRose(now.histories)) {
    statement.code = Code::kStarDidNotRise;
  }
  section.said = Words(statement);
  return section;
}

}  // namespace northstar
