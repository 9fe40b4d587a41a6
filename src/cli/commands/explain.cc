#include "analysis/explain/explain.h"

#include <fmt/format.h>

#include "analysis/explain/leaves.h"
#include "cli/commands/commands.h"
#include "report/explain_report.h"

namespace northstar::cli {
namespace {

Result<std::string> FromCsv(Context& context, const Parsed& parsed) {
  NS_RETURN_IF_ERROR(
      CheckForFile(parsed, "metric", {"--from", "--to", "--grain", "--by", "--where", "--as-of"}));
  for (const char* option : {"--actual", "--expected"}) {
    if (!parsed.Has(option)) {
      return Error::Usage(fmt::format("explain --csv also needs {}", option),
                          "northstar explain --csv leaves.csv --actual real --expected predict");
    }
  }
  NS_ASSIGN(const FileColumns file, ReadAllColumns(parsed.Text("--csv")));
  NS_ASSIGN(const LeafExplanation found,
            ExplainLeaves(file, {parsed.Text("--actual"), parsed.Text("--expected"),
                                 parsed.Text("--denominator-actual"),
                                 parsed.Text("--denominator-expected")}));
  return RenderLeafExplanation(found, context.format, context.color);
}

Result<std::string> FromProject(Context& context, const Parsed& parsed) {
  NS_ASSIGN(OpenProject open, OpenForQuestions(context));
  const Calendar& calendar = open.project()->calendar;
  ExplainOptions options;
  options.metric = parsed.Text("metric");
  options.by = parsed.All("--by");
  options.where = parsed.Text("--where");
  // A month or a year alone names a period of that length.
  for (const char* option : {"--from", "--to"}) {
    const size_t length = parsed.Text(option).size();
    if (length == 7) options.span = Grain::kMonth;
    if (length == 4) options.span = Grain::kYear;
  }
  if (parsed.Has("--grain")) options.grain = GrainFromName(parsed.Text("--grain"));
  for (auto [option, into] :
       {std::pair("--from", &options.from_us), std::pair("--to", &options.to_us),
        std::pair("--as-of", &options.as_of_us)}) {
    if (!parsed.Has(option)) continue;
    NS_ASSIGN(*into, ReadTime(option, parsed.Text(option), calendar));
  }
  NS_ASSIGN(const Explanation explanation,
            Explain(*open.engine, open.project(), open.facts, context.clock->NowUs(), options));
  return RenderExplanation(explanation, context.format, context.color);
}

int Run(Context& context, const Parsed& parsed) {
  return Print(context,
               parsed.Has("--csv") ? FromCsv(context, parsed) : FromProject(context, parsed));
}

}  // namespace

CommandSpec ExplainCommand() {
  return {"explain",
          "why a metric moved, in parts that add up",
          "northstar explain weekly_active_teams --from 2026-01-26 --to 2026-02-02",
          {{"metric", "name of the metric; default: the North Star"}},
          {{"--from", "TIME", "lies in the earlier period; default: the one before --to"},
           {"--to", "TIME", "lies in the later period; default: the last complete one"},
           {"--grain",
            "GRAIN",
            "length of the two periods; default: the metric's own, or that of --from",
            {"day", "week", "month", "quarter", "year"}},
           {"--by", "DIMENSION", "only segments of these dimensions; default: all", {}, true},
           {"--where", "EXPR", "only events for which this holds"},
           {"--as-of", "TIME", "as it was known at this time: later events are hidden"},
           {"--csv", "FILE", "a table of leaves instead of a metric; needs no project"},
           {"--actual", "COLUMN", "column with what was seen"},
           {"--expected", "COLUMN", "column with what was expected"},
           {"--denominator-actual", "COLUMN", "of a ratio: what was divided by"},
           {"--denominator-expected", "COLUMN", "of a ratio: what was to be divided by"}},
          Run};
}

}  // namespace northstar::cli
