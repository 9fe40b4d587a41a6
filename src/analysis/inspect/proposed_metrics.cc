#include "analysis/inspect/proposed_metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "analysis/inspect/column_name.h"
#include "analysis/inspect/project_name.h"
#include "analysis/inspect/proposal_yaml.h"
#include "base/text.h"
#include "model/edit_yaml.h"

namespace northstar {
namespace {

using Kind = ProposedMetric::Kind;

constexpr size_t kMostEvents = 6, kMostEntities = 4, kMostSums = 3, kMostCandidates = 6;

// How surely the name is that of money that customers pay: 0 not at all, 2 surely.
int MoneyPoints(const std::string& name) {
  using Words = std::set<std::string_view>;
  static const Words kSurely = {"amount",   "revenue",  "paid",   "payment", "payments", "mrr",
                                "arr",      "sales",    "income", "gmv",     "proceeds", "earnings",
                                "subtotal", "turnover", "spend",  "spent",   "betrag",   "umsatz",
                                "importe",  "montant",  "valor"};
  static const Words kPerhaps = {"price", "total", "gross", "net", "charge", "preis", "precio"};
  // Money, but none that customers pay for what they get, or not all of it.
  static const Words kNoIncome = {
      "refund",   "refunds",    "refunded", "cost",  "costs",  "tax",        "taxes",
      "discount", "discounts",  "fee",      "fees",  "budget", "cac",        "churn",
      "tip",      "shipping",   "delivery", "unit",  "list",   "average",    "avg",
      "min",      "max",        "balance",  "limit", "salary", "commission", "installments",
      "freight",  "sequential", "compare"};
  // A total of what is no money: total_requests, total_recipients.
  static const Words kOfMoney = {"order", "invoice", "grand", "price", "cart", "basket", "sale",
                                 "line",  "bill",    "item",  "sub",   "due",  "booking"};
  const std::vector<std::string> words = WordsOfName(name);
  const auto any = [&](const Words& list) {
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& word) { return list.contains(word); });
  };
  if (any(kNoIncome)) return 0;
  if (any(kSurely)) return 2;
  if (!any(kPerhaps)) return 0;
  const bool total = std::find(words.begin(), words.end(), "total") != words.end();
  if (!total) return 1;
  return any(kOfMoney) ? 2 : words.size() == 1 ? 1 : 0;
}
bool IsMoney(const std::string& name) {
  return MoneyPoints(name) > 0;
}

// Where a log says who bought what: money is of these events, and of looking at a price it is not.
bool IsPurchase(const std::string& event) {
  static const std::set<std::string_view> kWords = {
      "purchase", "purchased", "order",   "ordered", "payment", "paid",   "sale", "sold",
      "charge",   "charged",   "invoice", "renewal", "renewed", "bought", "buy",  "transaction"};
  const std::vector<std::string> words = WordsOfName(event);
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return kWords.contains(word); });
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
    for (const int wanted : {2, 1}) {
      for (const ProposedSource& source : inspection_.sources) {
        for (const auto& [value, column] : source.values) {
          if (sums == kMostSums || MoneyPoints(value) != wanted) continue;
          const ProposedMetric sum{Kind::kSum, SumOf(value), EventOfMoney(source), "", value, ""};
          if (!Add(sum)) continue;
          ++sums;
          if (out_.outcome.empty()) out_.outcome = sum.name;
        }
      }
    }
  }

  static std::string SumOf(const std::string& value) {
    const bool total = value.starts_with("total") || value.ends_with("total");
    return total ? value + "_sum" : "total_" + value;
  }

  std::string EventOfMoney(const ProposedSource& source) const {
    if (!source.event.empty()) return source.event;
    const auto& events = inspection_.events;
    const auto bought = std::find_if(events.begin(), events.end(), [](const CountedEvent& event) {
      return IsPurchase(event.name);
    });
    return bought == events.end() ? "any" : bought->name;
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

ProposedMetrics ProposeMetrics(const Inspection& inspection, const AddedMetrics& added) {
  ProposedMetrics proposed = Proposer(inspection).Propose();
  const auto is_added = [&](const std::string& name) {
    return std::find(added.names.begin(), added.names.end(), name) != added.names.end();
  };
  const auto same = [&](const ProposedMetric& metric) {
    return std::find_if(added.plain.begin(), added.plain.end(), [&](const ProposedMetric& one) {
      const bool any = metric.event == "any" && inspection.events.size() == 1;
      return one.kind == metric.kind && one.entity == metric.entity && one.value == metric.value &&
             (one.event == metric.event || any);
    });
  };
  std::erase_if(proposed.metrics, [&](const ProposedMetric& metric) {
    const auto twin = same(metric);
    const bool goes = is_added(metric.name) || twin != added.plain.end();
    if (!goes) return false;
    std::erase(proposed.candidates, metric.name);
    if (metric.name == proposed.outcome && twin != added.plain.end()) proposed.outcome = twin->name;
    return true;
  });
  return proposed;
}

std::string ProposedProject(const Inspection& inspection, const std::string& name,
                            const AddedMetrics& added) {
  std::string out = fmt::format(
      "version: 1\nname: {}\ntimezone: {}\n\n# Guessed from the files: 'northstar inspect' says "
      "why. Change what is "
      "wrong.\nsources:\n",
      name,
      inspection.timezone.empty() ? "UTC  # a guess: of times without a zone, and where days begin"
                                  : inspection.timezone);
  out += Indented(ProposalYaml(inspection));
  const ProposedMetrics proposed = ProposeMetrics(inspection, added);
  out += "\n# A first set to look at; 'northstar catalog' lists many more.\nmetrics:\n";
  for (const ProposedMetric& metric : proposed.metrics) out += "  - " + LineOf(metric) + "\n";
  if (!added.lines.empty()) out += Indented(added.lines);
  const bool guess = added.outcome.empty();
  const std::string outcome = guess ? proposed.outcome : added.outcome;
  if (!outcome.empty()) {
    out += fmt::format("\noutcome: {}{}\n", outcome,
                       guess ? "  # a guess: it holds amounts of money" : "");
  }
  std::vector<std::string> candidates = added.candidates;
  candidates.insert(candidates.end(), proposed.candidates.begin(), proposed.candidates.end());
  if (candidates.size() > kMostCandidates) candidates.resize(kMostCandidates);
  out += fmt::format("{}candidates: [{}]\n", outcome.empty() ? "\n" : "", Join(candidates, ", "));
  return out;
}

}  // namespace northstar
