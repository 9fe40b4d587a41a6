#include "analysis/lead.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "analysis/lead_words.h"
#include "base/random.h"
#include "base/text.h"
#include "base/thread_pool.h"

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
      return Verdict::kUnclear;
    case stats::LeadFinding::kFollows:
    case stats::LeadFinding::kIsRevenue:
    case stats::LeadFinding::kNoVariation:
      return Verdict::kFail;
    case stats::LeadFinding::kNotEnoughData:
      break;
  }
  return Verdict::kInsufficientData;
}

bool IsAdditive(const Metric& metric) {
  return metric.type == MetricType::kCount || metric.type == MetricType::kSum;
}

int DefaultLeadThreads() {
  return DefaultThreads();
}

Status LeadSeries::RequestAt(const Metric& metric, Grain target) {
  for (const Part& part : parts_) {
    if (part.metric == &metric && part.target == target) return Status::Ok();
  }
  const Grain natural = NaturalGrain(*project_, metric, facts_);
  const bool recompute = IsAdditive(metric) || metric.type == MetricType::kCumulative;
  if (!recompute && natural > target) return Status::Ok();  // a monthly figure has no weeks
  Part part{&metric, target, recompute ? target : natural,
            IsAdditive(metric) && target == Grain::kMonth, 0};
  if (metric.type == MetricType::kSeries) part.per_day = false;
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

AlignedSeries Align(const std::vector<std::map<Day, double>>& candidates,
                    const std::map<Day, double>& outcome, const Calendar& calendar, Grain grain) {
  AlignedSeries aligned;
  aligned.grain = grain;
  aligned.candidates.resize(candidates.size());
  std::vector<Day> common;
  for (const auto& row : outcome) {
    const Day start = row.first;
    const bool everywhere = std::all_of(
        candidates.begin(), candidates.end(),
        [&](const auto& candidate) { return candidate.empty() || candidate.contains(start); });
    if (everywhere) common.push_back(start);
  }
  // The latest run without a gap.
  size_t first = 0;
  for (size_t i = 1; i < common.size(); ++i) {
    if (calendar.NextPeriod(grain, common[i - 1]) != common[i]) first = i;
  }
  for (size_t i = first; i < common.size(); ++i) {
    aligned.starts.push_back(common[i]);
    aligned.outcome.push_back(outcome.at(common[i]));
    for (size_t c = 0; c < candidates.size(); ++c) {
      if (!candidates[c].empty()) aligned.candidates[c].push_back(candidates[c].at(common[i]));
    }
  }
  return aligned;
}

namespace {

uint64_t SeedOf(const AlignedSeries& series) {
  uint64_t seed = MixText("leadlag.pwmax");
  const auto mix = [&](const std::vector<double>& values) {
    for (const double value : values) seed = Mix64(seed ^ std::bit_cast<uint64_t>(value));
  };
  mix(series.outcome);
  for (const auto& candidate : series.candidates) mix(candidate);
  return seed;
}

}  // namespace

std::vector<LeadFindings> FindLeads(const AlignedSeries& series,
                                    const std::vector<std::string>& names,
                                    const std::string& outcome, const std::vector<bool>& is_outcome,
                                    stats::LeadOptions options, const Calendar& calendar) {
  options.weekly = series.grain == Grain::kWeek;
  options.seasonal = series.grain != Grain::kYear;
  options.seed = SeedOf(series);
  std::vector<std::vector<double>> tested;
  std::vector<bool> outcome_flags;
  for (size_t i = 0; i < names.size(); ++i) {
    if (series.candidates[i].empty()) continue;
    tested.push_back(series.candidates[i]);
    outcome_flags.push_back(is_outcome[i]);
  }
  const std::vector<stats::LeadResult> results =
      TestLead(tested, series.outcome, outcome_flags, options);
  std::vector<LeadFindings> all;
  size_t next = 0;
  for (size_t i = 0; i < names.size(); ++i) {
    LeadFindings f;
    if (!series.candidates[i].empty()) {
      f.result = results[next++];
    } else if (is_outcome[i]) {
      f.result.finding = stats::LeadFinding::kIsRevenue;
    }
    f.grain = series.grain;
    f.level = options.level;
    f.candidate = names[i];
    f.outcome = outcome;
    f.candidate_values = series.candidates[i];
    f.outcome_values = series.outcome;
    f.starts = series.starts;
    f.sentence = LeadSentence(f, tested.size(), calendar);
    f.caveats = LeadCaveats(f, options);
    f.second_looks =
        LookAgainAt(f.candidate_values, f.outcome_values, series.grain == Grain::kMonth);
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
  const auto aligned = [&](Grain grain) {
    return Align({series.Values(*metrics[0], grain)}, series.Values(*metrics[1], grain),
                 project->calendar, grain);
  };
  AlignedSeries used = aligned(Grain::kMonth);
  if (used.starts.size() < stats::kMonthsForLikely) {
    AlignedSeries weeks = aligned(Grain::kWeek);
    if (weeks.starts.size() >= stats::kLeastWeeksToTest && !weeks.candidates[0].empty())
      used = std::move(weeks);
  }
  stats::LeadOptions options;
  options.threads = DefaultLeadThreads();
  const bool same = metrics[0] == metrics[1];
  return FindLeads(used, {metrics[0]->label}, metrics[1]->label, {same}, options,
                   project->calendar)[0];
}

}  // namespace northstar
