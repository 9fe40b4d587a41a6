#include "analysis/cohorts/cohorts.h"

#include "api/requests/requests.h"

namespace northstar {
namespace {

Result<Answer> Run(const SessionView& view, const Arguments& arguments) {
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
      "who comes back: the retention triangle of a metric and its curve",
      "northstar cohorts active_customers --grain month --cohort new",
      {{.name = "metric",
        .kind = kMetric,
        .help = "name of an active or a retention metric",
        .required = true,
        .subject = true},
       GrainParameter("length of the periods; default: the metric's own"),
       {.name = "periods", .kind = kCount, .help = "so many periods after the first; default: all"},
       {.name = "cohort",
        .kind = kChoice,
        .help = "new (default), or active: all who are active in the period",
        .choices = {"new", "active"}},
       WhereParameter("only cohorts whose events hold this, e.g. \"country = 'France'\""),
       AsOfParameter()},
      Run};
}

}  // namespace northstar
