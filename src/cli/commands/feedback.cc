#include "analysis/feedback.h"

#include "cli/commands/commands.h"
#include "report/feedback_report.h"

namespace northstar::cli {
namespace {

Result<std::string> Answer(Context& context, const Parsed& parsed) {
  FeedbackOptions options;
  options.by = parsed.All("--by");
  if (parsed.Has("--from")) {
    NS_ASSIGN(options.from, ReadDay("--from", parsed.Text("--from")));
  }
  if (parsed.Has("--to")) {
    NS_ASSIGN(options.to, ReadDay("--to", parsed.Text("--to")));
  }
  NS_ASSIGN(OpenProject open, OpenForQuestions(context));
  NS_ASSIGN(const FeedbackFindings findings, FindFeedback(*open.engine, open.project(), open.facts,
                                                          context.clock->NowUs(), options));
  return RenderFeedback(findings, context.format, context.color);
}

int Run(Context& context, const Parsed& parsed) {
  return Print(context, Answer(context, parsed));
}

}  // namespace

CommandSpec FeedbackCommand() {
  return {"feedback",
          "what customers wrote: themes, sentiment and votes, now and against the time before",
          "northstar feedback --from 2026-02-01 --to 2026-02-14",
          {},
          {{"--from", "DATE", "first local day; default: the last 28 days"},
           {"--to", "DATE", "last local day"},
           {"--by", "DIMENSION", "also by the values of a dimension of the feedback", {}, true}},
          Run};
}

}  // namespace northstar::cli
