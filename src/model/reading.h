// Shared by the readers that turn checked YAML into the parts of a Project. Internal to model/.
#pragma once

#include <cmath>
#include <limits>
#include <optional>

#include "base/text.h"
#include "model/load_project.h"
#include "model/project.h"
#include "model/schema.h"
#include "model/source.h"

namespace northstar::reading {

struct Context {
  Reporter& reporter;
  const Environment& environment;
  std::string file_dir;  // of the file being read
};

inline std::string Text(const YamlNode& node, std::string_view key, std::string fallback = "") {
  const YamlNode* found = node.Find(key);
  return found != nullptr && found->is_scalar() ? found->text : fallback;
}
inline std::optional<double> Number(const YamlNode& node, std::string_view key) {
  const YamlNode* found = node.Find(key);
  return found != nullptr && found->is_scalar() ? ParseYamlNumber(found->text) : std::nullopt;
}
// Of a key whose bounds are in the schema: nullopt for what the check of shapes has refused.
inline std::optional<int> Whole(const YamlNode& node, std::string_view key) {
  const auto number = Number(node, key);
  const bool fits = number && std::fabs(*number) <= std::numeric_limits<int>::max();
  return fits ? std::optional(static_cast<int>(*number)) : std::nullopt;
}
inline bool Flag(const YamlNode& node, std::string_view key) {
  return ParseYamlBool(Text(node, key)).value_or(false);
}
inline SourceSpan SpanOf(const YamlNode& node, std::string_view key) {
  const YamlNode* found = node.Find(key);
  return found != nullptr ? found->span : node.span;
}
std::vector<std::string> Texts(const YamlNode& node, std::string_view key);
std::optional<Duration> ReadDuration(const YamlNode& node, std::string_view key);
// `${NAME}` replaced from the environment; a variable that is not set is an error.
std::string Expand(const YamlNode& node, std::string_view key, Context& context);
std::string ExpandText(const std::string& text, const SourceSpan& span, Context& context);
// Parses the expression in a scalar; null (and a diagnostic) when it does not parse.
ExprRef ReadExpr(const YamlNode& scalar, Context& context);
void ReportExpr(const ExprError& error, const YamlNode& scalar, Context& context);

// Files, and how they are written; `name` is left as it is.
void ReadTableFiles(const YamlNode& node, TableFiles& files, Context& context);
// The `lookup:` of the source that is called `source`.
std::vector<Lookup> ReadLookups(const YamlNode& node, const std::string& source, Context& context);
// Of a source of events that arrive: what it alone has, and errors for what it cannot have.
void ReadHttp(const YamlNode& node, Source& source, Context& context);
// An entry of `sources:`, and one of `feedback:`.
Source ReadSource(const YamlNode& node, Context& context);
Source ReadFeedback(const YamlNode& node, Context& context);

// Metrics are read after all sources, because their expressions see what sources declare.
class MetricReader {
 public:
  MetricReader(const Project& project, Context& context);
  Metric Read(const YamlNode& node);
  // A condition over declared dimensions, values and entities; null when absent or wrong.
  BoundRef ReadCondition(const YamlNode& node, std::string_view key);
  // A formula over metric names.
  BoundRef ReadFormula(const YamlNode& node, std::string_view key,
                       const std::vector<std::string>& metric_names);
  // Errors where no source feeds the event, declares the entity, or declares the dimension for the
  // event; an empty entity or dimension is none.
  void CheckEventName(const std::string& event, const SourceSpan& span);
  void CheckEntity(const std::string& entity, const YamlNode& node, std::string_view key);
  void CheckDimension(const std::string& dimension, const std::string& event,
                      const SourceSpan& span);

 private:
  friend class KindReader;

  void ReadEvents(const YamlNode& node, std::string_view key, std::vector<EventChoice>& events);
  static void ReadSurroundings(const YamlNode& node, Metric& metric);
  void CheckKeys(const YamlNode& node, const MetricTypeSpec& type);
  // The keys of its type alone (read_metric_kinds.cc).
  void ReadKind(const YamlNode& node, const MetricTypeSpec& type, Metric& metric);
  void CheckCondition(const Condition& condition, const YamlNode& node);
  BoundRef BindNode(const YamlNode& scalar, ValueType wanted);

  const Project& project_;
  Context& context_;
  Scope scope_;
};

void ReadFramework(const YamlNode& root, Project& project, Context& context);
// `notify:`, `renotify:` and `refresh:`.
void ReadNotify(const YamlNode& root, Project& project, Context& context);
// References between metrics, cycles, inherited grain, candidates and outcome.
void LinkProject(Project& project, const std::vector<const YamlNode*>& metric_nodes,
                 Reporter& reporter);

// "Weekly active teams" of weekly_active_teams.
std::string LabelFromName(std::string name);

}  // namespace northstar::reading
