#include "cli/commands/init_from.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "analysis/inspect/proposed_metrics.h"
#include "base/calendar.h"
#include "base/text.h"
#include "base/write_file.h"
#include "catalog/catalog.h"
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

// What products of a kind measure, as comments: only people know which of their events is meant.
Result<std::string> SuggestedBy(const std::string& wanted) {
  const catalog::Starter* starter = catalog::TheCatalog().FindStarter(wanted);
  if (starter == nullptr) {
    std::vector<std::string> names;
    for (const catalog::Starter& one : catalog::TheCatalog().starters) names.push_back(one.name);
    return Error::Usage(fmt::format("there is no template '{}'", wanted),
                        DidYouMean(wanted, names));
  }
  std::string out = fmt::format(
      "\n# What products like '{}' look at too; 'northstar catalog NAME' prints a metric, to be "
      "written with your events:\n",
      wanted);
  for (const std::string& metric : starter->candidates)
    out += fmt::format("#   {}: {}\n", metric, catalog::TheCatalog().Find(metric)->sentence);
  return out;
}

Status WriteProject(Context& context, const Parsed& parsed, Inspection& inspection) {
  std::string suggested;
  if (parsed.Has("--template")) {
    NS_ASSIGN(suggested, SuggestedBy(parsed.Text("--template")));
  }
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
  const std::string text = ProposedProject(inspection, IsName(name) ? name : "my_product");
  NS_RETURN_IF_ERROR(WriteFile(project.string(), text + suggested));
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

int ShowWeeks(Context& context, const Inspection& inspection) {
  Parsed query;
  for (const ProposedMetric& metric : ProposeMetrics(inspection).metrics)
    query.values["metrics"].push_back(metric.name);
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
  const Status written = WriteProject(context, parsed, inspection);
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
  if (const int code = ShowWeeks(context, inspection); code != kFine) return code;
  context.out(
      fmt::format("\nTry next:\n  northstar -p {0} validate\n  northstar -p {0} evaluate\n", at));
  return kFine;
}

}  // namespace northstar::cli
