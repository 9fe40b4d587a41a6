#include "analysis/lead/lead.h"

#include <fmt/format.h>

#include "api/requests/requests.h"
#include "engine/csv_columns.h"
#include "model/project.h"

namespace northstar {
namespace {

Result<Answer> AskLeadOnFile(const Arguments& arguments) {
  NS_RETURN_IF_ERROR(CheckNeeded(
      arguments, "lead", {"time", "candidate", "outcome"},
      "northstar lead --csv sales.csv --time month --candidate teams --outcome revenue"));
  const std::string candidate = arguments.Text("candidate");
  const std::string outcome = arguments.Text("outcome");
  CsvRows rows;
  rows.file = arguments.Text("csv");
  NS_ASSIGN(auto columns, ReadColumns(rows.file, {arguments.Text("time"), candidate, outcome}));
  rows.time = std::move(columns[0]);
  rows.candidate = std::move(columns[1]);
  rows.outcome = std::move(columns[2]);
  const std::string how = arguments.Text("how");
  const WeekFold fold = how == "sum"    ? WeekFold::kSum
                        : how == "mean" ? WeekFold::kMean
                                        : WeekFold::kNone;
  NS_ASSIGN(LeadFindings findings, LeadOfRows(rows, candidate, outcome, fold));
  return Answer(LeadAnswer{std::move(findings), arguments.Has("second-looks")});
}

Result<Answer> AskLead(const SessionView& view, const Arguments& arguments) {
  const ProjectRef& project = view.project();
  if (!arguments.Has("candidate")) {
    return Error::Usage(
        fmt::format("lead needs a candidate and an outcome, or {}", arguments.Called("csv")),
        "northstar lead weekly_active_teams revenue");
  }
  const std::string outcome = arguments.Text("outcome", project->outcome);
  if (outcome.empty()) {
    return Error::Usage("lead needs an outcome: name it, or set 'outcome:' in northstar.yml");
  }
  NS_ASSIGN(const auto as_of, arguments.ReadTime("as-of", project->calendar));
  NS_ASSIGN(LeadFindings findings,
            LeadOfMetrics(view.engine(), project, view.facts(), arguments.Text("candidate"),
                          outcome, view.NowUs(), as_of));
  return Answer(LeadAnswer{std::move(findings), arguments.Has("second-looks")});
}

}  // namespace

RequestSpec LeadSpec() {
  using enum ParameterKind;
  return {
      "lead",
      "Test whether a candidate leads the outcome",
      "northstar lead --csv sales.csv --time month --candidate teams --outcome revenue",
      {{.name = "candidate",
        .kind = kMetric,
        .help = "Name of the candidate metric, or its column with --csv",
        .subject = true,
        .also_named = true},
       {.name = "outcome",
        .kind = kMetric,
        .help =
            "Name of the outcome metric, or its column with --csv (default: the project's outcome)",
        .subject = true,
        .also_named = true},
       {.name = "csv",
        .kind = kFile,
        .help = "Read two series from a file instead of metrics; needs no project"},
       {.name = "time", .kind = kColumn, .help = "Column with the period"},
       {.name = "how",
        .kind = kChoice,
        .help = "How to aggregate daily values to weeks",
        .choices = {"sum", "mean"}},
       {.name = "second-looks",
        .kind = kFlag,
        .help = "Also show classical tests: unit root, Granger, Toda-Yamamoto"},
       AsOfParameter()},
      AskLead,
      AskLeadOnFile};
}

}  // namespace northstar
