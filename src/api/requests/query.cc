#include <fmt/format.h>

#include <algorithm>

#include "api/requests/requests.h"
#include "base/text.h"
#include "model/project.h"

namespace northstar {
namespace {

Result<Question> ReadQuestion(const Arguments& arguments, const Calendar& calendar) {
  Question question;
  question.metrics = arguments.All("metrics");
  question.grain = arguments.ReadGrain();
  NS_ASSIGN(question.from, arguments.ReadDay("from"));
  NS_ASSIGN(question.to, arguments.ReadDay("to"));
  question.by = arguments.All("by");
  question.where = arguments.Text("where");
  NS_ASSIGN(question.as_of_us, arguments.ReadTime("as-of", calendar));
  if (arguments.Has("where") && question.where.empty())
    return Error::Usage(fmt::format("{} has no condition", arguments.Called("where")),
                        fmt::format("{} \"country = 'France'\"", arguments.Called("where")));
  // A picture of a metric as a whole shows how sure it is.
  question.intervals = arguments.Has("ci") || (arguments.Has("ends") && question.by.empty());
  return question;
}

Status CheckRules(const std::vector<std::string>& rules) {
  const std::vector<std::string> known = PlanRuleNames();
  for (const std::string& rule : rules) {
    if (std::find(known.begin(), known.end(), rule) == known.end()) {
      return Error::Usage(fmt::format("there is no plan rule '{}'", rule), DidYouMean(rule, known));
    }
  }
  return Status::Ok();
}

// What the periods that are not over are projected to end at. Where it cannot be told, there is
// only what there is so far.
PeriodEnds FindEnds(const SessionView& view, const Question& asked, const QueryResult& result) {
  PeriodEnds ends;
  for (const MetricSeries& series : result.series) {
    const bool over = series.points.empty() || series.points.back().complete;
    if (over || !result.by.empty()) continue;
    Question question = asked;
    question.metrics = {series.metric->name};
    question.from = question.to = std::nullopt;
    question.grain = result.grain;
    auto found =
        ForecastMetric(view.engine(), view.project(), view.facts(), view.NowUs(), question, {});
    if (found.ok() && found->open) ends[series.metric] = *found->open;
  }
  return ends;
}

Result<Answer> ListThem(const SessionView& view, const Arguments& arguments,
                        const Question& question) {
  if (!arguments.Has("period")) {
    const std::string entities = arguments.Called("entities");
    const std::string period = arguments.Called("period");
    return Error::Usage(fmt::format("{} also needs {}", entities, period),
                        fmt::format("{} {} 2011-01-03", entities, period));
  }
  NS_ASSIGN(const auto day, arguments.ReadDay("period"));
  NS_ASSIGN(EntityList list, ListEntities(view.engine(), view.project(), question, *day,
                                          view.facts(), view.NowUs()));
  return Answer(std::move(list));
}

Result<Answer> AskQuery(const SessionView& view, const Arguments& arguments) {
  const ProjectRef& project = view.project();
  const int64_t now_us = view.NowUs();
  NS_ASSIGN(const Question question, ReadQuestion(arguments, project->calendar));
  if (arguments.Has("entities")) return ListThem(view, arguments, question);
  if (arguments.Has("distribution")) {
    NS_ASSIGN(Distribution distribution,
              DistributionOf(view.engine(), project, question, view.facts(), now_us));
    return Answer(std::move(distribution));
  }
  QueryOptions options;
  options.parts = arguments.Has("parts");
  options.reference_sql = arguments.Text("engine") == "sql";
  options.compare = arguments.Text("compare") == "previous" ? Compare::kPrevious
                    : arguments.Text("compare") == "year"   ? Compare::kYear
                                                            : Compare::kNone;
  options.disabled_rules = arguments.All("without-rule");
  NS_RETURN_IF_ERROR(CheckRules(options.disabled_rules));
  if (arguments.Has("plan") || arguments.Has("sql")) {
    NS_ASSIGN(const GatherPlan plan,
              PlanQuery(project, question, view.facts(), now_us, options.disabled_rules));
    if (arguments.Has("sql"))
      return Answer(
          PlanAnswer{view.engine().reference().Explain(*project, plan, view.facts()), true});
    return Answer(PlanAnswer{DescribePlan(plan)});
  }
  QueryAnswer answer;
  NS_ASSIGN(answer.result,
            RunQuery(view.engine(), project, question, view.facts(), now_us, options));
  answer.intervals = question.intervals;
  answer.as_points = arguments.Has("ci");
  answer.compared = options.compare != Compare::kNone;
  answer.parts = options.parts;
  if (arguments.Has("ends")) answer.ends = FindEnds(view, question, answer.result);
  return Answer(std::move(answer));
}

}  // namespace

RequestSpec QuerySpec() {
  using enum ParameterKind;
  return {
      "query",
      "Show values of metrics per period",
      "northstar query orders revenue --grain week --from 2011-01-01 --by country --format csv",
      {{.name = "metrics",
        .kind = kMetric,
        .help = "Names of metrics",
        .many = true,
        .required = true,
        .subject = true},
       GrainParameter("Length of the periods (default: the metrics' grain)"),
       {.name = "from", .kind = kDate, .help = "First local day; its whole period is shown"},
       {.name = "to", .kind = kDate, .help = "Last local day; its whole period is shown"},
       {.name = "by",
        .kind = kDimension,
        .help = "Show one row per value of a dimension",
        .many = true},
       WhereParameter("Include only events that match this condition, e.g. \"country = 'France'\""),
       AsOfParameter(),
       {.name = "compare",
        .kind = kChoice,
        .help = "Compare with the period before, or with a year earlier",
        .choices = {"previous", "year"}},
       {.name = "ci",
        .kind = kFlag,
        .help = "Show 95% intervals, estimated from 64 groups of entities"},
       {.name = "parts", .kind = kFlag, .help = "Also show numerator and denominator"},
       {.name = "entities",
        .kind = kFlag,
        .help = "List the entities that were counted in --period"},
       {.name = "period", .kind = kDate, .help = "Any local day of the period to list"},
       {.name = "distribution",
        .kind = kFlag,
        .help = "For a frequency metric: number of entities by how often they were active"},
       {.name = "ends",
        .kind = kFlag,
        .help = "Also show the projected total of the current period",
        .internal = true},
       {.name = "plan", .kind = kFlag, .help = "Print the plan instead of running it"},
       {.name = "sql", .kind = kFlag, .help = "Print the plan as SQL instead of running it"},
       {.name = "engine",
        .kind = kChoice,
        .help = "Engine: kernel (default), or sql, the slow reference",
        .choices = {"kernel", "sql"}},
       {.name = "without-rule",
        .help = "Switch off a rewrite rule of the plan",
        .many = true,
        .placeholder = "RULE"}},
      AskQuery};
}

}  // namespace northstar
