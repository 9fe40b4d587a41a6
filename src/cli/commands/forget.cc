// Takes one person out of everything that a project has gathered.
#include <fmt/format.h>

#include "base/text.h"
#include "cli/commands/commands.h"
#include "cli/commands/reported.h"
#include "json/forget_report.h"
#include "model/project.h"
#include "report/format.h"
#include "server/forgetting.h"

namespace northstar::cli {
namespace {

TextTable ToTable(const ForgetReport& report) {
  TextTable table({"searched", report.dry_run ? "would remove" : "removed"});
  const auto add = [&](const std::string& what, const std::string& found) {
    table.Add({what, found});
  };
  for (const Forgotten::Rows& rows : report.stored.rows)
    add(fmt::format("rows of {}", rows.source), Plural(rows.rows, "row"));
  add("who is whom", Plural(report.stored.pairs, "pair"));
  add("values that only these rows had", Plural(report.stored.values, "value"));
  add(fmt::format("the log of what arrived ({})", Plural(report.log_segments, "file")),
      Plural(report.log_events, "event"));
  add("surveys", Plural(report.survey_answers, "answer"));
  add("rejected rows", Plural(static_cast<int64_t>(report.rejects.size()), "file"));
  return table;
}

Result<int> RunForget(Context& context, const Parsed& parsed) {
  NS_ASSIGN(const LoadedProject loaded, ReadProject(context));
  NS_RETURN_IF_ERROR(CheckMayLook(*loaded.project));
  NS_ASSIGN(const auto warehouse,
            OpenWarehouse(*loaded.project, WarehouseUse::kLoading, context.cancel));
  const ForgetRequest request{parsed.Text("entity"), parsed.Text("id"), parsed.Has("--dry-run")};
  const server::ForgetPlace place{loaded.project.get(), warehouse.get(), context.clock,
                                  "command line", context.while_nothing_is_stored};
  NS_ASSIGN(const ForgetReport report, server::Forget(place, request));
  if (context.format == Format::kJson) {
    context.out(DumpAnswer(ToJson(report)));
    return int{kFine};
  }
  const TextTable table = ToTable(report);
  context.out(context.format == Format::kMarkdown ? table.Markdown() : table.Text(context.color));
  if (report.stored.ids.size() > 1)
    context.err(fmt::format("northstar: these ids are one and the same: {}\n",
                            Join(report.stored.ids, ", ")));
  for (const std::string& left : report.left) context.err(fmt::format("northstar: {}\n", left));
  if (report.dry_run) context.err("northstar: nothing was changed\n");
  return int{kFine};
}

std::optional<std::string> Question(const Parsed& parsed) {
  if (parsed.Has("--dry-run")) return std::nullopt;
  return fmt::format("Permanently remove {} '{}'? It cannot be undone.", parsed.Text("entity"),
                     parsed.Text("id"));
}

}  // namespace

CommandSpec ForgetCommand() {
  return {"forget",
          "Remove a person from everything that was gathered",
          "northstar forget user u_4711 --dry-run",
          {{"entity", "Entity of the project, such as user", true}, {"id", "Its id", true}},
          {{"--dry-run", "", "Only say what would be removed"}},
          Reported<RunForget>,
          {},
          /*hidden=*/false,
          /*uses_data=*/true,
          Question};
}

}  // namespace northstar::cli
