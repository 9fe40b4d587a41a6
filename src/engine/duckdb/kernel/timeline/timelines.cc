#include "engine/duckdb/kernel/timeline/timelines.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "base/thread_pool.h"
#include "engine/duckdb/kernel/collectors/kinds.h"
#include "engine/duckdb/kernel/timeline/conditions.h"
#include "engine/duckdb/kernel/timeline/figure.h"
#include "plan/timeline_plan.h"

namespace northstar::kernel {

Timelines::Timelines(const CollectorSpec& spec)
    : accumulator_(spec.accumulator),
      counts_the_past_(CountsThePast(*spec.accumulator->metric)),
      space_(spec.space),
      buckets_(spec.space.last_bucket - spec.space.first_bucket) {}

void Timelines::Add(const Batch& batch) {
  for (uint32_t i = 0; i < batch.rows.size; ++i) {
    const uint16_t row = batch.rows.rows[i];
    const int64_t ts = batch.chunk->ts[row];
    if (ts < accumulator_->from_us || ts >= accumulator_->to_us) continue;
    const uint32_t group = batch.groups == nullptr ? 0 : batch.groups[i];
    const int32_t period =
        batch.periods.by_row == nullptr ? batch.periods.shared : batch.periods.by_row[row];
    if (batch.role == role::kMain && (period >= 0 || counts_the_past_)) {
      if (group >= groups_.size()) groups_.resize(group + 1);
      groups_[group] = 1;
    }
    if (batch.entity == nullptr || !batch.entity->Valid(row)) continue;
    const uint32_t id = batch.entity->Code(row);
    if (!space_.Holds(id)) continue;
    const bool has_other = batch.other != nullptr && batch.other->Valid(row);
    buckets_[id % kBuckets - space_.first_bucket].push_back(
        {ts, batch.OrderOf(row), batch.values == nullptr ? NAN : batch.values[i], id / kBuckets,
         group, has_other ? batch.other->Code(row) : TimelineRow::kNoOther, batch.role});
  }
}

const CollectorKind kTimelines = {[](const CollectorSpec& spec) -> std::unique_ptr<Collector> {
                                    return std::make_unique<Timelines>(spec);
                                  },
                                  nullptr, nullptr, true};

bool Timelines::HasGroup(size_t group) const {
  return group < groups_.size() && groups_[group] != 0;
}

namespace {

// One bucket's figures, by group as the timelines number them.
class BucketSink final : public TimelineSink {
 public:
  BucketSink(size_t periods, bool lists) : periods_(periods), lists_(lists) {}

  void Add(uint32_t group, int period, int64_t n, Int128 v) override {
    if (!Inside(period)) return;
    TimelineTotals::Total& total = Page(group)[static_cast<size_t>(period)];
    total.n += n;
    total.v += v;
  }
  void Push(uint32_t group, int period, double value) override {
    if (!Inside(period)) return;
    if (group >= values_.size()) values_.resize(group + 1);
    if (values_[group].empty()) values_[group].resize(periods_);
    values_[group][static_cast<size_t>(period)].push_back({value, unit_});
  }
  // Whose figures come next.
  void SetUnit(uint32_t unit) { unit_ = unit; }
  void Overflow() override { overflowed_ = true; }

  void AddTo(const TimelineFinish& finish, uint32_t bucket, const TimelineFigure& figure,
             TimelineTotals& totals, GatheredTable& table) const {
    totals.overflowed = totals.overflowed || overflowed_;
    for (size_t row = 0; row < finish.present.size(); ++row) {
      const size_t group = finish.present[row];
      for (size_t p = 0; p < periods_; ++p) {
        const size_t cell = row * periods_ + p;
        if (lists_ && group < values_.size() && !values_[group].empty()) {
          const std::vector<Sample>& values = values_[group][p];
          totals.values[cell].insert(totals.values[cell].end(), values.begin(), values.end());
        }
        if (group >= pages_.size() || pages_[group].empty()) continue;
        const TimelineTotals::Total& one = pages_[group][p];
        totals.cells[cell].n += one.n;
        totals.cells[cell].v += one.v;
        if (table.bucketed)
          table.bucket_cells[cell * kBuckets + bucket] = {one.n, figure.Unit(one.v)};
      }
    }
  }

 private:
  bool Inside(int period) const { return period >= 0 && static_cast<size_t>(period) < periods_; }
  std::vector<TimelineTotals::Total>& Page(uint32_t group) {
    if (group >= pages_.size()) pages_.resize(group + 1);
    if (pages_[group].empty()) pages_[group].resize(periods_);
    return pages_[group];
  }

  size_t periods_;
  bool lists_;
  bool overflowed_ = false;
  std::vector<std::vector<TimelineTotals::Total>> pages_;
  std::vector<std::vector<std::vector<Sample>>> values_;
  uint32_t unit_ = 0;
};

// Notes whether the entity at hand counts in one period.
class ListingSink final : public TimelineSink {
 public:
  ListingSink(int period, bool by_value) : period_(period), by_value_(by_value) {}
  void Add(uint32_t, int period, int64_t n, Int128 v) override {
    counts_ = counts_ || (period == period_ && (by_value_ ? v > 0 : n > 0));
  }
  void Push(uint32_t, int period, double) override { counts_ = counts_ || period == period_; }
  void Overflow() override {}
  bool Take() { return std::exchange(counts_, false); }

 private:
  int period_;
  bool by_value_;
  bool counts_ = false;
};

// All threads' rows of a bucket, entity after entity, each in order of time.
std::vector<TimelineRow> SortBucket(const std::vector<const Collector*>& shares, uint32_t bucket,
                                    uint32_t ordinals) {
  std::vector<uint32_t> starts(ordinals + 1, 0);
  size_t rows = 0;
  for (const Collector* share : shares) {
    for (const TimelineRow& row : static_cast<const Timelines*>(share)->Rows(bucket))
      ++starts[row.position + 1];
    rows += static_cast<const Timelines*>(share)->Rows(bucket).size();
  }
  for (uint32_t i = 0; i < ordinals; ++i) starts[i + 1] += starts[i];
  std::vector<TimelineRow> sorted(rows);
  std::vector<uint32_t> next(starts.begin(), starts.end() - 1);
  for (const Collector* share : shares) {
    for (const TimelineRow& row : static_cast<const Timelines*>(share)->Rows(bucket))
      sorted[next[row.position]++] = row;
  }
  const auto before = [](const TimelineRow& a, const TimelineRow& b) { return a.Before(b); };
  for (uint32_t i = 0; i < ordinals; ++i) {
    const auto first = sorted.begin() + starts[i];
    const auto last = sorted.begin() + starts[i + 1];
    if (last - first > 1 && !std::is_sorted(first, last, before)) std::sort(first, last, before);
  }
  return sorted;
}

}  // namespace

void FinishTimelines(const TimelineFinish& finish, TimelineTotals& totals, GatheredTable& table) {
  const Accumulator& a = finish.accumulator;
  const FigureInput input{a, finish.project, finish.grid};
  const std::unique_ptr<TimelineFigure> figure = MakeFigure(input);
  const TimelineConditions conditions(*a.metric, finish.project, finish.grid);
  const auto periods = static_cast<size_t>(finish.grid.size()) * static_cast<size_t>(a.columns);
  totals.cells.resize(finish.present.size() * periods);
  totals.values.resize(finish.present.size() * periods);
  std::mutex mutex;
  const uint32_t first = finish.space.first_bucket;
  ParallelFor(static_cast<int>(finish.space.last_bucket - first), finish.threads, [&](int index) {
    const uint32_t bucket = first + static_cast<uint32_t>(index);
    const std::vector<TimelineRow> rows = SortBucket(finish.shares, bucket, finish.space.stride);
    BucketSink sink(periods, true);
    ListingSink listing(a.listed, CountsByValue(*a.metric));
    const bool lists = a.shape == Accumulator::Shape::kEntities;
    std::vector<uint32_t> listed;
    std::vector<TimelineRow> kept;
    for (size_t i = 0; i < rows.size();) {
      size_t end = i;
      while (end < rows.size() && rows[end].position == rows[i].position) ++end;
      std::span<const TimelineRow> entity(rows.data() + i, end - i);
      if (!conditions.empty()) {
        conditions.Filter(entity, kept);
        entity = kept;
      }
      if (!entity.empty()) {
        sink.SetUnit(rows[i].position * kBuckets + bucket);
        if (lists) figure->Run(entity, listing);
        if (lists && listing.Take()) listed.push_back(rows[i].position * kBuckets + bucket);
        if (!lists) figure->Run(entity, sink);
      }
      i = end;
    }
    // Integers and values to be sorted: the order in which buckets arrive changes nothing.
    const std::scoped_lock lock(mutex);
    sink.AddTo(finish, bucket, *figure, totals, table);
    totals.entities.insert(totals.entities.end(), listed.begin(), listed.end());
  });
}

void WriteTotals(const TimelineFinish& finish, TimelineTotals& totals, GatheredTable& table) {
  const std::unique_ptr<TimelineFigure> figure =
      MakeFigure({finish.accumulator, finish.project, finish.grid});
  for (size_t cell = 0; cell < totals.cells.size(); ++cell) {
    std::vector<Sample>& values = totals.values[cell];
    if (values.empty()) {
      table.cells[cell] = {totals.cells[cell].n, figure->Unit(totals.cells[cell].v)};
      continue;
    }
    // Type 7 of Hyndman & Fan 1996: linear between the order statistics.
    std::sort(values.begin(), values.end(),
              [](const Sample& a, const Sample& b) { return a.value < b.value; });
    const double rank =
        finish.accumulator.percentile / 100 * static_cast<double>(values.size() - 1);
    const auto below = static_cast<size_t>(std::floor(rank));
    const double low = values[below].value;
    const double high = values[std::min(below + 1, values.size() - 1)].value;
    table.cells[cell] = {static_cast<int64_t>(values.size()),
                         low + (rank - static_cast<double>(below)) * (high - low)};
    if (finish.accumulator.sampled) table.samples[cell] = std::move(values);
  }
}

}  // namespace northstar::kernel
