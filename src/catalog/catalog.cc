#include "catalog/catalog.h"

#include <fmt/format.h>

#include "base/text.h"
#include "model/yaml.h"

namespace northstar::catalog {
namespace {

std::string TextOf(const YamlNode& node, std::string_view key) {
  const YamlNode* found = node.Find(key);
  return found != nullptr && found->is_scalar() ? found->text : "";
}

std::vector<std::string> TextsOf(const YamlNode& node, std::string_view key) {
  std::vector<std::string> texts;
  const YamlNode* found = node.Find(key);
  if (found == nullptr) return texts;
  for (const YamlNode& item : found->items) texts.push_back(item.text);
  return texts;
}

std::vector<std::string> KeysOf(const YamlNode& node, std::string_view key) {
  std::vector<std::string> keys;
  const YamlNode* found = node.Find(key);
  if (found == nullptr) return keys;
  for (const YamlNode::Entry& entry : found->entries) keys.push_back(entry.key);
  return keys;
}

std::vector<std::string> ValuesOf(const YamlNode& node, std::string_view key) {
  std::vector<std::string> values;
  const YamlNode* found = node.Find(key);
  if (found == nullptr) return values;
  for (const YamlNode::Entry& entry : found->entries) values.push_back(entry.value.text);
  return values;
}

// Flow style on one line; the catalogue's own values need no quoting but for commas and colons.
std::string Flow(const YamlNode& node) {
  std::vector<std::string> parts;
  switch (node.kind) {
    case YamlNode::Kind::kMap:
      for (const YamlNode::Entry& entry : node.entries)
        parts.push_back(entry.key + ": " + Flow(entry.value));
      return "{" + Join(parts, ", ") + "}";
    case YamlNode::Kind::kList:
      for (const YamlNode& item : node.items) parts.push_back(Flow(item));
      return "[" + Join(parts, ", ") + "]";
    case YamlNode::Kind::kScalar:
    case YamlNode::Kind::kNull:
      break;
  }
  const bool plain = node.text.find_first_of(",:{}[]#'\"&*!|>%@`") == std::string::npos;
  if (plain) return node.text;
  std::string quoted = "\"";
  for (const char c : node.text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

Kind ReadKind(const YamlNode& node) {
  Kind kind;
  kind.name = TextOf(node, "kind");
  kind.sentence = TextOf(node, "sentence");
  const YamlNode* source = node.Find("source");
  NS_CHECK(source != nullptr);
  kind.source = Flow(*source);
  kind.entities = KeysOf(*source, "entities");
  kind.dimensions = KeysOf(*source, "dimensions");
  kind.values = KeysOf(*source, "values");
  kind.entity_columns = ValuesOf(*source, "entities");
  kind.dimension_columns = ValuesOf(*source, "dimensions");
  kind.value_columns = ValuesOf(*source, "values");
  kind.events = TextsOf(node, "events");
  for (const std::string& name : KeysOf(node, "also_called")) {
    kind.also_called.emplace_back(name, TextsOf(*node.Find("also_called"), name));
  }
  const YamlNode* examples = node.Find("examples");
  for (const std::string& dimension : kind.dimensions) {
    std::vector<std::string> values{"a", "b", "c", "d"};
    if (examples != nullptr && examples->Find(dimension) != nullptr)
      values = TextsOf(*examples, dimension);
    kind.examples.push_back(std::move(values));
  }
  const YamlNode* metrics = node.Find("metrics");
  NS_CHECK(metrics != nullptr);
  for (const YamlNode& item : metrics->items) {
    Template one{kind.name,
                 TextOf(item, "name"),
                 TextOf(item, "sentence"),
                 TextOf(item, "wording"),
                 TextsOf(item, "flags"),
                 TextOf(item, "yaml"),
                 std::string(Trim(TextOf(item, "check"))),
                 TextOf(item, "available") != "false"};
    kind.templates.push_back(std::move(one));
  }
  return kind;
}

Starter ReadStarter(const YamlNode& node) {
  Starter starter;
  starter.name = TextOf(node, "template");
  starter.kind = TextOf(node, "kind_of_business");
  starter.candidates = TextsOf(node, "candidates");
  starter.guardrails = TextsOf(node, "guardrails");
  starter.teams = TextsOf(node, "teams");
  starter.outcome = TextOf(node, "outcome");
  if (const YamlNode* inputs = node.Find("inputs")) {
    for (const YamlNode& item : inputs->items)
      starter.inputs.push_back(
          {TextOf(item, "metric"), TextOf(item, "dimension"), TextOf(item, "owner")});
  }
  return starter;
}

Catalog Read() {
  Catalog catalog;
  for (const EmbeddedFile& file : CatalogFiles()) {
    DiagnosticSink sink;
    const SourceText source{std::string(file.name), std::string(file.text)};
    const YamlNode node = ParseYaml(source, sink);
    for (const Diagnostic& problem : sink.all())
      std::fputs(RenderDiagnostic(problem, false).c_str(), stderr);
    NS_CHECK(sink.errors() == 0);
    if (node.Find("template") != nullptr) {
      catalog.starters.push_back(ReadStarter(node));
    } else {
      catalog.kinds.push_back(ReadKind(node));
    }
  }
  return catalog;
}

}  // namespace

std::vector<std::string> Kind::CalledLike(const std::string& wanted) const {
  std::vector<std::string> names{wanted};
  for (const auto& [ours, others] : also_called) {
    if (ours == wanted) names.insert(names.end(), others.begin(), others.end());
  }
  return names;
}

const Template* Catalog::Find(const std::string& name) const {
  for (const Kind& kind : kinds) {
    for (const Template& one : kind.templates) {
      if (one.name == name) return &one;
    }
  }
  return nullptr;
}

const Kind* Catalog::FindKind(const std::string& name) const {
  const auto found =
      std::find_if(kinds.begin(), kinds.end(), [&](const Kind& kind) { return kind.name == name; });
  return found == kinds.end() ? nullptr : &*found;
}

const Starter* Catalog::FindStarter(const std::string& name) const {
  const auto found = std::find_if(starters.begin(), starters.end(),
                                  [&](const Starter& starter) { return starter.name == name; });
  return found == starters.end() ? nullptr : &*found;
}

const Catalog& TheCatalog() {
  static const Catalog catalog = Read();
  return catalog;
}

std::string WithDescription(const Template& one) {
  // The entry of the template's own name, wherever it stands among its parts.
  const std::string mark = "name: " + one.name;
  size_t at = one.yaml.find(mark);
  while (at != std::string::npos && one.yaml[at + mark.size()] != ',' &&
         one.yaml[at + mark.size()] != '\n')
    at = one.yaml.find(mark, at + 1);
  NS_CHECK(at != std::string::npos);
  std::string sentence;
  for (const char c : one.sentence) sentence += c == '"' ? std::string("\\\"") : std::string(1, c);
  const std::string description = fmt::format("description: \"{}\"", sentence);
  std::string yaml = one.yaml;
  const size_t end = at + mark.size();
  if (yaml[end] == ',') return yaml.insert(end, ", " + description);
  const size_t line = at == 0 ? 0 : yaml.rfind('\n', at - 1) + 1;
  return yaml.insert(end, "\n" + std::string(at - line, ' ') + description);
}

std::vector<std::string> MetricLines(const std::vector<const Template*>& templates) {
  std::vector<std::string> lines;
  std::vector<std::string> written;  // names
  const auto asked_for = [&](const std::string& name) {
    return std::any_of(templates.begin(), templates.end(),
                       [&](const Template* one) { return one->name == name; });
  };
  for (const Template* one : templates) {
    bool skip = false;
    for (const std::string& line : Split(WithDescription(*one), '\n')) {
      if (Trim(line).empty()) continue;
      if (line.starts_with("- ")) {
        constexpr std::string_view kName = "name: ";
        const size_t at = line.find(kName);
        NS_CHECK(at != std::string::npos);
        const size_t from = at + kName.size();
        const std::string name = line.substr(from, line.find_first_of(",}", from) - from);
        // A part that is a template of its own here stands where that one does, described.
        skip = std::find(written.begin(), written.end(), name) != written.end() ||
               (name != one->name && asked_for(name));
        if (!skip) written.push_back(name);
      }
      if (!skip) lines.push_back(line);
    }
  }
  return lines;
}

}  // namespace northstar::catalog
