// `lookup:` of a source → Lookup. Whether a source that it names exists, and whether lookups go in
// circles, is checked once all sources are read (link_project.cc).
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "model/reading.h"

namespace northstar {
namespace {

// In the order of TakeHow.
constexpr std::array<std::string_view, 8> kHow = {"",    "sum",   "count", "min",
                                                  "max", "first", "last",  "any"};

}  // namespace

std::string Lookup::Shown() const {
  if (!source.empty()) return fmt::format("the source '{}'", source);
  if (table.database) return table.database->table.empty() ? "a query" : table.database->table;
  return table.files.empty() ? "" : table.files.front();
}

bool Lookup::OneRow() const {
  return std::any_of(take.begin(), take.end(),
                     [](const TakenField& one) { return one.how == TakeHow::kOnly; });
}

namespace reading {
namespace {

// "sum(payment_value)", "count()", "customer_state".
TakenField TakenOf(const std::string& name, const YamlNode& scalar) {
  TakenField taken{name, TakeHow::kOnly, scalar.text, scalar.span};
  taken.span.column += scalar.quoted;
  const size_t open = scalar.text.find('(');
  if (open == std::string::npos || !scalar.text.ends_with(')')) return taken;
  const std::string_view word = Trim(std::string_view(scalar.text).substr(0, open));
  const auto* const found = std::find(kHow.begin() + 1, kHow.end(), word);
  if (found == kHow.end()) return taken;
  taken.how = static_cast<TakeHow>(found - kHow.begin());
  taken.of = Trim(std::string_view(scalar.text).substr(open + 1, scalar.text.size() - open - 2));
  taken.span.column += static_cast<int>(open) + 1;
  return taken;
}

class LookupReader {
 public:
  LookupReader(const YamlNode& node, Context& context) : node_(node), context_(context) {}

  Lookup Read(const std::string& name) {
    lookup_.span = node_.span;
    ReadTableFiles(node_, lookup_.table, context_);
    lookup_.table.name = name;
    lookup_.source = Text(node_, "source");
    const int origins = (lookup_.table.files.empty() ? 0 : 1) + (lookup_.source.empty() ? 0 : 1) +
                        (lookup_.table.database ? 1 : 0);
    if (origins != 1) {
      Wrong("NS009", "", "a lookup needs one of 'files', 'database' and 'source'",
            "files: customers.csv, or source: customers");
    }
    ReadKeys();
    ReadTaken();
    ReadValid();
    lookup_.reject_missing = Text(node_, "missing") == "reject";
    lookup_.text = Written(node_);
    return std::move(lookup_);
  }

 private:
  void Wrong(const char* code, std::string_view key, std::string message, std::string expected) {
    context_.reporter.Error(code, key.empty() ? node_.span : SpanOf(node_, key), std::move(message),
                            std::move(expected));
  }

  void ReadKeys() {
    const YamlNode* on = node_.Find("on");
    lookup_.on_span = SpanOf(node_, "on");
    const auto add = [&](const YamlNode& one) {
      if (one.is_scalar()) lookup_.on.emplace_back(one.text, one.text);
      for (const YamlNode::Entry& pair : one.entries)
        lookup_.on.emplace_back(pair.key, pair.value.text);
    };
    if (on != nullptr && on->is_list()) {
      for (const YamlNode& one : on->items) add(one);
    } else if (on != nullptr) {
      add(*on);
    }
    if (lookup_.on.empty())
      Wrong("NS009", "on", "this lookup has no key", "on: customer_id, or on: {ours: theirs}");
  }

  void ReadTaken() {
    const YamlNode* take = node_.Find("take");
    if (take == nullptr) return;
    if (take->entries.empty())
      Wrong("NS009", "take", "this lookup takes no field", "take: {name: column}");
    for (const YamlNode::Entry& entry : take->entries) {
      if (!entry.value.is_scalar()) continue;
      lookup_.take.push_back(TakenOf(entry.key, entry.value));
      const TakenField& taken = lookup_.take.back();
      if (taken.of.empty() && taken.how != TakeHow::kCount) {
        context_.reporter.Error("NS009", entry.value.span, "this takes no column",
                                "a column, or an aggregate such as sum(amount)");
      }
    }
    const bool one = lookup_.OneRow();
    const bool several = std::any_of(lookup_.take.begin(), lookup_.take.end(),
                                     [](const auto& t) { return t.how != TakeHow::kOnly; });
    if (one && several) {
      Wrong("NS010", "take",
            "some fields take the one row of a key, others an aggregate of several",
            "an aggregate for each (first, any, …), or two lookups");
    }
  }

  void ReadValid() {
    const YamlNode* valid = node_.Find("as_of");
    if (valid == nullptr) return;
    lookup_.valid.span = valid->span;
    lookup_.valid.from = Text(*valid, "from");
    if (!lookup_.OneRow()) {
      Wrong("NS010", "as_of", "'as_of' finds one row, and the fields are aggregates of several",
            "take: {name: column}");
    }
    const YamlNode* to = valid->Find("to");
    if (to == nullptr) return;
    lookup_.valid.to = to->is_scalar() ? to->text : Text(*to, "column");
    lookup_.valid.to_included = to->is_map() && Flag(*to, "inclusive");
  }

  static std::string Written(const YamlNode& node) {
    if (node.is_scalar()) return node.text;
    std::string text = "{";
    for (const YamlNode::Entry& entry : node.entries)
      text += entry.key + ":" + Written(entry.value) + ",";
    for (const YamlNode& item : node.items) text += Written(item) + ",";
    return text + "}";
  }

  const YamlNode& node_;
  Context& context_;
  Lookup lookup_;
};

}  // namespace

std::vector<Lookup> ReadLookups(const YamlNode& node, const std::string& source, Context& context) {
  std::vector<Lookup> lookups;
  const YamlNode* list = node.Find("lookup");
  if (list == nullptr) return lookups;
  constexpr size_t kMostLookups = 32;  // each has a bit in the rows that found nothing
  if (list->items.size() > kMostLookups) {
    context.reporter.Error("NS010", list->span,
                           fmt::format("a source looks up at most {} tables", kMostLookups));
  }
  for (const YamlNode& item : list->items) {
    lookups.push_back(LookupReader(item, context).Read(source));
  }
  for (size_t i = 0; i < lookups.size(); ++i) {
    for (const TakenField& taken : lookups[i].take) {
      for (size_t j = 0; j < i; ++j) {
        if (std::any_of(lookups[j].take.begin(), lookups[j].take.end(),
                        [&](const TakenField& other) { return other.name == taken.name; })) {
          context.reporter.Error("NS008", taken.span,
                                 fmt::format("two lookups take a field '{}'", taken.name),
                                 "different names");
        }
      }
    }
  }
  return lookups;
}

}  // namespace reading
}  // namespace northstar
