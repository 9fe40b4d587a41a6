#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "report/evaluate_report.h"

namespace northstar::cli {
namespace {

Status Write(Context& context, const Parsed& parsed) {
  NS_ASSIGN(OpenProject open, OpenForQuestions(context));
  NS_ASSIGN(const Evaluation evaluation,
            Evaluate(*open.engine, open.project(), open.facts, {}, context.clock->NowUs()));
  const std::string path = parsed.Text("--out");
  NS_RETURN_IF_ERROR(WriteFile(path, RenderHtml(evaluation)));
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
