#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/commands/commands.h"
#include "engine/duckdb/duckdb_engine.h"

namespace northstar::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string ToJson(const std::vector<duck::LoadSummary>& summaries) {
  Json out;
  out["sources"] = Json::array();
  for (const duck::LoadSummary& s : summaries) {
    Json one{{"source", s.source},
             {"read", s.read},
             {"kept", s.kept},
             {"filtered", s.filtered},
             {"duplicate", s.duplicate},
             {"rejected", s.rejected},
             {"files",
              {{"new", s.new_files},
               {"grown", s.grown_files},
               {"changed", s.changed_files},
               {"same", s.same_files},
               {"moved", s.moved_files},
               {"gone", s.gone_files}}},
             {"clock_gaps", s.gaps},
             {"clock_overlaps", s.overlaps}};
    one["reasons"] = Json::array();
    for (const duck::RejectReason& reason : s.reasons) {
      one["reasons"].push_back({{"reason", reason.reason}, {"rows", reason.rows}});
    }
    one["rejects_file"] = s.rejects_path.empty() ? Json(nullptr) : Json(s.rejects_path);
    one["seconds"] = s.seconds;
    one["notes"] = s.notes;
    out["sources"].push_back(std::move(one));
  }
  return out.dump(2) + "\n";
}

TextTable ToTable(const std::vector<duck::LoadSummary>& summaries) {
  TextTable table(
      {"source", "files", "read", "kept", "filtered", "duplicate", "rejected", "seconds"});
  for (size_t c = 2; c < 8; ++c) table.AlignRight(c);
  for (const duck::LoadSummary& s : summaries) {
    std::vector<std::string> files;
    const std::pair<int, const char*> kinds[] = {
        {s.new_files, "new"},        {s.grown_files, "grown"},   {s.changed_files, "changed"},
        {s.same_files, "unchanged"}, {s.moved_files, "renamed"}, {s.gone_files, "gone"}};
    for (const auto& [count, kind] : kinds) {
      if (count > 0) files.push_back(fmt::format("{} {}", count, kind));
    }
    table.Add({s.source, Join(files, ", "), WithThousands(s.read), WithThousands(s.kept),
               WithThousands(s.filtered), WithThousands(s.duplicate), WithThousands(s.rejected),
               fmt::format("{:.1f}", s.seconds)});
  }
  return table;
}

void Explain(Context& context, const std::vector<duck::LoadSummary>& summaries) {
  for (const duck::LoadSummary& s : summaries) {
    for (const std::string& note : s.notes)
      context.err(fmt::format("northstar: {}: {}\n", s.source, note));
    for (const duck::RejectReason& reason : s.reasons) {
      context.err(fmt::format("northstar: {}: rejected {}: {}\n", s.source,
                              Plural(reason.rows, "row"), reason.reason));
    }
    if (!s.rejects_path.empty()) {
      context.err(
          fmt::format("northstar: {}: the rejected rows are in {}\n", s.source, s.rejects_path));
    }
    if (s.gaps + s.overlaps > 0) {
      context.err(fmt::format(
          "northstar: {}: {} at wall-clock times that a clock change skipped, {} that it "
          "repeated; read as the earlier instant\n",
          s.source, Plural(s.gaps, "row"), WithThousands(s.overlaps)));
    }
  }
}

int Run(Context& context, const Parsed& parsed) {
  const auto loaded = ReadProject(context);
  if (!loaded.ok()) return Report(context, loaded.error());
  const LoadRequest request{parsed.All("sources"), parsed.Has("--full-refresh"),
                            context.clock->NowUs(), MakeProgress(context)};
  const auto summaries = LoadDuckDb(*loaded->project, request);
  if (context.progress) context.err("\r\033[K");
  if (!summaries.ok()) return Report(context, summaries.error());
  Explain(context, *summaries);
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
          "reads new and changed files into the database",
          "northstar load shop",
          {{"sources", "names of sources; default: all", false, true}},
          {{"--full-refresh", "", "read everything anew"}},
          Run};
}

}  // namespace northstar::cli
