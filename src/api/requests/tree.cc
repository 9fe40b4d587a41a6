#include "api/requests/requests.h"
#include "model/project.h"

namespace northstar {
namespace {

Result<Answer> AskTree(const SessionView& view, const Arguments& arguments) {
  ConstellationOptions options;
  options.metric = arguments.Text("metric");
  options.where = arguments.Text("where");
  NS_ASSIGN(options.as_of_us, arguments.ReadTime("as-of", view.project()->calendar));
  NS_ASSIGN(StarNow now,
            FindStarNow(view.engine(), view.project(), view.facts(), view.NowUs(), {options}));
  return Answer(std::move(now));
}

}  // namespace

RequestSpec TreeSpec() {
  return {"tree",
          "Show the North Star with its inputs, guardrails and owners, and their values",
          "northstar tree --format svg > constellation.svg",
          {{.name = "metric",
            .kind = ParameterKind::kMetric,
            .help = "Metric at the top (default: the North Star)",
            .subject = true},
           WhereParameter("Include only events that match this condition, in the whole tree"),
           AsOfParameter()},
          AskTree};
}

}  // namespace northstar
