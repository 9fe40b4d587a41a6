#include "analysis/align/align.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/align/kpi_strength.h"
#include "analysis/evaluate/exact_parts.h"
#include "analysis/query/name_of.h"
#include "base/text.h"
#include "model/metric_look.h"

namespace northstar {
namespace {

// Periods that a change is looked at over: a quarter of weeks, a year of months.
size_t PeriodsBackOf(Grain grain) {
  switch (grain) {
    case Grain::kHour:
      return 24;
    case Grain::kDay:
      return 28;
    case Grain::kWeek:
      return 13;
    case Grain::kMonth:
      return 12;
    case Grain::kQuarter:
    case Grain::kYear:
      return 4;
  }
  return 1;
}

class Aligner {
 public:
  Aligner(const AlignFindings& found, const KpiStrengths& kpis)
      : found_(found), kpis_(kpis), constellation_(found.now.constellation) {}

  TeamAlignment Align(TeamSight sight) const {
    TeamAlignment team;
    for (const auto& path : sight.paths) {
      LineOfSight line;
      for (size_t i = 0; i + 1 < path.size(); ++i)
        line.edges.push_back(EdgeOf(*path[i], *path[i + 1]));
      team.lines.push_back(std::move(line));
      team.moved.push_back(MovedOf(*path.front()));
    }
    for (const Metric* metric : sight.guardrails) {
      const bool known = std::any_of(team.moved.begin(), team.moved.end(),
                                     [&](const MovedMetric& one) { return one.metric == metric; });
      if (!known) team.moved.push_back(MovedOf(*metric));
    }
    AddKeyResults(sight.name, team);
    team.sight = std::move(sight);
    team.said = Words(StatementOn(team));
    return team;
  }

 private:
  const ConstellationNode* NodeOf(const Metric& metric) const {
    for (const ConstellationNode& node : constellation_.nodes) {
      if (node.metric == &metric && node.role != NodeRole::kStar) return &node;
    }
    return nullptr;
  }

  void AddDriver(const std::optional<stats::Driver>& driver, SightEdge& edge,
                 EdgeStatement& s) const {
    using Code = EdgeStatement::Code;
    if (!driver) {
      s.code = Code::kNotMeasured;
      s.reason = "the history that they share is too short";
      return;
    }
    edge.driver = driver;
    const double alpha = found_.project->judgement.actionable.driver_alpha;
    s.code = driver->p_adjusted <= alpha ? Code::kLeads : Code::kNoLead;
    s.share = driver->share;
    s.low = driver->low;
    s.high = driver->high;
  }

  // From an input to the star.
  void AddInputStep(const ConstellationNode& node, SightEdge& edge, EdgeStatement& s) const {
    using Code = EdgeStatement::Code;
    if (node.contribution) {
      edge.contribution = node.contribution;
      s.code = Code::kContributed;
      s.contribution = *node.contribution;
      return;
    }
    switch (ExactParts(*found_.project, *edge.to).KindOf(*edge.from)) {
      case InputKind::kByFormula:
        s.code = Code::kPartOf;
        return;
      case InputKind::kSameFigure:
        s.code = Code::kSameFigure;
        return;
      case InputKind::kApart:
        break;
    }
    if (!node.problem.empty()) {
      s.code = Code::kNotMeasured;
      s.reason = node.problem.ends_with('.') ? node.problem.substr(0, node.problem.size() - 1)
                                             : node.problem;
    } else if (!node.where.empty()) {
      s.code = Code::kNotMeasured;
      s.reason = "it is narrowed to a segment";
    } else if (!constellation_.parts.empty()) {
      s.code = Code::kBesideFormula;
    } else {
      AddDriver(node.driver, edge, s);
    }
  }

  SightEdge EdgeOf(const Metric& from, const Metric& to) const {
    SightEdge edge{&from, &to, {}, {}, {}};
    EdgeStatement s{EdgeStatement::Code::kNotMeasured, NameOf(from), NameOf(to)};
    s.look = LookOf(to);
    if (&to == constellation_.star().metric) {
      const ConstellationNode* node = NodeOf(from);
      NS_CHECK(node != nullptr);  // every path ends with an input of the star
      AddInputStep(*node, edge, s);
    } else {
      const KpiStrength& strength = kpis_.at({&from, &to});
      if (strength.kind == InputKind::kApart) {
        AddDriver(strength.driver, edge, s);
      } else {
        s.code = strength.kind == InputKind::kByFormula ? EdgeStatement::Code::kPartOf
                                                        : EdgeStatement::Code::kSameFigure;
      }
    }
    edge.said = Words(s);
    return edge;
  }

  MovedMetric MovedOf(const Metric& metric) const {
    using Code = MovedStatement::Code;
    MovedMetric moved;
    moved.metric = &metric;
    MovedStatement s{Code::kNoData, NameOf(metric), LookOf(metric)};
    const ConstellationNode* node = NodeOf(metric);
    if (node == nullptr || !node->value) {
      s.problem = node == nullptr ? "" : node->problem;
      moved.said = Words(s);
      return moved;
    }
    moved.period = node->period;
    moved.value = node->value;
    moved.contribution = node->contribution;
    const size_t last = node->recent.size() - 1;
    moved.periods = node->recent.empty() ? 0 : std::min(PeriodsBackOf(node->grain), last);
    if (moved.periods > 0) moved.before = node->recent[last - moved.periods].value;
    s.code = moved.before ? Code::kMoved : Code::kNoPast;
    s.time.grain = node->grain;
    s.label = node->period;
    s.value = *node->value;
    s.before = moved.before.value_or(0);
    s.periods = moved.periods;
    moved.said = Words(s);
    return moved;
  }

  void AddKeyResults(const std::string& name, TeamAlignment& team) const {
    for (size_t o = 0; o < found_.okrs.objectives.size(); ++o) {
      const ObjectiveFinding& objective = found_.okrs.objectives[o];
      for (size_t k = 0; k < objective.key_results.size(); ++k) {
        const std::string& owner = objective.key_results[k].result->owner;
        if ((owner.empty() ? objective.okr->owner : owner) == name)
          team.key_results.emplace_back(o, k);
      }
    }
  }

  TeamStatement StatementOn(const TeamAlignment& team) const {
    using Code = TeamStatement::Code;
    TeamStatement s{Code::kNothing, team.sight.label, NameOf(*constellation_.star().metric)};
    for (const LineOfSight& line : team.lines) {
      const SeriesName input = NameOf(*line.edges.back().from);
      const bool known = std::any_of(s.inputs.begin(), s.inputs.end(), [&](const SeriesName& one) {
        return one.metric == input.metric;
      });
      if (!known) s.inputs.push_back(input);
    }
    for (const Metric* metric : team.sight.loose) s.loose.push_back(NameOf(*metric));
    if (!s.inputs.empty()) {
      s.code = Code::kThroughInputs;
    } else if (team.sight.owns_star) {
      s.code = Code::kOwnsStar;
    } else if (!s.loose.empty()) {
      s.code = Code::kLooseKpis;
    }
    return s;
  }

  const AlignFindings& found_;
  const KpiStrengths& kpis_;
  const Constellation& constellation_;
};

// The teams that were asked about.
Result<std::vector<TeamSight>> Asked(const Project& project, const std::string& team) {
  std::vector<TeamSight> all = TeamSights(project);
  if (team.empty()) return all;
  const std::string plain = LowerUtf8(Trim(team));
  std::vector<std::string> known;
  for (TeamSight& one : all) {
    if (LowerUtf8(one.name) == plain || LowerUtf8(one.label) == plain)
      return std::vector<TeamSight>{std::move(one)};
    known.push_back(one.name);
  }
  const std::string hint = DidYouMean(team, known);
  return Error::Usage(fmt::format("there is no team '{}'", team),
                      hint.empty() ? "name it under 'teams:' in northstar.yml" : hint);
}

// Steps below the inputs.
std::vector<std::pair<const Metric*, const Metric*>> KpiSteps(
    const std::vector<TeamSight>& sights) {
  std::vector<std::pair<const Metric*, const Metric*>> steps;
  for (const TeamSight& sight : sights) {
    for (const auto& path : sight.paths) {
      for (size_t i = 0; i + 2 < path.size(); ++i) steps.emplace_back(path[i], path[i + 1]);
    }
  }
  return steps;
}

AlignStatement StatementOn(const AlignFindings& found) {
  using Code = AlignStatement::Code;
  AlignStatement s{Code::kAll, NameOf(*found.now.constellation.star().metric)};
  s.count = found.teams.size();
  for (const TeamAlignment& team : found.teams) {
    s.with_owners = s.with_owners || !team.sight.declared;
    if (!team.has_line()) s.without.push_back(team.sight.label);
  }
  if (s.without.size() == s.count) {
    s.code = Code::kNobody;
  } else if (!s.without.empty()) {
    s.code = Code::kSome;
  }
  return s;
}

// Measures those of the teams alone.
void AddBets(Engine& engine, const DataFacts& facts, int64_t now_us,
             const std::vector<TeamSight>& sights, const std::optional<int64_t>& as_of_us,
             AlignFindings& found) {
  BetOptions options;
  options.as_of_us = as_of_us;
  for (const TeamSight& sight : sights) {
    for (const Bet* bet : sight.bets) options.only.push_back(bet->name);
  }
  if (options.only.empty()) return;
  Result<BetFindings> bets = FindBets(engine, found.project, facts, now_us, options);
  if (bets.ok()) {
    found.bets = *std::move(bets);
  } else {
    found.notes.push_back(
        fmt::format("What bets did cannot be measured: {}", AsSentence(bets.error().message)));
  }
}

}  // namespace

const BetFinding* AlignFindings::Measured(const Bet& bet) const {
  if (!bets) return nullptr;
  const auto found = std::find_if(bets->bets.begin(), bets->bets.end(),
                                  [&](const BetFinding& one) { return one.bet == &bet; });
  return found == bets->bets.end() ? nullptr : &*found;
}

Result<AlignFindings> FindAlignment(Engine& engine, const ProjectRef& project,
                                    const DataFacts& facts, int64_t now_us,
                                    const AlignOptions& options) {
  if (!project->north_star) {
    return Error::Usage("the project has no North Star to align with",
                        "choose one first: northstar decide METRIC --why …");
  }
  NS_ASSIGN(std::vector<TeamSight> sights, Asked(*project, options.team));
  AlignFindings found;
  found.project = project;
  found.session = options.session;
  ConstellationOptions constellation;
  constellation.metric = project->north_star->metric;
  constellation.as_of_us = options.as_of_us;
  NS_ASSIGN(found.now, FindStarNow(engine, project, facts, now_us, {constellation}));
  OkrOptions okrs;
  okrs.as_of_us = options.as_of_us;
  NS_ASSIGN(found.okrs, FindOkrs(engine, project, facts, now_us, okrs));
  found.notes = found.now.constellation.notes;
  AddBets(engine, facts, now_us, sights, options.as_of_us, found);
  NS_ASSIGN(const KpiStrengths kpis,
            MeasureKpis(engine, project, facts, now_us, options.as_of_us, KpiSteps(sights)));
  const Aligner aligner(found, kpis);
  std::vector<TeamAlignment> teams;
  for (TeamSight& sight : sights) teams.push_back(aligner.Align(std::move(sight)));
  found.teams = std::move(teams);
  found.said = options.team.empty() ? Words(StatementOn(found)) : found.teams.front().said;
  return found;
}

}  // namespace northstar
