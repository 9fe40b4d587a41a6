#include <fmt/format.h>

#include "base/text.h"
#include "cli/commands/commands.h"
#include "json/command_answers.h"

namespace northstar::cli {
namespace {

TextTable ToTable(const std::vector<LoadSummary>& summaries) {
  TextTable table(
      {"source", "files", "read", "kept", "filtered", "duplicate", "rejected", "seconds"});
  for (size_t c = 2; c < 8; ++c) table.AlignRight(c);
  for (const LoadSummary& s : summaries) {
    std::vector<std::string> files;
    const std::pair<int, const char*> kinds[] = {
        {s.new_files, "new"},        {s.grown_files, "grown"},   {s.changed_files, "changed"},
        {s.same_files, "unchanged"}, {s.moved_files, "renamed"}, {s.gone_files, "gone"},
        {s.removed_files, "removed"}};
    for (const auto& [count, kind] : kinds) {
      if (count > 0) files.push_back(fmt::format("{} {}", count, kind));
    }
    table.Add({s.source, Join(files, ", "), WithThousands(s.read), WithThousands(s.kept),
               WithThousands(s.filtered), WithThousands(s.duplicate), WithThousands(s.rejected),
               fmt::format("{:.1f}", s.seconds)});
  }
  return table;
}

int RunLoad(Context& context, const Parsed& parsed) {
  const auto loaded = ReadProject(context);
  if (!loaded.ok()) return Report(context, loaded.error());
  const bool prune = parsed.Has("--prune");
  const LoadRequest request{parsed.All("sources"),
                            parsed.Has("--full-refresh"),
                            context.clock->NowUs(),
                            MakeProgress(context),
                            prune,
                            context.cancel};
  if (const Status may = CheckMayLook(*loaded->project); !may.ok())
    return Report(context, may.error());
  const auto warehouse = OpenWarehouse(*loaded->project, WarehouseUse::kLoading, context.cancel);
  if (!warehouse.ok()) return Report(context, warehouse.error());
  const auto summaries = (*warehouse)->Load(*loaded->project, request);
  if (context.progress) context.err("\r\033[K");
  if (!summaries.ok()) return Report(context, summaries.error());
  context.err(ExplainLoads(*summaries));
  switch (context.format) {
    case Format::kJson:
      context.out(DumpAnswer(ToJson(*summaries)));
      break;
    case Format::kMarkdown:
      context.out(ToTable(*summaries).Markdown());
      break;
    case Format::kCsv:
    case Format::kTable:
      context.out(ToTable(*summaries).Text(context.color));
      break;
  }
  return kFine;
}

std::optional<std::string> Question(const Parsed& parsed) {
  if (!parsed.Has("--prune")) return std::nullopt;
  return "Permanently remove the rows of files that are gone from disk?";
}

}  // namespace

CommandSpec LoadCommand() {
  return {"load",
          "Load new and changed files into the database",
          "northstar load shop",
          {{"sources", "Names of sources (default: all)", false, true}},
          {{"--full-refresh", "", "Reload everything"},
           {"--prune", "", "Remove the rows of files that are gone from disk"}},
          RunLoad,
          {},
          /*hidden=*/false,
          /*uses_data=*/true,
          Question};
}

}  // namespace northstar::cli
