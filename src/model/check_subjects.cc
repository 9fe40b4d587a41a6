#include "model/check_subjects.h"

#include <algorithm>

namespace northstar {
namespace {

// Names, each once, in the order in which they are added.
class Names {
 public:
  void Add(const std::string& name) {
    if (!name.empty() && std::find(all_.begin(), all_.end(), name) == all_.end())
      all_.push_back(name);
  }
  std::vector<std::string> Take() { return std::move(all_); }

 private:
  std::vector<std::string> all_;
};

void AddConstellation(const Project& project, Names& names) {
  if (project.north_star) {
    names.Add(project.north_star->metric);
    for (const InputLink& input : project.north_star->inputs) names.Add(input.metric);
    for (const Guardrail& guardrail : project.north_star->guardrails) names.Add(guardrail.metric);
  }
}

void AddSources(const Project& project, CheckKind kind, Names& names) {
  for (const Source& source : project.sources) {
    const bool judged = kind == CheckKind::kSentiment ? source.kind == Source::Kind::kFeedback
                                                      : source.kind != Source::Kind::kIdentities;
    if (judged) names.Add(source.name);
  }
}

bool IsFor(const CheckSetting& setting, const std::string& subject) {
  const std::string& named = setting.source.empty() ? setting.metric : setting.source;
  return named.empty() || named == subject;
}

void Apply(const CheckSetting& setting, CheckRules& rules) {
  rules.off = setting.off;
  if (setting.severity) rules.severity = *setting.severity;
  if (setting.for_looks) rules.for_looks = *setting.for_looks;
  if (setting.fresh_within) rules.fresh_within = setting.fresh_within;
}

}  // namespace

std::vector<std::string> SubjectsOf(const Project& project, CheckKind kind) {
  Names names;
  switch (kind) {
    case CheckKind::kGuardrail:
      if (!project.north_star) break;
      for (const Guardrail& one : project.north_star->guardrails) names.Add(one.metric);
      break;
    case CheckKind::kDecoupled:
    case CheckKind::kLink:
      if (project.north_star) names.Add(project.north_star->metric);
      break;
    case CheckKind::kAnomaly:
      AddConstellation(project, names);
      for (const Kpi& kpi : project.kpis) names.Add(kpi.metric);
      names.Add(project.outcome);
      break;
    case CheckKind::kDefinition:
      AddConstellation(project, names);
      names.Add(project.outcome);
      break;
    case CheckKind::kSentiment:
    case CheckKind::kFreshness:
      AddSources(project, kind, names);
      break;
    case CheckKind::kGoal:
      for (const Okr& okr : project.okrs) {
        for (const KeyResult& result : okr.key_results) names.Add(result.metric);
      }
      break;
    case CheckKind::kReview:
      break;
  }
  return names.Take();
}

std::string_view WhatIsJudged(CheckKind kind) {
  switch (kind) {
    case CheckKind::kGuardrail:
      return "a guardrail of the star";
    case CheckKind::kDecoupled:
    case CheckKind::kLink:
      return "the star";
    case CheckKind::kAnomaly:
      return "the star, an input, a guardrail, a KPI or the outcome";
    case CheckKind::kDefinition:
      return "the star, an input, a guardrail or the outcome";
    case CheckKind::kSentiment:
      return "a feedback source";
    case CheckKind::kFreshness:
      return "a source of events, numbers or feedback";
    case CheckKind::kGoal:
      return "the metric of a key result";
    case CheckKind::kReview:
      break;
  }
  return "no subject";
}

CheckRules RulesOf(const Project& project, CheckKind kind, const std::string& subject) {
  CheckRules rules;
  const bool critical = kind == CheckKind::kDecoupled || kind == CheckKind::kFreshness ||
                        kind == CheckKind::kGuardrail;
  if (critical) rules.severity = CheckSeverity::kCritical;
  if (kind == CheckKind::kFreshness) {
    if (const Source* source = project.FindSource(subject))
      rules.fresh_within = source->fresh_within;
  }
  for (const bool of_kind : {true, false}) {
    for (const CheckSetting& setting : project.checks) {
      const bool general = setting.metric.empty() && setting.source.empty();
      if (setting.check == kind && general == of_kind && IsFor(setting, subject))
        Apply(setting, rules);
    }
  }
  return rules;
}

}  // namespace northstar
