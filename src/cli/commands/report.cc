#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "report/evaluate_report.h"

namespace northstar::cli {
namespace {

// Of the star, or of the candidate that is recommended. What cannot be told is left out: the page
// is about the choice.
ReportBeside FindBeside(const Context& context, const OpenProject& open,
                        const Evaluation& evaluation) {
  ReportBeside beside;
  const int64_t now = context.clock->NowUs();
  std::string metric;
  if (!open.project()->north_star) metric = evaluation.decision.recommended;
  const auto keep = [](auto result, auto& into) {
    if (result.ok()) into = *std::move(result);
  };
  ConstellationOptions constellation;
  constellation.metric = metric;
  keep(FindConstellation(*open.engine, open.project(), open.facts, now, constellation),
       beside.constellation);
  ExplainOptions explain;
  explain.metric = metric;
  keep(Explain(*open.engine, open.project(), open.facts, now, explain), beside.explanation);
  keep(FindFeedback(*open.engine, open.project(), open.facts, now, {}), beside.feedback);
  return beside;
}

Status Write(Context& context, const Parsed& parsed) {
  NS_ASSIGN(OpenProject open, OpenForQuestions(context));
  NS_ASSIGN(const Evaluation evaluation,
            Evaluate(*open.engine, open.project(), open.facts, {}, context.clock->NowUs()));
  const std::string path = parsed.Text("--out");
  const ReportBeside beside = FindBeside(context, open, evaluation);
  NS_RETURN_IF_ERROR(WriteFile(path, RenderHtml(evaluation, beside)));
  context.err(fmt::format("northstar: wrote {}\n", path));
  return Status::Ok();
}

int Run(Context& context, const Parsed& parsed) {
  if (!parsed.Has("--out"))
    return Report(context, Error::Usage("report needs --out FILE.html",
                                        "northstar report --out scorecard.html"));
  const Status status = Write(context, parsed);
  return status.ok() ? kFine : Report(context, status.error());
}

}  // namespace

CommandSpec ReportCommand() {
  return {"report",
          "the scorecard as one HTML page that needs no network",
          "northstar report --out scorecard.html",
          {},
          {{"--out", "FILE.html", "where to write it"}},
          Run};
}

}  // namespace northstar::cli
