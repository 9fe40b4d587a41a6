#include "cli/commands/init_from.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "analysis/inspect/project_name.h"
#include "analysis/inspect/proposed_metrics.h"
#include "base/calendar.h"
#include "base/text.h"
#include "base/write_file.h"
#include "catalog/catalog.h"
#include "catalog/fitted_templates.h"
#include "cli/commands/init_questions.h"
#include "model/project_files.h"

namespace northstar::cli {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kShownWeeks = 8;

// Relative to the folder where it lies in it or near, else absolute.
std::string NearPath(const fs::path& folder, const std::string& file) {
  std::error_code error;
  const fs::path path = fs::absolute(file, error).lexically_normal();
  const fs::path relative = path.lexically_relative(folder);
  const auto up = std::count(relative.begin(), relative.end(), fs::path(".."));
  const bool near = !relative.empty() && up <= 2;
  return (near ? relative : path).string();
}

// Files as the project names them.
void NameFrom(const fs::path& folder, FoundTables& found) {
  constexpr std::string_view kSqlite = "sqlite:";
  for (FoundTable& table : found.tables) {
    auto& database = table.layout.database;
    if (database && database->address.starts_with(kSqlite)) {
      database->address =
          std::string(kSqlite) + NearPath(folder, database->address.substr(kSqlite.size()));
    }
    for (std::string& files : table.layout.files) {
      const size_t inside = files.find('!');
      const std::string rest = inside == std::string::npos ? "" : files.substr(inside);
      files = NearPath(folder, files.substr(0, inside)) + rest;
    }
  }
}

catalog::FoundName Named(const std::string& name) {
  return {name, ProjectName(name)};
}

// The names that metrics can be made of, by source.
std::vector<catalog::FoundSource> NamesFound(const Inspection& inspection) {
  std::vector<catalog::FoundSource> sources;
  const auto named = [](const std::vector<NamedColumn>& columns) {
    std::vector<catalog::FoundName> names;
    for (const auto& [name, column] : columns) names.push_back(Named(name));
    return names;
  };
  for (const ProposedSource& source : inspection.sources) {
    catalog::FoundSource found{
        {}, named(source.entities), named(source.dimensions), named(source.values)};
    for (const CountedEvent& event : inspection.events) {
      const bool of_one =
          std::any_of(inspection.sources.begin(), inspection.sources.end(),
                      [&](const ProposedSource& one) { return one.event == event.name; });
      if (source.event.empty() ? !of_one : source.event == event.name)
        found.events.push_back(Named(event.name));
    }
    sources.push_back(std::move(found));
  }
  return sources;
}

// What the entry is where it is one of the kinds of a first set, and nothing more.
std::optional<ProposedMetric> PlainMetric(const YamlNode& entry) {
  const auto text = [&](const char* key) {
    const YamlNode* found = entry.Find(key);
    return found != nullptr ? found->text : std::string();
  };
  for (const char* more : {"where", "window", "incentivised", "only"}) {
    if (entry.Find(more) != nullptr) return std::nullopt;
  }
  ProposedMetric metric{ProposedMetric::Kind::kCount, text("name"), text("event"), "", "", ""};
  if (text("type") == "active") {
    metric.kind = ProposedMetric::Kind::kActive;
    metric.entity = text("entity");
  } else if (text("type") == "sum") {
    metric.kind = ProposedMetric::Kind::kSum;
    metric.value = text("value");
  } else if (text("type") != "count") {
    return std::nullopt;
  }
  return metric.event.empty() ? std::nullopt : std::optional(metric);
}

// What products of a kind measure, over the names of these files; what they lack as comments.
AddedMetrics MetricsOf(const catalog::Starter& starter, const Inspection& inspection) {
  const std::vector<const catalog::Template*> templates = catalog::TemplatesOf(starter);
  const std::vector<catalog::FoundSource> names = NamesFound(inspection);
  const catalog::FittedTemplates fit = catalog::FitTemplates(templates, names);
  AddedMetrics added;
  added.lines = fmt::format("# Of the template '{}', with your names.\n", starter.name);
  for (const catalog::FittedTemplate& one : fit.fitted) {
    std::vector<std::string> taken;
    for (const auto& [ours, theirs] : one.taken)
      taken.push_back(fmt::format("{} is taken to be '{}'", ours, theirs));
    if (!taken.empty()) added.lines += fmt::format("# {}: {}\n", one.of->name, Join(taken, ", "));
    for (const std::string& line : one.lines) added.lines += "- " + line + "\n";
    for (const YamlNode& entry : one.entries) {
      added.names.push_back(entry.Find("name")->text);
      if (auto plain = PlainMetric(entry)) added.plain.push_back(*std::move(plain));
    }
    const auto& wanted = starter.candidates;
    if (std::find(wanted.begin(), wanted.end(), one.of->name) != wanted.end())
      added.candidates.push_back(one.of->name);
    if (one.of->name == starter.outcome) added.outcome = starter.outcome;
  }
  if (fit.fitted.empty()) added.lines.clear();
  if (fit.unfitted.empty()) return added;
  added.lines += fmt::format(
      "# Of the template '{}' the files have nothing like these; 'northstar catalog NAME' prints a "
      "metric:\n",
      starter.name);
  for (const catalog::UnfittedTemplate& one : fit.unfitted)
    added.lines += fmt::format("#   {}: {}\n", one.of->name, Join(one.missing, ", "));
  return added;
}

Status WriteProject(Context& context, const Parsed& parsed, Inspection& inspection,
                    AddedMetrics& added) {
  std::error_code error;
  const fs::path folder = fs::absolute(parsed.Text("directory", "."), error).lexically_normal();
  const fs::path project = folder / "northstar.yml";
  if (fs::exists(project, error))
    return Error::Usage(fmt::format("'{}' already exists; nothing was written", project.string()),
                        "choose an empty folder: northstar init my-product --from data/");
  NS_RETURN_IF_ERROR(CheckOutsideProjects(folder));
  NS_RETURN_IF_ERROR(CheckNoYamlBelow(folder));
  NS_ASSIGN(FoundTables found, FindTables(parsed.All("--from"), context.cancel));
  NameFrom(folder, found);
  inspection = Inspect(std::move(found));
  if (inspection.sources.empty())
    return Error::Data("none of the tables has a column of times, so there are no events",
                       "'northstar inspect' shows what their columns were taken for");
  if (context.answer && !parsed.Has("--yes")) AskAboutData(context, inspection);
  std::string name = LowerUtf8(folder.filename().string());
  if (name.empty()) name = LowerUtf8(folder.parent_path().filename().string());
  fs::create_directories(folder, error);
  // Of the names that the option takes.
  if (parsed.Has("--template"))
    added = MetricsOf(*catalog::TheCatalog().FindStarter(parsed.Text("--template")), inspection);
  NS_RETURN_IF_ERROR(WriteFile(
      project.string(), ProposedProject(inspection, IsName(name) ? name : "my_product", added)));
  context.out(fmt::format("wrote {}\n",
                          (fs::path(parsed.Text("directory", ".")) / "northstar.yml").string()));
  for (const ProposedSource& source : inspection.sources) {
    context.out(fmt::format("  {}: {}, time: {}{}\n", source.name,
                            inspection.tables[source.table].found.name, source.time,
                            source.order_unknown ? " (day first: a guess)" : ""));
  }
  return Status::Ok();
}

int RunCommand(Context& context, std::string_view name, const Parsed& parsed) {
  const auto commands = Commands();
  const auto at = std::find_if(commands.begin(), commands.end(),
                               [&](const CommandSpec& one) { return one.name == name; });
  return at->run(context, parsed);
}

int ShowWeeks(Context& context, const Inspection& inspection, const AddedMetrics& added) {
  Parsed query;
  std::vector<std::string>& metrics = query.values["metrics"];
  metrics = added.candidates;
  for (const ProposedMetric& metric : ProposeMetrics(inspection, added).metrics) {
    if (std::find(metrics.begin(), metrics.end(), metric.name) == metrics.end())
      metrics.push_back(metric.name);
  }
  query.values["--grain"] = {"week"};
  if (inspection.to_us) {
    const int64_t from = std::max(*inspection.to_us - (kShownWeeks + 1) * 7 * kMicrosPerDay,
                                  inspection.from_us.value_or(INT64_MIN));
    query.values["--from"] = {FormatInstant(from).substr(0, 10)};
    // The last week is seldom whole.
    const int64_t to = std::max(*inspection.to_us - 7 * kMicrosPerDay, from);
    query.values["--to"] = {FormatInstant(to).substr(0, 10)};
  }
  context.out("\n");
  return RunCommand(context, "query", query);
}

}  // namespace

int InitFrom(Context& context, const Parsed& parsed) {
  Inspection inspection;
  AddedMetrics added;
  const Status written = WriteProject(context, parsed, inspection, added);
  if (!written.ok()) return Report(context, written.error());
  const std::string at = parsed.Text("directory", ".");
  context.project_dir = at;
  context.environment = [variables = inspection.variables, before = context.environment](
                            const std::string& name) -> std::optional<std::string> {
    for (const auto& [variable, address] : variables) {
      if (variable == name) return address;
    }
    return before(name);
  };
  for (const auto& [variable, address] : inspection.variables) {
    context.out(
        fmt::format("  the address stands in no file: export {}='postgresql://…' before you "
                    "use the project again\n",
                    variable));
  }
  context.out("\n");
  if (const int code = RunCommand(context, "load", {}); code != kFine) return code;
  if (const int code = ShowWeeks(context, inspection, added); code != kFine) return code;
  context.out(
      fmt::format("\nTry next:\n  northstar -p {0} validate\n  northstar -p {0} evaluate\n", at));
  return kFine;
}

}  // namespace northstar::cli
