// The catalogue of metric templates by kind of business, and the starting points that `init`
// offers. The templates are the YAML files in catalog/, embedded into the program when it is built.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/embedded_file.h"
#include "base/result.h"

namespace northstar::catalog {

struct Template {
  std::string kind;
  std::string name;
  std::string sentence;  // becomes the metric's description
  std::string wording;   // how the articles on North Star metrics put it; "added" for parts
  std::vector<std::string> flags;  // vanity, lagging, money
  std::string yaml;                // entries of `metrics:`, without the description of `name`
  std::string check;               // hand-written SQL that gives the same; empty: none
  bool available = true;           // computed by this version
};

struct Kind {
  std::string name;
  std::string sentence;
  std::string source;  // the entry of `sources:`, as YAML in one line
  std::vector<std::string> entities, dimensions, values;  // names
  std::vector<std::string> entity_columns, dimension_columns, value_columns;
  std::vector<std::vector<std::string>> examples;  // values that made-up events have, by dimension
  std::vector<std::string> events;
  std::vector<Template> templates;
};

struct Input {
  std::string metric, dimension, owner;
};
struct Starter {
  std::string name;
  std::string kind;  // of business: whose source and events it starts with
  std::vector<std::string> candidates, guardrails, teams;
  std::string outcome;
  std::vector<Input> inputs;
};

struct Catalog {
  std::vector<Kind> kinds;
  std::vector<Starter> starters;

  const Template* Find(const std::string& name) const;
  const Kind* FindKind(const std::string& name) const;
  const Starter* FindStarter(const std::string& name) const;
};

// Reads the embedded files once; a file that cannot be read is a bug of the build.
const Catalog& TheCatalog();

// A metric entry as it goes into northstar.yml: the template's YAML with its sentence as
// description.
std::string WithDescription(const Template& one);
// The entries of the templates as lines of a `metrics:` list, parts that several of them bring
// once.
std::vector<std::string> MetricLines(const std::vector<const Template*>& templates);

}  // namespace northstar::catalog

namespace northstar {
std::span<const EmbeddedFile> CatalogFiles();  // defined in a generated source
}
