#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "analysis/query/cell_value.h"
#include "analysis/query/query.h"
#include "base/exact_sum.h"
#include "base/hash.h"
#include "base/overloaded.h"
#include "model/eval_expr.h"
#include "model/metric_traits.h"
#include "model/project.h"
#include "plan/metric_unit.h"
#include "plan/timeline_plan.h"

namespace northstar {

using Values = std::vector<std::optional<double>>;

namespace {

// A cell without the entities of some buckets (bit b: bucket b counts).
Cell CellOfBuckets(const GatheredTable& table, size_t group, int period, uint64_t buckets) {
  Cell cell = table.At(group, period);
  if (!table.bucketed || buckets == SharedGather::kAllBuckets) return cell;
  double largest = 0;
  for (int b = 0; b < kBuckets; ++b) {
    if ((buckets >> b & 1) != 0) continue;
    const Cell& bucket = table.At(group, period, b);
    cell.n -= bucket.n;
    cell.v -= bucket.v;
    largest = std::max(largest, std::fabs(bucket.v));
  }
  // What is left of a much larger total has lost its digits to it.
  constexpr double kCancels = 1e-3;
  if (std::fabs(cell.v) >= kCancels * largest) return cell;
  ExactSum rest;
  for (int b = 0; b < kBuckets; ++b) {
    const double v = table.At(group, period, b).v;
    if ((buckets >> b & 1) != 0 && std::isfinite(v)) rest.Add(v);
  }
  cell.v = rest.Value();
  return cell;
}

std::optional<double> IfFinite(double value) {
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

}  // namespace

// Computes one metric of one question from gathered leaves, over all periods of its grid.
class MetricEvaluator {
 public:
  MetricEvaluator(const SharedGather& gather, size_t question, const GroupKey& group,
                  uint64_t buckets)
      : gather_(gather),
        question_(gather.questions_[question]),
        index_(question),
        group_(group),
        buckets_(buckets) {}

  Values Compute(const Metric& metric) const {
    return std::visit(
        Overloaded{[&](const kind::Ratio& ratio) { return Ratio(ratio); },
                   [&](const kind::Derived& formula) { return Evaluate(*formula.expr); },
                   [&](const kind::Cumulative& sum) { return Cumulative(sum); },
                   [&](const kind::OverEvents auto&) { return Leaf(metric, false); },
                   [&](const kind::Given auto&) { return Given(metric); }},
        metric.kind);
  }

  // Of an expression over metrics.
  Values Evaluate(const BoundExpr& expr) const {
    std::map<std::string, Values> parts;
    for (const ColumnRef& column : ColumnsIn(expr)) {
      if (!parts.contains(column.name)) parts[column.name] = Compute(Part(column.name));
    }
    Values values(static_cast<size_t>(question_.grid.size()));
    for (size_t p = 0; p < values.size(); ++p) {
      const auto read = [&](const ColumnRef& column) -> Scalar {
        const bool previous = column.kind == ColumnKind::kPreviousMetric;
        if (previous && p == 0) return {};
        const std::optional<double> value = parts.at(column.name)[previous ? p - 1 : p];
        return value ? Scalar(*value) : Scalar();
      };
      const Scalar result = EvalScalar(expr, read, question_.project->calendar.zone());
      if (const auto* number = std::get_if<double>(&result)) values[p] = *number;
    }
    return values;
  }

 private:
  bool IsMeasuredLeaf(const Metric& leaf) const {
    const auto look = gather_.looks_.find({index_, &leaf});
    return look == gather_.looks_.end() || look->second.measured;
  }

  Values Leaf(const Metric& metric, bool daily) const {
    const auto* leaf = gather_.FindLeaf(index_, metric, daily);
    NS_CHECK(leaf != nullptr);
    if (!IsMeasuredLeaf(metric)) return Values(static_cast<size_t>(leaf->grid.size()));
    const int answer = gather_.plan_.answers[static_cast<size_t>(leaf->request)];
    const GatheredTable& table = gather_.gathered_.tables[static_cast<size_t>(answer)];
    const auto periods = static_cast<size_t>(leaf->grid.size());
    const Completeness& completeness = question_.completeness.at(metric.name);
    Values values(periods, CellValue(metric, Cell{}));
    const auto found = FindGroup(table, group_);
    const auto group = static_cast<size_t>(found - table.groups.begin());
    for (size_t p = 0; p < periods; ++p) {
      if (completeness.Open(leaf->grid, static_cast<int>(p))) {
        values[p] = std::nullopt;  // what it waits for has not passed: not known yet, not 0
        continue;
      }
      if (found == table.groups.end()) continue;
      values[p] = CellValue(metric, CellOfBuckets(table, group, static_cast<int>(p), buckets_));
    }
    return values;
  }

  const Metric& Part(const std::string& name) const { return *question_.project->FindMetric(name); }

  Values Ratio(const kind::Ratio& ratio) const {
    Values top = Compute(Part(ratio.numerator));
    const Values bottom = Compute(Part(ratio.denominator));
    for (size_t p = 0; p < top.size(); ++p) {
      const bool defined = top[p] && bottom[p] && *bottom[p] != 0;
      top[p] = defined ? IfFinite(*top[p] / *bottom[p]) : std::nullopt;
    }
    return top;
  }

  Values Cumulative(const kind::Cumulative& running) const {
    const Metric& base = Part(running.metric);
    if (!IsMeasuredLeaf(base)) return Values(static_cast<size_t>(question_.grid.size()));
    if (!running.window && !running.to_date) {
      Values values = Compute(base);
      ExactSum sum;
      for (auto& value : values) {
        sum.Add(value.value_or(0));
        value = IfFinite(sum.Value());
      }
      return values;
    }
    const auto* leaf = gather_.FindLeaf(index_, base, true);
    NS_CHECK(leaf != nullptr);
    const Values days = Leaf(base, true);
    const Calendar& calendar = question_.project->calendar;
    const std::vector<int64_t>& bounds = leaf->grid.bounds();
    Values values(static_cast<size_t>(question_.grid.size()));
    for (int p = 0; p < question_.grid.size(); ++p) {
      const int64_t end = question_.grid.bounds()[static_cast<size_t>(p) + 1];
      const Day last = calendar.LocalDay(end - 1);
      const Day from = running.window ? last - running.window->days + 1
                                      : calendar.PeriodStart(*running.to_date, last);
      const auto first = std::lower_bound(bounds.begin(), bounds.end(), calendar.DayStart(from));
      ExactSum sum;
      for (auto day = static_cast<size_t>(first - bounds.begin());
           day < days.size() && bounds[day + 1] <= end; ++day)
        sum.Add(days[day].value_or(0));
      values[static_cast<size_t>(p)] = IfFinite(sum.Value());
    }
    return values;
  }

  Values Given(const Metric& metric) const {
    const auto found = gather_.series_.find({index_, metric.name});
    Values values(static_cast<size_t>(question_.grid.size()));
    if (found == gather_.series_.end()) return values;
    const auto group = found->second.by_group.find(group_);
    if (group == found->second.by_group.end()) return values;
    for (int p = 0; p < question_.grid.size(); ++p) {
      const auto row = group->second.find(question_.grid.start_local_us(p));
      if (row != group->second.end()) values[static_cast<size_t>(p)] = row->second;
    }
    return values;
  }

  const SharedGather& gather_;
  const BoundQuestion& question_;
  size_t index_;
  const GroupKey& group_;
  uint64_t buckets_;
};

SharedGather::SharedGather(Engine* engine, ProjectRef project, const DataFacts& facts)
    : engine_(engine), project_(std::move(project)), facts_(facts) {}

size_t SharedGather::Add(BoundQuestion question) {
  questions_.push_back(std::move(question));
  return questions_.size() - 1;
}

size_t SharedGather::AddEventCount(const std::string& source, PeriodGrid grid) {
  counts_.push_back({source, std::move(grid)});
  return counts_.size() - 1;
}

std::vector<int64_t> SharedGather::EventCounts(size_t count) const {
  const int answer = plan_.answers[static_cast<size_t>(counts_[count].request)];
  const GatheredTable& table = gathered_.tables[static_cast<size_t>(answer)];
  std::vector<int64_t> counts;
  for (int p = 0; p < table.periods; ++p) counts.push_back(table.At(0, p).n);
  return counts;
}

size_t SharedGather::AddHistories(HistoryRequest histories) {
  histories_.push_back(std::move(histories));
  return histories_.size() - 1;
}

const Histories& SharedGather::HistoriesOf(size_t number) const {
  const int answer = plan_.answers[static_cast<size_t>(histories_[number].request)];
  return gathered_.tables[static_cast<size_t>(answer)].histories;
}

void SharedGather::AddLeaves(size_t index, const Metric& metric, bool daily,
                             GatherPlanner& planner) {
  const BoundQuestion& question = questions_[index];
  const std::vector<std::string> parts = Project::PartsOf(metric);
  const auto* sum = metric.As<kind::Cumulative>();
  const bool by_day = sum != nullptr && (sum->window || sum->to_date);
  for (const std::string& part : parts) {
    if (metric.Is<kind::Lifecycle>()) break;
    AddLeaves(index, *project_->FindMetric(part), by_day, planner);
  }
  const bool leaf = parts.empty() || metric.Is<kind::Lifecycle>();
  if (!leaf || metric.Is<kind::Series>() || FindLeaf(index, metric, daily)) return;
  PeriodGrid grid = question.grid;
  if (daily) {
    const Calendar& calendar = project_->calendar;
    // Far enough back for the longest window or year to date, but no further than the data.
    int64_t first = question.grid.begin_us();
    for (const Source* source : project_->SourcesOf(metric)) {
      const auto facts = facts_.sources.find(source->name);
      if (facts != facts_.sources.end() && facts->second.rows > 0)
        first = std::min(first, facts->second.first_us);
    }
    const Grain grain = question.grid.grain() == Grain::kHour ? Grain::kHour : Grain::kDay;
    grid = calendar.Grid(grain, first, question.grid.end_us() - 1);
  }
  const int number = planner.AddGrid(grid, question.hide_after_us);
  const int request =
      planner.AddLeaf(metric, number, question.by, question.where, question.intervals);
  leaves_.push_back({index, &metric, daily, request, std::move(grid)});
  if (question.intervals) leaves_.back().units = planner.AddUnits(request);
}

GatherPlan SharedGather::Plan(const std::vector<std::string>& disabled_rules) {
  leaves_.clear();
  GatherPlanner planner(*project_, facts_);
  std::optional<int64_t> hide_after;  // of what is asked beside questions
  for (size_t q = 0; q < questions_.size(); ++q) {
    for (const Metric* metric : questions_[q].metrics) AddLeaves(q, *metric, false, planner);
    if (questions_[q].hide_after_us) hide_after = questions_[q].hide_after_us;
  }
  for (CountRequest& count : counts_) {
    Accumulator a;
    a.feeds = {{count.source, "", nullptr}};
    a.grid = planner.AddGrid(count.grid, hide_after);
    count.request = planner.AddRaw(std::move(a));
  }
  for (HistoryRequest& histories : histories_) {
    histories.request =
        planner.AddHistories(histories.metric, planner.AddGrid(histories.grid, hide_after),
                             histories.sampled_buckets, histories.apart);
  }
  return std::move(planner).Finish(project_->warehouse.memory_limit, disabled_rules);
}

Status SharedGather::Run(const QueryOptions& options) {
  plan_ = Plan(options.disabled_rules);
  NS_ASSIGN(gathered_, options.reference_sql ? engine_->reference().Gather(*project_, plan_, facts_)
                                             : engine_->Gather(*project_, plan_, facts_));
  NS_RETURN_IF_ERROR(LookAtLeaves());
  return ReadSeriesLeaves();
}

Status SharedGather::LookAtLeaves() {
  SeenData seen(*engine_, *project_, facts_);
  for (size_t q = 0; q < questions_.size(); ++q) {
    for (const Metric* metric : questions_[q].metrics) {
      for (const Metric* leaf : project_->LeavesOf(*metric)) {
        if (looks_.contains({q, leaf})) continue;
        NS_ASSIGN(auto look, seen.AtLeaf(*leaf, questions_[q].where));
        looks_.emplace(std::pair(q, leaf), std::move(look));
      }
    }
  }
  return Status::Ok();
}

SeenData::Look SharedGather::LookAt(size_t question, const Metric& metric) const {
  static const SeenData::Look kMeasured;
  return SeenData::Of(*project_, metric, [&](const Metric& leaf) -> const SeenData::Look& {
    const auto look = looks_.find({question, &leaf});
    return look == looks_.end() ? kMeasured : look->second;
  });
}

Status SharedGather::ReadSeriesLeaves() {
  for (size_t q = 0; q < questions_.size(); ++q) {
    const BoundQuestion& question = questions_[q];
    for (const Metric* metric : question.metrics) {
      for (const Metric* leaf : project_->LeavesOf(*metric)) {
        const auto* series = leaf->As<kind::Series>();
        if (series == nullptr || series_.contains({q, leaf->name})) continue;
        const Source& source = *project_->FindSource(series->source);
        NS_ASSIGN(const SeriesData data, engine_->ReadSeries(source));
        size_t column = 0;
        while (column < source.series_metrics.size() &&
               source.series_metrics[column].first != leaf->name)
          ++column;
        if (column == source.series_metrics.size()) {
          return Error::Usage(
              fmt::format("source '{}' gives no metric '{}'", source.name, leaf->name),
              "list it under 'metrics:' of the series");
        }
        SeriesLeaf& out = series_[{q, leaf->name}];
        for (const SeriesRow& row : data.rows) {
          if (!row.values[column]) continue;
          const auto dimension = [&](const std::string& name) -> std::optional<std::string> {
            for (size_t d = 0; d < source.dimensions.size(); ++d) {
              if (source.dimensions[d].name == name) return row.dimensions[d];
            }
            return std::nullopt;
          };
          if (question.where) {
            const auto read = [&](const ColumnRef& ref) -> Scalar {
              const auto text = dimension(ref.name);
              return text ? Scalar(*text) : Scalar();
            };
            const Scalar kept = EvalScalar(*question.where, read, project_->calendar.zone());
            if (const auto* flag = std::get_if<bool>(&kept); flag == nullptr || !*flag) continue;
          }
          GroupKey key;
          for (const std::string& name : question.by) key.push_back(dimension(name));
          out.by_group[key][row.local_us] += *row.values[column];
        }
      }
    }
  }
  return Status::Ok();
}

const SharedGather::LeafRequest* SharedGather::FindLeaf(size_t question, const Metric& leaf,
                                                        bool daily) const {
  for (const LeafRequest& request : leaves_) {
    if (request.question == question && request.metric == &leaf && request.daily == daily)
      return &request;
  }
  return nullptr;
}

std::vector<GroupKey> SharedGather::GroupsOf(size_t question, const Metric& metric) const {
  const BoundQuestion& bound = questions_[question];
  if (bound.by.empty()) return {GroupKey{}};
  std::set<GroupKey, GroupOrder> groups;
  for (const Metric* leaf : project_->LeavesOf(metric)) {
    for (const bool daily : {false, true}) {
      const LeafRequest* request = FindLeaf(question, *leaf, daily);
      if (request == nullptr) continue;
      const int answer = plan_.answers[static_cast<size_t>(request->request)];
      const auto& own = gathered_.tables[static_cast<size_t>(answer)].groups;
      groups.insert(own.begin(), own.end());
    }
    const auto series = series_.find({question, leaf->name});
    if (series == series_.end()) continue;
    for (const auto& [key, rows] : series->second.by_group) groups.insert(key);
  }
  return {groups.begin(), groups.end()};
}

Values SharedGather::Values(size_t question, const Metric& metric, const GroupKey& group,
                            uint64_t buckets) const {
  northstar::Values values = MetricEvaluator(*this, question, group, buckets).Compute(metric);
  values.erase(values.begin(), values.begin() + questions_[question].first_shown);
  return values;
}

std::optional<std::pair<Values, Values>> SharedGather::Quotient(size_t index, const Metric& metric,
                                                                const GroupKey& group) const {
  if (const auto* ratio = metric.As<kind::Ratio>()) {
    return std::pair(Values(index, *project_->FindMetric(ratio->numerator), group),
                     Values(index, *project_->FindMetric(ratio->denominator), group));
  }
  if (const auto* formula = metric.As<kind::Derived>()) {
    const auto* call = std::get_if<Call>(&formula->expr->node);
    if (call == nullptr || call->op != Op::kDivide) return std::nullopt;
    const MetricEvaluator evaluator(*this, index, group, kAllBuckets);
    const auto shown = [&](const BoundRef& part) {
      northstar::Values values = evaluator.Evaluate(*part);
      values.erase(values.begin(), values.begin() + questions_[index].first_shown);
      return values;
    };
    return std::pair(shown(call->args[0]), shown(call->args[1]));
  }
  const LeafRequest* leaf = FindLeaf(index, metric, false);
  if (leaf == nullptr || !PartsOfCell(metric, Cell{})) return std::nullopt;
  if (const auto look = looks_.find({index, &metric});
      look != looks_.end() && !look->second.measured) {
    const northstar::Values none(static_cast<size_t>(leaf->grid.size()) -
                                 static_cast<size_t>(questions_[index].first_shown));
    return std::pair(none, none);
  }
  const int answer = plan_.answers[static_cast<size_t>(leaf->request)];
  const GatheredTable& table = gathered_.tables[static_cast<size_t>(answer)];
  const auto found = FindGroup(table, group);
  std::pair<northstar::Values, northstar::Values> out;
  for (int p = questions_[index].first_shown; p < leaf->grid.size(); ++p) {
    const Cell cell = found == table.groups.end()
                          ? Cell{}
                          : table.At(static_cast<size_t>(found - table.groups.begin()), p);
    const CellParts parts = *PartsOfCell(metric, cell);
    out.first.push_back(parts.numerator);
    out.second.push_back(parts.denominator);
  }
  return out;
}

}  // namespace northstar
