// The last stage of reading: names that refer to metrics, cycles, and what metrics inherit from the
// parts they are made of (natural grain).
#include <fmt/format.h>

#include "model/check_subjects.h"
#include "model/metric_traits.h"

#include "model/project.h"
#include "model/reading.h"

namespace northstar::reading {
namespace {

class Linker {
 public:
  Linker(Project& project, const std::vector<const YamlNode*>& nodes, Reporter& reporter)
      : project_(project), nodes_(nodes), reporter_(reporter), names_(project.MetricNames()) {}

  void Link() {
    CheckDuplicates();
    for (size_t i = 0; i < project_.metrics.size(); ++i) CheckParts(i);
    for (const Source& source : project_.sources) CheckSourceTypes(source);
    for (const Source& source : project_.sources) CheckLookups(source);
    CheckFramework();
    if (!FindCycles()) return;
    for (Metric& metric : project_.metrics) {
      for (const std::string& part : Project::PartsOf(metric)) {
        if (!project_.FindMetric(part)->available) metric.available = false;
      }
    }
  }

 private:
  void Unknown(const std::string& name, const SourceSpan& span) {
    reporter_.Error("NS004", span, fmt::format("there is no metric '{}'", name), "",
                    DidYouMean(name, names_));
    sound_ = false;
  }

  void CheckDuplicates() {
    for (size_t i = 0; i < project_.metrics.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        if (project_.metrics[i].name != project_.metrics[j].name) continue;
        reporter_.Error("NS008", project_.metrics[i].span,
                        fmt::format("the metric '{}' is defined twice", project_.metrics[i].name),
                        "",
                        fmt::format("the first definition is in {}:{}",
                                    project_.metrics[j].span.file, project_.metrics[j].span.line));
        break;
      }
    }
    for (size_t i = 0; i < project_.bets.size(); ++i) CheckBetName(i);
  }

  void CheckBetName(size_t index) {
    const Bet& bet = project_.bets[index];
    for (size_t j = 0; j < index; ++j) {
      const Bet& first = project_.bets[j];
      if (first.name != bet.name) continue;
      reporter_.Error(
          "NS008", bet.span, fmt::format("the bet '{}' is defined twice", bet.name), "",
          fmt::format("the first definition is in {}:{}", first.span.file, first.span.line));
      return;
    }
  }

  // The references without which a metric of its type means nothing.
  static bool HasItsParts(const Metric& metric) {
    if (const auto* ratio = metric.As<kind::Ratio>())
      return !ratio->numerator.empty() && !ratio->denominator.empty();
    if (const auto* sum = metric.As<kind::Cumulative>()) return !sum->metric.empty();
    const auto* lifecycle = metric.As<kind::Lifecycle>();
    return lifecycle == nullptr || !lifecycle->metric.empty();
  }

  void CheckParts(size_t index) {
    const Metric& metric = project_.metrics[index];
    const YamlNode* node = nodes_[index];
    const auto check = [&](const std::string& name, std::string_view key) {
      if (name.empty() || project_.FindMetric(name) != nullptr) return;
      Unknown(name, node != nullptr ? SpanOf(*node, key) : metric.span);
    };
    const auto* ratio = metric.As<kind::Ratio>();
    const auto* sum = metric.As<kind::Cumulative>();
    const auto* lifecycle = metric.As<kind::Lifecycle>();
    if (ratio != nullptr) {
      check(ratio->numerator, "numerator");
      check(ratio->denominator, "denominator");
    }
    if (sum != nullptr) check(sum->metric, "metric");
    if (lifecycle != nullptr) check(lifecycle->metric, "metric");
    for (const Condition& condition : metric.only) check(condition.of, "only");
    // That it is missing altogether was said when the metric was read.
    sound_ = sound_ && HasItsParts(metric);
    if (!sound_) return;
    if (sum != nullptr) CheckSum(metric, *sum, node);
    const auto plainly_active = [&](const std::string& name, std::string_view key) {
      const Metric* of = project_.FindMetric(name);
      if (of == nullptr || (of->Is<kind::Active>() && !WindowOf(*of))) return;
      reporter_.Error(
          "NS010", node != nullptr ? SpanOf(*node, key) : metric.span,
          fmt::format("'{}' has no lifecycle: it is not an active metric without a window", name),
          "a metric of type active without window");
      sound_ = false;
    };
    if (lifecycle != nullptr) plainly_active(lifecycle->metric, "metric");
    for (const Condition& condition : metric.only) {
      if (!condition.of.empty()) plainly_active(condition.of, "only");
    }
    CheckWhose(metric, node);
    const auto* series = metric.As<kind::Series>();
    if (series != nullptr && project_.FindSource(series->source) == nullptr) {
      std::vector<std::string> known;
      for (const Source& source : project_.sources) known.push_back(source.name);
      reporter_.Error("NS004", metric.span, fmt::format("there is no source '{}'", series->source),
                      "", DidYouMean(series->source, known));
      sound_ = false;
    }
  }

  // A running sum is made of what adds up, over one stretch of time.
  void CheckSum(const Metric& metric, const kind::Cumulative& sum, const YamlNode* node) {
    const Metric* base = project_.FindMetric(sum.metric);
    const bool adds_up =
        base == nullptr || TraitsOf(*base).is_additive || base->Is<kind::Lifecycle>();
    if (!adds_up) {
      reporter_.Error("NS010", node != nullptr ? SpanOf(*node, "metric") : metric.span,
                      fmt::format("'{}' cannot be added up over time: it is of type '{}'",
                                  base->name, base->type_name),
                      "a count, a sum, or a lifecycle 'new'");
    }
    if (sum.window && sum.to_date)
      reporter_.Error("NS010", metric.span, "'window' and 'to_date' cannot be combined");
  }

  // `only` is about one entity: the metric's, or the only one that its sources name.
  void CheckWhose(const Metric& metric, const YamlNode* node) {
    if (metric.only.empty() || !metric.entity.empty()) return;
    std::vector<std::string> names;
    for (const EventChoice& choice : metric.events) {
      for (const Source* source : project_.SourcesOfEvent(choice.event)) {
        for (const NamedExpr& entity : source->entities) {
          if (std::find(names.begin(), names.end(), entity.name) == names.end())
            names.push_back(entity.name);
        }
      }
    }
    if (names.size() < 2) return;
    reporter_.Error(
        "NS010", node != nullptr ? SpanOf(*node, "only") : metric.span,
        fmt::format("the events of '{}' have {}: it is unclear which one the condition applies to",
                    metric.name, Join(names, " and ")),
        fmt::format("an 'entity:', for example 'entity: {}'", names.front()));
    sound_ = false;
  }

  // Reports every circle once; true when there is none and every name is known.
  bool FindCycles() {
    bool any = false;
    std::map<std::string, int> state;  // 1: on the path, 2: done
    std::vector<std::string> path;
    const std::function<void(const Metric&)> visit = [&](const Metric& metric) {
      int& mark = state[metric.name];
      if (mark == 2) return;
      if (mark == 1) {
        any = true;
        const auto start = std::find(path.begin(), path.end(), metric.name);
        std::vector<std::string> cycle(start, path.end());
        cycle.push_back(metric.name);
        reporter_.Error("NS005", metric.span, fmt::format("'{}' is defined by itself", metric.name),
                        "", "the cycle is " + Join(cycle, " → "));
        return;
      }
      mark = 1;
      path.push_back(metric.name);
      for (const std::string& part : Project::PartsOf(metric)) {
        const Metric* next = project_.FindMetric(part);
        if (next != nullptr) visit(*next);
      }
      path.pop_back();
      state[metric.name] = 2;
    };
    for (const Metric& metric : project_.metrics) visit(metric);
    return !any && sound_;
  }

  // Columns of text files are text, so most type errors show before any file is read. The columns
  // of parquet files have types of their own, which only loading knows.
  void CheckSourceTypes(const Source& source) {
    if (source.kind != Source::Kind::kEvents && source.kind != Source::Kind::kHttp) return;
    if (source.layout == "parquet") return;
    for (const std::string& file : source.files) {
      if (file.find("parquet") != std::string::npos) return;
    }
    Scope scope;
    scope.what = "column of the file";
    scope.zone = &project_.calendar.zone();
    scope.cells = true;
    scope.find = [](const std::string& name) {
      return ScopeColumn{{ColumnKind::kSourceColumn, name}, ValueType::kText};
    };
    const auto check = [&](const NamedExpr& named, ValueType wanted) {
      const auto bound = BindExpr(*named.expr, scope, wanted);
      const auto* error = std::get_if<ExprError>(&bound);
      if (error == nullptr) return;
      SourceSpan span = named.span;
      span.column += error->range.offset;
      span.length = error->range.length;
      reporter_.Error("NS007", span, error->message, "", error->hint);
    };
    for (const NamedExpr& entity : source.entities) check(entity, ValueType::kText);
    for (const NamedExpr& dimension : source.dimensions) check(dimension, ValueType::kText);
    for (const NamedExpr& value : source.values) check(value, ValueType::kNumber);
    if (source.where) check(*source.where, ValueType::kBool);
  }

  const Source* FindSource(const std::string& name) const {
    const auto found = std::find_if(project_.sources.begin(), project_.sources.end(),
                                    [&](const Source& one) { return one.name == name; });
    return found != project_.sources.end() ? &*found : nullptr;
  }

  // Whether `source` looks up, in one step or several, the source of this name.
  bool LooksUp(const Source& source, const std::string& name, int depth = 0) const {
    if (depth > static_cast<int>(project_.sources.size())) return false;
    return std::any_of(source.lookups.begin(), source.lookups.end(), [&](const Lookup& lookup) {
      const Source* table = lookup.source.empty() ? nullptr : FindSource(lookup.source);
      return table != nullptr && (table->name == name || LooksUp(*table, name, depth + 1));
    });
  }

  void CheckLookups(const Source& source) {
    for (const Lookup& lookup : source.lookups) {
      if (lookup.source.empty()) continue;
      const Source* table = FindSource(lookup.source);
      if (table == nullptr) {
        std::vector<std::string> names;
        for (const Source& one : project_.sources) names.push_back(one.name);
        reporter_.Error("NS004", lookup.span, fmt::format("there is no source '{}'", lookup.source),
                        "", DidYouMean(lookup.source, names));
      } else if (table->kind != Source::Kind::kEvents) {
        reporter_.Error("NS010", lookup.span,
                        fmt::format("the rows of source '{}' are no table of files", lookup.source),
                        "a source of events, or 'files'");
      } else if (table == &source || LooksUp(*table, source.name)) {
        reporter_.Error(
            "NS005", lookup.span,
            fmt::format("source '{}' looks up itself through '{}'", source.name, lookup.source), "",
            "lookups must not go in circles; name the files in place of the source");
      }
    }
  }

  void CheckMetric(const std::string& name, const SourceSpan& span) {
    if (!name.empty() && project_.FindMetric(name) == nullptr) Unknown(name, span);
  }

  void CheckFramework() {
    CheckMetric(project_.outcome, project_.outcome_span);
    for (size_t i = 0; i < project_.candidates.size(); ++i)
      CheckMetric(project_.candidates[i], project_.candidate_spans[i]);
    if (project_.north_star) {
      const NorthStar& star = *project_.north_star;
      CheckMetric(star.metric, star.span);
      for (const InputLink& input : star.inputs) CheckMetric(input.metric, input.span);
      for (const Guardrail& guardrail : star.guardrails) {
        CheckMetric(guardrail.metric, guardrail.span);
      }
    }
    for (const Okr& okr : project_.okrs) {
      for (const KeyResult& result : okr.key_results) CheckMetric(result.metric, result.span);
    }
    for (const Bet& bet : project_.bets) CheckMetric(bet.moves, bet.moves_span);
    for (const CheckSetting& setting : project_.checks) CheckSubjectOf(setting);
    for (const Kpi& kpi : project_.kpis) {
      CheckMetric(kpi.metric, kpi.span);
      CheckMetric(kpi.ladders_to, kpi.span);
    }
  }

  // Of what a check judges because it is the star, or was.
  bool IsOfAStar(const CheckSetting& setting) const {
    if (!project_.north_star || setting.metric.empty() || setting.check == CheckKind::kGuardrail)
      return false;
    if (project_.north_star->metric == setting.metric) return true;
    const std::vector<FormerStar>& history = project_.north_star->history;
    return std::any_of(history.begin(), history.end(),
                       [&](const FormerStar& one) { return one.metric == setting.metric; });
  }

  // A setting for what its check does not judge would be passed over without a word. One of a
  // former star is named by NS315: the decision that made it one must not break the project, nor
  // the edit that names the new one, which may have no key result yet.
  void CheckSubjectOf(const CheckSetting& setting) {
    const std::string& subject = setting.source.empty() ? setting.metric : setting.source;
    if (subject.empty()) return;
    const bool known = setting.source.empty() ? project_.FindMetric(subject) != nullptr
                                              : project_.FindSource(subject) != nullptr;
    const std::vector<std::string> judged = SubjectsOf(project_, setting.check);
    if (!known) {
      reporter_.Error(
          "NS004", setting.subject_span,
          fmt::format("there is no {} '{}'", setting.source.empty() ? "metric" : "source", subject),
          "", DidYouMean(subject, judged));
    } else if (std::find(judged.begin(), judged.end(), subject) == judged.end() &&
               !IsOfAStar(setting)) {
      reporter_.Error(
          "NS010", setting.subject_span,
          fmt::format("the check '{}' does not judge '{}'", NameOf(setting.check), subject),
          std::string(WhatIsJudged(setting.check)), DidYouMean(subject, judged));
    }
  }

  Project& project_;
  const std::vector<const YamlNode*>& nodes_;
  Reporter& reporter_;
  std::vector<std::string> names_;
  bool sound_ = true;
};

}  // namespace

void LinkProject(Project& project, const std::vector<const YamlNode*>& metric_nodes,
                 Reporter& reporter) {
  Linker(project, metric_nodes, reporter).Link();
}

}  // namespace northstar::reading
