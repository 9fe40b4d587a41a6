// `decide`: from a scorecard to a decision that a team reviews in a pull request. Writes the record
// under decisions/ and the star into the project file, and nothing else; --dry-run shows both.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/hash.h"
#include "base/text.h"
#include "cli/commands/commands.h"
#include "cli/screen.h"
#include "model/edit_yaml.h"
#include "report/decision_record.h"

namespace northstar::cli {
namespace {

namespace fs = std::filesystem;

struct Files {
  std::string record, record_text;    // relative to the project
  std::string project, project_text;  // the file that holds the star
};

// The star that is to be replaced; empty: there is none.
Result<std::string> FormerStar(const Project& project, const std::string& metric,
                               const Parsed& parsed) {
  if (!project.north_star) {
    if (parsed.Has("--stopped-working"))
      return Error::Usage("there is no North Star yet, so none can have stopped working");
    return std::string();
  }
  const std::string& star = project.north_star->metric;
  if (star == metric) return Error::Usage(fmt::format("{} is already the North Star", metric));
  if (Trim(parsed.Text("--stopped-working")).empty()) {
    return Error::Usage(
        fmt::format("the project already has a North Star: {}; it can have only one", star),
        fmt::format("to replace it, say why it stopped working: northstar decide {} --why \"…\" "
                    "--stopped-working \"…\"",
                    metric));
  }
  return star;
}

std::string DefinitionsHash(const Project& project) {
  std::string all;
  for (const Metric& metric : project.metrics) all += metric.name + DefinitionText(metric) + "\n";
  return HashText(all);
}

Result<Evaluation> EvaluateWith(Context& context, const Session& open, const std::string& metric) {
  EvaluateRequest request;
  request.candidates = open.project()->candidates;
  if (std::find(request.candidates.begin(), request.candidates.end(), metric) ==
      request.candidates.end())
    request.candidates.push_back(metric);
  NS_ASSIGN(const SessionView view, open.Begin(context.cancel));
  return Evaluate(view.engine(), view.project(), view.facts(), request, view.NowUs());
}

const SourceText& FileOfStar(const Session& session) {
  if (!session.project()->north_star) return session.sources().front();
  const auto found =
      std::find_if(session.sources().begin(), session.sources().end(), [&](const SourceText& file) {
        return file.path() == session.project()->north_star->span.file;
      });
  return found == session.sources().end() ? session.sources().front() : *found;
}

Result<Files> Prepare(Context& context, const Parsed& parsed, const Session& open) {
  const Project& project = *open.project();
  const std::string metric = parsed.Text("metric");
  NS_ASSIGN(const std::string former, FormerStar(project, metric, parsed));
  const int64_t local = project.calendar.zone().ToLocal(context.clock->NowUs());
  const std::string today = FormatInstant(local).substr(0, 10);
  Files files;
  files.record = fmt::format("decisions/{}-{}.md", today, metric);
  if (fs::exists(fs::path(project.root) / files.record)) {
    return Error::Usage(fmt::format("{} already exists", files.record),
                        "a decision is written once; move the file away to decide again today");
  }
  StarChange change{metric, today, files.record, former, "", parsed.Text("--stopped-working")};
  DecisionText text{today, parsed.Text("--why"), parsed.Text("--by"),
                    "",    change.reason,        DefinitionsHash(project)};
  if (!former.empty()) {
    change.former_since = project.north_star->since;
    const Metric* old = project.FindMetric(former);
    text.former = old != nullptr ? old->label : former;
  }
  const SourceText& file = FileOfStar(open);
  files.project = file.path();
  NS_ASSIGN(files.project_text, ChangeNorthStar(file, change));
  NS_ASSIGN(const Evaluation evaluation, EvaluateWith(context, open, metric));
  files.record_text = ForScreen(RenderDecision(evaluation, metric, text), {});
  for (const CandidateReport& candidate : evaluation.candidates) {
    if (candidate.metric->name == metric && candidate.recommendation == Recommendation::kRejected) {
      context.err(fmt::format(
          "northstar: warning: {} fails a required condition; the record says which\n", metric));
    }
  }
  return files;
}

Result<std::string> Answer(Context& context, const Parsed& parsed) {
  if (Trim(parsed.Text("--why")).empty())
    return Error::Usage("--why is missing: a decision needs a reason",
                        "northstar decide weekly_active_teams --why \"…\"");
  const std::string metric = parsed.Text("metric");
  NS_ASSIGN(const LoadedProject read, ReadProject(context));
  if (read.project->FindMetric(metric) == nullptr) {
    return Error::Usage(fmt::format("there is no metric '{}'", metric),
                        DidYouMean(metric, read.project->MetricNames()));
  }
  NS_ASSIGN(const std::string former, FormerStar(*read.project, metric, parsed));
  NS_ASSIGN(const Session open, OpenForQuestions(context));
  NS_ASSIGN(const Files files, Prepare(context, parsed, open));
  if (parsed.Has("--dry-run")) {
    return fmt::format("--- {}\n{}\n--- {}\n{}", files.record, files.record_text, files.project,
                       files.project_text);
  }
  const fs::path root = open.project()->root;
  std::error_code error;
  fs::create_directories(root / "decisions", error);
  NS_RETURN_IF_ERROR(WriteFile((root / files.record).string(), files.record_text));
  const Status written = WriteFile((root / files.project).string(), files.project_text);
  if (!written.ok()) {
    fs::remove(root / files.record, error);  // both or none
    return written.error();
  }
  context.err(fmt::format("northstar: wrote {} and changed {}\n", files.record, files.project));
  if (!former.empty()) {
    context.err(
        "northstar: statement, inputs and guardrails are still those of the old star; review "
        "them\n");
  }
  return std::string();
}

int Run(Context& context, const Parsed& parsed) {
  return Print(context, Answer(context, parsed));
}

}  // namespace

CommandSpec DecideCommand() {
  return {
      "decide",
      "Record which metric is the North Star, and why",
      "northstar decide weekly_active_teams --why \"Teams that finish work together stay\"",
      {{"metric", "Metric that becomes the North Star", true}},
      {{"--why", "TEXT", "Reason, in a sentence or two"},
       {"--by", "NAME", "Who decided"},
       {"--stopped-working", "TEXT", "If it replaces another star: why that one stopped working"},
       {"--dry-run", "", "Show what would be written, without writing it"}},
      Run};
}

}  // namespace northstar::cli
