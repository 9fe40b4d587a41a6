// Any bytes as a question: a line each for metrics, grain, from, to, by, where and as of. Bound
// against a small project, or refused in words.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/text.h"
#include "base/written_time.h"
#include "model/load_project.h"
#include "plan/question.h"

namespace {

using namespace northstar;

ProjectRef SmallProject() {
  const auto loaded = LoadProject(std::string(NORTHSTAR_SOURCE_DIR) + "/fuzz/small_project",
                                  [](const std::string&) { return std::nullopt; });
  if (!loaded.ok()) std::abort();
  return loaded->project;
}

// Two years of events.
DataFacts SmallFacts() {
  DataFacts facts;
  SourceFacts& app = facts.sources["app"];
  app.rows = 100'000;
  app.first_us = app.earliest_us = 1'680'000'000'000'000;
  app.last_us = 1'745'000'000'000'000;
  app.event_rows = {{"buy", 20'000}, {"look", 80'000}};
  facts.entity_ordinals = {{"user", 50}};
  facts.dimension_values = {{"plan", 3}, {"country", 40}};
  facts.event_codes = {{"buy", 1}, {"look", 2}};
  return facts;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const ProjectRef project = SmallProject();
  static const DataFacts facts = SmallFacts();
  std::vector<std::string> lines =
      Split(std::string_view(reinterpret_cast<const char*>(data), size), '\n');
  lines.resize(7);
  Question question;
  question.metrics = Split(lines[0], ' ');
  question.grain = GrainFromName(lines[1]);
  question.from = ParseDay(lines[2]);
  question.to = ParseDay(lines[3]);
  if (!lines[4].empty()) question.by = Split(lines[4], ' ');
  question.where = lines[5];
  if (const auto time = ParseTime(lines[6])) question.as_of_us = time->us;
  const auto bound = BindQuestion(project, question, facts, 1'750'000'000'000'000);
  if (!bound.ok() && bound.error().message.empty()) std::abort();
  return 0;
}
