#include "report/render_answer.h"

#include <fmt/format.h>

#include "base/line_diff.h"
#include "json/answers.h"
#include "model/manifest.h"
#include "model/project.h"
#include "report/align_report.h"
#include "report/behind_report.h"
#include "report/bets_report.h"
#include "report/catalog_report.h"
#include "report/check_report.h"
#include "report/cohorts_report.h"
#include "report/constellation_report.h"
#include "report/decision_record.h"
#include "report/digest_report.h"
#include "report/evaluate_report.h"
#include "report/explain_report.h"
#include "report/feedback_report.h"
#include "report/history_report.h"
#include "report/html_report.h"
#include "report/lead_report.h"
#include "report/monitor_report.h"
#include "report/okrs_report.h"
#include "report/query_chart.h"
#include "report/query_report.h"
#include "report/review_report.h"
#include "report/rewire_report.h"
#include "report/screen.h"
#include "report/survey_report.h"
#include "report/terminal_chart.h"
#include "report/validation_report.h"
#include "report/value_words_report.h"

namespace northstar {
namespace {

// Of Markdown that people read later: nothing in it may turn or hide a line.
std::string RecordText(const DecideAnswer& decision) {
  return ForScreen(RenderDecision(decision), {});
}

std::string RecordText(const CloseReviewAnswer& closed) {
  return ForScreen(RenderReviewRecord(closed), {});
}

// What would be written: a record that is not there yet, and a file that is; `patch -p1` can do it.
std::string DryRun(const std::string& record, const std::string& record_text, const FileText& file,
                   const std::string& before) {
  return UnifiedDiff(record, "", record_text) +
         ForScreen(UnifiedDiff(file.path, before, file.text), {});
}

struct AsText {
  TextForm form;
  bool color;

  using Out = Result<std::string>;
  Out operator()(const QueryAnswer& a) const {
    return RenderQuery(a.result, {form, a.intervals, a.compared, a.parts, color});
  }
  Out operator()(const PlanAnswer& a) const { return a.text; }
  Out operator()(const EntityList& a) const { return RenderEntities(a, form, color); }
  Out operator()(const Distribution& a) const { return RenderDistribution(a, form, color); }
  Out operator()(const DetectAnswer& a) const { return RenderDetection(a.detection, form, color); }
  Out operator()(const ForecastFindings& a) const { return RenderForecast(a, form, color); }
  Out operator()(const BetsAnswer& a) const { return RenderBets(a, form, color); }
  Out operator()(const OkrFindings& a) const { return RenderOkrs(a, form, color); }
  Out operator()(const Explanation& a) const { return RenderExplanation(a, form, color); }
  Out operator()(const LeafExplanation& a) const { return RenderLeafExplanation(a, form, color); }
  Out operator()(const StarNow& a) const { return RenderStarNow(a, form, color); }
  Out operator()(const EvaluateAnswer& a) const {
    if (!a.why.empty()) return RenderWhy(a.evaluation, a.why, form, color);
    if (!a.compare.empty())
      return RenderComparison(a.evaluation, a.compare[0], a.compare[1], form, color);
    return RenderEvaluation(a.evaluation, form, color, a.all);
  }
  Out operator()(const LeadAnswer& a) const {
    return RenderLead(a.findings, form, color, a.second_looks);
  }
  Out operator()(const CohortResult& a) const { return RenderCohorts(a, form, color); }
  Out operator()(const FeedbackFindings& a) const { return RenderFeedback(a, form, color); }
  Out operator()(const ValueWords& a) const { return RenderValueWords(a, form, color); }
  Out operator()(const DigestAnswer& a) const { return RenderDigest(a, form, color); }
  Out operator()(const StateOfTheStar&) const {
    return Error::Usage("a report is an HTML page", "northstar report --out scorecard.html");
  }
  Out operator()(const ValidateAnswer& a) const {
    if (a.unreadable) return *a.unreadable;
    return RenderValidation(a, form, color);
  }
  Out operator()(const CheckList&) const { return RenderChecks(form, color); }
  Out operator()(const CatalogAnswer& a) const { return RenderCatalog(a, form, color); }
  Out operator()(const RewireAnswer& a) const { return RenderRewire(a, form, color); }
  Out operator()(const HistoryAnswer& a) const { return RenderHistory(a, form, color); }
  Out operator()(const CheckAnswer& a) const { return RenderCheck(a, form, color); }
  Out operator()(const AlignFindings& a) const { return RenderAlignment(a, form, color); }
  Out operator()(const SurveyOpened& a) const { return RenderSurveyOpened(a, form, color); }
  Out operator()(const SurveyResults& a) const { return RenderSurveyResults(a, form, color); }
  Out operator()(const SurveyChange& a) const { return RenderSurveyChange(a, form, color); }
  Out operator()(const ReviewFindings& a) const { return RenderReview(a, form, color); }
  Out operator()(const CloseReviewAnswer& a) const {
    if (!a.dry_run) return std::string();
    return DryRun(a.record, RecordText(a), a.project, a.before);
  }
  // Written, not shown: what was done is told (NotesOf).
  Out operator()(const MuteAnswer&) const { return std::string(); }
  Out operator()(const ScoreAnswer&) const { return std::string(); }
  Out operator()(const DecideAnswer& a) const {
    if (!a.dry_run) return std::string();
    return DryRun(a.record, RecordText(a), a.project, a.before);
  }
};

Error NoPicture() {
  return Error::Usage("only values per period can be drawn",
                      "choose those, or another format for this answer");
}

// A series as a chart, with the sentence that goes above it.
struct SeriesChart {
  LineChart chart;
  std::string sentence;
};

std::optional<SeriesChart> SeriesChartOf(const Answer& answer) {
  if (const auto* found = std::get_if<DetectAnswer>(&answer)) {
    return SeriesChart{ChartOf(found->detection, found->project), found->detection.said.whole()};
  }
  if (const auto* found = std::get_if<ForecastFindings>(&answer))
    return SeriesChart{ChartOf(*found), found->said.whole()};
  return std::nullopt;
}

}  // namespace

Result<std::string> RenderAnswer(const Answer& answer, Format format, bool color) {
  switch (format) {
    case Format::kJson:
      return AnswerJson(answer);
    case Format::kCsv:
      return std::visit(AsText{TextForm::kCsv, false}, answer);
    case Format::kMarkdown:
      return std::visit(AsText{TextForm::kMarkdown, false}, answer);
    case Format::kTable:
      break;
  }
  return std::visit(AsText{TextForm::kTable, color}, answer);
}

Result<std::string> RenderAnswerChart(const Answer& answer, int columns, bool color) {
  if (const auto* query = std::get_if<QueryAnswer>(&answer))
    return RenderQueryChart(query->result, query->ends, !query->as_points, columns, color);
  const auto series = SeriesChartOf(answer);
  if (!series) return NoPicture();
  return series->sentence + "\n\n" + RenderTerminalChart(series->chart, columns, color);
}

Result<std::string> RenderAnswerSvg(const Answer& answer) {
  if (const auto* query = std::get_if<QueryAnswer>(&answer))
    return RenderQuerySvg(query->result, query->ends);
  if (const auto* now = std::get_if<StarNow>(&answer)) return ConstellationSvg(now->constellation);
  const auto series = SeriesChartOf(answer);
  if (!series) return NoPicture();
  return ChartDocument(series->chart);
}

Result<std::string> RenderAnswerMermaid(const Answer& answer) {
  const auto* now = std::get_if<StarNow>(&answer);
  if (now == nullptr) return NoPicture();
  return ConstellationMermaid(now->constellation);
}

Result<std::string> RenderAnswerHtml(const Answer& answer) {
  if (const auto* review = std::get_if<ReviewFindings>(&answer)) return RenderReviewHtml(*review);
  const auto* state = std::get_if<StateOfTheStar>(&answer);
  if (state == nullptr) return NoPicture();
  return RenderHtml(*state);
}

namespace {

// The files that name the new star.
FilesOfAnswer FilesOfRewiring(const RewireAnswer& answer) {
  FilesOfAnswer files{answer.project->root, {}, ""};
  for (const RewiredFile& file : answer.rewiring.files)
    files.files.push_back({file.path, file.after});
  return files;
}

}  // namespace

FilesOfAnswer FilesOf(const Answer& answer) {
  if (const auto* rewired = std::get_if<RewireAnswer>(&answer); rewired && !rewired->dry_run)
    return FilesOfRewiring(*rewired);
  if (const auto* scores = std::get_if<ScoreAnswer>(&answer))
    return {scores->project->root, {scores->file}, ""};
  if (const auto* decision = std::get_if<DecideAnswer>(&answer); decision && !decision->dry_run) {
    return {decision->evaluation.project->root,
            {{decision->record, RecordText(*decision)}, decision->project},
            ""};
  }
  if (const auto* closed = std::get_if<CloseReviewAnswer>(&answer); closed && !closed->dry_run) {
    return {
        closed->review.project->root, {{closed->record, RecordText(*closed)}, closed->project}, ""};
  }
  if (const auto* found = std::get_if<ValidateAnswer>(&answer); found && found->project) {
    return {found->project->root,
            {{kManifestFile, ManifestText(*found->project)}},
            "other programs will find the definitions of an earlier run there"};
  }
  return {};
}

}  // namespace northstar
