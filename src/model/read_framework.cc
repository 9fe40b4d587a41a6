// The constellation of a project and what stands around it → plain structs. References to metrics
// are checked in link_project.cc; everything else is taken as written.
#include <fmt/format.h>

#include "model/project.h"
#include "model/reading.h"

namespace northstar::reading {
namespace {

const std::vector<YamlNode>& Items(const YamlNode& node, std::string_view key) {
  static const std::vector<YamlNode> kNone;
  const YamlNode* found = node.Find(key);
  return found != nullptr ? found->items : kNone;
}

NorthStar ReadNorthStar(const YamlNode& node, const Project& project, Context& context) {
  MetricReader reader(project, context);
  NorthStar star;
  star.metric = Text(node, "metric");
  star.span = SpanOf(node, "metric");
  star.statement = Text(node, "statement");
  star.stage = Text(node, "stage", "growth");
  star.game = Text(node, "game");
  star.owner = Text(node, "owner");
  star.since = Text(node, "since");
  star.primary_segment = reader.ReadCondition(node, "primary_segment");
  for (const YamlNode& item : Items(node, "inputs")) {
    star.inputs.push_back({Text(item, "metric"), Text(item, "dimension"), Texts(item, "owner"),
                           reader.ReadCondition(item, "where"), SpanOf(item, "metric")});
  }
  if (const YamlNode* decomposition = node.Find("decomposition")) {
    star.decomposition = reader.ReadFormula(*decomposition, "expr", project.MetricNames());
  }
  for (const YamlNode& item : Items(node, "guardrails")) {
    Guardrail guardrail;
    guardrail.metric = Text(item, "metric");
    guardrail.no_worse_than = ParseShare(Text(item, "no_worse_than"));
    guardrail.at_least = Text(item, "at_least");
    guardrail.at_most = Text(item, "at_most");
    guardrail.owners = Texts(item, "owner");
    guardrail.span = SpanOf(item, "metric");
    star.guardrails.push_back(std::move(guardrail));
  }
  for (const YamlNode& item : Items(node, "history")) {
    star.history.push_back({Text(item, "metric"), Text(item, "from"), Text(item, "to"),
                            Text(item, "decision"), Text(item, "reason")});
  }
  return star;
}

// The events need not be known: what an event is called shows only in the data.
void ReadActivityRule(const YamlNode& node, const std::string& entity, Project& project,
                      Context& context) {
  const YamlNode* except = node.Find("except");
  const YamlNode* events = node.Find("events");
  if ((except == nullptr) == (events == nullptr)) {
    context.reporter.Error("NS010", node.span,
                           except == nullptr ? "'activity' has neither 'except' nor 'events'"
                                             : "'except' and 'events' cannot be combined",
                           "{except: [refunded]}, or {events: [task_completed]}");
    return;
  }
  ActivityRule rule{Texts(node, except != nullptr ? "except" : "events"), events != nullptr};
  if (rule.only && rule.events.empty()) {
    context.reporter.Error("NS010", events->span, "'events' names no event", "a list, or any");
  }
  for (std::string& event : rule.events) {
    if (event == "any") event.clear();
  }
  project.activity[entity] = std::move(rule);
}

void ReadActivity(const YamlNode& node, Project& project, Context& context) {
  std::vector<std::string> entities;
  for (const Source& source : project.sources) {
    for (const NamedExpr& entity : source.entities) entities.push_back(entity.name);
  }
  bool for_all = node.entries.empty();
  for (const YamlNode::Entry& entry : node.entries) {
    for_all = for_all || !entry.value.is_map();
    if (!entry.value.is_map()) continue;
    if (std::find(entities.begin(), entities.end(), entry.key) == entities.end()) {
      context.reporter.Error("NS004", entry.key_span,
                             fmt::format("no source declares an entity '{}'", entry.key), "",
                             DidYouMean(entry.key, entities));
      continue;
    }
    ReadActivityRule(entry.value, entry.key, project, context);
  }
  if (for_all) ReadActivityRule(node, "", project, context);
}

void CheckTarget(const KeyResult& result, Context& context) {
  const bool limit = !result.at_least.empty() || !result.at_most.empty();
  if (!result.to && !limit) {
    context.reporter.Error(
        "NS010", result.span, fmt::format("the key result '{}' has no target", result.metric),
        "a value to reach ('to: 1440') or a limit ('at_least: 95%', 'at_most: 5%')");
  }
  if (result.to && limit) {
    context.reporter.Error(
        "NS010", result.span,
        fmt::format("the key result '{}' has both a target and a limit", result.metric),
        "'to', or 'at_least' and 'at_most'", "write two key results for the same metric");
  }
}

Okr ReadOkr(const YamlNode& node, const Project& project, Context& context) {
  Okr okr{Text(node, "objective"),  Text(node, "period"), Text(node, "owner"), {}, {},
          SpanOf(node, "objective")};
  const YamlNode* period = node.Find("period");
  if (const auto days = DaysOfPeriod(okr.period, project.calendar)) {
    okr.days = *days;
  } else if (period != nullptr && period->is_scalar()) {
    context.reporter.Error("NS010", period->span, fmt::format("'{}' is not a period", okr.period),
                           std::string(kPeriodsOfOkrs));
  }
  for (const YamlNode& item : Items(node, "key_results")) {
    KeyResult result;
    result.role = Text(item, "role");
    result.metric = Text(item, "metric");
    result.at_least = Text(item, "at_least");
    result.at_most = Text(item, "at_most");
    result.over = Text(item, "over", "last");
    result.owner = Text(item, "owner");
    result.from = Number(item, "from");
    result.to = Number(item, "to");
    result.span = SpanOf(item, "metric");
    CheckTarget(result, context);
    okr.key_results.push_back(std::move(result));
  }
  return okr;
}

Experiment ReadExperiment(const YamlNode& node, MetricReader& reader, Context& context) {
  Experiment experiment;
  experiment.span = SpanOf(node, "assignment");
  experiment.assignment = Text(node, "assignment");
  experiment.where = reader.ReadCondition(node, "where");
  experiment.arm = Text(node, "arm");
  experiment.control = Text(node, "control");
  experiment.treatment = Text(node, "treatment");
  experiment.entity = Text(node, "entity");
  experiment.from = Text(node, "from");
  experiment.to = Text(node, "to");
  reader.CheckEventName(experiment.assignment, experiment.span);
  reader.CheckEntity(experiment.entity, node, "entity");
  reader.CheckDimension(experiment.arm, experiment.assignment, SpanOf(node, "arm"));
  if (const auto horizon = ReadDuration(node, "horizon")) experiment.horizon = *horizon;
  if (experiment.horizon.days <= 0 && experiment.horizon.exact_us <= 0) {
    context.reporter.Error("NS010", SpanOf(node, "horizon"), "the horizon is empty",
                           "a time such as 7d or 24h");
  }
  if (const auto split = Number(node, "split")) experiment.split = *split;
  if (experiment.split <= 0 || experiment.split >= 1) {
    context.reporter.Error("NS010", SpanOf(node, "split"),
                           "'split' must be between 0 and 1, both excluded",
                           "the treatment's share of the two arms, for example 0.5 or 0.1");
  }
  experiment.planned_units = Number(node, "planned_units");
  if (!experiment.control.empty() && experiment.control == experiment.treatment) {
    context.reporter.Error("NS010", SpanOf(node, "treatment"),
                           "control and treatment are the same arm",
                           "two different values of the dimension");
  }
  if (!experiment.from.empty() && !experiment.to.empty() && experiment.to < experiment.from) {
    context.reporter.Error("NS010", SpanOf(node, "to"), "the experiment ends before it starts",
                           "a day on or after 'from'");
  }
  return experiment;
}

Bet ReadBet(const YamlNode& node, const Project& project, Context& context) {
  MetricReader reader(project, context);
  Bet bet;
  bet.name = Text(node, "name");
  bet.label = Text(node, "label", LabelFromName(bet.name));
  bet.team = Text(node, "team");
  bet.moves = Text(node, "moves");
  bet.shipped = Text(node, "shipped");
  bet.planned = Text(node, "planned");
  bet.description = Text(node, "description");
  bet.expect = ParseShare(Text(node, "expect"));
  bet.effort = Number(node, "effort");
  if (bet.effort && *bet.effort <= 0) {
    context.reporter.Error("NS010", SpanOf(node, "effort"), "'effort' must be above 0",
                           "for example weeks of work");
  }
  bet.where = reader.ReadCondition(node, "where");
  if (bet.where) bet.where_text = Text(node, "where");
  const YamlNode* experiment = node.Find("experiment");
  if (experiment != nullptr && experiment->is_map())
    bet.experiment = ReadExperiment(*experiment, reader, context);
  bet.span = SpanOf(node, "name");
  bet.moves_span = SpanOf(node, "moves");
  bet.shipped_span = SpanOf(node, "shipped");
  return bet;
}

void ReadScore(const YamlNode& item, Project& project, Context& context) {
  Score score{Text(item, "candidate"),  Text(item, "by"),      Text(item, "question"),
              Text(item, "at"),         Text(item, "comment"), 0,
              SpanOf(item, "candidate")};
  const double rating = Number(item, "rating").value_or(0);
  if (rating < 1 || rating > 5) {
    context.reporter.Error("NS010", SpanOf(item, "rating"), "a rating must be between 1 and 5",
                           "1 (not at all) to 5 (fully)");
    return;
  }
  score.rating = static_cast<int>(rating);
  project.scores.push_back(std::move(score));
}

void CheckKeysOf(const CheckSetting& setting, const YamlNode& item, Context& context) {
  const bool of_source =
      setting.check == CheckKind::kFreshness || setting.check == CheckKind::kSentiment;
  const auto not_of = [&](std::string_view key, const char* expected) {
    context.reporter.Error("NS009", SpanOf(item, key),
                           fmt::format("the check '{}' has no '{}'", NameOf(setting.check), key),
                           expected);
  };
  if (!setting.source.empty() && !of_source)
    not_of("source", setting.check == CheckKind::kReview ? "" : "a metric: 'metric: NAME'");
  if (!setting.metric.empty() && (of_source || setting.check == CheckKind::kReview))
    not_of("metric", of_source ? "a source: 'source: NAME'" : "");
  if (setting.fresh_within && setting.check != CheckKind::kFreshness)
    not_of("fresh_within", "the check 'freshness'");
  if (setting.off && (setting.severity || setting.for_looks || setting.fresh_within)) {
    context.reporter.Error("NS010", SpanOf(item, "off"),
                           "a check that is off has no other settings", "'off' alone",
                           "remove 'off', or everything beside it");
  }
}

void ReadCheck(const YamlNode& item, Project& project, Context& context) {
  const auto kind = CheckKindFromName(Text(item, "check"));
  if (!kind) return;  // said when its shape was checked
  CheckSetting setting;
  setting.check = *kind;
  setting.metric = Text(item, "metric");
  setting.source = Text(item, "source");
  setting.fresh_within = ReadDuration(item, "fresh_within");
  const std::string severity = Text(item, "severity");
  if (!severity.empty()) {
    setting.severity = severity == "critical" ? CheckSeverity::kCritical : CheckSeverity::kWarning;
  }
  if (const auto looks = Whole(item, "for")) setting.for_looks = *looks;
  setting.off = Flag(item, "off");
  setting.span = SpanOf(item, "check");
  setting.subject_span = setting.span;
  if (!setting.metric.empty()) setting.subject_span = SpanOf(item, "metric");
  if (!setting.source.empty()) setting.subject_span = SpanOf(item, "source");
  CheckKeysOf(setting, item, context);
  project.checks.push_back(std::move(setting));
}

}  // namespace

void ReadFramework(const YamlNode& root, Project& project, Context& context) {
  if (const YamlNode* outcome = root.Find("outcome")) {
    project.outcome = outcome->text;
    project.outcome_span = outcome->span;
  }
  if (const YamlNode* candidates = root.Find("candidates")) {
    project.candidates_span = candidates->span;
    for (const std::string& name : Texts(root, "candidates")) project.candidates.push_back(name);
    if (candidates->is_scalar()) project.candidate_spans.push_back(candidates->span);
    for (const YamlNode& item : candidates->items) {
      if (item.is_scalar()) project.candidate_spans.push_back(item.span);
    }
  }
  if (const YamlNode* star = root.Find("north_star")) {
    if (project.north_star) {
      context.reporter.Error("NS006", SpanOf(*star, "metric"), "a project has one North Star",
                             "one 'north_star' in all files",
                             "candidates go under 'candidates', former stars under 'history'");
    } else {
      project.north_star = ReadNorthStar(*star, project, context);
      if (project.outcome.empty()) {
        project.outcome = Text(*star, "outcome");
        project.outcome_span = SpanOf(*star, "outcome");
      }
    }
  }
  if (const YamlNode* activity = root.Find("activity")) ReadActivity(*activity, project, context);
  for (const YamlNode& item : Items(root, "scores")) ReadScore(item, project, context);
  if (const YamlNode* judgement = root.Find("judgement"))
    ReadJudgement(*judgement, project.judgement, context.reporter);
  for (const YamlNode& item : Items(root, "teams")) {
    project.teams.push_back(
        {Text(item, "name"), Text(item, "label", Text(item, "name")), Text(item, "purpose")});
  }
  for (const YamlNode& item : Items(root, "okrs"))
    project.okrs.push_back(ReadOkr(item, project, context));
  for (const YamlNode& item : Items(root, "bets"))
    project.bets.push_back(ReadBet(item, project, context));
  for (const YamlNode& item : Items(root, "kpis")) {
    project.kpis.push_back({Text(item, "metric"), Text(item, "team"), Text(item, "ladders_to"),
                            SpanOf(item, "metric"), SpanOf(item, "ladders_to")});
  }
  for (const YamlNode& item : Items(root, "annotations")) {
    project.annotations.push_back(
        {Text(item, "at"), Text(item, "to"), Text(item, "text"), Text(item, "kind", "other")});
  }
  if (const YamlNode* review = root.Find("review")) {
    project.review_every = Text(*review, "every");
    project.review_last = Text(*review, "last");
    project.strategy_changed = Text(*review, "strategy_changed");
    project.review_span = SpanOf(*review, "every");
  }
  for (const YamlNode& item : Items(root, "checks")) ReadCheck(item, project, context);
  ReadNotify(root, project, context);
}

}  // namespace northstar::reading
