// actionable: can teams move it? Not directly – a number that can be moved directly is probably not
// a good star – but through inputs that somebody owns and that move before it. Beside: how small a
// change an experiment with the actual traffic would show, how differently it turns out between
// cohorts and segments, and what past bets did. (METHODS 3.5, 5.6)
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/candidate_test.h"
#include "base/text.h"
#include "stats/concentration.h"
#include "stats/describe.h"
#include "stats/power.h"

namespace northstar {
namespace {

constexpr size_t kBetPeriods = 4;

// The smallest relative change of a unit's contribution that four weeks of an experiment on half of
// the units would show four times out of five.
std::optional<double> DetectableChange(const CandidateEvidence& evidence) {
  if (evidence.units == nullptr) return std::nullopt;
  const CandidateUnits& units = *evidence.units;
  const int to = units.histories.end_day;
  const int from = to - 28;
  if (from < 0) return std::nullopt;
  std::vector<double> values;
  auto dosed = units.doses->entities.begin();
  for (const Histories::Entity& entity : units.histories.activity->entities) {
    const auto& steps = units.histories.activity->steps;
    const bool active =
        std::any_of(steps.begin() + entity.first, steps.begin() + entity.last,
                    [&](const auto& s) { return s.period >= from && s.period < to; });
    if (!active) continue;
    while (dosed != units.doses->entities.end() && dosed->id < entity.id) ++dosed;
    const bool known = dosed != units.doses->entities.end() && dosed->id == entity.id;
    values.push_back(known ? MeasureDose(*units.doses, *dosed, units.dose.measure, from, to) : 0);
  }
  if (values.size() < 30) return std::nullopt;
  const double mean = stats::Mean(values);
  if (!(mean > 0)) return std::nullopt;
  const double per_arm = static_cast<double>(values.size()) / units.sampled / 2;
  return stats::MinimumDetectable(std::sqrt(stats::Variance(values)), per_arm) / mean;
}

std::optional<double> VariationOfSegments(const CandidateEvidence& evidence) {
  std::vector<double> latest;
  for (const auto& [name, value] : evidence.segments) latest.push_back(value);
  if (latest.size() < 2 || !(stats::Mean(latest) > 0)) return std::nullopt;
  return stats::CoefficientOfVariation(latest);
}

struct Bets {
  int shipped = 0, moved = 0;
};

// A shipped bet moved its metric when the four periods after it differ from the four before, in the
// direction that was expected, by more than nine in ten of such changes in the whole history do.
Bets CountBets(const CandidateEvidence& evidence) {
  Bets bets;
  for (const Bet& bet : evidence.project.bets) {
    const auto shipped = ParseDay(bet.shipped);
    const PacedSeries* series = bet.moves == evidence.metric.name ? &evidence.paced : nullptr;
    for (const InputSeries& input : evidence.inputs) {
      if (input.metric->name == bet.moves) series = &input.values;
    }
    if (!shipped || series == nullptr || series->size() < 6 * kBetPeriods) continue;
    std::vector<double> values;
    size_t at = 0;
    for (const auto& [day, value] : *series) {
      at += day < *shipped;
      values.push_back(value);
    }
    const auto change = [&](size_t middle) {
      double sum = 0;
      for (size_t k = 0; k < kBetPeriods; ++k) sum += values[middle + k] - values[middle - 1 - k];
      return sum;
    };
    if (at < kBetPeriods || at + kBetPeriods > values.size()) continue;
    std::vector<double> usual;
    for (size_t i = kBetPeriods; i + kBetPeriods <= values.size(); ++i)
      usual.push_back(std::fabs(change(i)));
    ++bets.shipped;
    const double expected = bet.expect.value_or(1) < 0 ? -change(at) : change(at);
    bets.moved += expected > stats::Quantile(usual, 0.9);
  }
  return bets;
}

DetailTable InputTable(const MeasuredInputs& m) {
  DetailTable table{{"input", "owner", "share", "low", "high", "p_adjusted", "elasticity",
                     "elasticity_low", "elasticity_high", "group"},
                    {}};
  for (size_t i = 0; i < m.inputs.size(); ++i) {
    std::vector<DetailTable::Value> row{m.inputs[i]->metric->name, Join(m.inputs[i]->owners, ", ")};
    if (m.drivers.finding == stats::DriverFinding::kEstimated) {
      const stats::Driver& d = m.drivers.drivers[i];
      for (const double value : {d.share, d.low, d.high, d.p_adjusted, d.elasticity,
                                 d.elasticity_low, d.elasticity_high, double(d.group)})
        row.emplace_back(value);
    }
    row.resize(table.columns.size());
    table.rows.push_back(std::move(row));
  }
  return table;
}

struct Movers {
  std::vector<std::string> owned, unowned;  // labels of inputs that move before it
  bool any_owner = false, inseparable = false;
};

Movers FindMovers(const CandidateEvidence& evidence, const MeasuredInputs& m) {
  Movers movers;
  for (size_t i = 0; i < m.inputs.size(); ++i) {
    movers.any_owner = movers.any_owner || !m.inputs[i]->owners.empty();
    if (m.drivers.finding != stats::DriverFinding::kEstimated) continue;
    const stats::Driver& d = m.drivers.drivers[i];
    movers.inseparable = movers.inseparable || d.group >= 0;
    if (d.p_adjusted > evidence.project.judgement.actionable.driver_alpha) continue;
    // What is wanted of the input and what is wanted of the star must go together.
    const bool alike = m.inputs[i]->metric->increase_is_good == evidence.metric.increase_is_good;
    if (alike != (d.elasticity > 0)) continue;
    (m.inputs[i]->owners.empty() ? movers.unowned : movers.owned)
        .push_back(m.inputs[i]->metric->label);
  }
  return movers;
}

}  // namespace

TestOutcome TestActionable(const CandidateEvidence& evidence) {
  const auto& points = evidence.project.judgement.actionable;
  const std::string& label = evidence.metric.label;
  const MeasuredInputs m =
      MeasureInputs(evidence.paced, evidence.inputs, evidence.pace == Grain::kWeek);
  TestOutcome out;
  out.unit = "smallest relative change that an experiment of four weeks would show";
  out.value = DetectableChange(evidence);
  if (!m.inputs.empty()) out.detail.emplace_back("inputs", InputTable(m));
  out.detail.emplace_back("inputs_declared", evidence.inputs_declared ? 1.0 : 0.0);
  if (out.value) out.detail.emplace_back("minimum_detectable_change", *out.value);
  if (evidence.units != nullptr && evidence.units->retention.dose_variation)
    out.detail.emplace_back("variation_between_cohorts", *evidence.units->retention.dose_variation);
  if (const auto variation = VariationOfSegments(evidence))
    out.detail.emplace_back("variation_between_segments", *variation);
  const Bets bets = CountBets(evidence);
  out.detail.emplace_back("bets_shipped", static_cast<double>(bets.shipped));
  out.detail.emplace_back("bets_that_moved_it", static_cast<double>(bets.moved));
  if (m.inputs.empty()) {
    out.verdict = Verdict::kInsufficientData;
    out.finding = "NOT_ENOUGH_DATA";
    out.sentence = fmt::format(
        "Nothing in the project says what teams do to move {}: name its inputs and their owners "
        "under 'north_star: inputs:', or give other metrics an 'owner:'.",
        label);
    return out;
  }
  const Movers movers = FindMovers(evidence, m);
  if (!movers.owned.empty()) {
    out.verdict = Verdict::kPass;
    out.score = points.owned_and_moves;
    out.sentence = fmt::format("It goes with what teams own: {}.", Join(movers.owned, ", "));
    if (movers.inseparable)
      out.sentence += " Some of these move together, so their shares cannot be separated.";
  } else if (!movers.unowned.empty()) {
    out.verdict = Verdict::kUnclear;
    out.finding = "NOT_OWNED";
    out.score = points.moves_unowned;
    out.sentence =
        fmt::format("It goes with {}, but no team owns that.", Join(movers.unowned, ", "));
  } else if (m.drivers.finding != stats::DriverFinding::kEstimated) {
    out.verdict = Verdict::kInsufficientData;
    out.finding = "NOT_ENOUGH_DATA";
    out.sentence = fmt::format("{} periods are too few to tell which of {} move it.", m.drivers.n,
                               Plural(static_cast<long long>(m.inputs.size()), "input"));
    return out;
  } else {
    out.verdict = Verdict::kUnclear;
    out.finding = "NOT_DETECTED";
    out.score = movers.any_owner ? points.owned_only : points.neither;
    out.sentence = fmt::format("None of {} was seen to move it.",
                               Plural(static_cast<long long>(m.inputs.size()), "input"));
  }
  out.score_low = points.neither;
  out.score_high = std::max(*out.score, points.owned_and_moves);
  if (out.verdict == Verdict::kPass) out.score_low = points.owned_only;
  if (out.value) {
    out.sentence += fmt::format(
        " An experiment of four weeks with all of today's traffic would show a change of {} or more"
        "{}.",
        Percent(*out.value),
        *out.value <= points.good_detectable ? "" : ": smaller steps would stay unseen");
  }
  if (bets.shipped > 0) {
    out.sentence += fmt::format(" {} of {} shipped bets moved what they were meant to.", bets.moved,
                                bets.shipped);
  }
  return out;
}

}  // namespace northstar
