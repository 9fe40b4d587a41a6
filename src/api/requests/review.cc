// The quarterly review, and closing it: the pack as a record, and the day in the project file.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "api/definition_steps.h"
#include "api/requests/requests.h"
#include "api/requests/survey_state.h"
#include "base/text.h"
#include "model/edit_yaml.h"

namespace northstar {
namespace {

// Those that were recorded, each against the one before.
Status FindDefinitions(const Project& project, ReviewOptions& options) {
  const auto recorded = store::DefinitionHistory(project, "");
  if (!recorded.ok()) {
    options.definitions_unread =
        fmt::format("Recorded definitions cannot be read: {}.", WithHint(recorded.error()));
    return Status::Ok();
  }
  for (const DefinitionStep& step : StepsOf(*recorded)) {
    const DefinitionChange change = step.change.value_or(DefinitionChange::kNone);
    if (change == DefinitionChange::kNone) continue;
    const store::RecordedDefinition& one = step.recorded;
    options.definitions.push_back({one.metric, project.calendar.LocalDay(one.first_seen_us),
                                   one.state.version, change == DefinitionChange::kWithoutVersion});
  }
  return Status::Ok();
}

// Total rates alone: what a team said is no part of a review.
void FindSurveys(const Project& project, int64_t at_us, ReviewOptions& options) {
  const auto states = store::ReadSurveys(project);
  if (!states.ok()) {
    options.surveys_unread = fmt::format("Surveys cannot be read: {}.", WithHint(states.error()));
    return;
  }
  for (const store::SurveyState& state : *states) {
    if (state.round.opened_us > at_us) continue;
    const TeamKnowledge total = RatesOfSurvey(state, GradeAnswers(project, state)).total;
    options.surveys.push_back({state.round.metric, project.calendar.LocalDay(state.round.opened_us),
                               total.invited, total.answered, total.unclear, total.rate});
  }
}

Result<ReviewOptions> OptionsOf(const SessionView& view, const Arguments& arguments) {
  ReviewOptions options;
  options.quarter = arguments.Text("period");
  NS_ASSIGN(options.as_of_us, arguments.ReadTime("as-of", view.project()->calendar));
  NS_RETURN_IF_ERROR(FindDefinitions(*view.project(), options));
  FindSurveys(*view.project(), options.as_of_us.value_or(view.NowUs()), options);
  return options;
}

Result<ReviewFindings> Find(const SessionView& view, const ReviewOptions& options) {
  return FindReview(view.engine(), view.project(), view.facts(), view.NowUs(), options);
}

Result<Answer> AskReview(const SessionView& view, const Arguments& arguments) {
  NS_ASSIGN(const ReviewOptions options, OptionsOf(view, arguments));
  NS_ASSIGN(ReviewFindings found, Find(view, options));
  return Answer(std::move(found));
}

// The file that holds `review:`, else northstar.yml.
const SourceText& FileOfReview(const SessionView& view) {
  const auto found = std::find_if(
      view.sources().begin(), view.sources().end(),
      [&](const SourceText& file) { return file.path() == view.project()->review_span.file; });
  return found == view.sources().end() ? view.sources().front() : *found;
}

Status CheckSaid(const Arguments& arguments) {
  for (const char* name : {"by", "why"}) {
    if (!Trim(arguments.Text(name)).empty()) continue;
    return Error::Usage(fmt::format("{} is missing: closing a review needs a name and a reason",
                                    arguments.Called(name)),
                        "northstar review close --by anna --why \"…\"");
  }
  return Status::Ok();
}

Result<Answer> RunClose(const SessionView& view, const Arguments& arguments) {
  NS_RETURN_IF_ERROR(CheckSaid(arguments));
  const Project& project = *view.project();
  CloseReviewAnswer answer;
  answer.by = arguments.Text("by");
  answer.why = arguments.Text("why");
  answer.day = FormatDay(project.calendar.LocalDay(view.NowUs()));
  answer.strategy_changed = arguments.Has("strategy-changed");
  answer.dry_run = arguments.Has("dry-run");
  NS_ASSIGN(ReviewOptions options, OptionsOf(view, arguments));
  if (answer.strategy_changed) options.strategy = StrategyChange{answer.day, answer.by, answer.why};
  NS_ASSIGN(answer.review, Find(view, options));
  answer.record = fmt::format("reviews/{}.md", answer.review.quarter.name);
  if (std::filesystem::exists(std::filesystem::path(project.root) / answer.record)) {
    return Error::Usage(fmt::format("the review of {} is closed already: {}",
                                    answer.review.quarter.name, answer.record),
                        "a review is closed once; move the file away to close it again");
  }
  const SourceText& file = FileOfReview(view);
  answer.project.path = file.path();
  answer.before = file.text();
  NS_ASSIGN(answer.project.text,
            ChangeReview(file, {answer.day, answer.strategy_changed ? answer.day : ""}));
  return Answer(std::move(answer));
}

Parameter PeriodParameter() {
  return {.name = "period",
          .help =
              "Quarter to review, such as 2026-Q3 (default: the latest that is over and has data "
              "to its end)",
          .placeholder = "QUARTER"};
}

}  // namespace

RequestSpec ReviewSpec() {
  return {
      "review",
      "Review the North Star over a quarter: does it still lead, was it gamed, should it change?",
      "northstar review --out review.md",
      {PeriodParameter(), AsOfParameter()},
      AskReview};
}

RequestSpec CloseReviewSpec() {
  using enum ParameterKind;
  return {
      "review close",
      "Close the review of a quarter: record who closed it and why",
      "northstar review close --by anna --why \"It still leads revenue\"",
      {{.name = "by", .help = "Who closes it", .placeholder = "NAME"},
       {.name = "why", .help = "What was concluded, in a sentence or two", .placeholder = "TEXT"},
       {.name = "strategy-changed",
        .kind = kFlag,
        .help = "Record that the strategy changed, so that the next review asks for a new star"},
       PeriodParameter(),
       AsOfParameter(),
       {.name = "dry-run",
        .kind = kFlag,
        .help = "Show what would be written, without writing it"}},
      RunClose};
}

}  // namespace northstar
