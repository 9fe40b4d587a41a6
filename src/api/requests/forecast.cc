#include <fmt/format.h>

#include "api/requests/requests.h"
#include "api/requests/series.h"

namespace northstar {
namespace {

Result<ForecastRequest> ReadOptions(const Arguments& arguments) {
  constexpr int kMostPeriods = 1000;
  ForecastRequest request;
  NS_ASSIGN(const auto level, arguments.ReadShare("level", request.level));
  request.level = level.value_or(request.level);
  NS_ASSIGN(const auto horizon, arguments.ReadCount("horizon"));
  if (!horizon) return request;
  if (*horizon < 1 || *horizon > kMostPeriods)
    return Error::Usage(
        fmt::format("{} must be from 1 to {} periods", arguments.Called("horizon"), kMostPeriods),
        "northstar forecast --horizon 13");
  request.horizon = static_cast<size_t>(*horizon);
  return request;
}

Result<Answer> AskForecastOnFile(const Arguments& arguments) {
  NS_ASSIGN(const ForecastRequest request, ReadOptions(arguments));
  NS_ASSIGN(RegularSeries series, SeriesOfFile(arguments, "forecast"));
  NS_ASSIGN(ForecastFindings findings, ForecastRows(std::move(series), request));
  return Answer(std::move(findings));
}

Result<Answer> AskForecast(const SessionView& view, const Arguments& arguments) {
  NS_ASSIGN(const ForecastRequest request, ReadOptions(arguments));
  NS_ASSIGN(const Question question, AskedFor(arguments, *view.project()));
  NS_ASSIGN(ForecastFindings findings, ForecastMetric(view.engine(), view.project(), view.facts(),
                                                      view.NowUs(), question, request));
  return Answer(std::move(findings));
}

}  // namespace

RequestSpec ForecastSpec() {
  using enum ParameterKind;
  return {"forecast",
          "Forecast a metric, with intervals and the chances of reaching its goals",
          "northstar forecast weekly_active_teams --horizon 13",
          WithSeries(
              {{.name = "horizon",
                .kind = kCount,
                .help = "Number of periods to forecast (default depends on the grain)"},
               {.name = "level", .kind = kShare, .help = "Level of the intervals (default 0.95)"}}),
          AskForecast,
          AskForecastOnFile};
}

}  // namespace northstar
