#include <fmt/format.h>

#include "base/text.h"
#include "cli/commands/commands.h"
#include "report/json.h"

namespace northstar::cli {
namespace {

std::string ToJson(const std::vector<LoadSummary>& summaries) {
  Json out;
  out["sources"] = Json::array();
  for (const LoadSummary& s : summaries) {
    Json one{{"source", s.source},
             {"read", s.read},
             {"kept", s.kept},
             {"filtered", s.filtered},
             {"duplicate", s.duplicate},
             {"rejected", s.rejected},
             {"future", s.future},
             {"files",
              {{"new", s.new_files},
               {"grown", s.grown_files},
               {"changed", s.changed_files},
               {"same", s.same_files},
               {"moved", s.moved_files},
               {"gone", s.gone_files},
               {"removed", s.removed_files}}},
             {"clock_gaps", s.gaps},
             {"clock_overlaps", s.overlaps}};
    one["reasons"] = Json::array();
    for (const RejectReason& reason : s.reasons) {
      one["reasons"].push_back({{"reason", reason.reason},
                                {"rows", reason.rows},
                                {"example", reason.example},
                                {"file", reason.file},
                                {"row", reason.row}});
    }
    one["rejects_file"] = s.rejects_path.empty() ? Json(nullptr) : Json(s.rejects_path);
    one["seconds"] = s.seconds;
    one["notes"] = s.notes;
    out["sources"].push_back(std::move(one));
  }
  return Dump(out);
}

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

int Run(Context& context, const Parsed& parsed) {
  const auto loaded = ReadProject(context);
  if (!loaded.ok()) return Report(context, loaded.error());
  const bool prune = parsed.Has("--prune");
  if (prune && context.ask &&
      !context.ask("Permanently remove the rows of files that are gone from disk?")) {
    context.err("northstar: nothing was removed\n");
    return kFine;
  }
  const LoadRequest request{parsed.All("sources"), parsed.Has("--full-refresh"),
                            context.clock->NowUs(), MakeProgress(context), prune};
  const auto warehouse = OpenWarehouse(*loaded->project, WarehouseUse::kLoading, context.cancel);
  if (!warehouse.ok()) return Report(context, warehouse.error());
  const auto summaries = (*warehouse)->Load(*loaded->project, request);
  if (context.progress) context.err("\r\033[K");
  if (!summaries.ok()) return Report(context, summaries.error());
  context.err(ExplainLoads(*summaries));
  switch (context.format) {
    case Format::kJson:
      context.out(ToJson(*summaries));
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

}  // namespace

CommandSpec LoadCommand() {
  return {"load",
          "Load new and changed files into the database",
          "northstar load shop",
          {{"sources", "Names of sources (default: all)", false, true}},
          {{"--full-refresh", "", "Reload everything"},
           {"--prune", "", "Remove the rows of files that are gone from disk"}},
          Run};
}

}  // namespace northstar::cli
