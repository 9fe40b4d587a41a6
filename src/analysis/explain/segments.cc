// Which segments the change comes from: each dimension by itself, and the combination of values
// that stands out, found by search and checked against chance.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "analysis/explain/scope.h"
#include "analysis/explain/segment_naming.h"
#include "base/text.h"
#include "model/project.h"
#include "stats/segments/adtributor.h"
#include "stats/segments/rate_mix.h"

namespace northstar {
namespace {

constexpr size_t kMostDimensions = 4;
constexpr size_t kMostValues = 50;     // of a dimension; the smaller ones are taken together
constexpr size_t kMostCells = 20'000;  // searched at once
constexpr double kMoreNulls = 0.05;    // share of the whole

// What of a metric can be put together from segments.
enum class Kind { kAdditive, kQuotient };

struct Cell {
  GroupKey key;
  stats::SegmentTotals totals;  // of an additive metric the numerators
};

bool IsMiddle(const Metric& metric) {
  return metric.Is<kind::Median, kind::Percentile, kind::Min, kind::Max, kind::TimeBetween>();
}

// Sums and differences of metrics, and multiples of them: what adds up over segments. A quotient of
// such sums adds up by rate and mix.
bool IsLinear(const BoundExpr& expr) {
  const auto* call = std::get_if<Call>(&expr.node);
  if (call == nullptr) return true;
  const auto constant = [](const BoundRef& arg) {
    return std::holds_alternative<Constant>(arg->node);
  };
  switch (call->op) {
    case Op::kAdd:
    case Op::kSubtract:
    case Op::kNegate:
      return std::all_of(call->args.begin(), call->args.end(),
                         [](const BoundRef& arg) { return IsLinear(*arg); });
    case Op::kMultiply:
      return (constant(call->args[0]) && IsLinear(*call->args[1])) ||
             (constant(call->args[1]) && IsLinear(*call->args[0]));
    case Op::kDivide:
      return constant(call->args[1]) && IsLinear(*call->args[0]);
    default:
      return false;
  }
}

bool AddsUp(const Metric& metric) {
  if (IsMiddle(metric)) return false;
  const auto* formula = metric.As<kind::Derived>();
  if (formula == nullptr || IsLinear(*formula->expr)) return true;
  const auto* call = std::get_if<Call>(&formula->expr->node);
  return call != nullptr && call->op == Op::kDivide && IsLinear(*call->args[0]) &&
         IsLinear(*call->args[1]);
}

// All cells that occur in one of two questions.
struct Table {
  Kind kind = Kind::kAdditive;
  bool single = true;  // each period is one of the metric's own: no mean of several
  std::vector<Cell> cells;
};

Table ReadTable(const SharedGather& gather, size_t before, size_t after,
                const ExplainScope& scope) {
  Table table;
  const Metric& metric = scope.metric();
  table.single = scope.before().first == scope.before().last;
  std::map<GroupKey, Cell, GroupOrder> cells;
  // A question of one period shows the metric's own periods in it: their mean.
  const auto mean = [](const std::vector<std::optional<double>>& values) {
    double sum = 0;
    for (const auto& value : values) sum += value.value_or(0);
    return values.size() <= 1 ? sum : sum / static_cast<double>(values.size());
  };
  for (const auto& [question, is_after] : {std::pair(before, false), std::pair(after, true)}) {
    for (const GroupKey& key : gather.GroupsOf(question, scope.metric())) {
      Cell& cell = cells[key];
      double& above = is_after ? cell.totals.numerator_after : cell.totals.numerator_before;
      double& below = is_after ? cell.totals.denominator_after : cell.totals.denominator_before;
      if (const auto quotient = gather.Quotient(question, metric, key)) {
        table.kind = Kind::kQuotient;
        above = mean(quotient->first);
        below = mean(quotient->second);
      } else {
        above = mean(gather.Values(question, metric, key));
      }
    }
  }
  for (auto& [key, cell] : cells) {
    cell.key = key;
    const stats::SegmentTotals& t = cell.totals;
    if (t.numerator_before != 0 || t.numerator_after != 0 || t.denominator_before != 0 ||
        t.denominator_after != 0)
      table.cells.push_back(std::move(cell));
  }
  return table;
}

double SizeOf(const stats::SegmentTotals& t, Kind kind) {
  return kind == Kind::kQuotient ? std::fabs(t.denominator_before) + std::fabs(t.denominator_after)
                                 : std::fabs(t.numerator_before) + std::fabs(t.numerator_after);
}

std::optional<double> RatioOf(double above, double below) {
  return below != 0 ? std::optional(above / below) : std::nullopt;
}

// The small values of each dimension become one.
constexpr const char* kOther = "\x01other";

void FoldSmall(Table& table, size_t dimension) {
  std::map<std::optional<std::string>, double> sizes;
  for (const Cell& cell : table.cells)
    sizes[cell.key[dimension]] += SizeOf(cell.totals, table.kind);
  if (sizes.size() <= kMostValues) return;
  std::vector<std::pair<double, std::optional<std::string>>> largest;
  for (const auto& [value, size] : sizes) largest.emplace_back(-size, value);
  std::sort(largest.begin(), largest.end());
  std::set<std::optional<std::string>> kept;
  for (size_t i = 0; i + 1 < kMostValues; ++i) kept.insert(largest[i].second);
  std::map<GroupKey, Cell, GroupOrder> folded;
  for (Cell& cell : table.cells) {
    if (!kept.contains(cell.key[dimension])) cell.key[dimension] = kOther;
    Cell& into = folded[cell.key];
    into.key = cell.key;
    into.totals += cell.totals;
  }
  table.cells.clear();
  for (auto& [key, cell] : folded) table.cells.push_back(std::move(cell));
}

// A dimension with one value alone says nothing of where something happened.
void DropConstant(Table& table, std::vector<std::string>& dimensions) {
  for (size_t d = dimensions.size(); d-- > 0 && dimensions.size() > 1;) {
    const bool constant =
        std::all_of(table.cells.begin(), table.cells.end(),
                    [&](const Cell& cell) { return cell.key[d] == table.cells[0].key[d]; });
    if (!constant) continue;
    const auto at = static_cast<std::ptrdiff_t>(d);
    dimensions.erase(dimensions.begin() + at);
    for (Cell& cell : table.cells) cell.key.erase(cell.key.begin() + at);
  }
}

DimensionView ViewOf(const std::string& dimension, Table table, double change) {
  DimensionView view;
  view.dimension = dimension;
  FoldSmall(table, 0);
  std::vector<stats::SegmentTotals> totals;
  stats::SegmentTotals all;
  for (const Cell& cell : table.cells) {
    totals.push_back(cell.totals);
    all += cell.totals;
  }
  const bool quotient = table.kind == Kind::kQuotient;
  const bool whole = all.denominator_before != 0 && all.denominator_after != 0;
  stats::RateMix split;
  if (quotient && whole) split = stats::SplitRateMix(totals);
  view.reversal = split.reversal && table.single;
  stats::Excess excess;
  if (!quotient) excess = stats::ExcessOf(totals);
  double explained = 0;
  for (size_t i = 0; i < table.cells.size(); ++i) {
    const stats::SegmentTotals& t = totals[i];
    DimensionRow row;
    row.value = table.cells[i].key[0];
    row.other = row.value == kOther;
    if (quotient) {
      row.before = RatioOf(t.numerator_before, t.denominator_before);
      row.after = RatioOf(t.numerator_after, t.denominator_after);
      if (whole) {
        row.rate = split.rate[i];
        row.mix = split.mix[i];
        row.contribution = split.rate[i] + split.mix[i];
      }
    } else {
      row.before = t.numerator_before;
      row.after = t.numerator_after;
      row.contribution = excess.contribution[i];
      row.excess = excess.excess[i];
    }
    explained += row.contribution;
    view.rows.push_back(std::move(row));
  }
  std::stable_sort(view.rows.begin(), view.rows.end(), [](const auto& a, const auto& b) {
    return std::fabs(a.contribution) > std::fabs(b.contribution);
  });
  view.overlap = change - explained;
  const double scale =
      std::fabs(quotient ? split.before + split.after : all.numerator_before + all.numerator_after);
  if (std::fabs(view.overlap) <= 1e-12 * scale) {  // rounding
    if (!view.rows.empty()) view.rows.front().contribution += view.overlap;
    view.overlap = 0;
  }
  view.surprise = stats::SurpriseOf(totals, quotient);
  return view;
}

// Events that suddenly come without a value of the dimension are a fault of the tracking, and make
// all of its other values look as if they had fallen.
void SuspectNulls(const Table& table, const std::string& dimension, Explanation& out) {
  double none[2] = {0, 0};
  double all[2] = {0, 0};
  const bool quotient = table.kind == Kind::kQuotient;
  for (const Cell& cell : table.cells) {
    const stats::SegmentTotals& t = cell.totals;
    const double sizes[] = {std::fabs(quotient ? t.denominator_before : t.numerator_before),
                            std::fabs(quotient ? t.denominator_after : t.numerator_after)};
    for (int side = 0; side < 2; ++side) {
      all[side] += sizes[side];
      if (!cell.key[0]) none[side] += sizes[side];
    }
  }
  if (all[0] <= 0 || all[1] <= 0) return;
  const double before = none[0] / all[0];
  const double after = none[1] / all[1];
  if (after - before < kMoreNulls) return;
  out.suspects.push_back(
      {"", fmt::format("{:.0f}% of {} has no {} in the later period, compared with {:.0f}% in the "
                       "earlier one: is it still recorded?",
                       after * 100, out.metric->label, dimension, before * 100)});
}

// A dimension that every leaf of the metric has.
bool Fits(const Project& project, const Metric& metric, const std::string& dimension) {
  const std::vector<const Source*> sources = project.SourcesOf(metric);
  return !sources.empty() && std::all_of(sources.begin(), sources.end(), [&](const Source* s) {
    return s->HasDimension(dimension);
  });
}

stats::LeafTable LeavesOf(const Table& table, size_t dimensions,
                          std::vector<std::vector<std::optional<std::string>>>& values) {
  stats::LeafTable leaves;
  leaves.elements.resize(dimensions);
  values.assign(dimensions, {});
  std::vector<std::map<std::optional<std::string>, uint32_t>> codes(dimensions);
  for (const Cell& cell : table.cells) {
    for (size_t d = 0; d < dimensions; ++d) {
      const auto [code, added] =
          codes[d].try_emplace(cell.key[d], static_cast<uint32_t>(values[d].size()));
      if (added) values[d].push_back(cell.key[d]);
      leaves.elements[d].push_back(code->second);
    }
    leaves.actual.push_back(cell.totals.numerator_after);
    leaves.expected.push_back(cell.totals.numerator_before);
    if (table.kind != Kind::kQuotient) continue;
    leaves.denominator_actual.push_back(cell.totals.denominator_after);
    leaves.denominator_expected.push_back(cell.totals.denominator_before);
  }
  return leaves;
}

bool Holds(const stats::Cause& cause, const stats::LeafTable& leaves, size_t leaf) {
  return std::all_of(cause.where.begin(), cause.where.end(), [&](const auto& one) {
    return leaves.elements[one.first][leaf] == one.second;
  });
}

// The causes as parts of the change: each cell belongs to the first that holds, or to the rest.
void AddParts(const Table& table, const stats::LeafTable& leaves,
              const std::vector<stats::Cause>& causes,
              const std::vector<std::vector<SegmentCondition>>& where, Explanation& out) {
  std::vector<stats::SegmentTotals> totals(causes.size() + 1);
  for (size_t i = 0; i < table.cells.size(); ++i) {
    size_t part = 0;
    while (part < causes.size() && !Holds(causes[part], leaves, i)) ++part;
    totals[part] += table.cells[i].totals;
  }
  const bool quotient = table.kind == Kind::kQuotient;
  stats::RateMix split;
  if (quotient) split = stats::SplitRateMix(totals);
  double named = 0;
  for (size_t part = 0; part < totals.size(); ++part) {
    const stats::SegmentTotals& t = totals[part];
    SegmentPart shown;
    const bool rest = part == causes.size();
    if (!rest) shown.where = where[part];
    shown.before = t.numerator_before;
    shown.after = t.numerator_after;
    shown.contribution = t.numerator_after - t.numerator_before;
    if (quotient) {
      shown.before = RatioOf(t.numerator_before, t.denominator_before).value_or(0);
      shown.after = RatioOf(t.numerator_after, t.denominator_after).value_or(0);
      shown.contribution = split.rate[part] + split.mix[part];
    }
    // The rest takes what entities that count in several cells bring too.
    if (rest) shown.contribution = out.change - named;
    named += shown.contribution;
    shown.share = out.change != 0 ? shown.contribution / out.change : 0;
    out.segments.parts.push_back(std::move(shown));
  }
}

void SearchCells(const Table& table, const std::vector<std::string>& dimensions, Explanation& out) {
  std::vector<std::vector<std::optional<std::string>>> values;
  const stats::LeafTable leaves = LeavesOf(table, dimensions.size(), values);
  const NamedSegments named = NameSegments(leaves);
  const std::vector<stats::Cause>& causes = named.causes;
  out.segments.p_value = named.p_value;
  out.segments.cells = leaves.actual.size();
  out.segments.stands_out = !causes.empty();
  std::vector<std::vector<SegmentCondition>> where;
  for (const stats::Cause& cause : causes) {
    std::vector<SegmentCondition>& conditions = where.emplace_back();
    for (const auto& [dimension, element] : cause.where) {
      NS_CHECK(element != stats::kOtherElement);  // small values were taken together before
      const std::optional<std::string>& value = values[dimension][element];
      conditions.push_back({dimensions[dimension], value == kOther ? "(other)" : value});
    }
  }
  AddParts(table, leaves, causes, where, out);
}

}  // namespace

Status SegmentsPart::Request(const ExplainScope& scope, SharedGather& gather) {
  const Project& project = *scope.project();
  if (!AddsUp(scope.metric())) return Status::Ok();
  const auto pair = [&](const std::vector<std::string>& by) -> Result<Pair> {
    NS_ASSIGN(BoundQuestion before, scope.BindPeriod(scope.before(), by));
    NS_ASSIGN(BoundQuestion after, scope.BindPeriod(scope.after(), by));
    return Pair{gather.Add(std::move(before)), gather.Add(std::move(after))};
  };
  std::set<std::string> seen;
  std::vector<std::string> wanted = scope.options().by;
  if (wanted.empty()) {
    for (const Source* source : project.SourcesOf(scope.metric())) {
      for (const NamedExpr& dimension : source->dimensions) {
        if (Fits(project, scope.metric(), dimension.name) && seen.insert(dimension.name).second)
          wanted.push_back(dimension.name);
      }
    }
  }
  for (const std::string& dimension : wanted) {
    NS_ASSIGN(const Pair alone, pair({dimension}));
    dimensions_.push_back(dimension);
    alone_.push_back(alone);
  }
  if (dimensions_.empty() || dimensions_.size() > kMostDimensions) return Status::Ok();
  NS_ASSIGN(cells_, pair(dimensions_));
  return Status::Ok();
}

Status SegmentsPart::Read(const ExplainScope& scope, Engine& engine, const SharedGather& gather,
                          Explanation& out) const {
  Segments& segments = out.segments;
  segments.additive = AddsUp(scope.metric());
  if (!segments.additive) {
    out.notes.push_back(
        IsMiddle(scope.metric())
            ? "Medians, extremes and durations of segments do not add up to the overall value."
            : "The values of this formula for segments do not add up to its overall value.");
    return Status::Ok();
  }
  for (size_t d = 0; d < dimensions_.size(); ++d) {
    Table table = ReadTable(gather, alone_[d].before, alone_[d].after, scope);
    SuspectNulls(table, dimensions_[d], out);
    segments.dimensions.push_back(ViewOf(dimensions_[d], std::move(table), out.change));
  }
  std::stable_sort(segments.dimensions.begin(), segments.dimensions.end(),
                   [](const auto& a, const auto& b) { return a.surprise > b.surprise; });
  if (dimensions_.empty()) {
    segments.parts.push_back({{}, *out.before.value, *out.after.value, out.change, 1});
    out.notes.push_back("Its events have no dimensions to break it down by.");
    return Status::Ok();
  }
  std::vector<std::string> searched = dimensions_;
  Table table;
  if (cells_) {
    table = ReadTable(gather, cells_->before, cells_->after, scope);
  } else {  // the four dimensions whose shares shifted most
    searched.clear();
    for (size_t d = 0; d < kMostDimensions; ++d)
      searched.push_back(segments.dimensions[d].dimension);
    SharedGather further(&engine, scope.project(), scope.facts());
    NS_ASSIGN(BoundQuestion before, scope.BindPeriod(scope.before(), searched));
    NS_ASSIGN(BoundQuestion after, scope.BindPeriod(scope.after(), searched));
    const size_t first = further.Add(std::move(before));
    const size_t second = further.Add(std::move(after));
    NS_RETURN_IF_ERROR(further.Run({}));
    table = ReadTable(further, first, second, scope);
  }
  DropConstant(table, searched);
  segments.searched = searched;
  for (size_t d = 0; d < searched.size(); ++d) FoldSmall(table, d);
  if (table.cells.size() > kMostCells) {
    out.notes.push_back(
        "Too many combinations of values to search; name fewer dimensions with --by.");
    return Status::Ok();
  }
  SearchCells(table, searched, out);
  return Status::Ok();
}

}  // namespace northstar
