#include "analysis/evaluate/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "analysis/evaluate/candidate_test.h"
#include "analysis/evaluate/decision.h"
#include "analysis/evaluate/rank.h"
#include "analysis/evaluate/surroundings.h"
#include "analysis/lead/lead_panel.h"
#include "analysis/query/cell_value.h"
#include "base/random.h"
#include "base/text.h"
#include "model/project.h"
#include "plan/metric_unit.h"
#include "stats/jackknife.h"

namespace northstar {
namespace {

constexpr uint64_t kFirstHalf = 0x5555555555555555ULL;  // every other bucket

class Evaluator {
 public:
  Evaluator(Engine& engine, const ProjectRef& project, const DataFacts& facts,
            const EvaluateRequest& request, int64_t now_us, const EvidenceReader& read)
      : engine_(engine),
        project_(project),
        facts_(facts),
        request_(request),
        now_us_(now_us),
        read_(read),
        gather_(&engine, project, facts),
        lead_series_(gather_, project, facts, now_us, request.as_of_us),
        units_(gather_, project, facts),
        around_(gather_, project, facts, now_us, request.as_of_us, request.segments) {}

  Result<Evaluation> Run() {
    NS_RETURN_IF_ERROR(FindMetrics());
    NS_RETURN_IF_ERROR(RequestAll());
    NS_RETURN_IF_ERROR(gather_.Run({}));
    evaluation_.project = project_;
    evaluation_.outcome = outcome_;
    evaluation_.weightings = request_.weightings;
    std::vector<std::string> names;
    for (const Metric* metric : candidates_) names.push_back(metric->name);
    evaluation_.people = AskPeople(*project_, names);
    evaluation_.activities = units_.Activities();
    NS_RETURN_IF_ERROR(ReadSeries());
    JudgeLeads();
    NS_RETURN_IF_ERROR(ReadQuality());
    for (size_t i = 0; i < candidates_.size(); ++i) RunTests(i);
    RankCandidates(evaluation_, project_->judgement, MixText("evaluate.rank"));
    evaluation_.decision = Decide(evaluation_);
    evaluation_.said = Words(StatementOn(evaluation_));
    return std::move(evaluation_);
  }

 private:
  Status FindMetrics() {
    const std::vector<std::string>& names =
        request_.candidates.empty() ? project_->candidates : request_.candidates;
    if (names.empty()) {
      return Error::Usage(
          "there are no candidates to evaluate",
          "list 3 to 5 metrics under 'candidates:' in northstar.yml, or name them here");
    }
    for (const std::string& name : names) {
      const Metric* metric = project_->FindMetric(name);
      if (metric == nullptr) {
        return Error::Usage(fmt::format("there is no metric '{}'", name),
                            DidYouMean(name, project_->MetricNames()));
      }
      if (std::find(candidates_.begin(), candidates_.end(), metric) == candidates_.end())
        candidates_.push_back(metric);
    }
    const std::string& outcome = request_.outcome.empty() ? project_->outcome : request_.outcome;
    if (outcome.empty()) return Status::Ok();
    outcome_ = project_->FindMetric(outcome);
    if (outcome_ == nullptr) {
      return Error::Usage(fmt::format("there is no metric '{}'", outcome),
                          DidYouMean(outcome, project_->MetricNames()));
    }
    return Status::Ok();
  }

  Result<size_t> RequestNatural(const Metric& metric, bool intervals) {
    Question question;
    question.metrics = {metric.name};
    question.as_of_us = request_.as_of_us;
    question.intervals = intervals;
    NS_ASSIGN(BoundQuestion bound, BindQuestion(project_, question, facts_, now_us_));
    evaluation_.as_of_us = std::max(evaluation_.as_of_us, bound.as_of_us);
    return gather_.Add(std::move(bound));
  }

  Status RequestAll() {
    units_.SetCandidates(candidates_);
    for (const Metric* metric : candidates_) {
      NS_ASSIGN(const size_t question, RequestNatural(*metric, true));
      natural_.push_back(question);
      const BoundQuestion& bound = gather_.question(question);
      units_.Request(*metric, bound.grid.grain(), bound.completeness.at(metric->name), outcome_);
      if (outcome_ != nullptr) NS_RETURN_IF_ERROR(lead_series_.Request(*metric));
    }
    if (outcome_ != nullptr) {
      NS_ASSIGN(outcome_question_, RequestNatural(*outcome_, false));
      NS_RETURN_IF_ERROR(lead_series_.Request(*outcome_));
    }
    RequestDays();
    return around_.Request(candidates_, outcome_);
  }

  // Events per local day of every source involved, as far as the metrics look at it, to find days
  // without any.
  void RequestDays() {
    std::map<std::string, std::pair<int64_t, int64_t>> spans;
    const auto involve = [&](const Metric& metric, size_t question) {
      const Completeness& complete = gather_.question(question).completeness.at(metric.name);
      for (const Source* source : project_->SourcesOf(metric)) {
        if (source->kind == Source::Kind::kSeries) continue;
        // One that nothing has arrived from yet has no days.
        const auto known = facts_.sources.find(source->name);
        if (known == facts_.sources.end() || known->second.rows == 0) continue;
        const int64_t from = std::max(known->second.first_us, complete.since_us);
        const int64_t to = std::min(known->second.last_us, complete.as_of_us - 1);
        if (from > to) continue;
        const auto [span, fresh] = spans.try_emplace(source->name, from, to);
        if (!fresh)
          span->second = {std::min(span->second.first, from), std::max(span->second.second, to)};
      }
    };
    for (size_t i = 0; i < candidates_.size(); ++i) involve(*candidates_[i], natural_[i]);
    if (outcome_ != nullptr) involve(*outcome_, outcome_question_);
    for (const auto& [source, span] : spans) {
      PeriodGrid grid = project_->calendar.Grid(Grain::kDay, span.first, span.second);
      days_[source] = {grid, gather_.AddEventCount(source, grid)};
    }
  }

  Status ReadSeries() {
    for (size_t i = 0; i < candidates_.size(); ++i) {
      NS_ASSIGN(std::vector<MetricSeries> series, gather_.Evaluate(natural_[i], 0.95));
      CandidateReport report;
      report.metric = candidates_[i];
      report.series = std::move(series.at(0));
      report.periods = Labels(natural_[i]);
      report.not_measured = AskWhatIsMissing(natural_[i], *candidates_[i]);
      evaluation_.candidates.push_back(std::move(report));
    }
    if (outcome_ != nullptr) {
      NS_ASSIGN(std::vector<MetricSeries> series, gather_.Evaluate(outcome_question_, 0.95));
      evaluation_.outcome_series = std::move(series.at(0));
      evaluation_.outcome_periods = Labels(outcome_question_);
      outcome_not_measured_ = AskWhatIsMissing(outcome_question_, *outcome_);
    }
    return Status::Ok();
  }

  // Why the metric was not measured, if so; what never occurred is noted.
  std::string AskWhatIsMissing(size_t question, const Metric& metric) {
    const SeenData::Look look = gather_.LookAt(question, metric);
    const std::string why = SeenData::WhyNotMeasured(metric, look);
    if (!why.empty()) evaluation_.notes.push_back(why);
    for (const NeverSeen& one : look.missing) {
      if (!one.needed)
        evaluation_.notes.push_back(AsSentence(fmt::format("{}: {}", one.metric, one.sentence)));
    }
    return why;
  }

  std::vector<std::string> Labels(size_t question) const {
    const BoundQuestion& bound = gather_.question(question);
    std::vector<std::string> labels;
    for (int p = bound.first_shown; p < bound.grid.size(); ++p)
      labels.push_back(bound.grid.Label(p));
    return labels;
  }

  void JudgeLeads() {
    if (outcome_ == nullptr) return;
    std::vector<LeadCandidate> pairs;
    for (const Metric* metric : candidates_) {
      pairs.push_back({NameOf(*metric), lead_series_.PairOf(*metric, *outcome_),
                       OutcomeLinkOf(*project_, *metric, *outcome_),
                       WantedSign(*metric, *outcome_)});
    }
    stats::LeadOptions options;
    options.threads = DefaultLeadThreads();
    options.permutations = request_.permutations;
    std::vector<LeadFindings> leads =
        FindLeads(pairs, NameOf(*outcome_), options, project_->calendar);
    for (size_t i = 0; i < leads.size(); ++i) {
      evaluation_.candidates[i].lead = std::move(leads[i]);
      AddPanel(*candidates_[i], evaluation_.candidates[i].lead);
    }
    // What holds for all candidates is said once.
    const bool waiting = std::all_of(
        evaluation_.candidates.begin(), evaluation_.candidates.end(), [](const CandidateReport& c) {
          return c.lead.result.finding == stats::LeadFinding::kNotEnoughData ||
                 c.lead.result.finding == stats::LeadFinding::kIsRevenue;
        });
    if (!waiting) return;
    for (const CandidateReport& candidate : evaluation_.candidates) {
      if (candidate.lead.result.finding != stats::LeadFinding::kNotEnoughData ||
          !candidate.not_measured.empty())
        continue;
      evaluation_.notes.push_back(candidate.lead.said.whole());
      for (const std::string& caveat : candidate.lead.caveats) evaluation_.notes.push_back(caveat);
      break;
    }
  }

  void AddPanel(const Metric& metric, LeadFindings& lead) const {
    const Surroundings::Panel panel = around_.PanelOf(metric);
    if (panel.segments.empty() || lead.link != OutcomeLink::kNone) return;
    JudgePanel(panel.candidate, panel.outcome, request_.segments, lead);
  }

  Status ReadQuality() {
    for (const auto& [name, days] : days_) {
      CandidateEvidence::SourceQuality quality;
      quality.source = name;
      NS_ASSIGN(quality.loads, engine_.Quality(name));
      quality.first_day = days.grid.start_day(0);
      quality.days = days.grid.size();
      quality.outages = stats::FindOutages(gather_.EventCounts(days.count),
                                           static_cast<int>(WeekdayOf(quality.first_day)),
                                           project_->judgement.measurable.broken_gap);
      quality_.push_back(std::move(quality));
    }
    return Status::Ok();
  }

  // The same entities are in both periods, so the error of a change is not that of two levels.
  std::vector<std::optional<double>> ChangeErrors(size_t question, const Metric& metric,
                                                  const MetricSeries& series) const {
    std::vector<std::optional<double>> errors(series.points.size());
    const bool defined = FollowsFromBuckets(*project_, metric) &&
                         std::any_of(series.points.begin(), series.points.end(),
                                     [](const Point& p) { return p.low.has_value(); });
    if (!defined) return errors;
    std::vector<std::vector<std::optional<double>>> without;
    for (int b = 0; b < kBuckets; ++b)
      without.push_back(gather_.Values(question, metric, GroupKey{}, ~(uint64_t{1} << b)));
    for (size_t p = 1; p < errors.size(); ++p) {
      if (!series.points[p].value || !series.points[p - 1].value) continue;
      std::vector<double> changes;
      for (const auto& one : without) {
        if (one[p] && one[p - 1]) changes.push_back(*one[p] - *one[p - 1]);
      }
      if (changes.size() != kBuckets) continue;
      const auto interval =
          stats::Jackknife(*series.points[p].value - *series.points[p - 1].value, changes, 0.95);
      if (interval) errors[p] = interval->standard_error;
    }
    return errors;
  }

  TestOutcome RunTest(const CandidateTest& test, const CandidateEvidence& evidence,
                      const CandidateReport& report) const {
    using Needs = CandidateTest::Needs;
    if (test.needs != Needs::kNothing && !report.not_measured.empty())
      return NeverSeenOutcome(report.not_measured);
    if (test.needs == Needs::kOutcome && !outcome_not_measured_.empty())
      return NeverSeenOutcome(outcome_not_measured_);
    return test.run(evidence);
  }

  void RunTests(size_t i) {
    CandidateReport& report = evaluation_.candidates[i];
    const PeriodGrid& grid = gather_.question(natural_[i]).grid;
    CandidateEvidence evidence{*project_, *report.metric, grid.grain(), report.series,
                               report.periods};
    for (int p = gather_.question(natural_[i]).first_shown; p < grid.size(); ++p)
      evidence.starts.push_back(grid.start_day(p));
    evidence.starts.push_back(grid.end_day(grid.size() - 1));
    evidence.outcome = outcome_;
    evidence.people = &evaluation_.people;
    evidence.units = units_.Of(*report.metric);
    if (evidence.units == nullptr)
      evidence.ask_for_unit = AskForUnit(*project_, *report.metric, facts_);
    if (!evidence.ask_for_unit.empty()) evaluation_.notes.push_back(evidence.ask_for_unit);
    report.lead.never_seen = !report.not_measured.empty() || !outcome_not_measured_.empty();
    if (evidence.units != nullptr) {
      report.cohorts = {evidence.units->dose.entity, evidence.units->dose.words,
                        evidence.units->retention, evidence.units->revenue};
    }
    around_.AddTo(evidence);
    const std::vector<bool> units = gather_.HaveUnits(natural_[i], *report.metric, GroupKey{});
    evidence.has_units = std::count(units.begin(), units.end(), true) * 2 >
                         static_cast<std::ptrdiff_t>(units.size());
    evidence.has_subsets = FollowsFromBuckets(*project_, *report.metric);
    if (evidence.has_units && evidence.has_subsets) {
      evidence.first_half = gather_.Values(natural_[i], *report.metric, GroupKey{}, kFirstHalf);
      evidence.second_half = gather_.Values(natural_[i], *report.metric, GroupKey{}, ~kFirstHalf);
    }
    evidence.change_errors = ChangeErrors(natural_[i], *report.metric, report.series);
    if (outcome_ != nullptr) evidence.lead = &report.lead;
    for (const Source* source : project_->SourcesOf(*report.metric)) {
      for (const auto& quality : quality_) {
        if (quality.source == source->name) evidence.quality.push_back(quality);
      }
    }
    for (const CandidateTest& test : CandidateTests()) {
      TestOutcome outcome = RunTest(test, evidence, report);
      outcome.test = test.name;
      outcome.question = test.question;
      report.tests.push_back(std::move(outcome));
    }
    if (read_) read_(report, evidence);
  }

  Engine& engine_;
  const ProjectRef& project_;
  const DataFacts& facts_;
  const EvaluateRequest& request_;
  int64_t now_us_;
  const EvidenceReader& read_;
  SharedGather gather_;
  LeadSeries lead_series_;
  UnitEvidence units_;
  Surroundings around_;
  Evaluation evaluation_;
  std::vector<const Metric*> candidates_;
  const Metric* outcome_ = nullptr;
  std::vector<size_t> natural_;
  size_t outcome_question_ = 0;
  std::string outcome_not_measured_;  // why; empty: it was
  struct SourceDays {
    PeriodGrid grid;
    size_t count = 0;  // of SharedGather::EventCounts
  };
  std::map<std::string, SourceDays> days_;
  std::vector<CandidateEvidence::SourceQuality> quality_;
};

}  // namespace

Result<Evaluation> Evaluate(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                            const EvaluateRequest& request, int64_t now_us,
                            const EvidenceReader& read) {
  return Evaluator(engine, project, facts, request, now_us, read).Run();
}

}  // namespace northstar
