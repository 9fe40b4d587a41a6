// From a scorecard to a decision that a team reviews in a pull request: the record, and the star in
// the project file; after it, the new star in the place of the former one (--rewire).
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "api/requests/requests.h"
#include "base/text.h"
#include "model/edit_yaml.h"
#include "model/project.h"
#include "words/rewire.h"

namespace northstar {
namespace {

// The star that is to be replaced; empty: there is none.
Result<std::string> FormerStar(const Project& project, const std::string& metric,
                               const Arguments& arguments) {
  if (!project.north_star) {
    if (arguments.Has("stopped-working"))
      return Error::Usage("there is no North Star yet, so none can have stopped working");
    return std::string();
  }
  const std::string& star = project.north_star->metric;
  if (star == metric) return Error::Usage(fmt::format("{} is already the North Star", metric));
  if (Trim(arguments.Text("stopped-working")).empty()) {
    return Error::Usage(
        fmt::format("the project already has a North Star: {}; it can have only one", star),
        fmt::format("to replace it, say why it stopped working: northstar decide {} --why \"…\" "
                    "--stopped-working \"…\"",
                    metric));
  }
  return star;
}

const SourceText& FileOfStar(const SessionView& view) {
  if (!view.project()->north_star) return view.sources().front();
  const auto found = std::find_if(
      view.sources().begin(), view.sources().end(),
      [&](const SourceText& file) { return file.path() == view.project()->north_star->span.file; });
  return found == view.sources().end() ? view.sources().front() : *found;
}

Result<Evaluation> EvaluateWith(const SessionView& view, const std::string& metric) {
  EvaluateRequest request;
  request.candidates = view.project()->candidates;
  if (std::find(request.candidates.begin(), request.candidates.end(), metric) ==
      request.candidates.end())
    request.candidates.push_back(metric);
  return Evaluate(view.engine(), view.project(), view.facts(), request, view.NowUs());
}

Result<Answer> AskDecide(const SessionView& view, const Arguments& arguments) {
  const Project& project = *view.project();
  if (!arguments.Has("metric")) {
    return Error::Usage("a decision needs the metric that becomes the North Star",
                        "northstar decide weekly_active_teams --why \"…\"");
  }
  if (Trim(arguments.Text("why")).empty()) {
    return Error::Usage(
        fmt::format("{} is missing: a decision needs a reason", arguments.Called("why")),
        "northstar decide weekly_active_teams --why \"…\"");
  }
  DecideAnswer answer;
  answer.metric = arguments.Text("metric");
  if (project.FindMetric(answer.metric) == nullptr) {
    return Error::Usage(fmt::format("there is no metric '{}'", answer.metric),
                        DidYouMean(answer.metric, project.MetricNames()));
  }
  NS_ASSIGN(answer.former, FormerStar(project, answer.metric, arguments));
  answer.day = FormatInstant(project.calendar.zone().ToLocal(view.NowUs())).substr(0, 10);
  answer.why = arguments.Text("why");
  answer.by = arguments.Text("by");
  answer.reason = arguments.Text("stopped-working");
  answer.definitions = DefinitionsHash(project);
  answer.dry_run = arguments.Has("dry-run");
  answer.record = fmt::format("decisions/{}-{}.md", answer.day, answer.metric);
  if (std::filesystem::exists(std::filesystem::path(project.root) / answer.record)) {
    return Error::Usage(fmt::format("{} already exists", answer.record),
                        "a decision is written once; move the file away to decide again today");
  }
  StarChange change{answer.metric, answer.day, answer.record, answer.former, "", answer.reason};
  if (!answer.former.empty()) change.former_since = project.north_star->since;
  const SourceText& file = FileOfStar(view);
  answer.project.path = file.path();
  answer.before = file.text();
  NS_ASSIGN(answer.project.text, ChangeNorthStar(file, change));
  NS_ASSIGN(answer.evaluation, EvaluateWith(view, answer.metric));
  return Answer(std::move(answer));
}

// What a decision alone takes would be silently ignored.
Status CheckRewire(const Arguments& arguments) {
  for (const std::string_view name : {"metric", "why", "by", "stopped-working"}) {
    if (!arguments.Has(name)) continue;
    return Error::Usage(
        fmt::format("{} follows a decision, and takes no {}", arguments.Called("rewire"),
                    name == "metric" ? "metric" : arguments.Called(name)),
        "decide first, then: northstar decide --rewire");
  }
  return Status::Ok();
}

RewireStatement StatementOn(const Project& project, const Rewiring& rewiring, bool dry_run) {
  using enum RewireStatement::Code;
  const std::string& star = project.north_star->metric;
  RewireStatement s{kNothing, {project.FindMetric(star)->label, star}};
  for (const RewiredPlace& place : rewiring.places) {
    s.edited += place.fate == RewiredPlace::Fate::kEdited;
    s.by_hand += place.fate == RewiredPlace::Fate::kByHand;
    s.kept += place.fate == RewiredPlace::Fate::kKept;
    s.over += place.fate == RewiredPlace::Fate::kOver;
  }
  s.files = rewiring.files.size();
  if (s.edited > 0) {
    s.code = dry_run ? kWouldEdit : kEdited;
  } else if (s.by_hand > 0) {
    s.code = kByHandAlone;
  }
  return s;
}

Result<Answer> RunRewire(const ProjectFolder& folder, const Arguments& arguments) {
  NS_RETURN_IF_ERROR(CheckRewire(arguments));
  NS_ASSIGN(const LoadedProject loaded, LoadProject(folder.path, folder.environment));
  if (!loaded.project->north_star) {
    return Error::Usage("there is no North Star yet, so nothing can name a former one",
                        "northstar decide weekly_active_teams --why \"…\"");
  }
  RewireAnswer answer;
  answer.project = loaded.project;
  answer.rewiring = Rewire(loaded, loaded.project->calendar.LocalDay(folder.clock->NowUs()));
  answer.dry_run = arguments.Has("dry-run");
  answer.said = Words(StatementOn(*loaded.project, answer.rewiring, answer.dry_run));
  return Answer(std::move(answer));
}

}  // namespace

RequestSpec DecideSpec() {
  using enum ParameterKind;
  return {
      "decide",
      "Record which metric is the North Star, and why",
      "northstar decide weekly_active_teams --why \"Teams that finish work together stay\"",
      {{.name = "metric",
        .kind = kMetric,
        .help = "Metric that becomes the North Star",
        .subject = true},
       {.name = "why", .help = "Reason, in a sentence or two", .placeholder = "TEXT"},
       {.name = "by", .help = "Who decided", .placeholder = "NAME"},
       {.name = "stopped-working",
        .help = "If it replaces another star: why that one stopped working",
        .placeholder = "TEXT"},
       {.name = "rewire",
        .kind = kFlag,
        .help = "After a decision: name the new star in key results, KPIs, bets and checks that "
                "still name a former one"},
       {.name = "dry-run",
        .kind = kFlag,
        .help = "Show what would be written, without writing it"}},
      AskDecide,
      nullptr,
      "rewire",
      RunRewire};
}

}  // namespace northstar
