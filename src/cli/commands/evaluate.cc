#include "report/evaluate_report.h"

#include <algorithm>

#include "cli/commands/commands.h"

namespace northstar::cli {
namespace {

Result<std::string> Answer(Context& context, const Parsed& parsed) {
  NS_ASSIGN(OpenProject open, OpenForQuestions(context));
  EvaluateRequest request;
  request.candidates = parsed.All("candidates");
  request.outcome = parsed.Text("--outcome");
  request.segments = parsed.Text("--segments");
  const std::string why = parsed.Text("--why");
  const std::vector<std::string> compare = parsed.All("--compare");
  if (!compare.empty() && compare.size() != 2)
    return Error::Usage("--compare takes two candidates", "northstar evaluate --compare A B");
  // Whoever is asked about is judged among the candidates, also when it is none of them yet.
  std::vector<std::string> named = compare;
  if (!why.empty()) named.push_back(why);
  if (!named.empty() && request.candidates.empty()) request.candidates = open.project()->candidates;
  for (const std::string& name : named) {
    if (std::find(request.candidates.begin(), request.candidates.end(), name) ==
        request.candidates.end())
      request.candidates.push_back(name);
  }
  if (parsed.Has("--as-of")) {
    NS_ASSIGN(request.as_of_us,
              ReadTime("--as-of", parsed.Text("--as-of"), open.project()->calendar));
  }
  NS_ASSIGN(const Evaluation evaluation,
            Evaluate(*open.engine, open.project(), open.facts, request, context.clock->NowUs()));
  if (!why.empty()) return RenderWhy(evaluation, why, context.format, context.color);
  if (!compare.empty())
    return RenderComparison(evaluation, compare[0], compare[1], context.format, context.color);
  return RenderEvaluation(evaluation, context.format, context.color, parsed.Has("--all"));
}

int Run(Context& context, const Parsed& parsed) {
  return Print(context, Answer(context, parsed));
}

}  // namespace

CommandSpec EvaluateCommand() {
  return {"evaluate",
          "the scorecard: which candidate deserves to be the North Star?",
          "northstar evaluate --compare weekly_active_teams messages_sent",
          {{"candidates", "names of metrics; default: the project's candidates", false, true}},
          {{"--outcome", "METRIC", "what a star must lead; default: the project's"},
           {"--why", "METRIC", "one candidate in full, with the tables behind every test"},
           {"--all", "", "also every test of every candidate, before the decision"},
           {"--compare", "A B", "two candidates side by side", {}, true},
           {"--segments", "DIMENSION",
            "also compare its values with each other (8 or more): a lead that holds within "
            "segments"},
           {"--as-of", "TIME", "as it was known at this time: later events are hidden"}},
          Run};
}

}  // namespace northstar::cli
