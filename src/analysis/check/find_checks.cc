// Asks for everything that the checks need in one scan, judges, and says whose each finding is. The
// judging itself is in judge_*.cc.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analysis/check/check_findings.h"
#include "analysis/check/judge_series.h"
#include "analysis/check/judge_upkeep.h"
#include "analysis/check/own_metrics.h"
#include "analysis/check/read_sources.h"
#include "analysis/explain/explain.h"
#include "analysis/lead/link_of_lead.h"
#include "analysis/okrs/key_result.h"
#include "analysis/series/detect.h"
#include "analysis/star/limit_evidence.h"
#include "base/text.h"
#include "model/check_subjects.h"
#include "model/owners.h"
#include "model/project.h"
#include "model/review_due.h"

namespace northstar {
namespace {

constexpr double kMissedFrom = 0.2;     // odds up to which a key result will be missed
constexpr double kMostOfAnomaly = 0.5;  // share of a change that one segment has to explain

class Checker {
 public:
  Checker(Engine& engine, const ProjectRef& project, const DataFacts& facts, int64_t now_us,
          const CheckOptions& options)
      : engine_(engine),
        asked_(project),
        own_(AddOwnMetrics(project, facts)),
        project_(own_.project),
        facts_(facts),
        now_us_(now_us),
        options_(options),
        gather_(&engine, project_, facts),
        histories_(gather_, project_, facts, now_us, options.as_of_us),
        paced_(gather_, project_, facts, now_us, options.as_of_us),
        sources_(gather_, *project_, facts) {
    out_.project = project;
    out_.at_us = options.as_of_us.value_or(now_us);
    today_ = project_->calendar.LocalDay(out_.at_us);
    if (project_->north_star) star_ = project_->FindMetric(project_->north_star->metric);
    outcome_ = project_->outcome.empty() ? nullptr : project_->FindMetric(project_->outcome);
  }

  Result<CheckFindings> Find() {
    NS_RETURN_IF_ERROR(FindWanted());
    NS_RETURN_IF_ERROR(Ask());
    if (any_) NS_RETURN_IF_ERROR(gather_.Run({}));
    histories_.Read();
    NS_RETURN_IF_ERROR(JudgeSources());
    NS_RETURN_IF_ERROR(JudgeGuardrails());
    JudgeRedFlag();
    JudgeSentiment();
    NS_RETURN_IF_ERROR(JudgeAnomalies());
    for (CheckFinding& finding : fresh_) out_.findings.push_back(std::move(finding));
    JudgeGoals();
    JudgeStarLink();
    JudgeDefinitions();
    JudgeReviewDue();
    return std::move(out_);
  }

 private:
  // --- what is asked for
  Status FindWanted() {
    for (const std::string& name : options_.metrics) {
      if (asked_->FindMetric(name) == nullptr) {
        return Error::Usage(fmt::format("there is no metric '{}'", name),
                            DidYouMean(name, asked_->MetricNames()));
      }
    }
    return Status::Ok();
  }

  bool Wanted(const std::string& metric) const {
    const auto& names = options_.metrics;
    return names.empty() || std::find(names.begin(), names.end(), metric) != names.end();
  }

  bool WantedSource(const Source& source) const {
    if (options_.metrics.empty()) return true;
    return std::any_of(
        options_.metrics.begin(), options_.metrics.end(), [&](const std::string& name) {
          const auto feeds = CountingSources(*project_, *project_->FindMetric(name), facts_);
          return std::find(feeds.begin(), feeds.end(), &source) != feeds.end();
        });
  }

  bool IsOff(CheckKind kind, const std::string& subject) const {
    return RulesOf(*project_, kind, subject).off;
  }

  // Of those of SubjectsOf that are judged.
  std::vector<std::string> Judging(CheckKind kind) const {
    std::vector<std::string> subjects = SubjectsOf(*asked_, kind);
    const bool of_sources = kind == CheckKind::kFreshness || kind == CheckKind::kSentiment;
    std::erase_if(subjects, [&](const std::string& subject) {
      const bool wanted = of_sources                 ? WantedSource(*project_->FindSource(subject))
                          : kind == CheckKind::kGoal ? true
                                                     : Wanted(subject);
      return !wanted || IsOff(kind, subject);
    });
    return subjects;
  }

  const Metric& MetricNamed(const std::string& name) const { return *project_->FindMetric(name); }
  bool StarIsJudged(CheckKind kind) const { return !Judging(kind).empty(); }

  void AskHistory(const Metric& metric) {
    histories_.Ask(metric);
    any_ = any_ || histories_.asks();
  }

  // What cannot be compared at a pace is left out: its other checks say why it has no values.
  bool AskPaced(const Metric& metric) {
    const Status asked = paced_.Request(metric);
    if (!asked.ok()) return false;
    any_ = true;
    return true;
  }

  Status Ask() {
    for (const std::string& name : Judging(CheckKind::kAnomaly)) AskHistory(MetricNamed(name));
    for (const std::string& name : Judging(CheckKind::kGuardrail)) {
      AskHistory(MetricNamed(name));
      NS_RETURN_IF_ERROR(AskRecent(MetricNamed(name)));
    }
    if (StarIsJudged(CheckKind::kDecoupled)) AskRedFlag();
    if (!Judging(CheckKind::kSentiment).empty()) {
      if (star_ != nullptr) AskHistory(*star_);
      for (const FeedbackMetrics& one : own_.feedback) {
        AskHistory(MetricNamed(one.negative));
        AskHistory(MetricNamed(one.volume));
      }
    }
    for (const Okr* okr : RunningOkrs(*project_, today_)) {
      for (const KeyResult& result : okr->key_results) {
        if (Wanted(result.metric) && !IsOff(CheckKind::kGoal, result.metric))
          AskHistory(MetricNamed(result.metric));
      }
    }
    if (StarIsJudged(CheckKind::kLink) && outcome_ != nullptr)
      linked_ = AskPaced(*star_) && AskPaced(*outcome_);
    for (const std::string& name : Judging(CheckKind::kFreshness)) {
      if (sources_.Ask(*project_->FindSource(name), out_.at_us)) any_ = true;
    }
    return Status::Ok();
  }

  Status AskRecent(const Metric& metric) {
    Question question;
    question.metrics = {metric.name};
    question.grain = std::max(Grain::kDay, NaturalGrain(*project_, metric, facts_));
    question.as_of_us = options_.as_of_us;
    Result<BoundQuestion> whole = BindQuestion(project_, question, facts_, now_us_);
    if (!whole.ok()) return Status::Ok();  // its history says why
    const Completeness& complete = whole->completeness.at(metric.name);
    int last = whole->grid.size() - 1;
    while (last >= whole->first_shown && !complete.Complete(whole->grid, last)) --last;
    if (last < whole->first_shown) return Status::Ok();
    question.from = whole->grid.start_day(std::max(whole->first_shown, last - kLimitRecent + 1));
    question.to = whole->grid.start_day(last);
    question.intervals = true;
    NS_ASSIGN(BoundQuestion recent, BindQuestion(project_, question, facts_, now_us_));
    recent_[&metric] = gather_.Add(std::move(recent));
    return Status::Ok();
  }

  void AskRedFlag() {
    if (!AskPaced(*star_)) return;
    const double usual = project_->judgement.not_decoupled.tolerance;
    const auto add = [&](const Metric& metric, SeriesName name, double tolerance) {
      if (&metric == star_ || !AskPaced(metric)) return;
      compared_.push_back({&metric, std::move(name), tolerance});
    };
    for (const Guardrail& one : project_->north_star->guardrails) {
      const Metric& metric = MetricNamed(one.metric);
      add(metric, NameOf(metric), one.no_worse_than.value_or(usual));
    }
    if (own_.retention) add(MetricNamed(*own_.retention), {own_.retention_words, ""}, usual);
    for (const FeedbackMetrics& one : own_.feedback) {
      const Metric& metric = MetricNamed(one.negative);
      add(metric, {metric.label, ""}, usual);
    }
  }

  // --- what every finding has
  std::vector<std::string> OwnersNamed(const std::string& name) const {
    return OwnersOf(*project_, MetricNamed(name));
  }

  std::string HeldBy(const Metric& metric) const {
    for (const Source* source : CountingSources(*project_, metric, facts_)) {
      if (std::find(silent_.begin(), silent_.end(), source->name) != silent_.end())
        return fmt::format("{}/{}", NameOf(CheckKind::kFreshness), source->name);
    }
    return "";
  }

  CheckFinding FindingOf(CheckKind kind, const std::string& subject, const std::string& set_for,
                         Judged judged) const {
    const CheckRules rules = RulesOf(*project_, kind, set_for);
    CheckFinding finding;
    finding.check = kind;
    finding.subject = subject;
    finding.severity = rules.severity;
    finding.for_looks = rules.for_looks;
    finding.look = judged.look;
    finding.period = judged.period.empty() ? FormatDay(today_) : std::move(judged.period);
    finding.value = judged.value;
    finding.limit = judged.limit;
    finding.said = Words(judged.statement);
    return finding;
  }

  void AddOnMetric(CheckKind kind, const Metric& metric, Judged judged) {
    CheckFinding finding = FindingOf(kind, metric.name, metric.name, std::move(judged));
    finding.owners = OwnersNamed(metric.name);
    finding.held_by = HeldBy(metric);
    out_.findings.push_back(std::move(finding));
  }

  std::vector<Grain> GrainsOf(CheckKind kind) const {
    std::vector<Grain> grains;
    for (const std::string& name : SubjectsOf(*asked_, kind))
      grains.push_back(NaturalGrain(*project_, MetricNamed(name), facts_));
    return grains;
  }

  // --- the checks
  Status JudgeSources() {
    for (const std::string& name : Judging(CheckKind::kFreshness)) {
      const Source& source = *project_->FindSource(name);
      const CheckRules rules = RulesOf(*project_, CheckKind::kFreshness, name);
      if (!sources_.Has(source)) continue;
      NS_ASSIGN(SourceHistory history, sources_.Read(engine_, source, out_.at_us, rules));
      history.fresh_before = options_.memory.fresh.contains(name);
      JudgedSource judged = JudgeSource(history, out_.at_us);
      const bool silent = judged.judged.statement.code == CheckStatement::Code::kSilent;
      if (silent) silent_.push_back(name);
      fresh_.push_back(FindingOf(CheckKind::kFreshness, name, name, std::move(judged.judged)));
      fresh_.back().is_static = judged.is_static;
    }
    return Status::Ok();
  }

  Status JudgeGuardrails() {
    const std::vector<Grain> grains = GrainsOf(CheckKind::kGuardrail);
    const double level = LevelOfALook(kFalseLimitsAYear, grains);
    for (const std::string& name : Judging(CheckKind::kGuardrail)) {
      const Metric& metric = MetricNamed(name);
      const auto& guardrails = project_->north_star->guardrails;
      const Guardrail& guardrail =
          *std::find_if(guardrails.begin(), guardrails.end(),
                        [&](const Guardrail& g) { return g.metric == name; });
      const AskedLimit asked =
          AskedOf(guardrail, metric, project_->judgement.not_decoupled.tolerance);
      const MetricHistory& history = histories_.Of(metric);
      LimitEvidence evidence;
      const auto recent = recent_.find(&metric);
      if (history.problem.empty() && recent != recent_.end()) {
        NS_ASSIGN(evidence, EvidenceOf(gather_, recent->second, metric, history.series.values,
                                       *history.series.grain, asked.level));
      }
      AddOnMetric(CheckKind::kGuardrail, metric, JudgeGuardrail(history, evidence, asked, level));
    }
    return Status::Ok();
  }

  void JudgeRedFlag() {
    if (!StarIsJudged(CheckKind::kDecoupled)) return;
    DecoupledRules rules;
    const auto& judgement = project_->judgement.not_decoupled;
    const bool weekly = NaturalGrain(*project_, *star_, facts_) <= Grain::kWeek;
    rules.pace = weekly ? Grain::kWeek : Grain::kMonth;
    rules.window = std::max<size_t>(4, static_cast<size_t>(judgement.window_periods));
    rules.rise_alpha = judgement.alpha;
    std::vector<Companion> companions;
    for (const Compared& one : compared_) {
      companions.push_back({one.name, one.metric->increase_is_good, one.tolerance,
                            paced_.Values(*one.metric, rules.pace)});
    }
    Judged judged =
        JudgeDecoupled(NameOf(*star_), paced_.Values(*star_, rules.pace), companions, rules);
    const SeriesName worst = judged.statement.other;
    AddOnMetric(CheckKind::kDecoupled, *star_, std::move(judged));
    CheckFinding& finding = out_.findings.back();
    for (const Compared& one : compared_) {
      if (one.name.shown != worst.shown) continue;
      if (finding.held_by.empty()) finding.held_by = HeldBy(*one.metric);
      if (worst.metric.empty()) continue;
      for (std::string& owner : OwnersNamed(worst.metric)) {
        if (std::find(finding.owners.begin(), finding.owners.end(), owner) == finding.owners.end())
          finding.owners.push_back(std::move(owner));
      }
    }
  }

  void JudgeSentiment() {
    const std::vector<Grain> grains(2 * own_.feedback.size(), Grain::kWeek);
    const double level = LevelOfALook(kFalseFeedbackAYear, grains);
    const std::vector<std::string> judging = Judging(CheckKind::kSentiment);
    if (star_ == nullptr) return;
    for (const FeedbackMetrics& one : own_.feedback) {
      if (std::find(judging.begin(), judging.end(), one.source) == judging.end()) continue;
      const Metric& volume = MetricNamed(one.volume);
      const FeedbackHistory feedback{one.source, histories_.Of(MetricNamed(one.negative)),
                                     histories_.Of(volume)};
      CheckFinding finding =
          FindingOf(CheckKind::kSentiment, one.source, one.source,
                    JudgeFeedback(feedback, NameOf(*star_), histories_.Of(*star_), level));
      finding.owners = OwnersNamed(star_->name);
      finding.held_by = HeldBy(volume);
      if (finding.held_by.empty()) finding.held_by = HeldBy(*star_);
      out_.findings.push_back(std::move(finding));
    }
  }

  Status JudgeAnomalies() {
    const std::vector<Grain> grains = GrainsOf(CheckKind::kAnomaly);
    const double level = LevelOfALook(kFalseAnomaliesAYear, grains);
    for (const std::string& name : Judging(CheckKind::kAnomaly)) {
      const Metric& metric = MetricNamed(name);
      const MetricHistory& history = histories_.Of(metric);
      const RegularSeries& series = history.series;
      Judged judged = JudgeAnomaly(
          history, ExceptionsIn(series.starts_us, series.step_seconds, project_->annotations),
          level);
      if (judged.statement.code == CheckStatement::Code::kUnusual && options_.name_segments &&
          HeldBy(metric).empty())
        judged.statement.segment = SegmentBehind(metric, series);
      AddOnMetric(CheckKind::kAnomaly, metric, std::move(judged));
    }
    return Status::Ok();
  }

  // "country = France"; empty: none explains most of it, or it cannot be told. Days are compared
  // with the same day of the week before.
  std::string SegmentBehind(const Metric& metric, const RegularSeries& series) const {
    const size_t back = series.grain == Grain::kDay ? 7 : 1;
    if (series.starts_us.size() <= back) return "";
    const auto instant = [&](size_t i) {
      return project_->calendar.DayStart(series.starts_us[i] / kMicrosPerDay);
    };
    const size_t last = series.starts_us.size() - 1;
    ExplainOptions explain;
    explain.metric = metric.name;
    explain.from_us = instant(last - back);
    explain.to_us = instant(last);
    explain.as_of_us = options_.as_of_us;
    explain.grain = series.grain;
    const Result<Explanation> found = Explain(engine_, asked_, facts_, now_us_, explain);
    if (!found.ok() || !found->segments.stands_out || found->segments.parts.empty()) return "";
    const SegmentPart& part = found->segments.parts.front();
    if (part.where.size() != 1 || part.share < kMostOfAnomaly) return "";
    const SegmentCondition& condition = part.where.front();
    return fmt::format("{} = {}", condition.dimension, condition.value.value_or("(none)"));
  }

  void JudgeGoals() {
    std::map<std::string, int> named;
    for (const Okr* okr : RunningOkrs(*project_, today_)) {
      for (const KeyResult& result : okr->key_results) {
        if (!Wanted(result.metric) || IsOff(CheckKind::kGoal, result.metric)) continue;
        std::string subject = okr->period + "/" + result.metric;
        if (const int before = named[subject]++; before > 0)
          subject += fmt::format("/{}", before + 1);
        AddGoal(*okr, result, subject);
      }
    }
  }

  void AddGoal(const Okr& okr, const KeyResult& result, const std::string& subject) {
    const Metric& metric = MetricNamed(result.metric);
    const MetricHistory& history = histories_.Of(metric);
    const KeyResultFinding found =
        JudgeKeyResult(result, metric, okr.days, project_->calendar, history);
    Judged judged;
    if (!history.series.labels.empty()) judged.period = history.series.labels.back();
    judged.value = found.odds;
    judged.limit = kMissedFrom;
    const bool missed = found.status == KeyResultStatus::kMissed ||
                        found.status == KeyResultStatus::kBroken ||
                        (found.odds && *found.odds <= kMissedFrom);
    if (found.status != KeyResultStatus::kNoData)
      judged.look = missed ? Look::kFails : Look::kHolds;
    CheckFinding finding = FindingOf(CheckKind::kGoal, subject, result.metric, std::move(judged));
    finding.said = found.said;
    finding.owners = OwnersNamed(metric.name);
    if (!okr.owner.empty()) finding.owners = {okr.owner};
    if (!result.owner.empty()) finding.owners = {result.owner};
    finding.held_by = HeldBy(metric);
    out_.findings.push_back(std::move(finding));
  }

  // The lead as it was before the last year, which is when it was chosen, else as it is now.
  void JudgeStarLink() {
    if (!StarIsJudged(CheckKind::kLink) || outcome_ == nullptr) return;
    AlignedPair pair;
    if (linked_) pair = paced_.PairOf(*star_, *outcome_);
    const auto lead_of = [&](size_t periods) {
      LeadCandidate one{NameOf(*star_), pair, OutcomeLinkOf(*project_, *star_, *outcome_),
                        WantedSign(*star_, *outcome_)};
      one.pair.starts.resize(periods);
      one.pair.candidate.resize(periods);
      one.pair.outcome.resize(periods);
      stats::LeadOptions options;
      options.threads = DefaultLeadThreads();
      return FindLeads({one}, NameOf(*outcome_), options, project_->calendar)[0];
    };
    const size_t year = pair.grain == Grain::kWeek ? 52 : 12;
    bool leads = false;
    std::optional<stats::LinkResult> link;
    for (const size_t left_out : {year, size_t{0}}) {
      if (leads || pair.starts.size() <= left_out) continue;
      const LeadFindings lead = lead_of(pair.starts.size() - left_out);
      leads = VerdictOf(lead.result.finding) == Verdict::kPass;
      if (leads) link = LinkOfLead(lead, pair.candidate, pair.outcome);
    }
    const Day month = project_->calendar.PeriodStart(Grain::kMonth, today_);
    AddOnMetric(CheckKind::kLink, *star_,
                JudgeLink(NameOf(*star_), NameOf(*outcome_), leads, link, month));
    CheckFinding& finding = out_.findings.back();
    if (finding.held_by.empty()) finding.held_by = HeldBy(*outcome_);
  }

  void JudgeDefinitions() {
    for (const std::string& name : Judging(CheckKind::kDefinition)) {
      std::optional<Day> changed;
      for (const SilentChange& one : options_.definitions.changed) {
        if (one.metric == name) changed = project_->calendar.LocalDay(one.at_us);
      }
      const Metric& metric = MetricNamed(name);
      const bool known = options_.definitions.known.contains(name);
      CheckFinding finding = FindingOf(CheckKind::kDefinition, name, name,
                                       JudgeDefinition(NameOf(metric), known, changed));
      finding.owners = OwnersNamed(name);
      out_.findings.push_back(std::move(finding));
    }
  }

  void JudgeReviewDue() {
    if (IsOff(CheckKind::kReview, "") || star_ == nullptr || !Wanted(star_->name)) return;
    // A project that sets no review asks for no reminder.
    if (project_->review_every.empty() && project_->review_last.empty()) return;
    CheckFinding finding = FindingOf(CheckKind::kReview, project_->name, "",
                                     JudgeReview(ReviewDueOf(*project_), today_));
    finding.owners = OwnersNamed(star_->name);
    out_.findings.push_back(std::move(finding));
  }

  struct Compared {
    const Metric* metric;
    SeriesName name;
    double tolerance;
  };

  Engine& engine_;
  const ProjectRef& asked_;  // as it was given
  OwnMetrics own_;
  const ProjectRef& project_;  // with what checks add
  const DataFacts& facts_;
  int64_t now_us_;
  const CheckOptions& options_;
  SharedGather gather_;
  MetricHistories histories_;
  LeadSeries paced_;
  SourceReader sources_;
  CheckFindings out_;
  Day today_ = 0;
  const Metric* star_ = nullptr;
  const Metric* outcome_ = nullptr;
  bool any_ = false;     // the scan has something to read
  bool linked_ = false;  // star and outcome can be aligned
  std::map<const Metric*, size_t> recent_;
  std::vector<Compared> compared_;
  std::vector<std::string> silent_;
  std::vector<CheckFinding> fresh_;
};

}  // namespace

Result<CheckFindings> FindChecks(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                                 int64_t now_us, const CheckOptions& options) {
  return Checker(engine, project, facts, now_us, options).Find();
}

}  // namespace northstar
