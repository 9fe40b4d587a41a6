#include <utility>

#include "api/requests/requests.h"
#include "engine/csv_columns.h"
#include "model/project.h"

namespace northstar {
namespace {

Result<Answer> AskExplainOnFile(const Arguments& arguments) {
  NS_RETURN_IF_ERROR(
      CheckForFile(arguments, "metric", {"from", "to", "grain", "by", "where", "as-of"}));
  NS_RETURN_IF_ERROR(
      CheckNeeded(arguments, "explain", {"actual", "expected"},
                  "northstar explain --csv leaves.csv --actual real --expected predict"));
  NS_ASSIGN(const FileColumns file, ReadAllColumns(arguments.Text("csv")));
  NS_ASSIGN(LeafExplanation found,
            ExplainLeaves(file, {arguments.Text("actual"), arguments.Text("expected"),
                                 arguments.Text("denominator-actual"),
                                 arguments.Text("denominator-expected")}));
  return Answer(std::move(found));
}

Result<Answer> AskExplain(const SessionView& view, const Arguments& arguments) {
  constexpr size_t kMonthLength = 7;  // "2026-01"
  constexpr size_t kYearLength = 4;
  const Calendar& calendar = view.project()->calendar;
  ExplainOptions options;
  options.metric = arguments.Text("metric");
  options.by = arguments.All("by");
  options.where = arguments.Text("where");
  // A month or a year alone names a period of that length.
  for (const char* name : {"from", "to"}) {
    const size_t length = arguments.Text(name).size();
    if (length == kMonthLength) options.span = Grain::kMonth;
    if (length == kYearLength) options.span = Grain::kYear;
  }
  if (arguments.Has("grain")) options.grain = arguments.ReadGrain();
  NS_ASSIGN(options.from_us, arguments.ReadTime("from", calendar));
  NS_ASSIGN(options.to_us, arguments.ReadTime("to", calendar));
  NS_ASSIGN(options.as_of_us, arguments.ReadTime("as-of", calendar));
  NS_ASSIGN(Explanation explanation,
            Explain(view.engine(), view.project(), view.facts(), view.NowUs(), options));
  return Answer(std::move(explanation));
}

}  // namespace

RequestSpec ExplainSpec() {
  using enum ParameterKind;
  return {"explain",
          "Explain why a metric moved, in parts that add up",
          "northstar explain weekly_active_teams --from 2026-01-26 --to 2026-02-02",
          {{.name = "metric",
            .kind = kMetric,
            .help = "Name of the metric (default: the North Star)",
            .subject = true},
           {.name = "from",
            .kind = kTime,
            .help = "Any day of the earlier period (default: the period before --to)"},
           {.name = "to",
            .kind = kTime,
            .help = "Any day of the later period (default: the last complete period)"},
           {.name = "grain",
            .kind = kChoice,
            .help = "Length of the two periods (default: the metric's grain, or that of --from)",
            .choices = {"day", "week", "month", "quarter", "year"},
            .placeholder = "GRAIN"},
           {.name = "by",
            .kind = kDimension,
            .help = "Show only segments of these dimensions (default: all)",
            .many = true},
           WhereParameter(),
           AsOfParameter(),
           {.name = "csv",
            .kind = kFile,
            .help = "Read a table of leaves from a file instead of a metric; needs no project"},
           {.name = "actual", .kind = kColumn, .help = "Column with the observed values"},
           {.name = "expected", .kind = kColumn, .help = "Column with the expected values"},
           {.name = "denominator-actual",
            .kind = kColumn,
            .help = "For a ratio: column with the observed denominator"},
           {.name = "denominator-expected",
            .kind = kColumn,
            .help = "For a ratio: column with the expected denominator"}},
          AskExplain,
          AskExplainOnFile};
}

}  // namespace northstar
