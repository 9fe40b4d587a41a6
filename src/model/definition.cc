#include "model/definition.h"

#include <algorithm>
#include <set>
#include <span>

#include "base/text.h"
#include "model/metric_traits.h"
#include "model/project.h"

namespace northstar {
namespace {

bool IsNumber(const BoundExpr& expr) {
  const auto* constant = std::get_if<Constant>(&expr.node);
  return constant != nullptr && std::holds_alternative<double>(*constant);
}

bool IsWeighted(const BoundExpr& expr) {
  const auto* call = std::get_if<Call>(&expr.node);
  if (call == nullptr || (call->op != Op::kMultiply && call->op != Op::kDivide)) return false;
  const bool number = IsNumber(*call->args[0]) || IsNumber(*call->args[1]);
  return number && !ColumnsIn(expr).empty();
}

bool SumsWeighted(const BoundExpr& expr) {
  const auto* call = std::get_if<Call>(&expr.node);
  if (call == nullptr) return false;
  if (call->op == Op::kAdd || call->op == Op::kSubtract) {
    const bool several = ColumnsIn(expr).size() > 1;
    for (const BoundRef& arg : call->args) {
      if (several && (IsWeighted(*arg) || SumsWeighted(*arg))) return true;
    }
  }
  return std::any_of(call->args.begin(), call->args.end(),
                     [](const BoundRef& arg) { return SumsWeighted(*arg); });
}

bool HasWord(const std::string& name, std::span<const std::string_view> words) {
  const std::string joined = "_" + LowerUtf8(name) + "_";
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return joined.find("_" + std::string(word) + "_") != std::string::npos;
  });
}

constexpr std::string_view kReachWords[] = {
    "signup",      "signups",      "sign_up",         "sign_ups",   "signed_up", "download",
    "downloads",   "downloaded",   "page_view",       "page_views", "pageview",  "pageviews",
    "registered",  "registration", "registrations",   "install",    "installs",  "installed",
    "impressions", "impression",   "account_created", "visits",     "visitors"};
constexpr std::string_view kSentWords[] = {"sent",    "shown",     "delivered", "pushed",
                                           "emailed", "displayed", "notified"};
constexpr std::string_view kVisitWords[] = {
    "login",           "logged_in", "log_in", "open",      "opened",
    "app_open",        "view",      "viewed", "page_view", "session_start",
    "session_started", "visit",     "visited"};

template <typename Test>
bool AnyEvent(const Project& project, const Metric& metric, Test test) {
  for (const Metric* leaf : project.LeavesOf(metric)) {
    for (const EventChoice& choice : leaf->events) {
      if (test(*leaf, choice.event)) return true;
    }
  }
  return false;
}

int CountConditions(const BoundRef& condition) {
  if (!condition) return 0;
  const auto* call = std::get_if<Call>(&condition->node);
  if (call != nullptr && (call->op == Op::kAnd || call->op == Op::kOr)) {
    return CountConditions(call->args[0]) + CountConditions(call->args[1]);
  }
  return 1;
}

int CountNumbers(const BoundExpr& expr) {
  if (IsNumber(expr)) return 1;
  const auto* call = std::get_if<Call>(&expr.node);
  int count = 0;
  if (call != nullptr) {
    for (const BoundRef& arg : call->args) count += CountNumbers(*arg);
  }
  return count;
}

int CountConstants(const Metric& metric) {
  int count = AtLeastOf(metric) > 1 ? 1 : 0;
  if (metric.Is<kind::Percentile>()) ++count;
  const auto* formula = metric.As<kind::Derived>();
  if (formula != nullptr && formula->expr) count += CountNumbers(*formula->expr);
  if (const BoundRef& value = ValueOf(metric)) count += CountNumbers(*value);
  return count;
}

int CountWindows(const Metric& metric) {
  const auto* sum = metric.As<kind::Cumulative>();
  const auto* sessions = metric.As<kind::Sessions>();
  return WindowOf(metric).has_value() + WithinOf(metric).has_value() +
         (sum != nullptr && sum->to_date) + (sessions != nullptr && sessions->gap);
}

}  // namespace

bool IsWeightedComposite(const Metric& metric) {
  const auto* formula = metric.As<kind::Derived>();
  return formula != nullptr && formula->expr && SumsWeighted(*formula->expr);
}

bool IsCumulative(const Project& project, const Metric& metric) {
  if (const auto* sum = metric.As<kind::Cumulative>()) return !sum->window && !sum->to_date;
  if (!metric.Is<kind::Derived>()) return false;
  const std::vector<std::string> parts = Project::PartsOf(metric);
  return !parts.empty() && std::all_of(parts.begin(), parts.end(), [&](const std::string& part) {
    return IsCumulative(project, *project.FindMetric(part));
  });
}

bool CountsReach(const Project& project, const Metric& metric) {
  if (IsRate(metric)) return false;
  if (HasWord(metric.name, kReachWords)) return true;
  if (!metric.Is<kind::Count, kind::Cumulative, kind::Active>()) return false;
  return AnyEvent(project, metric, [](const Metric&, const std::string& event) {
    return HasWord(event, kReachWords);
  });
}

bool CountsSent(const Project& project, const Metric& metric) {
  if (!metric.Is<kind::Count, kind::Cumulative>()) return false;
  return HasWord(metric.name, kSentWords) ||
         AnyEvent(project, metric, [](const Metric&, const std::string& event) {
           return HasWord(event, kSentWords);
         });
}

bool ActiveOnVisitAlone(const Metric& metric) {
  if (!metric.Is<kind::Active>() || metric.events.empty()) return false;
  return std::all_of(metric.events.begin(), metric.events.end(), [](const EventChoice& choice) {
    return !choice.event.empty() && HasWord(choice.event, kVisitWords);
  });
}

bool IsRate(const Metric& metric) {
  return metric.format == "percentage" || TraitsOf(metric).is_rate;
}

int WordCount(const std::string& text) {
  int words = 0;
  for (const std::string& word : Split(text, ' ')) words += !Trim(word).empty();
  return words;
}

bool IsOneSentence(const std::string& text) {
  const std::string trimmed(Trim(text));
  for (size_t i = 0; i + 1 < trimmed.size(); ++i) {
    const char c = trimmed[i];
    if ((c == '.' || c == '!' || c == '?') && trimmed[i + 1] == ' ' && i > 0 &&
        !std::isdigit(static_cast<unsigned char>(trimmed[i - 1])) && i + 2 < trimmed.size() &&
        std::isupper(static_cast<unsigned char>(trimmed[i + 2]))) {
      return false;
    }
  }
  return !trimmed.empty();
}

Complexity ComplexityOf(const Project& project, const Metric& metric) {
  Complexity c;
  std::set<std::string> events;
  std::set<std::string> entities;
  std::set<std::string> visited;
  const std::function<void(const Metric&)> visit = [&](const Metric& m) {
    if (!visited.insert(m.name).second) return;
    ++c.nodes;
    for (const auto* list : EventListsOf(m)) {
      for (const EventChoice& choice : *list) {
        events.insert(choice.event);
        c.filters += CountConditions(choice.where);
      }
    }
    c.filters += CountConditions(m.where);
    c.filters += static_cast<int>(m.only.size());
    c.constants += CountConstants(m);
    if (!m.entity.empty() && !m.Is<kind::Sum, kind::Count>()) entities.insert(m.entity);
    if (!DistinctOf(m).empty()) entities.insert(DistinctOf(m));
    c.windows += CountWindows(m);
    for (const std::string& part : Project::PartsOf(m)) visit(*project.FindMetric(part));
  };
  visit(metric);
  c.events = static_cast<int>(events.size());
  const auto sources = static_cast<int>(project.SourcesOf(metric).size());
  c.joins = std::max(0, static_cast<int>(entities.size()) - 1) + std::max(0, sources - 1);
  return c;
}

}  // namespace northstar
