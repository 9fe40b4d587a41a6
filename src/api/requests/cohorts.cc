#include "analysis/cohorts/cohorts.h"

#include "api/requests/requests.h"
#include "model/project.h"

namespace northstar {
namespace {

Result<Answer> AskCohorts(const SessionView& view, const Arguments& arguments) {
  CohortQuestion question;
  question.metric = arguments.Text("metric");
  if (arguments.Has("grain")) question.grain = arguments.ReadGrain();
  question.active = arguments.Text("cohort", "new") == "active";
  question.where = arguments.Text("where");
  NS_ASSIGN(const auto periods, arguments.ReadCount("periods"));
  if (periods) question.periods = *periods;
  NS_ASSIGN(question.as_of_us, arguments.ReadTime("as-of", view.project()->calendar));
  NS_ASSIGN(CohortResult result,
            RunCohorts(view.engine(), view.project(), question, view.facts(), view.NowUs()));
  return Answer(std::move(result));
}

}  // namespace

RequestSpec CohortsSpec() {
  using enum ParameterKind;
  return {
      "cohorts",
      "Show who comes back: the retention triangle of a metric and its curve",
      "northstar cohorts active_customers --grain month --cohort new",
      {{.name = "metric",
        .kind = kMetric,
        .help = "Name of an active or retention metric",
        .required = true,
        .subject = true},
       GrainParameter("Length of the periods (default: the metric's grain)"),
       {.name = "periods",
        .kind = kCount,
        .help = "Number of periods to show after the first (default: all)"},
       {.name = "cohort",
        .kind = kChoice,
        .help =
            "Entities in a cohort: new (default), or active for all that are active in the period",
        .choices = {"new", "active"}},
       WhereParameter(
           "Include only cohorts whose events match this condition, e.g. \"country = 'France'\""),
       AsOfParameter()},
      AskCohorts};
}

}  // namespace northstar
