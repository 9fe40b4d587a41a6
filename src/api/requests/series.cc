#include "api/requests/series.h"

#include <fmt/format.h>

#include "engine/csv_columns.h"
#include "model/project.h"

namespace northstar {

Result<RegularSeries> SeriesOfFile(const Arguments& arguments, std::string_view request) {
  NS_RETURN_IF_ERROR(CheckForFile(arguments, "metric", {"grain", "where", "as-of"}));
  NS_RETURN_IF_ERROR(CheckNeeded(
      arguments, request, {"time", "value"},
      fmt::format("northstar {} --csv cpu.csv --time timestamp --value value", request)));
  const std::string file = arguments.Text("csv");
  NS_ASSIGN(const auto columns,
            ReadColumns(file, {arguments.Text("time"), arguments.Text("value")}));
  NS_ASSIGN(RegularSeries series, SeriesOfRows(file, columns[0], columns[1]));
  series.name = arguments.Text("value");
  return series;
}

Result<Question> AskedFor(const Arguments& arguments, const Project& project) {
  Question question;
  std::string name = arguments.Text("metric");
  if (name.empty() && project.north_star) name = project.north_star->metric;
  if (name.empty() && !project.candidates.empty()) name = project.candidates.front();
  if (name.empty())
    return Error::Usage(fmt::format("choose a metric, or a file with {}", arguments.Called("csv")));
  question.metrics = {name};
  question.where = arguments.Text("where");
  question.grain = arguments.ReadGrain();
  NS_ASSIGN(question.as_of_us, arguments.ReadTime("as-of", project.calendar));
  return question;
}

std::vector<Parameter> WithSeries(std::vector<Parameter> own) {
  using enum ParameterKind;
  std::vector<Parameter> all{{.name = "metric",
                              .kind = kMetric,
                              .help = "Name of the metric (default: the North Star)",
                              .subject = true}};
  all.insert(all.end(), own.begin(), own.end());
  const std::vector<Parameter> shared{
      GrainParameter("Length of the periods (default: the metric's grain)"),
      WhereParameter(),
      AsOfParameter(),
      {.name = "csv",
       .kind = kFile,
       .help = "Read a series from a file instead of a metric; needs no project"},
      {.name = "time", .kind = kColumn, .help = "Column with the time"},
      {.name = "value",
       .kind = kColumn,
       .help = "Column with the value; empty cells are missing values"}};
  all.insert(all.end(), shared.begin(), shared.end());
  return all;
}

}  // namespace northstar
