#include <fmt/format.h>

#include "analysis/behind.h"
#include "analysis/forecast.h"
#include "base/text.h"
#include "cli/commands/commands.h"
#include "report/behind_report.h"
#include "report/query_chart.h"
#include "report/query_report.h"

namespace northstar::cli {
namespace {

Result<Question> ReadQuestion(const Parsed& parsed, const Calendar& calendar) {
  Question question;
  question.metrics = parsed.All("metrics");
  question.grain = GrainFromName(parsed.Text("--grain"));
  if (parsed.Has("--from")) {
    NS_ASSIGN(question.from, ReadDay("--from", parsed.Text("--from")));
  }
  if (parsed.Has("--to")) {
    NS_ASSIGN(question.to, ReadDay("--to", parsed.Text("--to")));
  }
  question.by = parsed.All("--by");
  question.where = parsed.Text("--where");
  if (parsed.Has("--as-of")) {
    NS_ASSIGN(question.as_of_us, ReadTime("--as-of", parsed.Text("--as-of"), calendar));
  }
  if (parsed.Has("--where") && question.where.empty())
    return Error::Usage("--where holds no condition", "--where \"country = 'France'\"");
  // A picture of a metric as a whole shows how sure it is.
  const bool drawn = parsed.Has("--chart") || parsed.Has("--out");
  question.intervals = parsed.Has("--ci") || (drawn && question.by.empty());
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

// Charts are of values per period, and of nothing else.
Status CheckCharts(const Context& context, const Parsed& parsed) {
  if (!parsed.Has("--chart") && !parsed.Has("--out")) return Status::Ok();
  for (const char* other : {"--entities", "--distribution", "--plan", "--sql"}) {
    if (parsed.Has(other))
      return Error::Usage(fmt::format("{} cannot be drawn", other), "leave --chart and --out out");
  }
  if (parsed.Has("--chart") && context.format != Format::kTable)
    return Error::Usage("--chart draws for the terminal", "leave --format out");
  if (parsed.Has("--out") && !parsed.Text("--out").ends_with(".svg"))
    return Error::Usage("--out writes SVG files", "--out chart.svg");
  return Status::Ok();
}

// What the periods that are not over are projected to end at. A picture without it is still a
// picture: what cannot be told is shown as what there is so far.
OpenPeriods FindEnds(OpenProject& open, const Question& asked, const QueryResult& result,
                     int64_t now_us) {
  OpenPeriods ends;
  for (const MetricSeries& series : result.series) {
    const bool over = series.points.empty() || series.points.back().complete;
    if (over || !result.by.empty()) continue;
    Question question = asked;
    question.metrics = {series.metric->name};
    question.from = question.to = std::nullopt;
    question.grain = result.grain;
    auto found = ForecastMetric(*open.engine, open.project(), open.facts, now_us, question, {});
    if (found.ok() && found->open) ends[series.metric] = *found->open;
  }
  return ends;
}

Result<std::string> Answer(Context& context, const Parsed& parsed) {
  NS_RETURN_IF_ERROR(CheckCharts(context, parsed));
  NS_ASSIGN(OpenProject open, OpenForQuestions(context));
  NS_ASSIGN(const Question question, ReadQuestion(parsed, open.project()->calendar));
  const int64_t clock = context.clock->NowUs();
  if (parsed.Has("--entities")) {
    if (!parsed.Has("--period"))
      return Error::Usage("--entities also needs --period", "--entities --period 2011-01-03");
    NS_ASSIGN(const Day day, ReadDay("--period", parsed.Text("--period")));
    NS_ASSIGN(const EntityList list,
              ListEntities(*open.engine, open.project(), question, day, open.facts, clock));
    return RenderEntities(list, context.format, context.color);
  }
  if (parsed.Has("--distribution")) {
    NS_ASSIGN(const Distribution distribution,
              DistributionOf(*open.engine, open.project(), question, open.facts, clock));
    return RenderDistribution(distribution, context.format, context.color);
  }
  QueryOptions options;
  options.parts = parsed.Has("--parts");
  options.engine = parsed.Text("--engine") == "sql" ? GatherEngine::kSql : GatherEngine::kKernel;
  options.compare = parsed.Text("--compare") == "previous" ? Compare::kPrevious
                    : parsed.Text("--compare") == "year"   ? Compare::kYear
                                                           : Compare::kNone;
  options.disabled_rules = parsed.All("--without-rule");
  NS_RETURN_IF_ERROR(CheckRules(options.disabled_rules));
  if (parsed.Has("--plan") || parsed.Has("--sql")) {
    NS_ASSIGN(const GatherPlan plan,
              PlanQuery(open.project(), question, open.facts, clock, options.disabled_rules));
    return parsed.Has("--sql") ? open.engine->ExplainSql(*open.project(), plan, open.facts)
                               : DescribePlan(plan);
  }
  NS_ASSIGN(const QueryResult result,
            RunQuery(*open.engine, open.project(), question, open.facts, clock, options));
  for (const std::string& one : result.never_seen)
    context.err(fmt::format("northstar: warning: {}\n", one));
  const bool drawn = parsed.Has("--out") || parsed.Has("--chart");
  const OpenPeriods ends = drawn ? FindEnds(open, question, result, clock) : OpenPeriods();
  if (parsed.Has("--out")) {
    NS_ASSIGN(const std::string svg, RenderQuerySvg(result, ends));
    NS_RETURN_IF_ERROR(WriteFile(parsed.Text("--out"), svg));
    context.err(fmt::format("northstar: wrote {}\n", parsed.Text("--out")));
    if (!parsed.Has("--chart")) return std::string();
  }
  if (parsed.Has("--chart"))
    return RenderQueryChart(result, ends, !parsed.Has("--ci"), context.columns, context.color);
  return RenderQuery(result, {context.format, question.intervals, options.compare != Compare::kNone,
                              options.parts, context.color});
}

int Run(Context& context, const Parsed& parsed) {
  return Print(context, Answer(context, parsed));
}

}  // namespace

CommandSpec QueryCommand() {
  return {
      "query",
      "values of metrics per period",
      "northstar query orders revenue --grain week --from 2011-01-01 --by country --format csv",
      {{"metrics", "names of metrics", true, true}},
      {{"--grain",
        "GRAIN",
        "length of the periods; default: the metrics' own",
        {"hour", "day", "week", "month", "quarter", "year"}},
       {"--from", "DATE", "first local day; its whole period is shown"},
       {"--to", "DATE", "last local day; its whole period is shown"},
       {"--by", "DIMENSION", "one row per value of a dimension", {}, true},
       {"--where", "EXPR", "only events for which this holds, e.g. \"country = 'France'\""},
       {"--as-of", "TIME", "as it was known at this time: later events are hidden"},
       {"--compare", "WITH", "beside the period before, or a year earlier", {"previous", "year"}},
       {"--ci", "", "95% intervals from 64 groups of entities"},
       {"--parts", "", "also what is divided by what, of ratios, rates and means"},
       {"--entities", "", "list the very entities that were counted in --period"},
       {"--period", "DATE", "a local day of the period to list"},
       {"--distribution", "", "of a frequency: how many entities were active so often"},
       {"--chart", "", "as bars in the terminal instead of numbers; as points with --ci"},
       {"--out", "FILE.svg", "write a chart per metric and value of --by into a file"},
       {"--plan", "", "print the plan instead of running it"},
       {"--sql", "", "print the same plan as SQL instead of running it"},
       {"--engine", "ENGINE", "kernel (default), or sql: the slow reference", {"kernel", "sql"}},
       {"--without-rule", "RULE", "switch a rewrite rule of the plan off", {}, true}},
      Run};
}

}  // namespace northstar::cli
