#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "cli/commands/commands.h"
#include "report/evaluate_report.h"

namespace northstar::cli {
namespace {

Status WriteFile(const std::string& path, const std::string& text) {
  std::error_code ignored;
  const bool special =
      std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored);
  const std::string part = special ? path : path + ".part";
  std::ofstream file(part, std::ios::binary);
  file << text;
  file.close();
  std::error_code error;
  if (file && !special) std::filesystem::rename(part, path, error);
  if (!file || error) {
    if (!special) std::filesystem::remove(part, ignored);
    return Error::Data(fmt::format("cannot write '{}'", path),
                       "does the folder exist, and is there room on the disk?");
  }
  return Status::Ok();
}

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
