#include "analysis/cohorts.h"

#include "cli/commands/commands.h"
#include "report/cohorts_report.h"

namespace northstar::cli {
namespace {

Result<std::string> Answer(Context& context, const Parsed& parsed) {
  CohortQuestion question;
  question.metric = parsed.Text("metric");
  if (parsed.Has("--grain")) question.grain = GrainFromName(parsed.Text("--grain"));
  question.active = parsed.Text("--cohort", "new") == "active";
  question.where = parsed.Text("--where");
  if (parsed.Has("--periods")) {
    NS_ASSIGN(question.periods, ReadCount("--periods", parsed.Text("--periods")));
  }
  NS_ASSIGN(OpenProject open, OpenForQuestions(context));
  if (parsed.Has("--as-of")) {
    NS_ASSIGN(question.as_of_us,
              ReadTime("--as-of", parsed.Text("--as-of"), open.project()->calendar));
  }
  NS_ASSIGN(const CohortResult result,
            RunCohorts(*open.engine, open.project(), question, open.facts, context.clock->NowUs()));
  return RenderCohorts(result, context.format, context.color);
}

int Run(Context& context, const Parsed& parsed) {
  return Print(context, Answer(context, parsed));
}

}  // namespace

CommandSpec CohortsCommand() {
  return {"cohorts",
          "who comes back: the retention triangle of a metric and its curve",
          "northstar cohorts active_customers --grain month --cohort new",
          {{"metric", "name of an active or a retention metric", true}},
          {{"--grain",
            "GRAIN",
            "length of the periods; default: the metric's own",
            {"hour", "day", "week", "month", "quarter", "year"}},
           {"--periods", "N", "so many periods after the first; default: all"},
           {"--cohort",
            "WHO",
            "new (default), or active: all who are active in the period",
            {"new", "active"}},
           {"--where", "EXPR", "only cohorts whose events hold this, e.g. \"country = 'France'\""},
           {"--as-of", "TIME", "as it was known at this time: later events are hidden"}},
          Run};
}

}  // namespace northstar::cli
