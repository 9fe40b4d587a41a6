// actionable: can teams move it? Not directly – a number that can be moved directly is probably not
// a good star – but through inputs that somebody owns and that move before it, or that it is made
// of by formula. What merely counts the same thing on fewer rows is neither. Beside: how small a
// change an experiment with the actual traffic would show, how differently it turns out between
// cohorts and segments, and what past bets did.
#include <algorithm>
#include <cmath>

#include "analysis/evaluate/candidate_test.h"
#include "base/text.h"
#include "model/project.h"
#include "stats/concentration.h"
#include "stats/describe.h"
#include "stats/power.h"
#include "words/candidate/actionable.h"

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

const char* ReasonOf(InputKind kind) {
  switch (kind) {
    case InputKind::kByFormula:
      return "by formula";
    case InputKind::kSameFigure:
      return "same figure";
    case InputKind::kApart:
      break;
  }
  return "";
}

DetailTable InputTable(const CandidateEvidence& evidence, const MeasuredInputs& m) {
  DetailTable table{{"input", "owner", "share", "low", "high", "p_adjusted", "elasticity",
                     "elasticity_low", "elasticity_high", "group", "contribution", "reason"},
                    {}};
  using Row = std::vector<DetailTable::Value>;
  for (size_t i = 0; i < m.inputs.size(); ++i) {
    Row row{m.inputs[i]->metric->name, Join(m.inputs[i]->owners, ", ")};
    if (m.drivers.finding == stats::DriverFinding::kEstimated) {
      const stats::Driver& d = m.drivers.drivers[i];
      for (const double value : {d.share, d.low, d.high, d.p_adjusted, d.elasticity,
                                 d.elasticity_low, d.elasticity_high, double(d.group)})
        row.emplace_back(value);
    }
    row.resize(table.columns.size());
    table.rows.push_back(std::move(row));
  }
  for (const InputSeries& input : evidence.inputs) {
    if (input.kind == InputKind::kApart) continue;
    Row row{input.metric->name, Join(input.owners, ", ")};
    row.resize(table.columns.size());
    if (input.contribution) row[table.columns.size() - 2] = *input.contribution;
    row.back() = std::string(ReasonOf(input.kind));
    table.rows.push_back(std::move(row));
  }
  return table;
}

struct Movers {
  std::vector<SeriesName> owned, unowned;        // inputs that move before it
  std::vector<SeriesName> parts, unowned_parts;  // that it is made of
  std::vector<SeriesName> same;                  // that count what it counts
  bool any_owner = false, inseparable = false;
};

Movers FindMovers(const CandidateEvidence& evidence, const MeasuredInputs& m) {
  Movers movers;
  for (const InputSeries& input : evidence.inputs) {
    const bool owned = !input.owners.empty();
    if (input.kind == InputKind::kSameFigure) movers.same.push_back(NameOf(*input.metric));
    if (input.kind != InputKind::kByFormula) continue;
    movers.any_owner = movers.any_owner || owned;
    if (input.contribution.value_or(0) > 0)
      (owned ? movers.parts : movers.unowned_parts).push_back(NameOf(*input.metric));
  }
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
        .push_back(NameOf(*m.inputs[i]->metric));
  }
  return movers;
}

using Code = ActionableStatement::Code;

// The verdict that follows from who moves it.
Code JudgeMovers(const CandidateEvidence& evidence, const MeasuredInputs& m, const Movers& movers,
                 TestOutcome& out) {
  const auto& points = evidence.project.judgement.actionable;
  if (m.inputs.empty() && movers.parts.empty() && movers.unowned_parts.empty()) {
    out.verdict = Verdict::kInsufficientData;
    out.finding = "NOT_ENOUGH_DATA";
    return Code::kNoInputs;
  }
  if (!movers.owned.empty() || !movers.parts.empty()) {
    out.verdict = Verdict::kPass;
    out.score = points.owned_and_moves;
    return movers.owned.empty() ? Code::kOwnedParts : Code::kOwnedInputs;
  }
  if (!movers.unowned.empty() || !movers.unowned_parts.empty()) {
    out.verdict = Verdict::kUnclear;
    out.finding = "NOT_OWNED";
    out.score = points.moves_unowned;
    return Code::kNotOwned;
  }
  if (m.drivers.finding != stats::DriverFinding::kEstimated) {
    out.verdict = Verdict::kInsufficientData;
    out.finding = "NOT_ENOUGH_DATA";
    return Code::kTooFewPeriods;
  }
  out.verdict = Verdict::kUnclear;
  out.finding = "NOT_DETECTED";
  out.score = movers.any_owner ? points.owned_only : points.neither;
  return Code::kNotDetected;
}

ActionableStatement StatementOn(const CandidateEvidence& evidence, const MeasuredInputs& m,
                                const Movers& movers, Code code) {
  ActionableStatement s{code, NameOf(evidence.metric)};
  s.inputs = movers.owned;
  s.parts = movers.parts;
  s.unowned = movers.unowned.empty() ? movers.unowned_parts : movers.unowned;
  s.same = movers.same;
  s.inseparable = movers.inseparable;
  s.measured = static_cast<int>(m.inputs.size());
  s.periods = static_cast<int>(m.drivers.n);
  return s;
}

}  // namespace

TestOutcome TestActionable(const CandidateEvidence& evidence) {
  const auto& points = evidence.project.judgement.actionable;
  const MeasuredInputs m =
      MeasureInputs(evidence.paced, evidence.inputs, evidence.pace == Grain::kWeek);
  TestOutcome out;
  out.unit = "smallest relative change that a four-week experiment would detect";
  out.value = DetectableChange(evidence);
  if (!evidence.inputs.empty()) out.detail.emplace_back("inputs", InputTable(evidence, m));
  out.detail.emplace_back("inputs_declared", evidence.inputs_declared ? 1.0 : 0.0);
  if (out.value) out.detail.emplace_back("minimum_detectable_change", *out.value);
  if (evidence.units != nullptr && evidence.units->retention.dose_variation)
    out.detail.emplace_back("variation_between_cohorts", *evidence.units->retention.dose_variation);
  if (const auto variation = VariationOfSegments(evidence))
    out.detail.emplace_back("variation_between_segments", *variation);
  const Bets bets = CountBets(evidence);
  out.detail.emplace_back("bets_shipped", static_cast<double>(bets.shipped));
  out.detail.emplace_back("bets_that_moved_it", static_cast<double>(bets.moved));
  const Movers movers = FindMovers(evidence, m);
  ActionableStatement statement =
      StatementOn(evidence, m, movers, JudgeMovers(evidence, m, movers, out));
  if (out.verdict != Verdict::kInsufficientData) {
    out.score_low = out.verdict == Verdict::kPass ? points.owned_only : points.neither;
    out.score_high = std::max(*out.score, points.owned_and_moves);
    statement.detectable = out.value;
    statement.detectable_is_small = out.value && *out.value <= points.good_detectable;
    statement.bets_shipped = bets.shipped;
    statement.bets_moved = bets.moved;
  }
  out.said = Words(statement);
  return out;
}

}  // namespace northstar
