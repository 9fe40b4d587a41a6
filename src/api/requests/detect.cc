#include "analysis/query/value_bounds.h"
#include "api/requests/requests.h"
#include "api/requests/series.h"
#include "model/project.h"

namespace northstar {
namespace {

// Share of false alerts; one that is given by number wins.
Result<DetectOptions> ReadOptions(const Arguments& arguments) {
  DetectOptions options;
  for (const stats::Sensitivity& one : stats::kSensitivities) {
    if (arguments.Text("sensitivity") == one.name) options.alert_level = one.alert_level;
  }
  NS_ASSIGN(const auto level, arguments.ReadShare("alert-level", options.alert_level));
  options.alert_level = level.value_or(options.alert_level);
  return options;
}

Result<Answer> AskDetectOnFile(const Arguments& arguments) {
  NS_ASSIGN(const DetectOptions options, ReadOptions(arguments));
  NS_ASSIGN(RegularSeries series, SeriesOfFile(arguments, "detect"));
  return Answer(DetectAnswer{DetectIn(std::move(series), {}, options), nullptr});
}

Result<Answer> AskDetect(const SessionView& view, const Arguments& arguments) {
  NS_ASSIGN(DetectOptions options, ReadOptions(arguments));
  const ProjectRef& project = view.project();
  NS_ASSIGN(const Question question, AskedFor(arguments, *project));
  NS_ASSIGN(RegularSeries series,
            SeriesOfMetric(view.engine(), project, view.facts(), view.NowUs(), question));
  const Metric* metric = project->FindMetric(question.metrics.front());
  options.limits = BoundsOf(*project, *metric);
  if (project->north_star && project->north_star->metric == metric->name)
    options.step_days = kStarStepDays;
  return Answer(DetectAnswer{DetectIn(std::move(series), project->annotations, options), project});
}

}  // namespace

RequestSpec DetectSpec() {
  using enum ParameterKind;
  return {"detect",
          "Find unusual values of a metric, judging each value by those before it",
          "northstar detect daily_active_users --format csv",
          WithSeries({{.name = "sensitivity",
                       .kind = kChoice,
                       .help = "Sensitivity: low, normal (default) or high, for 0.001, 0.01 or "
                               "0.03 false alerts per value",
                       .choices = {"low", "normal", "high"}},
                      {.name = "alert-level",
                       .kind = kShare,
                       .help = "Share of normal points that may raise an alert (default 0.01); "
                               "overrides --sensitivity"}}),
          AskDetect,
          AskDetectOnFile};
}

}  // namespace northstar
