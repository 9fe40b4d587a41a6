// The values of a question as points: with what is known of their uncertainty, and their parts. An
// interval comes from the buckets of entities (stats/jackknife.h) or, of percentiles, from the
// values behind it; it respects what the value cannot be, and there is none without units.
#include <cmath>
#include <limits>

#include "analysis/query/cell_value.h"
#include "analysis/query/query.h"
#include "base/hash.h"
#include "model/metric_traits.h"
#include "model/project.h"
#include "plan/metric_unit.h"
#include "stats/jackknife.h"
#include "stats/poisson_bootstrap.h"

namespace northstar {

using Values = std::vector<std::optional<double>>;

namespace {

double Infinite(double bound) {
  const bool none =
      bound <= std::numeric_limits<double>::lowest() || bound >= std::numeric_limits<double>::max();
  return none ? std::copysign(std::numeric_limits<double>::infinity(), bound) : bound;
}

}  // namespace

std::optional<stats::Interval> SharedGather::SampleInterval(size_t index, const Metric& metric,
                                                            const GroupKey& group, size_t shown,
                                                            double level) const {
  const LeafRequest* leaf = FindLeaf(index, metric, false);
  if (leaf == nullptr || !GivesPercentile(metric)) return std::nullopt;
  const int answer = plan_.answers[static_cast<size_t>(leaf->request)];
  const GatheredTable& table = gathered_.tables[static_cast<size_t>(answer)];
  const auto found = FindGroup(table, group);
  if (found == table.groups.end() || table.samples.empty()) return std::nullopt;
  const size_t cell =
      static_cast<size_t>(found - table.groups.begin()) * static_cast<size_t>(table.periods) +
      static_cast<size_t>(questions_[index].first_shown) + shown;
  std::vector<stats::WeighedValue> values;
  for (const Sample& sample : table.samples[cell]) values.push_back({sample.value, sample.unit});
  stats::PoissonOptions options;
  options.level = level;
  return stats::PercentileInterval(std::move(values), *TraitsOf(metric).percentile / 100, options);
}

std::vector<Values> SharedGather::WithoutBuckets(size_t index, const Metric& metric,
                                                 const GroupKey& group) const {
  std::vector<northstar::Values> without;
  if (!questions_[index].intervals || !FollowsFromBuckets(*project_, metric)) return without;
  for (int b = 0; b < kBuckets; ++b)
    without.push_back(Values(index, metric, group, ~(uint64_t{1} << b)));
  return without;
}

std::vector<bool> SharedGather::HaveUnits(size_t index, const Metric& metric,
                                          const GroupKey& group) const {
  const BoundQuestion& question = questions_[index];
  const auto shown = static_cast<size_t>(question.grid.size() - question.first_shown);
  std::vector<bool> units(shown, HasUnits(*project_, metric, facts_));
  for (const Metric* leaf : project_->LeavesOf(metric)) {
    for (const bool daily : {false, true}) {
      const LeafRequest* request = FindLeaf(index, *leaf, daily);
      if (request == nullptr) continue;
      if (request->units.entity.empty()) return std::vector<bool>(shown, false);
      if (!request->units.rows) continue;
      const auto counts = [&](int number) {
        const int answer = plan_.answers[static_cast<size_t>(number)];
        const GatheredTable& table = gathered_.tables[static_cast<size_t>(answer)];
        const auto found = FindGroup(table, group);
        std::vector<int64_t> rows(shown, 0);
        if (found == table.groups.end()) return rows;
        // Windows and running sums are made of days before the period: all of them together.
        for (int p = 0; p < table.periods; ++p) {
          const Cell& cell = table.At(static_cast<size_t>(found - table.groups.begin()), p);
          const int at = p - question.first_shown;
          for (size_t s = 0; daily && s < shown; ++s) rows[s] += cell.n;
          if (!daily && at >= 0) rows[static_cast<size_t>(at)] += cell.n;
        }
        return rows;
      };
      const std::vector<int64_t> all = counts(request->units.rows->first);
      const std::vector<int64_t> named = counts(request->units.rows->second);
      for (size_t s = 0; s < shown; ++s) units[s] = units[s] && 2 * named[s] >= all[s];
    }
  }
  return units;
}

stats::ValueLimits SharedGather::LimitsOf(size_t index, const Metric& metric,
                                          const GroupKey& group) const {
  stats::ValueLimits limits = BoundsOf(*project_, metric);
  const bool least_known = limits.least > std::numeric_limits<double>::lowest();
  if ((least_known && !limits.may_be_share) || !questions_[index].intervals) return limits;
  bool negative = false;
  bool above_one = false;
  for (int b = 0; b < kBuckets; ++b) {
    for (const auto& value : Values(index, metric, group, uint64_t{1} << b)) {
      negative = negative || (value && *value < 0);
      above_one = above_one || (value && *value > 1);
    }
  }
  if (!least_known && !negative) limits.least = 0;
  if (limits.may_be_share && !negative && !above_one) limits.most = std::min(limits.most, 1.0);
  return limits;
}

void SharedGather::AddInterval(size_t index, const MetricSeries& series, size_t shown, double level,
                               const std::vector<northstar::Values>& without,
                               const stats::ValueLimits& limits, Point& point) const {
  if (!point.value) return;
  std::optional<stats::Interval> interval =
      SampleInterval(index, *series.metric, series.group, shown, level);
  std::vector<double> replicates;
  for (const northstar::Values& one : without) {
    if (one[shown]) replicates.push_back(*one[shown]);
  }
  if (replicates.size() == kBuckets) {
    interval = stats::JackknifeWithin(*point.value, replicates, level, Infinite(limits.least),
                                      Infinite(limits.most));
  }
  if (!interval) return;
  point.low = interval->low;
  point.high = interval->high;
}

Result<std::vector<MetricSeries>> SharedGather::Evaluate(size_t index, double level,
                                                         bool parts) const {
  const BoundQuestion& question = questions_[index];
  std::vector<MetricSeries> all;
  for (const Metric* metric : question.metrics) {
    const Completeness& completeness = question.completeness.at(metric->name);
    for (const GroupKey& group : GroupsOf(index, *metric)) {
      MetricSeries series{metric, group, {}};
      const northstar::Values values = Values(index, *metric, group);
      const std::vector<northstar::Values> without = WithoutBuckets(index, *metric, group);
      std::vector<bool> units;
      stats::ValueLimits limits;
      if (question.intervals) {
        units = HaveUnits(index, *metric, group);
        limits = LimitsOf(index, *metric, group);
      }
      const auto quotient = parts ? Quotient(index, *metric, group) : std::nullopt;
      for (size_t p = 0; p < values.size(); ++p) {
        Point point;
        if (quotient) {
          point.numerator = quotient->first[p];
          point.denominator = quotient->second[p];
        }
        point.value = values[p];
        point.complete =
            completeness.Complete(question.grid, question.first_shown + static_cast<int>(p));
        if (question.intervals && units[p])
          AddInterval(index, series, p, level, without, limits, point);
        series.points.push_back(point);
      }
      all.push_back(std::move(series));
    }
  }
  return all;
}

}  // namespace northstar
