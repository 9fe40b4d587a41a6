// The catalogue of metric templates by kind of business, and the starting points that `init`
// offers. The templates are the YAML files in catalog/, embedded into the program when it is built.
// Read once, immutable, thread safe; a file that is not as it should be stops the program.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/embedded_file.h"
#include "base/result.h"

namespace northstar::catalog {

// One metric, with the parts that it is made of.
struct Template {
  // Name of its Kind.
  std::string kind;
  std::string name;
  // Becomes the metric's description.
  std::string sentence;
  // How the articles on North Star metrics put it; "added" for parts.
  std::string wording;
  // Of vanity, lagging, money; usually none.
  std::vector<std::string> flags;
  // Entries of `metrics:` as they stand in a project, parts included, without the description of
  // `name`.
  std::string yaml;
  // Hand-written SQL that gives the same; empty: none.
  std::string check;
  // Computed by this version.
  bool available = true;
};

// A kind of business: a source as it might look, and templates over its events.
struct Kind {
  std::string name;
  std::string sentence;
  // The entry of `sources:`, as YAML in one line.
  std::string source;
  // Names that the source declares, and below the columns of its file, in the same order.
  std::vector<std::string> entities, dimensions, values;
  std::vector<std::string> entity_columns, dimension_columns, value_columns;
  // Values that made-up events have, by dimension.
  std::vector<std::vector<std::string>> examples;
  // Names of the events that templates count.
  std::vector<std::string> events;
  // What others call an event, an entity, a dimension or a value, the commonest first.
  std::vector<std::pair<std::string, std::vector<std::string>>> also_called;
  std::vector<Template> templates;

  // The name itself, and what else it is called.
  std::vector<std::string> CalledLike(const std::string& wanted) const;
};

// An input beneath a star: a template's name, a dimension of the framework, a team.
struct Input {
  std::string metric, dimension, owner;
};
// What `init` writes to begin with; all but `teams` are names of templates.
struct Starter {
  std::string name;
  // Of business: whose source and events it starts with.
  std::string kind;
  std::vector<std::string> candidates, guardrails, teams;
  std::string outcome;
  std::vector<Input> inputs;
};

// In the order of the embedded files. Finders return null for a name that is not there.
struct Catalog {
  std::vector<Kind> kinds;
  std::vector<Starter> starters;

  const Template* Find(const std::string& name) const;
  const Kind* FindKind(const std::string& name) const;
  const Starter* FindStarter(const std::string& name) const;
};

// Reads the embedded files at the first call; a file that cannot be read is a bug of the build.
const Catalog& TheCatalog();

// A metric entry as it goes into northstar.yml: the template's YAML with its sentence as
// description of the entry `name`, wherever that stands among its parts.
std::string WithDescription(const Template& one);
// The entries of the templates as lines of a `metrics:` list, without indentation; parts that
// several of them bring once, and a part that is asked for itself with its description.
std::vector<std::string> MetricLines(const std::vector<const Template*>& templates);

}  // namespace northstar::catalog

namespace northstar {
std::span<const EmbeddedFile> CatalogFiles();  // defined in a generated source
}
