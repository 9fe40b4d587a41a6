// definitions: which metrics of the constellation got another definition during the quarter. A
// number that means something else than a quarter ago cannot be compared with it.
#include <set>

#include "analysis/review/review_section.h"
#include "words/review_sections.h"

namespace northstar {
namespace {

// The star, what stands around it, and all that they are made of.
std::set<std::string> Constellated(const Project& project) {
  std::vector<std::string> open;
  if (!project.outcome.empty()) open.push_back(project.outcome);
  if (project.north_star) {
    open.push_back(project.north_star->metric);
    for (const InputLink& one : project.north_star->inputs) open.push_back(one.metric);
    for (const Guardrail& one : project.north_star->guardrails) open.push_back(one.metric);
  }
  std::set<std::string> all;
  while (!open.empty()) {
    const std::string name = open.back();
    open.pop_back();
    if (!all.insert(name).second) continue;
    if (const Metric* metric = project.FindMetric(name)) {
      for (const std::string& part : Project::PartsOf(*metric)) open.push_back(part);
    }
  }
  return all;
}

}  // namespace

ReviewSection DefinitionsSection(const ReviewEvidence& evidence, ReviewSigns&) {
  using Code = ReviewSectionStatement::Code;
  ReviewSection section;
  section.table.columns = {{"metric", "metric"},
                           {"day", "first seen"},
                           {"version", "version", true},
                           {"change", "change"}};
  const std::set<std::string> names = Constellated(*evidence.project);
  for (const ChangedDefinition& one : evidence.options.definitions) {
    if (!evidence.quarter.days.Holds(one.day) || !names.contains(one.metric)) continue;
    section.table.rows.push_back(
        {TextCell(one.metric), TextCell(FormatDay(one.day)),
         NumberCell(static_cast<double>(one.version)),
         one.silent ? ReviewCell{"without_version", "changed without a new version"}
                    : ReviewCell{"new_version", "new version"}});
  }
  ReviewSectionStatement statement{Code::kDefinitionsSame};
  if (!section.table.rows.empty()) {
    statement.code = Code::kDefinitionsChanged;
  } else if (!evidence.options.definitions_unread.empty()) {
    statement.code = Code::kDefinitionsUnknown;
    section.notes.push_back(evidence.options.definitions_unread);
  }
  statement.count = section.table.rows.size();
  statement.period = evidence.quarter.name;
  section.said = Words(statement);
  return section;
}

}  // namespace northstar
