#include "analysis/star/constellation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/evaluate/exact_parts.h"
#include "analysis/evaluate/input_drivers.h"
#include "analysis/explain/scope.h"
#include "analysis/lead/lead.h"
#include "analysis/query/silent_sources.h"
#include "analysis/star/limit_evidence.h"
#include "base/text.h"
#include "model/owners.h"
#include "model/project.h"
#include "stats/describe.h"
#include "words/phrases.h"

namespace northstar {
namespace {

constexpr int kRecent = kLimitRecent;  // periods of a sparkline

// Builds the nodes, asks for all of their values at once, and reads them.
class Builder {
 public:
  Builder(Engine& engine, const ProjectRef& project, const DataFacts& facts, int64_t now_us,
          const ConstellationOptions& options)
      : project_(project),
        facts_(facts),
        now_us_(now_us),
        options_(options),
        gather_(&engine, project, facts),
        paced_(gather_, project, facts, now_us, options.as_of_us) {}

  Result<Constellation> Build() {
    out_.project = project_;
    ExplainOptions explain;
    explain.metric = options_.metric;
    explain.where = options_.where;
    explain.as_of_us = options_.as_of_us;
    NS_ASSIGN(const Metric* found, FindExplained(*project_, options_.metric));
    const Metric& star = *found;
    out_.declared = project_->north_star && project_->north_star->metric == star.name;
    AddNodes(star);
    for (size_t i = 0; i < out_.nodes.size(); ++i) NS_RETURN_IF_ERROR(Ask(i));
    // A star of one complete period has a value and no change yet.
    const Result<ExplainScope> scope = ExplainScope::Find(project_, facts_, now_us_, explain);
    if (!scope.ok() && scope.error().kind != ErrorKind::kData) return scope.error();
    InputsPart inputs;
    if (scope.ok()) NS_RETURN_IF_ERROR(inputs.Request(*scope, gather_));
    NS_RETURN_IF_ERROR(gather_.Run({}));
    for (size_t i = 0; i < out_.nodes.size(); ++i) NS_RETURN_IF_ERROR(Read(i));
    if (scope.ok() && out_.star().value && out_.star().previous)
      AddContributions(*scope, inputs);
    else
      out_.parts_reason = "The latest change is unknown.";
    SetReasons(star);
    if (out_.parts.empty()) AddDrivers(star);
    MarkLargest();
    AddSilence();
    return std::move(out_);
  }

 private:
  struct Asked {
    bool possible = false;
    size_t history = 0;   // question
    size_t interval = 0;  // the last complete periods alone
    int last = 0;         // complete, in the grid of the history
  };

  void AddSilence() {
    std::vector<const Metric*> metrics;
    for (const ConstellationNode& node : out_.nodes) metrics.push_back(node.metric);
    for (SilentSource& one : SilentSources(*project_, facts_, metrics))
      out_.notes.push_back(std::move(one.sentence));
  }

  ConstellationNode& Add(NodeRole role, const Metric& metric, std::vector<std::string> owners) {
    ConstellationNode& node = out_.nodes.emplace_back();
    node.role = role;
    node.metric = &metric;
    node.owners = std::move(owners);
    for (const Bet& bet : project_->bets) {
      if (bet.moves == metric.name) node.bets.push_back(&bet);
    }
    wheres_.push_back(nullptr);
    return node;
  }

  void AddNodes(const Metric& star) {
    const auto& declared = project_->north_star;
    Add(NodeRole::kStar, star, out_.declared ? OwnersOf(*project_, *declared) : star.owners);
    if (!out_.declared) {
      AddUndeclared(star);
    } else {
      out_.statement = declared->statement;
      for (const InputLink& input : declared->inputs) {
        const Metric& metric = *project_->FindMetric(input.metric);
        ConstellationNode& node = Add(NodeRole::kInput, metric, OwnersOf(*project_, input));
        node.dimension = input.dimension;
        wheres_.back() = input.where;
        if (input.where) node.where = CanonicalText(*input.where);
      }
      for (const Guardrail& one : declared->guardrails) AddGuardrail(one);
    }
    for (const Kpi& kpi : project_->kpis) {
      const Metric& metric = *project_->FindMetric(kpi.metric);
      ConstellationNode& node = Add(NodeRole::kKpi, metric, OwnersOf(*project_, kpi));
      node.ladders_to = kpi.ladders_to;
    }
  }

  void AddUndeclared(const Metric& star) {
    std::vector<const Metric*> candidates{&star};
    for (const std::string& name : project_->candidates)
      candidates.push_back(project_->FindMetric(name));
    for (OwnedMetric& one :
         OwnedBeside(*project_, candidates, project_->FindMetric(project_->outcome)))
      Add(NodeRole::kInput, *one.metric, std::move(one.owners));
    if (project_->north_star) {
      out_.notes.push_back(fmt::format(
          "{} is not the North Star; the metrics below it are those with an owner.", star.name));
      return;
    }
    out_.notes.push_back(
        fmt::format("No North Star has been chosen: this shows {} as if it were, with metrics that "
                    "have an owner in place of inputs. Choose one with 'northstar decide', then "
                    "name inputs and guardrails under 'north_star:'.",
                    star.name));
  }

  void AddGuardrail(const Guardrail& one) {
    const Metric& metric = *project_->FindMetric(one.metric);
    ConstellationNode& node = Add(NodeRole::kGuardrail, metric, OwnersOf(*project_, one));
    std::vector<std::string> words;
    if (!one.at_least.empty()) words.push_back("at least " + one.at_least);
    if (!one.at_most.empty()) words.push_back("at most " + one.at_most);
    const double tolerance =
        one.no_worse_than.value_or(project_->judgement.not_decoupled.tolerance);
    if (words.empty()) {
      words.push_back(fmt::format("at most {} worse than the {} periods before", Percent(tolerance),
                                  kLimitPeriods));
    }
    node.limit.words = Join(words, ", ");
    limits_.push_back({out_.nodes.size() - 1, &one});
  }

  Result<BoundQuestion> Bind(const ConstellationNode& node, Question question) {
    question.metrics = {node.metric->name};
    question.grain = NaturalGrain(*project_, *node.metric, facts_);
    question.where = options_.where;
    question.as_of_us = options_.as_of_us;
    return BindQuestion(project_, question, facts_, now_us_);
  }

  Status Ask(size_t index) {
    ConstellationNode& node = out_.nodes[index];
    Asked& asked = asked_.emplace_back();
    Result<BoundQuestion> history = Bind(node, {});
    if (!history.ok()) {
      if (node.role == NodeRole::kStar) return history.error();
      node.problem = history.error().message;
      return Status::Ok();
    }
    history->where = AndAll({history->where, wheres_[index]});
    const Completeness& complete = history->completeness.at(node.metric->name);
    asked.last = history->grid.size() - 1;
    while (asked.last >= history->first_shown && !complete.Complete(history->grid, asked.last))
      --asked.last;
    node.grain = history->grid.grain();
    if (asked.last < history->first_shown) {
      node.problem = fmt::format("no complete {} yet", GrainName(node.grain));
      return Status::Ok();
    }
    node.period = history->grid.Label(asked.last);
    Question recent;
    recent.from = history->grid.start_day(std::max(history->first_shown, asked.last - kRecent + 1));
    recent.to = history->grid.start_day(asked.last);
    recent.intervals = true;
    NS_ASSIGN(BoundQuestion interval, Bind(node, recent));
    interval.where = AndAll({interval.where, wheres_[index]});
    asked.history = gather_.Add(*std::move(history));
    asked.interval = gather_.Add(std::move(interval));
    asked.possible = true;
    return paced_.Request(*node.metric);
  }

  // Complete periods up to the last one.
  ValueHistory HistoryOf(const ConstellationNode& node, const Asked& asked) const {
    const BoundQuestion& question = gather_.question(asked.history);
    const Completeness& complete = question.completeness.at(node.metric->name);
    ValueHistory history{node.grain, gather_.Values(asked.history, *node.metric, {}), {}};
    history.values.resize(static_cast<size_t>(asked.last - question.first_shown) + 1);
    for (int p = question.first_shown; p <= asked.last; ++p) {
      history.starts_us.push_back(question.grid.start_local_us(p));
      if (!complete.Complete(question.grid, p))
        history.values[static_cast<size_t>(p - question.first_shown)] = std::nullopt;
    }
    return history;
  }

  Status Read(size_t index) {
    ConstellationNode& node = out_.nodes[index];
    const Asked& asked = asked_[index];
    if (!asked.possible) return Status::Ok();
    const SeenData::Look look = gather_.LookAt(asked.history, *node.metric);
    if (!look.measured) {
      node.problem = SeenData::WhyNotMeasured(*node.metric, look);
      return Status::Ok();
    }
    const ValueHistory history = HistoryOf(node, asked);
    const auto& values = history.values;
    const size_t last = values.size() - 1;
    node.value = values[last];
    const auto earlier = [&](size_t periods) {
      return periods <= last ? values[last - periods] : std::nullopt;
    };
    node.previous = earlier(1);
    node.year_ago = earlier(static_cast<size_t>(PeriodsBack(Compare::kYear, node.grain)));
    if (last > 0) node.movement = MovementOf(*project_, *node.metric, history, last - 1, last);
    NS_RETURN_IF_ERROR(ReadRecent(asked, history, node));
    for (const Limit& limit : limits_) {
      if (limit.node == index) NS_RETURN_IF_ERROR(ReadLimit(limit, asked, history, node));
    }
    return Status::Ok();
  }

  Status ReadRecent(const Asked& asked, const ValueHistory& history, ConstellationNode& node) {
    const BoundQuestion& question = gather_.question(asked.interval);
    NS_ASSIGN(const std::vector<MetricSeries> shown, gather_.Evaluate(asked.interval, 0.95));
    if (shown.empty()) return Status::Ok();
    const std::vector<Point>& points = shown.front().points;
    const size_t count = std::min(points.size(), history.values.size());
    for (size_t i = 0; i < count; ++i) {
      const Point& point = points[points.size() - count + i];
      const auto& value = history.values[history.values.size() - count + i];
      const int period = question.grid.size() - static_cast<int>(count - i);
      node.recent.push_back({question.grid.Label(period), value, value ? point.low : std::nullopt,
                             value ? point.high : std::nullopt});
    }
    node.low = node.recent.back().low;
    node.high = node.recent.back().high;
    return Status::Ok();
  }

  struct Limit {
    size_t node;
    const Guardrail* guardrail;
  };

  Status ReadLimit(const Limit& limit, const Asked& asked, const ValueHistory& history,
                   ConstellationNode& node) {
    const Metric& metric = *node.metric;
    const AskedLimit limit_asked =
        AskedOf(*limit.guardrail, metric, project_->judgement.not_decoupled.tolerance);
    NS_ASSIGN(
        const LimitEvidence evidence,
        EvidenceOf(gather_, asked.interval, metric, history.values, node.grain, limit_asked.level));
    node.limit.judged = JudgeLimit(evidence, limit_asked);
    if (!node.limit.judged.by_periods) return Status::Ok();
    out_.notes.push_back(
        fmt::format("The limit of {} is judged by how much the metric varies from {} to {}.",
                    metric.label, GrainName(node.grain), GrainName(node.grain)));
    return Status::Ok();
  }

  // REQUIRES: the star has a value and one before it.
  void AddContributions(const ExplainScope& scope, const InputsPart& inputs) {
    Explanation change;
    change.metric = &scope.metric();
    const ConstellationNode& star = out_.star();
    change.before = scope.before();
    change.after = scope.after();
    change.before.value = star.previous;
    change.after.value = star.value;
    change.change = *star.value - *star.previous;
    inputs.Read(scope, gather_, change);
    out_.parts = std::move(change.inputs);
    out_.parts_reason = std::move(change.inputs_reason);
    for (ConstellationNode& node : out_.nodes) {
      // A slower input's own value is not the one that the formula uses.
      if (node.role != NodeRole::kInput || !node.where.empty() || node.grain != star.grain)
        continue;
      for (const InputPart& part : out_.parts) {
        if (part.depth == 0 && part.metric == node.metric && part.lag == 0)
          node.contribution = part.contribution;
      }
    }
    for (std::string& note : change.notes) out_.notes.push_back(std::move(note));
  }

  // Why inputs have no driver strength: what stands in the star by definition, and what counts the
  // same. Lifecycle parts contribute without a formula, too.
  void SetReasons(const Metric& star) {
    const ExactParts exact(*project_, star);
    std::vector<std::string> same;
    for (ConstellationNode& node : out_.nodes) {
      if (node.role != NodeRole::kInput) continue;
      switch (exact.KindOf(*node.metric)) {
        case InputKind::kApart:
          if (!node.where.empty()) node.driver_reason = "narrowed to a segment";
          if (!out_.parts.empty()) node.driver_reason = "the star has a formula";
          break;
        case InputKind::kByFormula:
          node.driver_reason = "by formula";
          if (out_.parts.empty() && node.metric->Is<kind::Lifecycle>() && node.where.empty() &&
              node.value && out_.star().previous)
            node.contribution =
                LifecycleContribution(*node.metric, *node.value, *out_.star().previous);
          break;
        case InputKind::kSameFigure:
          node.driver_reason = "same figure";
          same.push_back(node.metric->label);
          break;
      }
    }
    if (same.empty()) return;
    out_.notes.push_back(fmt::format(
        "{} {} the same as {}, with another filter, grain or window, so {} not one of its drivers.",
        Join(same, ", "), same.size() == 1 ? "counts" : "count", star.label,
        same.size() == 1 ? "it is" : "they are"));
  }

  void AddDrivers(const Metric& star) {
    const bool weekly = out_.star().grain <= Grain::kWeek;
    const Grain pace = weekly ? Grain::kWeek : Grain::kMonth;
    std::vector<InputSeries> inputs;
    for (const ConstellationNode& node : out_.nodes) {
      if (node.role == NodeRole::kInput && node.problem.empty() && node.driver_reason.empty())
        inputs.push_back({node.metric, node.owners, paced_.Values(*node.metric, pace)});
    }
    if (inputs.empty() || !options_.where.empty()) return;
    const MeasuredInputs measured = MeasureInputs(paced_.Values(star, pace), inputs, weekly);
    out_.drivers = measured.drivers.finding;
    if (measured.drivers.finding != stats::DriverFinding::kEstimated) {
      out_.notes.push_back(
          fmt::format("How strongly its inputs drive it is unknown: there is no formula "
                      "('decomposition:'), and {} of shared history are too few for {}.",
                      Plural(measured.drivers.n, weekly ? "week" : "month"),
                      Plural(static_cast<long long>(inputs.size()), "input")));
      return;
    }
    std::vector<std::string> alike;
    for (size_t i = 0; i < measured.inputs.size(); ++i) {
      for (ConstellationNode& node : out_.nodes) {
        if (node.role == NodeRole::kInput && node.metric == measured.inputs[i]->metric &&
            node.driver_reason.empty())
          node.driver = measured.drivers.drivers[i];
      }
      if (measured.drivers.drivers[i].group >= 0)
        alike.push_back(measured.inputs[i]->metric->label);
    }
    for (ConstellationNode& node : out_.nodes) {
      if (node.role == NodeRole::kInput && !node.driver && node.driver_reason.empty())
        node.driver_reason = "too little shared history";
    }
    if (!alike.empty()) {
      out_.notes.push_back(fmt::format("{} move together, so their effects cannot be separated.",
                                       Join(alike, ", ")));
    }
  }

  // Contributions and driver strengths have no common measure: contributions go first.
  void MarkLargest() {
    const bool exact =
        std::any_of(out_.nodes.begin(), out_.nodes.end(), [](const ConstellationNode& node) {
          return node.role == NodeRole::kInput && node.contribution;
        });
    const double alpha = project_->judgement.actionable.driver_alpha;
    ConstellationNode* most = nullptr;
    const auto size = [&](const ConstellationNode& node) {
      if (exact) return std::fabs(node.contribution.value_or(0));
      return node.driver && node.driver->p_adjusted <= alpha ? node.driver->share : 0.0;
    };
    for (ConstellationNode& node : out_.nodes) {
      if (node.role == NodeRole::kInput && size(node) > (most == nullptr ? 0 : size(*most)))
        most = &node;
    }
    if (most != nullptr) most->largest = true;
  }

  const ProjectRef& project_;
  const DataFacts& facts_;
  int64_t now_us_;
  const ConstellationOptions& options_;
  SharedGather gather_;
  LeadSeries paced_;
  Constellation out_;
  std::vector<BoundRef> wheres_;  // by node
  std::vector<Asked> asked_;      // by node
  std::vector<Limit> limits_;
};

}  // namespace

std::string_view NodeRoleName(NodeRole role) {
  static constexpr std::string_view kNames[] = {"star", "input", "guardrail", "kpi"};
  return kNames[static_cast<size_t>(role)];
}

Result<Constellation> FindConstellation(Engine& engine, const ProjectRef& project,
                                        const DataFacts& facts, int64_t now_us,
                                        const ConstellationOptions& options) {
  return Builder(engine, project, facts, now_us, options).Build();
}

}  // namespace northstar
