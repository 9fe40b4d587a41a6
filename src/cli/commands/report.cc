#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/commands.h"
#include "report/html_report.h"

namespace northstar::cli {
namespace {

// What a part is called when it is missing.
std::string StarWords(const Project& project, const std::string& metric) {
  const Metric* found = project.FindMetric(
      metric.empty() && project.north_star ? project.north_star->metric : metric);
  return found == nullptr ? "the North Star" : fmt::format("{} ({})", found->label, found->name);
}

bool HasFeedback(const Project& project) {
  return std::any_of(project.sources.begin(), project.sources.end(), [](const Source& source) {
    return source.kind == Source::Kind::kFeedback && source.text.has_value();
  });
}

// Asks for every part on its own: one that fails is named, and the page shows the others.
class Parts {
 public:
  Parts(const Context& context, const OpenProject& open)
      : open_(open), now_us_(context.clock->NowUs()) {
    parts_.project = open.project();
  }

  ReportParts Find() {
    EvaluateRequest request;
    if (parts_.project->candidates.empty() && parts_.project->north_star)
      request.candidates = {parts_.project->north_star->metric};
    Keep("which candidate deserves to be the North Star",
         Evaluate(*open_.engine, parts_.project, open_.facts, request, now_us_), parts_.evaluation);
    FindStar();
    Keep("what customers write",
         FindFeedback(*open_.engine, parts_.project, open_.facts, now_us_, {}), parts_.feedback,
         HasFeedback(*parts_.project));
    parts_.as_of_us = parts_.evaluation ? parts_.evaluation->as_of_us : now_us_;
    return std::move(parts_);
  }

 private:
  // Of the star, else of the candidate that is recommended.
  void FindStar() {
    StarNowRequest request;
    request.forecast = true;
    if (!parts_.project->north_star && parts_.evaluation)
      request.options.metric = parts_.evaluation->decision.recommended;
    const std::string star = StarWords(*parts_.project, request.options.metric);
    Keep("how " + star + " stands now",
         FindStarNow(*open_.engine, parts_.project, open_.facts, now_us_, request), parts_.now);
    ExplainOptions explain;
    explain.metric = request.options.metric;
    if (parts_.now && parts_.now->worth) {
      explain.from_us = parts_.now->worth->from_us;
      explain.to_us = parts_.now->worth->to_us;
    }
    Keep("why " + star + " moved",
         Explain(*open_.engine, parts_.project, open_.facts, now_us_, explain), parts_.explanation);
    if (!parts_.now) return;
    for (const std::string& one : parts_.now->missing) parts_.missing.push_back({star, one});
    AddRedFlag();
  }

  // That it rises while what it stands for falls is a test of candidates.
  void AddRedFlag() {
    if (!parts_.evaluation) return;
    const std::string& star = parts_.now->constellation.star().metric->name;
    for (const CandidateReport& candidate : parts_.evaluation->candidates) {
      if (candidate.metric->name != star) continue;
      for (const TestOutcome& test : candidate.tests) {
        if (test.finding == "DECOUPLED") parts_.now->facts.decoupled = test.sentence;
      }
    }
  }

  template <typename T>
  void Keep(const std::string& what, Result<T> result, std::optional<T>& into,
            bool expected = true) {
    if (result.ok()) {
      into = *std::move(result);
    } else if (expected) {
      parts_.missing.push_back({what, result.error().message});
    }
  }

  const OpenProject& open_;
  int64_t now_us_;
  ReportParts parts_;
};

Status Write(Context& context, const Parsed& parsed) {
  NS_ASSIGN(OpenProject open, OpenForQuestions(context));
  const ReportParts parts = Parts(context, open).Find();
  if (!parts.evaluation && !parts.now && !parts.explanation)
    return Error::Usage("there is nothing to report: " + parts.missing.front().why);
  const std::string path = parsed.Text("--out");
  NS_RETURN_IF_ERROR(WriteFile(path, RenderHtml(parts)));
  for (const MissingPart& part : parts.missing)
    context.err(
        fmt::format("northstar: warning: missing in the report: {}: {}\n", part.what, part.why));
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
          "where the North Star stands, and the scorecard, as one HTML page that needs no network",
          "northstar report --out scorecard.html",
          {},
          {{"--out", "FILE.html", "where to write it"}},
          Run};
}

}  // namespace northstar::cli
