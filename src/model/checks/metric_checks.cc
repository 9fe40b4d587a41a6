// Checks of any metric's definition.
#include <fmt/format.h>

#include <map>
#include <set>

#include "base/text.h"
#include "model/checks/check.h"
#include "model/definition.h"

namespace northstar {

std::string DefinitionText(const Metric& m) {
  std::string text =
      m.type_name + "|" + m.entity + "|" + m.distinct + "|" + FormatNumber(m.at_least) + "|" +
      (m.type == MetricType::kPercentile ? FormatNumber(m.p) : "") + "|" + m.numerator + "|" +
      m.denominator + "|" + m.metric + "|" + m.part + "|" + m.source + "|" + m.column + "|" + m.of +
      "|" + m.statistic + "|" + m.calculation + "|" + m.cohort + "|" + m.mode + "|";
  for (const auto* events : {&m.events, &m.from, &m.to, &m.steps, &m.return_event, &m.on, &m.off}) {
    for (const EventChoice& choice : *events) {
      text += choice.event + (choice.where ? "?" + CanonicalText(*choice.where) : "") + ",";
    }
    text += "|";
  }
  for (const BoundRef& expr : {m.where, m.value, m.expr})
    text += (expr ? CanonicalText(*expr) : "") + "|";
  for (const auto* duration : {&m.window, &m.within, &m.not_before, &m.gap, &m.length}) {
    text += (*duration ? FormatDuration(**duration) : "") + "|";
  }
  text += m.to_date ? std::string(GrainName(*m.to_date)) : "";
  text += m.grain ? "|" + std::string(GrainName(*m.grain)) : "";
  for (const Condition& c : m.only) {
    text += fmt::format("|{},{},{},{},{},{},{}", c.since, c.event, c.of, c.part,
                        c.within ? FormatDuration(*c.within) : "",
                        c.window ? FormatDuration(*c.window) : "", FormatNumber(c.at_least));
  }
  text += fmt::format("|{}|{}|{}|{}", m.after.value_or(-1), m.until.value_or(-1), m.rolling,
                      m.allow_same_time);
  return text;
}

namespace checks {

void NoDescription(const Input& in) {
  for (const Metric& metric : in.project.metrics) {
    if (metric.description.empty() && metric.type != MetricType::kSeries) {
      in.Add(fmt::format("'{}' has no description", metric.name), metric.span);
    }
  }
}

void LongDescription(const Input& in) {
  for (const Metric& metric : in.project.metrics) {
    const int words = WordCount(metric.description);
    if (words > 25)
      in.Add(fmt::format("the description of '{}' has {} words", metric.name, words),
             metric.description_span);
  }
}

void SeveralSentences(const Input& in) {
  for (const Metric& metric : in.project.metrics) {
    if (!metric.description.empty() && !IsOneSentence(metric.description)) {
      in.Add(fmt::format("the description of '{}' is not one sentence", metric.name),
             metric.description_span);
    }
  }
}

void UsedByNothing(const Input& in) {
  const Project& p = in.project;
  std::set<std::string> used{p.outcome};
  used.insert(p.candidates.begin(), p.candidates.end());
  if (p.north_star) {
    used.insert(p.north_star->metric);
    for (const InputLink& input : p.north_star->inputs) used.insert(input.metric);
    for (const Guardrail& guardrail : p.north_star->guardrails) used.insert(guardrail.metric);
    for (const FormerStar& former : p.north_star->history) used.insert(former.metric);
    if (p.north_star->decomposition) {
      for (const ColumnRef& column : ColumnsIn(*p.north_star->decomposition))
        used.insert(column.name);
    }
  }
  for (const Okr& okr : p.okrs) {
    for (const KeyResult& result : okr.key_results) used.insert(result.metric);
  }
  for (const Kpi& kpi : p.kpis) used.insert(kpi.metric);
  for (const Metric& metric : p.metrics) {
    for (const std::string& part : Project::PartsOf(metric)) used.insert(part);
    for (const Condition& condition : metric.only) used.insert(condition.of);
  }
  for (const Metric& metric : p.metrics) {
    if (!used.contains(metric.name) && metric.status != "retired") {
      in.Add(fmt::format("nothing uses '{}'", metric.name), metric.span);
    }
  }
}

void SameDefinition(const Input& in) {
  std::map<std::string, const Metric*> seen;
  for (const Metric& metric : in.project.metrics) {
    const auto [first, fresh] = seen.emplace(DefinitionText(metric), &metric);
    if (!fresh)
      in.Add(fmt::format("'{}' is defined exactly like '{}'", metric.name, first->second->name),
             metric.span);
  }
}

void NoWithin(const Input& in) {
  for (const Metric& metric : in.project.metrics) {
    const bool timed =
        metric.type == MetricType::kConversion || metric.type == MetricType::kDuration;
    if (timed && !metric.within)
      in.Add(fmt::format("'{}' has no 'within'", metric.name), metric.span);
  }
}

void DifferentPopulations(const Input& in) {
  for (const Metric& metric : in.project.metrics) {
    if (metric.type != MetricType::kRatio) continue;
    const Metric* top = in.project.FindMetric(metric.numerator);
    const Metric* bottom = in.project.FindMetric(metric.denominator);
    const bool both = top->type == MetricType::kActive && bottom->type == MetricType::kActive;
    if (both && top->entity != bottom->entity) {
      in.Add(fmt::format("'{}' divides different entities: {} by {}", metric.name, top->entity,
                         bottom->entity),
             metric.span);
    }
  }
}

void ChangedWithoutVersion(const Input& in) {
  for (const Metric& metric : in.project.metrics) {
    for (const auto& [name, state] : in.previous) {
      if (name == metric.name && state.version == metric.version &&
          state.definition != DefinitionText(metric)) {
        in.Add(fmt::format("'{}' changed but is still version {}", name, metric.version),
               metric.span);
      }
    }
  }
}

}  // namespace checks
}  // namespace northstar
