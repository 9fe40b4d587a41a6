#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "engine/csv_columns.h"
#include "report/lead_report.h"

namespace northstar::cli {
namespace {

Result<LeadFindings> FromCsv(const Parsed& parsed) {
  for (const char* option : {"--time", "--candidate", "--outcome"}) {
    if (!parsed.Has(option)) {
      return Error::Usage(
          fmt::format("lead --csv also needs {}", option),
          "northstar lead --csv sales.csv --time month --candidate teams --outcome revenue");
    }
  }
  CsvRows rows;
  rows.file = parsed.Text("--csv");
  NS_ASSIGN(auto columns, ReadColumns(rows.file, {parsed.Text("--time"), parsed.Text("--candidate"),
                                                  parsed.Text("--outcome")}));
  rows.time = std::move(columns[0]);
  rows.candidate = std::move(columns[1]);
  rows.outcome = std::move(columns[2]);
  const std::string how = parsed.Text("--how");
  const WeekFold fold = how == "sum"    ? WeekFold::kSum
                        : how == "mean" ? WeekFold::kMean
                                        : WeekFold::kNone;
  return LeadOfRows(rows, parsed.Text("--candidate"), parsed.Text("--outcome"), fold);
}

Result<LeadFindings> FromProject(Context& context, const Parsed& parsed) {
  if (!parsed.Has("candidate")) {
    return Error::Usage("lead needs a candidate and an outcome, or --csv",
                        "northstar lead weekly_active_teams revenue");
  }
  NS_ASSIGN(OpenProject open, OpenForQuestions(context));
  const std::string outcome = parsed.Text("outcome", open.project()->outcome);
  if (outcome.empty()) {
    return Error::Usage("lead needs an outcome: name it, or set 'outcome:' in northstar.yml");
  }
  std::optional<int64_t> as_of;
  if (parsed.Has("--as-of")) {
    NS_ASSIGN(as_of, ReadTime("--as-of", parsed.Text("--as-of"), open.project()->calendar));
  }
  return LeadOfMetrics(*open.engine, open.project(), open.facts, parsed.Text("candidate"), outcome,
                       context.clock->NowUs(), as_of);
}

int Run(Context& context, const Parsed& parsed) {
  const Result<LeadFindings> findings =
      parsed.Has("--csv") ? FromCsv(parsed) : FromProject(context, parsed);
  if (!findings.ok()) return Report(context, findings.error());
  context.out(RenderLead(*findings, context.format, context.color, parsed.Has("--second-looks")));
  return VerdictOf(findings->result.finding) == Verdict::kFail ? kFinding : kFine;
}

}  // namespace

CommandSpec LeadCommand() {
  return {
      "lead",
      "does a candidate move before the outcome?",
      "northstar lead --csv sales.csv --time month --candidate teams --outcome revenue",
      {{"candidate", "name of the candidate metric"},
       {"outcome", "name of the outcome metric; default: the project's"}},
      {{"--csv", "FILE", "two series of a file instead of metrics; needs no project"},
       {"--time", "COLUMN", "column with the period"},
       {"--candidate", "COLUMN", "column with the candidate"},
       {"--outcome", "COLUMN", "column with the outcome"},
       {"--how", "HOW", "how daily values become weeks", {"sum", "mean"}},
       {"--second-looks", "", "also show the classical tests: unit roots, Granger, Toda-Yamamoto"},
       {"--as-of", "TIME", "as it was known at this time: later events are hidden"}},
      Run};
}

}  // namespace northstar::cli
