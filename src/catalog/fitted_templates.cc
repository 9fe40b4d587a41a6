#include "catalog/fitted_templates.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>

#include "base/text.h"
#include "model/edit_yaml.h"

namespace northstar::catalog {
namespace {

using Names = std::vector<FoundName>;

// Every word in the singular.
std::string Singular(const std::string& name) {
  std::vector<std::string> words = Split(name, '_');
  for (std::string& word : words) {
    if (word.size() > 3) word = SingularOf(word);
  }
  return Join(words, "_");
}

const FoundName* FindName(const Names& names, const std::string& wanted) {
  const auto found = std::find_if(names.begin(), names.end(), [&](const FoundName& one) {
    return Singular(one.plain) == Singular(wanted);
  });
  return found == names.end() ? nullptr : &*found;
}

bool Contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool IsNameSign(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Keys whose values are words of their own, or names of metrics.
bool IsAboutTheMetric(const std::string& key) {
  static const std::set<std::string_view> kKeys = {
      "name",   "description", "unit",        "type",      "grain", "format",
      "metric", "numerator",   "denominator", "statistic", "part",  "expr"};
  return kKeys.contains(key);
}

// One entry of a template's `metrics:`.
class EntryFitter {
 public:
  EntryFitter(const Kind& kind, std::span<const FoundSource> sources)
      : kind_(kind), sources_(sources) {}

  // `missing` stays empty where it fits.
  void Fit(YamlNode& entry) {
    FindSources(entry);
    const YamlNode* type = entry.Find("type");
    const bool counts = type != nullptr &&
                        (type->text == "count" || type->text == "sum" || type->text == "average");
    std::erase_if(entry.entries, [&](YamlNode::Entry& one) {
      if (one.key == "format" && one.value.text.starts_with("currency")) return true;
      const bool optional = one.key == "incentivised" || (one.key == "entity" && counts);
      return optional && !Fits(one.value);
    });
    FitAll(entry);
    // Two things of the template that are one here would be compared with themselves.
    std::set<std::string> used;
    for (const auto& [ours, theirs] : taken) {
      if (!used.insert(theirs).second) missing.push_back(ours);
    }
  }

  std::vector<std::string> missing;
  std::vector<std::pair<std::string, std::string>> taken;

 private:
  void Miss(const std::string& what) {
    const bool there = !Contains(kind_.events, what) && IsThere(what);
    if (!there && !Contains(missing, what)) missing.push_back(what);
  }

  void Take(const std::string& ours, const std::string& theirs) {
    const std::pair<std::string, std::string> pair{ours, theirs};
    if (std::find(taken.begin(), taken.end(), pair) == taken.end()) taken.push_back(pair);
  }

  const FoundName* FindEvent(const std::string& event) const {
    for (const std::string& name : kind_.CalledLike(event)) {
      for (const FoundSource& source : sources_) {
        if (const FoundName* found = FindName(source.events, name)) return found;
      }
    }
    return nullptr;
  }

  // Those that have its events.
  void FindSources(const YamlNode& node) {
    for (const YamlNode::Entry& one : node.entries) {
      if (!IsAboutTheMetric(one.key)) FindSources(one.value);
    }
    for (const YamlNode& item : node.items) FindSources(item);
    if (!node.is_scalar() || !Contains(kind_.events, node.text)) return;
    const FoundName* event = FindEvent(node.text);
    if (event == nullptr) return;
    for (const FoundSource& source : sources_) {
      if (FindName(source.events, event->plain) != nullptr) of_events_.insert(&source);
    }
  }

  // Where the events are missing, it is not said of names that are there somewhere.
  bool IsThere(const std::string& name) const {
    if (!of_events_.empty()) return false;
    return std::any_of(sources_.begin(), sources_.end(), [&](const FoundSource& source) {
      for (const std::string& called : kind_.CalledLike(name)) {
        for (const Names* names : {&source.entities, &source.dimensions, &source.values})
          if (FindName(*names, called) != nullptr) return true;
      }
      return false;
    });
  }

  // A name that all sources of the events have.
  std::optional<std::string> FindCommon(const std::string& name, Names FoundSource::*names) const {
    for (const std::string& called : kind_.CalledLike(name)) {
      std::optional<std::string> common;
      const bool all = std::all_of(of_events_.begin(), of_events_.end(), [&](const auto* source) {
        const FoundName* found = FindName(source->*names, called);
        if (found == nullptr || (common && *common != found->written)) return false;
        common = found->written;
        return true;
      });
      if (all && common) return common;
    }
    return std::nullopt;
  }

  // What stands for a name of the template; nullopt: nothing does. The name itself where it is
  // none.
  std::optional<std::string> Counterpart(const std::string& name) const {
    if (Contains(kind_.events, name)) {
      const FoundName* event = FindEvent(name);
      return event == nullptr ? std::nullopt : std::optional(event->written);
    }
    if (Contains(kind_.entities, name)) return FindCommon(name, &FoundSource::entities);
    if (Contains(kind_.dimensions, name)) return FindCommon(name, &FoundSource::dimensions);
    if (Contains(kind_.values, name)) return FindCommon(name, &FoundSource::values);
    return name;
  }

  bool Fits(const YamlNode& node) const {
    EntryFitter probe = *this;
    YamlNode copy = node;
    probe.FitAll(copy);
    return probe.missing.empty();
  }

  void FitAll(YamlNode& node) {
    for (YamlNode::Entry& one : node.entries) {
      if (!IsAboutTheMetric(one.key)) FitAll(one.value);
    }
    for (YamlNode& item : node.items) FitAll(item);
    if (!node.is_scalar()) return;
    if (const auto counterpart = Counterpart(node.text); counterpart != node.text) {
      if (!counterpart) return Miss(node.text);
      Take(node.text, *counterpart);
      node.text = *counterpart;
      return;
    }
    FitExpression(node);
  }

  // Names and texts within an expression.
  void FitExpression(YamlNode& node) {
    const std::string text = node.text;
    std::string out;
    for (size_t i = 0; i < text.size();) {
      const bool quoted = text[i] == '\'';
      size_t end = i + 1;
      if (quoted) {
        end = std::min(text.find('\'', end), text.size() - 1) + 1;
      } else {
        while (IsNameSign(text[i]) && end < text.size() && IsNameSign(text[end])) ++end;
      }
      const std::string part = text.substr(i, end - i);
      const std::string name = quoted ? part.substr(1, part.size() - 2) : part;
      const auto counterpart = Counterpart(name);
      if (!counterpart || (quoted && !Contains(kind_.events, name))) {
        // Only the people who have the data know which texts mean that.
        Miss(counterpart ? text : name);
        out += part;
      } else {
        if (*counterpart != name) Take(name, *counterpart);
        out += quoted ? "'" + ReplaceAll(*counterpart, "'", "''") + "'" : *counterpart;
      }
      i = end;
    }
    node.text = out;
  }

  const Kind& kind_;
  std::span<const FoundSource> sources_;
  std::set<const FoundSource*> of_events_;
};

YamlNode EntriesOf(const Template& one) {
  DiagnosticSink sink;
  YamlNode entries = ParseYaml(SourceText("catalog", WithDescription(one)), sink);
  NS_CHECK(sink.errors() == 0);
  return entries;
}

}  // namespace

std::vector<const Template*> TemplatesOf(const Starter& starter) {
  std::vector<std::string> names = starter.candidates;
  names.push_back(starter.outcome);
  for (const Input& input : starter.inputs) names.push_back(input.metric);
  names.insert(names.end(), starter.guardrails.begin(), starter.guardrails.end());
  std::vector<const Template*> templates;
  for (const std::string& name : names) {
    const Template* found = TheCatalog().Find(name);
    if (std::find(templates.begin(), templates.end(), found) == templates.end())
      templates.push_back(found);
  }
  return templates;
}

FittedTemplates FitTemplates(std::span<const Template* const> templates,
                             std::span<const FoundSource> sources) {
  FittedTemplates out;
  std::set<std::string> written;
  for (const Template* one : templates) {
    FittedTemplate fitted{one, {}, {}, {}};
    UnfittedTemplate unfitted{one, {}};
    YamlNode entries = EntriesOf(*one);
    for (YamlNode& entry : entries.items) {
      EntryFitter fitter(*TheCatalog().FindKind(one->kind), sources);
      fitter.Fit(entry);
      for (const std::string& name : fitter.missing) {
        if (!Contains(unfitted.missing, name)) unfitted.missing.push_back(name);
      }
      for (const auto& pair : fitter.taken) {
        if (std::find(fitted.taken.begin(), fitted.taken.end(), pair) == fitted.taken.end())
          fitted.taken.push_back(pair);
      }
      fitted.lines.push_back(YamlOnOneLine(entry));
      fitted.entries.push_back(std::move(entry));
    }
    if (!unfitted.missing.empty()) {
      out.unfitted.push_back(std::move(unfitted));
      continue;
    }
    for (size_t i = fitted.entries.size(); i-- > 0;) {
      if (written.insert(fitted.entries[i].Find("name")->text).second) continue;
      fitted.lines.erase(fitted.lines.begin() + static_cast<std::ptrdiff_t>(i));
      fitted.entries.erase(fitted.entries.begin() + static_cast<std::ptrdiff_t>(i));
    }
    out.fitted.push_back(std::move(fitted));
  }
  return out;
}

}  // namespace northstar::catalog
