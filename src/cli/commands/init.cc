// `init`: a project that validates and runs: over files that are there (init_from.h), or from a
// starting point of the catalogue, with a small file of made-up events so that every command has
// something to show. Never overwrites anything.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "base/calendar.h"
#include "base/random.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "cli/commands/commands.h"
#include "cli/commands/init_from.h"
#include "model/project.h"
#include "model/project_files.h"

namespace northstar::cli {
namespace {

namespace fs = std::filesystem;
using catalog::Kind;
using catalog::Starter;
using catalog::TheCatalog;

std::vector<std::string> StarterNames() {
  std::vector<std::string> names;
  for (const Starter& starter : TheCatalog().starters) names.push_back(starter.name);
  return names;
}

std::string ProjectText(const Starter& starter, const std::string& name) {
  std::string out = fmt::format(
      "version: 1\nname: {}\n\n# Where the events come from. data/events.csv holds made-up ones: "
      "put your "
      "own in its\n# place, and name its columns here.\nsources:\n",
      name);
  out += "  - " + TheCatalog().FindKind(starter.kind)->source + "\n";
  out += "\n# 'northstar catalog' lists many more.\nmetrics:\n";
  std::vector<std::string> wanted = starter.candidates;
  wanted.push_back(starter.outcome);
  for (const catalog::Input& input : starter.inputs) wanted.push_back(input.metric);
  wanted.insert(wanted.end(), starter.guardrails.begin(), starter.guardrails.end());
  std::vector<const catalog::Template*> templates;
  for (const std::string& metric : wanted) templates.push_back(TheCatalog().Find(metric));
  for (const std::string& line : catalog::MetricLines(templates)) out += "  " + line + "\n";
  out += fmt::format("\noutcome: {}\ncandidates: [{}]\n\nteams:\n", starter.outcome,
                     Join(starter.candidates, ", "));
  for (const std::string& team : starter.teams) out += fmt::format("  - {{name: {}}}\n", team);
  out +=
      "\n# Once 'northstar evaluate' has shown which candidate deserves it:\n# north_star:\n#   "
      "metric: " +
      starter.candidates[0] + "\n#   inputs:\n";
  for (const catalog::Input& input : starter.inputs) {
    out += fmt::format("#     - {{metric: {}, dimension: {}, owner: {}}}\n", input.metric,
                       input.dimension, input.owner);
  }
  out += "#   guardrails:\n";
  for (const std::string& guardrail : starter.guardrails)
    out += fmt::format("#     - {{metric: {}}}\n", guardrail);
  return out;
}

// Half a year of made-up events: some people come often, some never again.
std::string Events(const Kind& kind, const std::string& header) {
  Random random(MixText(kind.name));
  std::string out = header;
  const int64_t first = ParseTime("2026-01-01T00:00:00Z")->us;
  constexpr int kPeople = 120;
  for (int day = 0; day < 180; ++day) {
    for (int person = 0; person < kPeople; ++person) {
      const int joined = person * 150 / kPeople;
      if (day < joined) continue;
      const double habit = 0.05 + 0.5 * static_cast<double>(person * 37 % 100) / 100;
      if (random.Uniform() > habit) continue;
      const int events = 1 + static_cast<int>(random.Below(4));
      int64_t at =
          first + day * kMicrosPerDay + static_cast<int64_t>(random.Below(80'000)) * 1'000'000;
      for (int e = 0; e < events; ++e) {
        at += static_cast<int64_t>(random.Below(900)) * 1'000'000;
        out += FormatInstant(at) + "," + kind.events[random.Below(kind.events.size())];
        for (size_t i = 0; i < kind.entities.size(); ++i)
          out += fmt::format(",{}{}", kind.entities[i][0], i == 0 ? person : person / (i + 2));
        for (const std::vector<std::string>& values : kind.examples)
          out += "," + values[random.Below(values.size())];
        for (size_t i = 0; i < kind.values.size(); ++i)
          out += fmt::format(",{}", 1 + random.Below(50));
        out += "\n";
      }
    }
  }
  return out;
}

Status WriteNew(const fs::path& path, const std::string& text) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  std::ofstream file(path);
  file << text;
  if (!file.flush())
    return Error::Data(fmt::format("cannot write '{}'", path.string()), "is the folder writable?");
  return Status::Ok();
}

// The columns that a source names, in the order in which Events writes them.
std::string HeaderOf(const Kind& kind) {
  std::string header = "time,event";
  for (const auto* group : {&kind.entity_columns, &kind.dimension_columns, &kind.value_columns}) {
    for (const std::string& column : *group) header += "," + column;
  }
  return header + "\n";
}

Status Write(Context& context, const Parsed& parsed) {
  const std::string wanted = parsed.Text("--template", "saas");
  const Starter* starter = TheCatalog().FindStarter(wanted);
  if (starter == nullptr) {
    return Error::Usage(fmt::format("there is no template '{}'", wanted),
                        DidYouMean(wanted, StarterNames()));
  }
  std::error_code error;
  const fs::path folder = fs::absolute(parsed.Text("directory", "."), error).lexically_normal();
  const fs::path project = folder / "northstar.yml";
  const fs::path data = folder / "data" / "events.csv";
  for (const fs::path& path : {project, data}) {
    if (fs::exists(path, error))
      return Error::Usage(fmt::format("'{}' already exists; nothing was written", path.string()),
                          "choose an empty folder: northstar init my-product");
  }
  NS_RETURN_IF_ERROR(CheckOutsideProjects(folder));
  NS_RETURN_IF_ERROR(CheckNoYamlBelow(folder));
  std::string name = LowerUtf8(folder.lexically_normal().filename().string());
  if (name.empty()) name = LowerUtf8(folder.parent_path().filename().string());
  const Kind& kind = *TheCatalog().FindKind(starter->kind);
  NS_RETURN_IF_ERROR(WriteNew(data, Events(kind, HeaderOf(kind))));
  NS_RETURN_IF_ERROR(WriteNew(project, ProjectText(*starter, IsName(name) ? name : "my_product")));
  context.out(fmt::format("wrote {}\nwrote {}  (made-up events: put your own in its place)\n",
                          project.string(), data.string()));
  const std::string at = parsed.Text("directory", ".");
  context.out(
      fmt::format("\nTry next:\n  northstar -p {0} validate\n  northstar -p {0} query {1}\n  "
                  "northstar -p {0} evaluate\n",
                  at, starter->candidates[0]));
  return Status::Ok();
}

int RunInit(Context& context, const Parsed& parsed) {
  if (parsed.Has("--from")) return InitFrom(context, parsed);
  const Status status = Write(context, parsed);
  return status.ok() ? kFine : Report(context, status.error());
}

}  // namespace

CommandSpec InitCommand() {
  return {
      "init",
      "Write a project to start from: over your files, or with made-up events",
      "northstar init my-product --from exports/",
      {{"directory", "Directory to write (default: here)"}},
      {{"--from", "FILE", "Files or folders to make sources of, as 'inspect' finds them", {}, true},
       {"--template", "KIND", "Kind of product (default: saas)", StarterNames()},
       {"--yes", "", "Ask nothing: take every guess"}},
      RunInit};
}

}  // namespace northstar::cli
