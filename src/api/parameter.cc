#include "api/parameter.h"

#include <fmt/format.h>

#include <cmath>

#include "base/text.h"
#include "plan/question.h"

namespace northstar {

std::string_view Parameter::Placeholder() const {
  if (!placeholder.empty()) return placeholder;
  switch (kind) {
    case ParameterKind::kFlag:
      return "";
    case ParameterKind::kChoice:
      return "HOW";
    case ParameterKind::kText:
      return "TEXT";
    case ParameterKind::kMetric:
      return "METRIC";
    case ParameterKind::kDimension:
      return "DIMENSION";
    case ParameterKind::kExpression:
      return "EXPR";
    case ParameterKind::kDate:
      return "DATE";
    case ParameterKind::kTime:
      return "TIME";
    case ParameterKind::kCount:
      return "N";
    case ParameterKind::kShare:
      return "SHARE";
    case ParameterKind::kFile:
      return "FILE";
    case ParameterKind::kColumn:
      return "COLUMN";
  }
  return "";
}

Parameter GrainParameter(std::string_view help) {
  return {.name = "grain",
          .kind = ParameterKind::kChoice,
          .help = help,
          .choices = {"hour", "day", "week", "month", "quarter", "year"},
          .placeholder = "GRAIN"};
}

Parameter WhereParameter(std::string_view help) {
  return {.name = "where", .kind = ParameterKind::kExpression, .help = help};
}

Parameter AsOfParameter() {
  return {.name = "as-of",
          .kind = ParameterKind::kTime,
          .help = "Show the state as of this time, ignoring later events"};
}

std::string Arguments::Text(std::string_view name, std::string fallback) const {
  const auto found = values_.find(name);
  return found == values_.end() || found->second.empty() ? std::move(fallback)
                                                         : found->second.front();
}

std::vector<std::string> Arguments::All(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::vector<std::string>{} : found->second;
}

std::optional<Grain> Arguments::ReadGrain() const {
  return Has("grain") ? GrainFromName(Text("grain")) : std::nullopt;
}

Result<std::optional<Day>> Arguments::ReadDay(std::string_view name) const {
  if (!Has(name)) return std::optional<Day>();
  const auto day = ParseDay(Text(name));
  if (!day)
    return Error::Usage(fmt::format("{} '{}' is not a date", Called(name), Text(name)),
                        "write it like 2011-01-31");
  return std::optional<Day>(*day);
}

Result<std::optional<int>> Arguments::ReadCount(std::string_view name) const {
  if (!Has(name)) return std::optional<int>();
  const auto number = ParseNumber(Text(name));
  if (!number || *number < 0 || *number > 1e6 || *number != std::floor(*number))
    return Error::Usage(
        fmt::format("{} '{}' is not a whole number of at least 0", Called(name), Text(name)));
  return std::optional<int>(static_cast<int>(*number));
}

Result<std::optional<double>> Arguments::ReadShare(std::string_view name, double example) const {
  if (!Has(name)) return std::optional<double>();
  const std::string text = Text(name);
  const bool percent = text.ends_with('%');
  const auto number = ParseNumber(percent ? text.substr(0, text.size() - 1) : text);
  const double share = number ? *number / (percent ? 100 : 1) : 0;
  if (!(share > 0) || share >= 1) {
    return Error::Usage(fmt::format("{} '{}' is not between 0 and 1", Called(name), text),
                        fmt::format("write it like {} {}", Called(name), example));
  }
  return std::optional<double>(share);
}

Result<std::optional<int64_t>> Arguments::ReadTime(std::string_view name,
                                                   const Calendar& calendar) const {
  if (!Has(name)) return std::optional<int64_t>();
  const auto parsed = ParseTime(Text(name));
  if (!parsed) {
    return Error::Usage(
        fmt::format("{} '{}' is neither a date nor a time", Called(name), Text(name)),
        "write it like 2011-01-31 or 2011-01-31T12:00:00Z");
  }
  return std::optional<int64_t>(ReadInstant(Text(name), calendar, 0));
}

Status CheckForFile(const Arguments& arguments, std::string_view metric,
                    std::initializer_list<std::string_view> of_projects) {
  if (arguments.Has(metric)) {
    return Error::Usage(fmt::format("'{}' and {} cannot be combined", arguments.Text(metric),
                                    arguments.Called("csv")),
                        "choose a metric of the project, or a file");
  }
  for (const std::string_view name : of_projects) {
    if (arguments.Has(name))
      return Error::Usage(fmt::format("{} needs a project and cannot be combined with a file ({})",
                                      arguments.Called(name), arguments.Called("csv")),
                          "filter or aggregate the rows of the file first");
  }
  return Status::Ok();
}

Status CheckNeeded(const Arguments& arguments, std::string_view request,
                   std::initializer_list<std::string_view> needed, std::string_view example) {
  const std::string what = arguments.Has("csv")
                               ? fmt::format("{} {} also needs", request, arguments.Called("csv"))
                               : fmt::format("{} needs", request);
  for (const std::string_view name : needed) {
    if (!arguments.Has(name))
      return Error::Usage(fmt::format("{} {}", what, arguments.Called(name)), std::string(example));
  }
  return Status::Ok();
}

}  // namespace northstar
