// Checks of any metric's definition.
#include <fmt/format.h>

#include <map>
#include <set>

#include "base/hash.h"
#include "base/text.h"
#include "model/checks/check.h"
#include "model/definition.h"
#include "model/project.h"

namespace northstar {

namespace {

// The keys of a kind, all empty where the metric is of another.
template <class Kind>
Kind KeysOf(const Metric& metric) {
  const Kind* kind = metric.As<Kind>();
  return kind != nullptr ? *kind : Kind{};
}

std::string NamesText(const Metric& m) {
  const auto ratio = KeysOf<kind::Ratio>(m);
  const auto lifecycle = KeysOf<kind::Lifecycle>(m);
  const auto series = KeysOf<kind::Series>(m);
  const auto retention = KeysOf<kind::Retention>(m);
  const auto* percentile = m.As<kind::Percentile>();
  const std::string base =
      m.Is<kind::Lifecycle>() ? lifecycle.metric : KeysOf<kind::Cumulative>(m).metric;
  return m.type_name + "|" + m.entity + "|" + DistinctOf(m) + "|" + FormatNumber(AtLeastOf(m)) +
         "|" + (percentile != nullptr ? FormatNumber(percentile->p) : "") + "|" + ratio.numerator +
         "|" + ratio.denominator + "|" + base + "|" + lifecycle.part + "|" +
         (m.feedback ? m.feedback->source : series.source) + "|" + series.column + "|" +
         KeysOf<kind::Frequency>(m).of + "|" + StatisticOf(m) + "|" +
         KeysOf<kind::Conversion>(m).calculation + "|" + retention.cohort + "|" + retention.mode +
         "|";
}

std::string EventsText(const Metric& m) {
  const auto retention = KeysOf<kind::Retention>(m);
  const auto state = KeysOf<kind::State>(m);
  std::string text;
  for (const auto* events : {&m.events, &FromOf(m), &ToOf(m), &StepsOf(m), &retention.return_event,
                             &state.on, &state.off}) {
    for (const EventChoice& choice : *events) {
      text += choice.event + (choice.where ? "?" + CanonicalText(*choice.where) : "") + ",";
    }
    text += "|";
  }
  return text;
}

std::string TimesText(const Metric& m) {
  const auto sessions = KeysOf<kind::Sessions>(m);
  std::string text;
  for (const auto& duration : {WindowOf(m), WithinOf(m), KeysOf<kind::Conversion>(m).not_before,
                               sessions.gap, sessions.length})
    text += (duration ? FormatDuration(*duration) : "") + "|";
  const auto to_date = KeysOf<kind::Cumulative>(m).to_date;
  text += to_date ? std::string(GrainName(*to_date)) : "";
  text += m.grain ? "|" + std::string(GrainName(*m.grain)) : "";
  return text;
}

}  // namespace

// Texts of earlier versions are kept, so every key stands in one order, empty where the kind does
// not have it.
std::string DefinitionText(const Metric& m) {
  std::string text = NamesText(m) + EventsText(m);
  for (const BoundRef& expr : {m.where, ValueOf(m), KeysOf<kind::Derived>(m).expr})
    text += (expr ? CanonicalText(*expr) : "") + "|";
  text += TimesText(m);
  for (const Condition& c : m.only) {
    text += fmt::format("|{},{},{},{},{},{},{}", c.since, c.event, c.of, c.part,
                        c.within ? FormatDuration(*c.within) : "",
                        c.window ? FormatDuration(*c.window) : "", FormatNumber(c.at_least));
  }
  const auto retention = KeysOf<kind::Retention>(m);
  const bool allow_same_time =
      KeysOf<kind::Conversion>(m).allow_same_time || KeysOf<kind::TimeBetween>(m).allow_same_time;
  text += fmt::format("|{}|{}|{}|{}", retention.after.value_or(-1), retention.until.value_or(-1),
                      retention.rolling, allow_same_time);
  return text;
}

std::string DefinitionsHash(const Project& project) {
  std::string all;
  for (const Metric& metric : project.metrics) all += metric.name + DefinitionText(metric) + "\n";
  return HashText(all);
}

namespace checks {

void NoDescription(const Input& in) {
  for (const Metric& metric : in.project.metrics) {
    if (metric.description.empty() && !metric.Is<kind::Series>()) {
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
    const bool timed = metric.Is<kind::Conversion, kind::TimeBetween>();
    if (timed && !WithinOf(metric))
      in.Add(fmt::format("'{}' has no 'within'", metric.name), metric.span);
  }
}

void DifferentPopulations(const Input& in) {
  for (const Metric& metric : in.project.metrics) {
    const auto* ratio = metric.As<kind::Ratio>();
    if (ratio == nullptr) continue;
    const Metric* top = in.project.FindMetric(ratio->numerator);
    const Metric* bottom = in.project.FindMetric(ratio->denominator);
    const bool both = top->Is<kind::Active>() && bottom->Is<kind::Active>();
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
      if (name == metric.name &&
          CompareDefinitions(state, DefinitionOf(metric)) == DefinitionChange::kWithoutVersion) {
        in.Add(fmt::format("'{}' changed but is still version {}", name, metric.version),
               metric.span);
      }
    }
  }
}

}  // namespace checks
}  // namespace northstar
