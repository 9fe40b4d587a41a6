#include "report/evaluate_report.h"

#include "cli/commands/commands.h"

namespace northstar::cli {
namespace {

Result<std::string> Answer(Context& context, const Parsed& parsed) {
  NS_ASSIGN(OpenProject open, OpenForQuestions(context));
  EvaluateRequest request;
  request.candidates = parsed.All("candidates");
  request.outcome = parsed.Text("--outcome");
  if (parsed.Has("--as-of")) {
    NS_ASSIGN(request.as_of_us,
              ReadTime("--as-of", parsed.Text("--as-of"), open.project()->calendar));
  }
  NS_ASSIGN(const Evaluation evaluation,
            Evaluate(*open.engine, open.project(), open.facts, request, context.clock->NowUs()));
  return RenderEvaluation(evaluation, context.format, context.color);
}

int Run(Context& context, const Parsed& parsed) {
  return Print(context, Answer(context, parsed));
}

}  // namespace

CommandSpec EvaluateCommand() {
  return {"evaluate",
          "the scorecard: which candidate deserves to be the North Star?",
          "northstar evaluate --outcome revenue",
          {{"candidates", "names of metrics; default: the project's candidates", false, true}},
          {{"--outcome", "METRIC", "what a star must lead; default: the project's"},
           {"--as-of", "TIME", "as it was known at this time: later events are hidden"}},
          Run};
}

}  // namespace northstar::cli
