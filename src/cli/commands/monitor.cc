// `detect` and `forecast`: the same kinds of input, a metric or two columns of a file.
#include <fmt/format.h>

#include "analysis/detect.h"
#include "analysis/forecast.h"
#include "analysis/value_bounds.h"
#include "base/text.h"
#include "cli/commands/commands.h"
#include "report/monitor_report.h"
#include "report/query_chart.h"
#include "report/terminal_chart.h"

namespace northstar::cli {
namespace {

Result<RegularSeries> FromCsv(const Parsed& parsed, const char* command) {
  NS_RETURN_IF_ERROR(CheckForFile(parsed, "metric", {"--grain", "--where", "--as-of"}));
  for (const char* option : {"--time", "--value"}) {
    if (!parsed.Has(option)) {
      return Error::Usage(
          fmt::format("{} --csv also needs {}", command, option),
          fmt::format("northstar {} --csv cpu.csv --time timestamp --value value", command));
    }
  }
  const std::string file = parsed.Text("--csv");
  NS_ASSIGN(const auto columns, ReadColumns(file, {parsed.Text("--time"), parsed.Text("--value")}));
  NS_ASSIGN(RegularSeries series, SeriesOfRows(file, columns[0], columns[1]));
  series.name = parsed.Text("--value");
  return series;
}

// The metric that is asked for; the star, or the first candidate.
Result<Question> AskedFor(const Parsed& parsed, const Project& project) {
  Question question;
  std::string name = parsed.Text("metric");
  if (name.empty() && project.north_star) name = project.north_star->metric;
  if (name.empty() && !project.candidates.empty()) name = project.candidates.front();
  if (name.empty()) return Error::Usage("name a metric, or a file with --csv");
  question.metrics = {name};
  question.where = parsed.Text("--where");
  if (parsed.Has("--grain")) question.grain = GrainFromName(parsed.Text("--grain"));
  if (parsed.Has("--as-of")) {
    NS_ASSIGN(question.as_of_us, ReadTime("--as-of", parsed.Text("--as-of"), project.calendar));
  }
  return question;
}

Result<double> ReadShare(const Parsed& parsed, const char* option, double fallback) {
  if (!parsed.Has(option)) return fallback;
  const std::string text = parsed.Text(option);
  const bool percent = text.ends_with('%');
  const auto number = ParseNumber(percent ? text.substr(0, text.size() - 1) : text);
  const double share = number ? *number / (percent ? 100 : 1) : 0;
  if (!(share > 0) || share >= 1) {
    return Error::Usage(fmt::format("{} '{}' is not between 0 and 1", option, text),
                        fmt::format("write it like {} {}", option, fallback));
  }
  return share;
}

// The answer: as a chart, or as what `text` says.
template <typename Text>
Result<std::string> Show(Context& context, const Parsed& parsed, const LineChart& chart,
                         const std::string& sentence, Text text) {
  if (parsed.Has("--out")) {
    NS_RETURN_IF_ERROR(WriteFile(parsed.Text("--out"), ChartDocument(chart)));
    context.err(fmt::format("northstar: wrote {}\n", parsed.Text("--out")));
    if (!parsed.Has("--chart")) return std::string();
  }
  if (parsed.Has("--chart"))
    return sentence + "\n\n" + RenderTerminalChart(chart, context.columns, context.color);
  return text();
}

// Share of false alerts; one that is given by number wins.
Result<double> ReadAlertLevel(const Parsed& parsed, double fallback) {
  double level = fallback;
  for (const stats::Sensitivity& one : stats::kSensitivities) {
    if (parsed.Text("--sensitivity") == one.name) level = one.alert_level;
  }
  return ReadShare(parsed, "--alert-level", level);
}

Result<std::string> Detect(Context& context, const Parsed& parsed) {
  DetectOptions options;
  NS_ASSIGN(options.alert_level, ReadAlertLevel(parsed, options.alert_level));
  const auto show = [&](const Detection& d, const ProjectRef& project, const Metric* metric) {
    return Show(context, parsed, ChartOf(d, project, metric), d.sentence,
                [&] { return RenderDetection(d, metric, context.format, context.color); });
  };
  if (parsed.Has("--csv")) {
    NS_ASSIGN(RegularSeries series, FromCsv(parsed, "detect"));
    return show(DetectIn(std::move(series), {}, options), nullptr, nullptr);
  }
  NS_ASSIGN(OpenProject open, OpenForQuestions(context));
  const ProjectRef& project = open.project();
  NS_ASSIGN(const Question question, AskedFor(parsed, *project));
  const Metric* metric = project->FindMetric(question.metrics.front());
  options.limits = BoundsOf(*project, *metric);
  if (project->north_star && project->north_star->metric == metric->name)
    options.step_days = kStarStepDays;
  NS_ASSIGN(RegularSeries series,
            SeriesOfMetric(*open.engine, project, open.facts, context.clock->NowUs(), question));
  return show(DetectIn(std::move(series), project->annotations, options), project, metric);
}

Result<std::string> Forecast(Context& context, const Parsed& parsed) {
  ForecastRequest request;
  NS_ASSIGN(request.level, ReadShare(parsed, "--level", request.level));
  if (parsed.Has("--horizon")) {
    NS_ASSIGN(const int horizon, ReadCount("--horizon", parsed.Text("--horizon")));
    if (horizon < 1 || horizon > 1000)
      return Error::Usage("--horizon is from 1 to 1000 periods", "northstar forecast --horizon 13");
    request.horizon = static_cast<size_t>(horizon);
  }
  const auto show = [&](const ForecastFindings& f) {
    return Show(context, parsed, ChartOf(f), f.sentence,
                [&] { return RenderForecast(f, context.format, context.color); });
  };
  if (parsed.Has("--csv")) {
    NS_ASSIGN(RegularSeries series, FromCsv(parsed, "forecast"));
    NS_ASSIGN(const ForecastFindings findings, ForecastRows(std::move(series), request));
    return show(findings);
  }
  NS_ASSIGN(OpenProject open, OpenForQuestions(context));
  NS_ASSIGN(const Question question, AskedFor(parsed, *open.project()));
  NS_ASSIGN(const ForecastFindings findings,
            ForecastMetric(*open.engine, open.project(), open.facts, context.clock->NowUs(),
                           question, request));
  return show(findings);
}

int RunDetect(Context& context, const Parsed& parsed) {
  return Print(context, Detect(context, parsed));
}
int RunForecast(Context& context, const Parsed& parsed) {
  return Print(context, Forecast(context, parsed));
}

std::vector<OptionSpec> WithSeries(std::vector<OptionSpec> own) {
  const std::vector<OptionSpec> shared = {
      {"--grain",
       "GRAIN",
       "length of the periods; default: the metric's own",
       {"hour", "day", "week", "month", "quarter", "year"}},
      {"--where", "EXPR", "only events for which this holds"},
      {"--as-of", "TIME", "as it was known at this time: later events are hidden"},
      {"--csv", "FILE", "a series of a file instead of a metric; needs no project"},
      {"--time", "COLUMN", "column with the time"},
      {"--value", "COLUMN", "column with the value; empty: missing"},
      {"--chart", "", "as a chart in the terminal"},
      {"--out", "FILE.svg", "write a chart into a file"}};
  own.insert(own.end(), shared.begin(), shared.end());
  return own;
}

}  // namespace

CommandSpec DetectCommand() {
  return {"detect",
          "what is unusual in a metric, each value judged from those before it",
          "northstar detect daily_active_users --format csv",
          {{"metric", "name of the metric; default: the North Star"}},
          WithSeries(
              {{"--sensitivity",
                "HOW",
                "low, normal or high: 0.001, 0.01 or 0.03 of false alerts; default normal",
                {"low", "normal", "high"}},
               {"--alert-level", "SHARE", "of false alerts, by value; wins over --sensitivity"}}),
          RunDetect};
}

CommandSpec ForecastCommand() {
  return {"forecast",
          "how a metric will go on, with intervals, and the odds of its goals",
          "northstar forecast weekly_active_teams --horizon 13",
          {{"metric", "name of the metric; default: the North Star"}},
          WithSeries({{"--horizon", "N", "so many periods; default: by their length"},
                      {"--level", "SHARE", "of the intervals; default 0.95"}}),
          RunForecast};
}

}  // namespace northstar::cli
