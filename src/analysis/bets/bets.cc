#include "analysis/bets/bets.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analysis/bets/bet_plan.h"
#include "analysis/bets/bet_series.h"
#include "analysis/bets/bet_statement.h"
#include "analysis/bets/effect_verdict.h"
#include "analysis/bets/experiment_reading.h"
#include "analysis/query/silent_sources.h"
#include "base/text.h"

namespace northstar {
namespace {

constexpr double kLevel = 0.95;

std::optional<Day> DayOfText(const std::string& text) {
  return ParseDay(std::string_view(text).substr(0, 10));
}

// Measures all bets, step by step: experiments one by one, all others in one scan, then what needs
// both.
class Finder {
 public:
  Finder(Engine& engine, const ProjectRef& project, const DataFacts& facts, int64_t now_us,
         const BetOptions& options)
      : engine_(engine),
        project_(project),
        facts_(facts),
        now_us_(now_us),
        options_(options),
        series_(engine, project, facts, now_us, options.as_of_us) {
    out_.project = project;
    out_.as_of_us = options.as_of_us.value_or(now_us);
    today_ = project->calendar.LocalDay(out_.as_of_us);
    if (project->north_star) out_.star = project->FindMetric(project->north_star->metric);
  }

  Result<BetFindings> Run() {
    for (const Bet& bet : project_->bets) {
      if (!IsAskedFor(bet)) continue;
      BetFinding& finding = out_.bets.emplace_back();
      finding.bet = &bet;
      finding.moves = bet.moves.empty() ? nullptr : project_->FindMetric(bet.moves);
      finding.moves_input = IsInput(finding.moves);
      finding.open = IsOpen(bet);
    }
    for (BetFinding& finding : out_.bets) {
      if (!finding.open && finding.bet->experiment) NS_RETURN_IF_ERROR(ReadExperiment(finding));
    }
    NS_RETURN_IF_ERROR(ReadSeries());
    for (BetFinding& finding : out_.bets) Settle(finding);
    if (options_.only.empty()) {
      out_.record = Record();
      NS_RETURN_IF_ERROR(AddStrengths());
    }
    for (BetFinding& finding : out_.bets) finding.said = Words(StatementOn(finding));
    AddNotes();
    KeepAskedFor();
    out_.record_said = Words(StatementOn(out_.record));
    return std::move(out_);
  }

 private:
  bool IsAskedFor(const Bet& bet) const {
    const auto& only = options_.only;
    return only.empty() || std::find(only.begin(), only.end(), bet.name) != only.end();
  }

  bool IsInput(const Metric* metric) const {
    if (metric == nullptr || !project_->north_star) return false;
    if (metric == out_.star) return true;
    const auto& inputs = project_->north_star->inputs;
    return std::any_of(inputs.begin(), inputs.end(),
                       [&](const InputLink& input) { return input.metric == metric->name; });
  }

  bool IsOpen(const Bet& bet) const {
    const auto shipped = ParseDay(bet.shipped);
    if (shipped && *shipped <= today_) return false;
    if (!bet.experiment) return true;
    if (const auto from = ParseDay(bet.experiment->from)) return *from > today_;
    const auto planned = ParseDay(bet.planned);
    return shipped || (planned && *planned > today_);
  }

  // The metric that it should move, the star, then the guardrails; each once.
  std::vector<AskedEffect> EffectsOf(const BetFinding& finding) const {
    std::vector<AskedEffect> asked;
    const auto add = [&](const Metric* metric, std::optional<double> expected) {
      const bool known = std::any_of(asked.begin(), asked.end(),
                                     [&](const AskedEffect& one) { return one.metric == metric; });
      if (metric != nullptr && !known) asked.push_back({metric, expected});
    };
    add(finding.moves, finding.bet->expect);
    add(out_.star, std::nullopt);
    if (project_->north_star) {
      for (const Guardrail& one : project_->north_star->guardrails)
        add(project_->FindMetric(one.metric), std::nullopt);
    }
    return asked;
  }

  void Put(EffectFinding effect, BetFinding& finding) const {
    effect.said = Words(StatementOn(finding, effect));
    if (effect.metric == finding.moves) {
      // Of a bet on the star itself both are the same.
      if (effect.metric == out_.star) finding.star = effect;
      finding.input = std::move(effect);
    } else if (effect.metric == out_.star) {
      finding.star = std::move(effect);
    } else {
      finding.guardrails.push_back(std::move(effect));
    }
  }

  Status ReadExperiment(BetFinding& finding) {
    ExperimentReader reader(engine_, project_, facts_, now_us_, options_.as_of_us);
    NS_ASSIGN(ExperimentReading reading, reader.Read(*finding.bet->experiment, EffectsOf(finding)));
    if (reading.problem.empty()) {
      finding.exposure = reading.exposure;
      AddMeanwhile(project_->calendar.LocalDay(reading.exposure.first_us),
                   LastDayOf(*finding.bet->experiment), finding);
    }
    for (EffectFinding& effect : reading.effects) Put(std::move(effect), finding);
    if (reading.joint && finding.moves_input && finding.moves != out_.star)
      joint_[finding.moves].push_back(*reading.joint);
    return Status::Ok();
  }

  Status ReadSeries() {
    std::vector<std::vector<size_t>> numbers(out_.bets.size());
    for (size_t i = 0; i < out_.bets.size(); ++i) {
      const BetFinding& finding = out_.bets[i];
      if (finding.open || finding.bet->experiment) continue;
      for (const AskedEffect& one : EffectsOf(finding)) {
        numbers[i].push_back(
            series_.Ask(*finding.bet, *one.metric, one.expected, *ParseDay(finding.bet->shipped)));
      }
    }
    NS_RETURN_IF_ERROR(series_.Read());
    for (size_t i = 0; i < out_.bets.size(); ++i) {
      std::optional<Day> last;
      for (const size_t number : numbers[i]) {
        std::optional<Day> day;
        Put(series_.Effect(number, day), out_.bets[i]);
        if (day && (!last || *day > *last)) last = day;
      }
      if (last) AddMeanwhile(*ParseDay(out_.bets[i].bet->shipped), *last, out_.bets[i]);
    }
    return Status::Ok();
  }

  // On which an outcome of the experiment may still change.
  Day LastDayOf(const Experiment& experiment) const {
    const auto to = ParseDay(experiment.to);
    if (!to) return today_;
    const int64_t part = experiment.horizon.exact_us / kMicrosPerDay;
    return std::min(today_, *to + experiment.horizon.days + part);
  }

  void AddMeanwhile(Day first, Day last, BetFinding& finding) const {
    for (const Annotation& one : project_->annotations) {
      const auto at = DayOfText(one.at);
      if (!at) continue;
      const Day to = DayOfText(one.to).value_or(*at);
      if (*at <= last && to >= first) finding.meanwhile.push_back(&one);
    }
  }

  // The bet's own verdict: of what it should move, else of the star.
  static void Settle(BetFinding& finding) {
    if (finding.open) {
      finding.verdict = BetVerdict::kTooEarly;
      return;
    }
    const auto& judged = finding.input ? finding.input : finding.star;
    if (!judged) return;
    finding.verdict = judged->verdict;
    finding.method = judged->method;
  }

  std::optional<stats::BetRecord> Record() const {
    std::vector<stats::PastBet> past;
    for (const BetFinding& finding : out_.bets) {
      if (!finding.input || !finding.input->effect || !finding.input->expected) continue;
      past.push_back({*finding.input->expected, *finding.input->effect,
                      finding.input->standard_error.value_or(0)});
    }
    return stats::RecordOf(past, kLevel);
  }

  Status AddStrengths() {
    const auto wants = [](const BetFinding& one) {
      return one.moves_input && (one.open || (one.input && one.input->effect));
    };
    StarStrengths strengths;
    if (std::any_of(out_.bets.begin(), out_.bets.end(), wants)) {
      NS_ASSIGN(strengths,
                StarStrengths::Find(engine_, project_, facts_, now_us_, options_.as_of_us, joint_));
    }
    for (BetFinding& finding : out_.bets) {
      if (finding.open) {
        PlannedBet& planned = out_.plan.emplace_back();
        planned.bet = finding.bet;
        planned.moves = finding.moves;
        planned.moves_input = finding.moves_input;
        Foresee(strengths, out_.record, planned);
      } else {
        AddPath(strengths, finding);
      }
    }
    SortPlan(out_.star == nullptr || out_.star->increase_is_good, out_.plan);
    SayPlan(out_.star, out_.plan);
    for (const std::string& note : strengths.notes()) out_.notes.push_back(note);
    return Status::Ok();
  }

  void AddPath(const StarStrengths& strengths, BetFinding& finding) const {
    if (!finding.moves_input || finding.moves == out_.star || !finding.input || !finding.star)
      return;
    const auto& effect = finding.input->effect;
    if (!effect || !finding.star->low || !finding.star->high) return;
    const StrengthFinding strength = strengths.Of(*finding.moves);
    if (strength.source == StrengthSource::kUnknown) return;
    PathFinding path{strength, strengths.StarChange(*finding.moves, strength, *effect), false};
    path.explains = path.implied >= *finding.star->low && path.implied <= *finding.star->high;
    finding.path = path;
  }

  void AddNotes() {
    std::vector<const Metric*> metrics;
    for (const BetFinding& finding : out_.bets) {
      for (const auto* effect : {&finding.input, &finding.star}) {
        if (*effect) metrics.push_back((*effect)->metric);
      }
    }
    for (SilentSource& one : SilentSources(*project_, facts_, metrics))
      out_.notes.push_back(std::move(one.sentence));
  }

  // Open bets stand in the plan; the record counts all.
  void KeepAskedFor() {
    if (options_.name.empty()) {
      std::erase_if(out_.bets, [](const BetFinding& one) { return one.open; });
      return;
    }
    std::erase_if(out_.bets, [&](const BetFinding& one) { return one.bet->name != options_.name; });
    std::erase_if(out_.plan, [&](const PlannedBet& one) { return one.bet->name != options_.name; });
  }

  Engine& engine_;
  const ProjectRef& project_;
  const DataFacts& facts_;
  int64_t now_us_;
  const BetOptions& options_;
  Day today_ = 0;
  BetSeries series_;
  std::map<const Metric*, std::vector<stats::ExperimentEffect>> joint_;
  BetFindings out_;
};

}  // namespace

Result<BetFindings> FindBets(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                             int64_t now_us, const BetOptions& options) {
  if (!options.name.empty()) {
    std::vector<std::string> known;
    for (const Bet& bet : project->bets) known.push_back(bet.name);
    if (std::find(known.begin(), known.end(), options.name) == known.end()) {
      return Error::Usage(fmt::format("there is no bet '{}'", options.name),
                          DidYouMean(options.name, known));
    }
  }
  NS_ASSIGN(BetFindings found, Finder(engine, project, facts, now_us, options).Run());
  found.said = Words(StatementOn(found, options.plan));
  return found;
}

}  // namespace northstar
