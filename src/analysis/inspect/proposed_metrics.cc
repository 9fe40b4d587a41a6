#include "analysis/inspect/proposed_metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "analysis/inspect/column_name.h"
#include "analysis/inspect/proposal_yaml.h"
#include "base/text.h"
#include "model/edit_yaml.h"

namespace northstar {
namespace {

using Kind = ProposedMetric::Kind;

constexpr size_t kMostEvents = 6, kMostEntities = 4, kMostSums = 3, kMostCandidates = 6;

bool IsMoney(const std::string& name) {
  static const std::set<std::string_view> kWords = {
      "amount", "revenue", "price", "total",    "paid",    "payment", "mrr",   "sales",
      "income", "gross",   "net",   "subtotal", "gmv",     "charge",  "spend", "spent",
      "betrag", "umsatz",  "preis", "importe",  "montant", "valor",   "precio"};
  // Money, but none that customers pay for what they get.
  static const std::set<std::string_view> kNoIncome = {
      "refund", "refunds",  "refunded",  "cost",         "costs",     "tax",
      "taxes",  "discount", "discounts", "fee",          "fees",      "budget",
      "cac",    "churn",    "tip",       "installments", "sequential"};
  const std::vector<std::string> words = WordsOfName(name);
  const auto any = [&](const std::set<std::string_view>& list) {
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& word) { return list.contains(word); });
  };
  return any(kWords) && !any(kNoIncome);
}

class Proposer {
 public:
  explicit Proposer(const Inspection& inspection) : inspection_(inspection) {}

  ProposedMetrics Propose() && {
    for (const CountedEvent& event : inspection_.events) {
      if (out_.metrics.size() == kMostEvents) break;
      const bool constant =
          std::any_of(inspection_.sources.begin(), inspection_.sources.end(),
                      [&](const ProposedSource& source) { return source.event == event.name; });
      // What ends is in what runs.
      const bool ends = std::any_of(inspection_.sources.begin(), inspection_.sources.end(),
                                    [&](const ProposedSource& source) {
                                      return !source.where.empty() && source.event == event.name;
                                    });
      if (ends) continue;
      const std::string name = ProjectName(event.name);
      Add({Kind::kCount, constant ? PluralOf(name) : name + "_count", event.name, "", "", ""});
    }
    std::set<std::string> entities;
    if (!inspection_.customer.empty()) {
      entities.insert(inspection_.customer);
      Add({Kind::kActive, "active_" + PluralOf(inspection_.customer), "any", inspection_.customer,
           "", ""});
    }
    for (const ProposedSource& source : inspection_.sources) {
      for (const auto& [entity, column] : source.entities) {
        if (entities.size() == kMostEntities || !entities.insert(entity).second) continue;
        Add({Kind::kActive, "active_" + PluralOf(entity), "any", entity, "", ""});
      }
    }
    for (const ProposedMetric& metric : out_.metrics) {
      if (metric.kind == Kind::kActive) out_.candidates.push_back(metric.name);
    }
    for (const ProposedMetric& metric : out_.metrics) {
      if (metric.kind == Kind::kCount && out_.candidates.size() < kMostCandidates)
        out_.candidates.push_back(metric.name);
    }
    AddSums();
    AddStates();
    return std::move(out_);
  }

 private:
  void AddSums() {
    size_t sums = 0;
    for (const ProposedSource& source : inspection_.sources) {
      for (const auto& [value, column] : source.values) {
        if (sums == kMostSums || !IsMoney(value)) continue;
        const std::string event = source.event.empty() ? "any" : source.event;
        const ProposedMetric sum{Kind::kSum, "total_" + value, event, "", value, ""};
        if (!Add(sum)) continue;
        ++sums;
        if (out_.outcome.empty()) out_.outcome = sum.name;
      }
    }
  }

  // What runs at the end of a period, and what it is worth.
  void AddStates() {
    for (const ProposedSource& source : inspection_.sources) {
      if (source.ends_in.empty()) continue;
      const ProposedMetric running{Kind::kState, "running_" + PluralOf(source.event),
                                   source.event, source.event,
                                   "",           source.event + "_ended"};
      Add(running);
      for (const auto& [value, column] : source.values) {
        if (!IsMoney(value)) continue;
        ProposedMetric worth = running;
        worth.name = "running_" + value;
        worth.value = value;
        Add(worth);
        break;
      }
    }
  }

  bool Add(ProposedMetric metric) {
    if (!names_.insert(metric.name).second) return false;
    out_.metrics.push_back(std::move(metric));
    return true;
  }

  const Inspection& inspection_;
  std::set<std::string> names_;
  ProposedMetrics out_;
};

std::string LineOf(const ProposedMetric& metric) {
  const std::string event = YamlScalar(metric.event);
  switch (metric.kind) {
    case Kind::kCount:
      return fmt::format("{{name: {}, type: count, event: {}, grain: week}}", metric.name, event);
    case Kind::kActive:
      return fmt::format("{{name: {}, type: active, entity: {}, event: {}, grain: week}}",
                         metric.name, metric.entity, event);
    case Kind::kSum:
      return fmt::format("{{name: {}, type: sum, event: {}, value: {}, grain: week}}", metric.name,
                         event, metric.value);
    case Kind::kState:
      return fmt::format("{{name: {}, type: state, entity: {}, on: {}, off: {}{}, grain: month}}",
                         metric.name, metric.entity, event, YamlScalar(metric.off),
                         metric.value.empty() ? "" : ", value: " + metric.value);
  }
  return "";
}

// REQUIRES: every line ends with a newline.
std::string Indented(const std::string& lines) {
  std::string out = ReplaceAll("\n" + lines, "\n", "\n  ").substr(1);
  out.resize(out.size() - 2);
  return out;
}

}  // namespace

ProposedMetrics ProposeMetrics(const Inspection& inspection) {
  return Proposer(inspection).Propose();
}

std::string ProposedProject(const Inspection& inspection, const std::string& name) {
  std::string out = fmt::format(
      "version: 1\nname: {}\ntimezone: {}\n\n# Guessed from the files: 'northstar inspect' says "
      "why. Change what is "
      "wrong.\nsources:\n",
      name,
      inspection.timezone.empty() ? "UTC  # a guess: of times without a zone, and where days begin"
                                  : inspection.timezone);
  out += Indented(ProposalYaml(inspection));
  const ProposedMetrics proposed = ProposeMetrics(inspection);
  out += "\n# A first set to look at; 'northstar catalog' lists many more.\nmetrics:\n";
  for (const ProposedMetric& metric : proposed.metrics) out += "  - " + LineOf(metric) + "\n";
  if (!proposed.outcome.empty())
    out += fmt::format("\noutcome: {}  # a guess: it holds amounts of money\n", proposed.outcome);
  out += fmt::format("{}candidates: [{}]\n", proposed.outcome.empty() ? "\n" : "",
                     Join(proposed.candidates, ", "));
  return out;
}

}  // namespace northstar
