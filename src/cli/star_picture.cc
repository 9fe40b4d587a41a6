#include "cli/star_picture.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/ask.h"
#include "cli/sending.h"
#include "report/png_picture.h"
#include "report/render_answer.h"

namespace northstar::cli {
namespace {

// Twice as many as it is shown with, for screens of a high density.
constexpr int kPixels = 1520;
constexpr size_t kPeriods = 26, kDays = 90;

// The last periods alone: the data may end long before now, so that only they know which these are.
void KeepLast(QueryResult& result) {
  const size_t most = result.grain <= Grain::kDay ? kDays : kPeriods;
  if (result.periods.size() <= most) return;
  const auto first = static_cast<std::ptrdiff_t>(result.periods.size() - most);
  result.periods.erase(result.periods.begin(), result.periods.begin() + first);
  result.starts.erase(result.starts.begin(), result.starts.begin() + first);
  for (MetricSeries& series : result.series)
    series.points.erase(series.points.begin(), series.points.begin() + first);
}

Result<std::string> Draw(Context& context, const std::string& metric,
                         std::optional<int64_t> as_of_us) {
  Arguments arguments("--");
  arguments.Set("metrics", {metric});
  arguments.Set("ends", {"true"});
  if (as_of_us) arguments.Set("as-of", {FormatInstant(*as_of_us)});
  NS_ASSIGN(Answer answer, Ask(context, "query", arguments));
  KeepLast(std::get<QueryAnswer>(answer).result);
  return RenderAnswerSvg(answer);
}

}  // namespace

bool WantsPicture(const Project& project) {
  return std::any_of(project.notify.begin(), project.notify.end(),
                     [](const Notify& channel) { return channel.type == "email"; });
}

notify::MailPicture StarPicture(Context& context, const Project& project, const std::string& metric,
                                std::optional<int64_t> as_of_us) {
  const Metric* star = project.FindMetric(metric);
  if (star == nullptr) return {};
  Context quiet = context;  // what there is to say of the data was said with the answer
  quiet.err = [](const std::string&) {};
  const Result<std::string> svg = Draw(quiet, metric, as_of_us);
  const Result<std::string> png = svg.ok() ? PngOf(*svg, kPixels) : svg;
  if (!png.ok()) {
    Warn(context, fmt::format("the mail has no picture: {}", png.error().message));
    return {};
  }
  return {*png, fmt::format("A line chart of {}", star->label)};
}

}  // namespace northstar::cli
