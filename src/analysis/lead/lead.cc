#include "analysis/lead/lead.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "analysis/lead/lead_statement.h"
#include "base/random.h"
#include "base/text.h"
#include "base/thread_pool.h"
#include "model/income.h"
#include "model/metric_parts.h"
#include "model/metric_traits.h"
#include "model/project.h"
#include "stats/calendar_terms.h"
#include "stats/lead_family.h"

namespace northstar {

std::string_view VerdictName(Verdict verdict) {
  static constexpr std::string_view kNames[] = {"pass", "fail", "unclear", "insufficient_data",
                                                "not_tested"};
  return kNames[static_cast<size_t>(verdict)];
}

Verdict VerdictOf(stats::LeadFinding finding) {
  switch (finding) {
    case stats::LeadFinding::kLeads:
    case stats::LeadFinding::kLikelyLeads:
      return Verdict::kPass;
    case stats::LeadFinding::kSuggestive:
    case stats::LeadFinding::kMovesTogether:
    case stats::LeadFinding::kNotDetected:
    case stats::LeadFinding::kMayBeRevenue:
      return Verdict::kUnclear;
    case stats::LeadFinding::kFollows:
    case stats::LeadFinding::kLeadsInversely:
    case stats::LeadFinding::kIsRevenue:
    case stats::LeadFinding::kNoVariation:
      return Verdict::kFail;
    case stats::LeadFinding::kNotEnoughData:
      break;
  }
  return Verdict::kInsufficientData;
}

bool IsAdditive(const Metric& metric) {
  return TraitsOf(metric).is_additive;
}

int DefaultLeadThreads() {
  return DefaultThreads();
}

Status LeadSeries::RequestAt(const Metric& metric, Grain target) {
  for (const Part& part : parts_) {
    if (part.metric == &metric && part.target == target) return Status::Ok();
  }
  const Grain natural = NaturalGrain(*project_, metric, facts_);
  const bool recompute = IsAdditive(metric) || metric.Is<kind::Cumulative>();
  if (!recompute && natural > target) return Status::Ok();  // a monthly figure has no weeks
  Part part{&metric, target, recompute ? target : natural,
            IsAdditive(metric) && target == Grain::kMonth, 0};
  if (metric.Is<kind::Series>()) part.per_day = false;
  Question question;
  question.metrics = {metric.name};
  question.grain = part.asked;
  question.as_of_us = as_of_us_;
  question.by = by_;
  NS_ASSIGN(BoundQuestion bound, BindQuestion(project_, question, facts_, now_us_));
  part.question = gather_.Add(std::move(bound));
  parts_.push_back(part);
  return Status::Ok();
}

Status LeadSeries::Request(const Metric& metric) {
  NS_RETURN_IF_ERROR(RequestAt(metric, Grain::kMonth));
  return RequestAt(metric, Grain::kWeek);
}

const LeadSeries::Part* LeadSeries::Find(const Metric& metric, Grain grain) const {
  const auto part = std::find_if(parts_.begin(), parts_.end(), [&](const Part& p) {
    return p.metric == &metric && p.target == grain;
  });
  return part == parts_.end() ? nullptr : &*part;
}

std::vector<GroupKey> LeadSeries::Groups(const Metric& metric, Grain grain) const {
  const Part* part = Find(metric, grain);
  return part == nullptr ? std::vector<GroupKey>{} : gather_.GroupsOf(part->question, metric);
}

std::map<Day, double> LeadSeries::Values(const Metric& metric, Grain grain,
                                         const GroupKey& group) const {
  std::map<Day, double> out;
  const Part* part = Find(metric, grain);
  if (part == nullptr) return out;
  const BoundQuestion& question = gather_.question(part->question);
  const Completeness& completeness = question.completeness.at(metric.name);
  const std::vector<std::optional<double>> values = gather_.Values(part->question, metric, group);
  const Calendar& calendar = project_->calendar;
  struct Fold {
    double sum = 0;
    int count = 0;
    bool whole = true;
  };
  std::map<Day, Fold> folds;
  for (size_t i = 0; i < values.size(); ++i) {
    const int p = question.first_shown + static_cast<int>(i);
    // A week belongs to the month that its last day lies in.
    const Day last_day = question.grid.end_day(p) - 1;
    Fold& fold = folds[calendar.PeriodStart(grain, last_day)];
    if (!completeness.Complete(question.grid, p) || !values[i]) {
      fold.whole = false;
      continue;
    }
    fold.sum += part->per_day ? *values[i] / static_cast<double>(question.grid.end_day(p) -
                                                                 question.grid.start_day(p))
                              : *values[i];
    ++fold.count;
  }
  for (const auto& [start, fold] : folds) {
    const int64_t from = calendar.DayStart(start);
    const int64_t to = calendar.DayStart(calendar.NextPeriod(grain, start));
    if (!fold.whole || fold.count == 0 || from < completeness.since_us ||
        to > completeness.as_of_us)
      continue;
    out[start] = fold.sum / fold.count;
  }
  return out;
}

AlignedPair Align(const std::map<Day, double>& candidate, const std::map<Day, double>& outcome,
                  const Calendar& calendar, Grain grain) {
  std::vector<Day> common;
  for (const auto& [start, value] : outcome) {
    if (candidate.contains(start)) common.push_back(start);
  }
  size_t first = 0;
  for (size_t i = 1; i < common.size(); ++i) {
    if (calendar.NextPeriod(grain, common[i - 1]) != common[i]) first = i;
  }
  AlignedPair pair{grain, {}, {}, {}};
  for (size_t i = first; i < common.size(); ++i) {
    pair.starts.push_back(common[i]);
    pair.candidate.push_back(candidate.at(common[i]));
    pair.outcome.push_back(outcome.at(common[i]));
  }
  return pair;
}

AlignedPair LeadSeries::PairOf(const Metric& candidate, const Metric& outcome) const {
  const auto at = [&](Grain grain) {
    return Align(Values(candidate, grain), Values(outcome, grain), project_->calendar, grain);
  };
  AlignedPair months = at(Grain::kMonth);
  const bool monthly = NaturalGrain(*project_, outcome, facts_) > Grain::kWeek;
  if (monthly || months.starts.size() >= stats::kMonthsForLikely) return months;
  AlignedPair weeks = at(Grain::kWeek);
  return weeks.starts.size() >= stats::kLeastWeeksToTest ? weeks : months;
}

OutcomeLink OutcomeLinkOf(const Project& project, const Metric& candidate, const Metric& outcome) {
  const bool same = RisesWith(project, candidate, [&](const Metric& part) -> std::optional<bool> {
    return &part == &outcome ? std::optional(true) : std::nullopt;
  });
  if (same) return OutcomeLink::kSame;
  return IsOwnIncome(project, candidate, &outcome) ? OutcomeLink::kIncome : OutcomeLink::kNone;
}

stats::LeadSign WantedSign(const Metric& candidate, const Metric& outcome) {
  return candidate.increase_is_good == outcome.increase_is_good ? stats::LeadSign::kSame
                                                                : stats::LeadSign::kInverse;
}

namespace {

// Of the outcome alone: what a candidate is told must not depend on who else is tested.
uint64_t SeedOf(const std::vector<double>& outcome) {
  uint64_t seed = MixText("leadlag.pwmax");
  for (const double value : outcome) seed = Mix64(seed ^ std::bit_cast<uint64_t>(value));
  return seed;
}

}  // namespace

std::vector<LeadFindings> FindLeads(const std::vector<LeadCandidate>& candidates,
                                    const SeriesName& outcome, stats::LeadOptions options,
                                    const Calendar& calendar) {
  const auto options_of = [&](const LeadCandidate& one) {
    const AlignedPair& pair = one.pair;
    stats::LeadOptions own = options;
    own.weekly = pair.grain == Grain::kWeek;
    own.seasonal = pair.grain != Grain::kYear;
    own.seed = SeedOf(pair.outcome);
    own.wanted = one.wanted;
    std::vector<Day> starts = pair.starts;
    if (!starts.empty()) starts.push_back(calendar.Shift(pair.grain, starts.back(), 1));
    if (own.weekly) own.months = stats::MonthShares(starts);
    if (pair.grain == Grain::kMonth) {
      own.calendar = {stats::WeekdayBalance(starts), stats::LogDays(starts)};
    }
    return own;
  };
  std::vector<stats::LeadResult> results;
  for (const LeadCandidate& one : candidates) {
    results.push_back(TestLead(one.pair.candidate, one.pair.outcome, one.link != OutcomeLink::kNone,
                               options_of(one)));
  }
  stats::CorrectForFamily(results);
  const auto family =
      static_cast<size_t>(std::count_if(results.begin(), results.end(), [](const auto& result) {
        return !result.null_forward.empty();
      }));
  std::vector<LeadFindings> all;
  for (size_t i = 0; i < candidates.size(); ++i) {
    const AlignedPair& pair = candidates[i].pair;
    LeadFindings f;
    f.result = std::move(results[i]);
    f.grain = f.values_grain = pair.grain;
    f.level = options.level;
    f.candidate = candidates[i].name;
    f.outcome = outcome;
    f.link = candidates[i].link;
    f.family = std::max<size_t>(1, family);
    f.candidate_values = pair.candidate;
    f.outcome_values = pair.outcome;
    f.starts = pair.starts;
    f.said = Words(StatementOn(f, calendar));
    for (const LeadCaveat& caveat : CaveatsOf(f, options_of(candidates[i])))
      f.caveats.push_back(Words(caveat));
    f.second_looks = LookAgainAt(f.candidate_values, f.outcome_values, pair.grain == Grain::kMonth);
    all.push_back(std::move(f));
  }
  return all;
}

Result<LeadFindings> LeadOfMetrics(Engine& engine, const ProjectRef& project,
                                   const DataFacts& facts, const std::string& candidate,
                                   const std::string& outcome, int64_t now_us,
                                   std::optional<int64_t> as_of_us) {
  const Metric* metrics[2] = {project->FindMetric(candidate), project->FindMetric(outcome)};
  for (size_t i = 0; i < 2; ++i) {
    if (metrics[i] == nullptr) {
      const std::string& name = i == 0 ? candidate : outcome;
      return Error::Usage(fmt::format("there is no metric '{}'", name),
                          DidYouMean(name, project->MetricNames()));
    }
  }
  SharedGather gather(&engine, project, facts);
  LeadSeries series(gather, project, facts, now_us, as_of_us);
  for (const Metric* metric : metrics) NS_RETURN_IF_ERROR(series.Request(*metric));
  NS_RETURN_IF_ERROR(gather.Run({}));
  stats::LeadOptions options;
  options.threads = DefaultLeadThreads();
  const LeadCandidate one{NameOf(*metrics[0]), series.PairOf(*metrics[0], *metrics[1]),
                          OutcomeLinkOf(*project, *metrics[0], *metrics[1]),
                          WantedSign(*metrics[0], *metrics[1])};
  LeadFindings lead = FindLeads({one}, NameOf(*metrics[1]), options, project->calendar)[0];
  for (const Metric* metric : metrics) {
    NS_ASSIGN(const SeenData::Look look, SeenData(engine, *project, facts).At(*metric, nullptr));
    if (look.measured) continue;
    lead.never_seen = true;
    LeadStatement statement{LeadStatement::Code::kNeverSeen};
    statement.asked = SeenData::WhyNotMeasured(*metric, look);
    lead.said = Words(statement);
    lead.caveats.clear();
  }
  return lead;
}

}  // namespace northstar
