// Templates over the events that somebody has: the names that a template uses are looked for among
// those that files hold, also by what else they are called ("order_completed" is "purchase" in many
// shops). What has no counterpart is said, never left out in silence. Pure; thread safe.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "catalog/catalog.h"
#include "model/yaml.h"

namespace northstar::catalog {

// As it is written, and in small letters with underscores: "Order Completed", order_completed.
struct FoundName {
  std::string written, plain;
};
// The names of one source.
struct FoundSource {
  std::vector<FoundName> events, entities, dimensions, values;
};

struct FittedTemplate {
  const Template* of = nullptr;
  // Its entries, parts first, and each on one line: "{name: …}".
  std::vector<YamlNode> entries;
  std::vector<std::string> lines;
  // What was taken for what, where the names differ: order_completed, "purchase".
  std::vector<std::pair<std::string, std::string>> taken;
};
struct UnfittedTemplate {
  const Template* of = nullptr;
  std::vector<std::string> missing;  // names of the template, and conditions on texts
};
struct FittedTemplates {
  std::vector<FittedTemplate> fitted;  // an entry that several have stands in the first alone
  std::vector<UnfittedTemplate> unfitted;
};

// In the order of `templates`. All names that an entry uses lie in the sources of its events.
// `incentivised` and, where a template can do without, `entity` are dropped rather than missed;
// currencies are dropped always.
FittedTemplates FitTemplates(std::span<const Template* const> templates,
                             std::span<const FoundSource> sources);

// The templates that a starter names: candidates, outcome, inputs, guardrails, each once.
std::vector<const Template*> TemplatesOf(const Starter& starter);

}  // namespace northstar::catalog
