#include "analysis/review/review.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/bets/bets_of_days.h"
#include "analysis/query/name_of.h"
#include "analysis/query/never_seen.h"
#include "analysis/review/review_section.h"
#include "base/period_words.h"
#include "base/text.h"
#include "model/definition.h"
#include "words/review.h"

namespace northstar {
namespace {

constexpr double kDaysOfMonth = 30.44;
// There is one candidate, so that weightings have nothing to tell.
constexpr int kWeightings = 100;

Result<const Metric*> StarOf(const Project& project) {
  const Metric* star =
      project.north_star ? project.FindMetric(project.north_star->metric) : nullptr;
  if (star != nullptr) return star;
  return Error::Usage("there is no North Star to review",
                      "choose one: northstar evaluate, then northstar decide METRIC --why \"…\"");
}

class Reviewer {
 public:
  Reviewer(Engine& engine, const ProjectRef& project, const DataFacts& facts, int64_t now_us,
           const ReviewOptions& options)
      : engine_(engine), project_(project), facts_(facts), now_us_(now_us), options_(options) {}

  Result<ReviewFindings> Run() {
    found_.project = project_;
    NS_ASSIGN(found_.star, StarOf(*project_));
    NS_RETURN_IF_ERROR(FindQuarter());
    NS_RETURN_IF_ERROR(ReadOkrs());
    ReadBets();
    ReadConstellation();
    std::vector<std::string> rated{found_.star->name};
    for (const std::string& name : project_->candidates) {
      if (name != found_.star->name) rated.push_back(name);
    }
    people_ = AskPeople(*project_, rated);
    NS_RETURN_IF_ERROR(ReadStar());
    found_.triggers = FindTriggers(signs_);
    found_.verdict = VerdictOf(found_.triggers);
    found_.lead_untested =
        found_.verdict == ReviewVerdict::kConfirm && signs_.link.gap != LinkGap::kRead;
    found_.said = Words(Statement());
    return std::move(found_);
  }

 private:
  // How far data of the star reach, and no further than the time that was asked for: a later one
  // brings no data.
  Result<int64_t> DataEnd() const {
    Question question;
    question.metrics = {found_.star->name};
    NS_ASSIGN(const BoundQuestion bound, BindQuestion(project_, question, facts_, now_us_));
    return std::min(bound.as_of_us, options_.as_of_us.value_or(bound.as_of_us));
  }

  std::optional<Day> DataBegin() const {
    std::optional<Day> first;
    for (const Source* source : project_->SourcesOf(*found_.star)) {
      const auto known = facts_.sources.find(source->name);
      if (known == facts_.sources.end() || known->second.rows == 0) continue;
      const Day day = project_->calendar.LocalDay(known->second.first_us);
      first = first ? std::min(*first, day) : day;
    }
    return first;
  }

  // It has ended, and the data reach its last day: the last event of a day comes before midnight.
  bool IsOver(const NamedQuarter& quarter, int64_t data_end_us) const {
    const Calendar& calendar = project_->calendar;
    return options_.as_of_us.value_or(now_us_) >= calendar.DayStart(quarter.days.last + 1) &&
           data_end_us > calendar.DayStart(quarter.days.last);
  }

  NamedQuarter LastOver(int64_t data_end_us) const {
    const Calendar& calendar = project_->calendar;
    const NamedQuarter latest = QuarterOf(calendar.LocalDay(data_end_us - 1), calendar);
    return IsOver(latest, data_end_us) ? latest : QuarterOf(latest.days.first - 1, calendar);
  }

  Status ReadQuarter(int64_t data_end_us) {
    const Calendar& calendar = project_->calendar;
    const auto days = DaysOfPeriod(options_.quarter, calendar);
    if (!days || QuarterOf(days->first, calendar).days != *days) {
      return Error::Usage(fmt::format("'{}' is not a quarter", options_.quarter),
                          "a review is of a quarter, such as 2026-Q3");
    }
    found_.quarter = QuarterOf(days->first, calendar);
    if (IsOver(found_.quarter, data_end_us)) return Status::Ok();
    return Error::Usage(
        fmt::format("{} is not over in the data, which reach {}", found_.quarter.name,
                    DateWords(FormatDay(calendar.LocalDay(data_end_us - 1)))),
        fmt::format("review {}, or load newer data", LastOver(data_end_us).name));
  }

  Status FindQuarter() {
    const Calendar& calendar = project_->calendar;
    NS_ASSIGN(const int64_t end_us, DataEnd());
    found_.quarter = LastOver(end_us);
    if (!options_.quarter.empty()) NS_RETURN_IF_ERROR(ReadQuarter(end_us));
    const auto begin = DataBegin();
    if (begin && *begin > found_.quarter.days.last) {
      return Error::Usage(fmt::format("there are no data up to the end of {}; they begin on {}",
                                      found_.quarter.name, DateWords(FormatDay(*begin))),
                          "a quarter can be reviewed once it is over");
    }
    before_ = QuarterOf(found_.quarter.days.first - 1, calendar);
    found_.as_of_us = calendar.DayStart(found_.quarter.days.last + 1);
    return Status::Ok();
  }

  Status ReadOkrs() {
    const bool set = std::any_of(project_->okrs.begin(), project_->okrs.end(),
                                 [&](const Okr& okr) { return okr.days == found_.quarter.days; });
    if (!set) return Status::Ok();
    NS_ASSIGN(OkrFindings okrs,
              FindOkrs(engine_, project_, facts_, now_us_, {found_.quarter.name, found_.as_of_us}));
    okrs_ = std::move(okrs);
    return Status::Ok();
  }

  void ReadBets() {
    BetOptions options;
    options.as_of_us = found_.as_of_us;
    options.only = BetsOfDays(*project_, found_.quarter.days.first, found_.quarter.days.last + 1);
    if (options.only.empty()) return;
    Result<BetFindings> read = FindBets(engine_, project_, facts_, now_us_, options);
    if (read.ok()) {
      bets_ = *std::move(read);
    } else {
      bets_problem_ = AsSentence(read.error().message);
    }
  }

  void ReadConstellation() {
    ConstellationOptions options;
    options.metric = found_.star->name;
    options.as_of_us = found_.as_of_us;
    Result<Constellation> read = FindConstellation(engine_, project_, facts_, now_us_, options);
    if (read.ok()) {
      constellation_ = *std::move(read);
    } else {
      constellation_problem_ = AsSentence(read.error().message);
    }
  }

  Status ReadStar() {
    EvaluateRequest request;
    request.candidates = {found_.star->name};
    request.as_of_us = found_.as_of_us;
    request.weightings = kWeightings;
    const EvidenceReader read = [this](const CandidateReport& report,
                                       const CandidateEvidence& tested) {
      RunSections(report, tested);
    };
    NS_RETURN_IF_ERROR(Evaluate(engine_, project_, facts_, request, now_us_, read));
    return Status::Ok();
  }

  void RunSections(const CandidateReport& report, const CandidateEvidence& tested) {
    const ReviewEvidence evidence{project_,
                                  *found_.star,
                                  tested.outcome,
                                  found_.quarter,
                                  before_,
                                  report,
                                  tested,
                                  constellation_ ? &*constellation_ : nullptr,
                                  constellation_problem_,
                                  okrs_ ? &*okrs_ : nullptr,
                                  bets_ ? &*bets_ : nullptr,
                                  bets_problem_,
                                  people_,
                                  options_};
    signs_.star = NameOf(*found_.star);
    for (const ReviewSectionSpec& spec : ReviewSections()) {
      ReviewSection section = spec.run(evidence, signs_);
      section.name = spec.name;
      section.title = spec.title;
      found_.sections.push_back(std::move(section));
    }
    if (!report.not_measured.empty()) found_.notes.push_back(report.not_measured);
    FindStage(tested);
    FindSpeed(report);
    FindStrategy();
  }

  void FindStage(const CandidateEvidence& tested) {
    signs_.star_is_rate = IsRate(*found_.star);
    if (project_->north_star->stage != "launch") return;
    for (size_t p = 0; p < tested.series.points.size() && p < tested.starts.size(); ++p) {
      if (!tested.series.points[p].complete) continue;
      signs_.months_at_launch =
          static_cast<double>(found_.quarter.days.last + 1 - tested.starts[p]) / kDaysOfMonth;
      return;
    }
  }

  void FindSpeed(const CandidateReport& report) {
    signs_.slowest_days = project_->judgement.moves_fast_enough.slowest_days;
    for (const TestOutcome& test : report.tests) {
      if (test.finding == "TOO_SLOW") signs_.days_to_show = test.value;
    }
  }

  // What a review recorded counts until a star was chosen after it.
  void FindStrategy() {
    signs_.strategy = options_.strategy;
    if (signs_.strategy) return;
    const auto day = ParseDay(project_->strategy_changed);
    if (!day) return;
    const Day today = project_->calendar.LocalDay(options_.as_of_us.value_or(now_us_));
    const auto since = ParseDay(project_->north_star->since);
    if (*day < found_.quarter.days.first || *day > today || (since && *since >= *day)) return;
    signs_.strategy = StrategyChange{project_->strategy_changed, "", ""};
  }

  ReviewStatement Statement() const {
    using Code = ReviewStatement::Code;
    ReviewStatement statement{Code::kConfirm, signs_.star, signs_.outcome, found_.quarter.name};
    for (const TriggerFinding& one : found_.triggers) statement.triggers.push_back(one.trigger);
    switch (found_.verdict) {
      case ReviewVerdict::kConfirm:
        if (found_.lead_untested) statement.code = Code::kConfirmUnproven;
        break;
      case ReviewVerdict::kLookCloser:
        statement.code = Code::kLookCloser;
        break;
      case ReviewVerdict::kChangeDue:
        statement.code = Code::kChangeDue;
        break;
    }
    return statement;
  }

  Engine& engine_;
  const ProjectRef& project_;
  const DataFacts& facts_;
  int64_t now_us_;
  const ReviewOptions& options_;
  NamedQuarter before_;
  std::optional<OkrFindings> okrs_;
  std::optional<BetFindings> bets_;
  std::string bets_problem_;
  std::optional<Constellation> constellation_;
  std::string constellation_problem_;
  PeopleFindings people_;
  ReviewSigns signs_;
  ReviewFindings found_;
};

}  // namespace

Result<ReviewFindings> FindReview(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                                  int64_t now_us, const ReviewOptions& options) {
  return Reviewer(engine, project, facts, now_us, options).Run();
}

}  // namespace northstar
