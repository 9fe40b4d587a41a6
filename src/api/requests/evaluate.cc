#include "analysis/evaluate/evaluate.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/requests/requests.h"
#include "model/project.h"

namespace northstar {
namespace {

Result<Answer> AskEvaluate(const SessionView& view, const Arguments& arguments) {
  const ProjectRef& project = view.project();
  EvaluateRequest request;
  request.candidates = arguments.All("candidates");
  request.outcome = arguments.Text("outcome");
  request.segments = arguments.Text("segments");
  EvaluateAnswer answer;
  answer.why = arguments.Text("why");
  answer.compare = arguments.All("compare");
  answer.all = arguments.Has("all");
  if (!answer.compare.empty() && answer.compare.size() != 2)
    return Error::Usage(fmt::format("{} takes two candidates", arguments.Called("compare")),
                        "northstar evaluate --compare A B");
  if (!answer.compare.empty() && answer.compare[0] == answer.compare[1])
    return Error::Usage(
        fmt::format("{} takes two different candidates", arguments.Called("compare")));
  // Whoever is asked about is judged among the candidates, also when it is none of them yet.
  std::vector<std::string> named = answer.compare;
  if (!answer.why.empty()) named.push_back(answer.why);
  if (!named.empty() && request.candidates.empty()) request.candidates = project->candidates;
  for (const std::string& name : named) {
    if (std::find(request.candidates.begin(), request.candidates.end(), name) ==
        request.candidates.end())
      request.candidates.push_back(name);
  }
  NS_ASSIGN(request.as_of_us, arguments.ReadTime("as-of", project->calendar));
  NS_ASSIGN(answer.evaluation,
            Evaluate(view.engine(), project, view.facts(), request, view.NowUs()));
  return Answer(std::move(answer));
}

}  // namespace

RequestSpec EvaluateSpec() {
  using enum ParameterKind;
  return {"evaluate",
          "Show the scorecard: which candidate deserves to be the North Star?",
          "northstar evaluate --compare weekly_active_teams messages_sent",
          {{.name = "candidates",
            .kind = kMetric,
            .help = "Names of metrics (default: the project's candidates)",
            .many = true,
            .subject = true},
           {.name = "outcome",
            .kind = kMetric,
            .help = "Outcome that a star must lead (default: the project's)"},
           {.name = "why",
            .kind = kMetric,
            .help = "Show one candidate in full, with the tables behind every test"},
           {.name = "all",
            .kind = kFlag,
            .help = "Also show every test of every candidate, before the decision"},
           {.name = "compare",
            .kind = kMetric,
            .help = "Compare two candidates side by side",
            .many = true,
            .placeholder = "A B"},
           {.name = "segments",
            .kind = kDimension,
            .help = "Also look for a lead within the segments of this dimension (at least 8)"},
           AsOfParameter()},
          AskEvaluate};
}

}  // namespace northstar
