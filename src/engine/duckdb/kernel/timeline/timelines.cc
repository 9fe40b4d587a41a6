#include "engine/duckdb/kernel/timeline/timelines.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "base/thread_pool.h"
#include "engine/duckdb/kernel/timeline/conditions.h"
#include "engine/duckdb/kernel/timeline/figure.h"
#include "plan/timeline_plan.h"

namespace northstar::kernel {

namespace {

// One bucket's figures, by group as the timelines number them.
class BucketSink final : public TimelineSink {
 public:
  BucketSink(size_t periods, bool lists) : periods_(periods), lists_(lists) {}

  void Add(uint32_t group, int period, int64_t n, Int128 v) override {
    if (!Inside(period)) return;
    TimelineTotals::Total& total = PageOf(pages_, group, periods_)[static_cast<size_t>(period)];
    total.n += n;
    total.v += v;
  }
  void AddRange(uint32_t group, int from, int to, int64_t n, Int128 v) override {
    from = std::max(from, 0);
    to = std::min(to, static_cast<int>(periods_));
    if (from >= to) return;
    std::vector<TimelineTotals::Total>& steps = PageOf(steps_, group, periods_ + 1);
    steps[static_cast<size_t>(from)].n += n;
    steps[static_cast<size_t>(from)].v += v;
    steps[static_cast<size_t>(to)].n -= n;
    steps[static_cast<size_t>(to)].v -= v;
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
      TimelineTotals::Total level;  // what ranges that have started add to every period
      for (size_t p = 0; p < periods_; ++p) {
        const size_t cell = row * periods_ + p;
        if (lists_ && group < values_.size() && !values_[group].empty()) {
          const std::vector<Sample>& values = values_[group][p];
          totals.values[cell].insert(totals.values[cell].end(), values.begin(), values.end());
        }
        TimelineTotals::Total one;
        if (group < pages_.size() && !pages_[group].empty()) one = pages_[group][p];
        if (group < steps_.size() && !steps_[group].empty()) {
          level.n += steps_[group][p].n;
          level.v += steps_[group][p].v;
        }
        one.n += level.n;
        one.v += level.v;
        totals.cells[cell].n += one.n;
        totals.cells[cell].v += one.v;
        if (table.bucketed)
          table.bucket_cells[cell * kBuckets + bucket] = {one.n, figure.Unit(one.v)};
      }
    }
  }

 private:
  bool Inside(int period) const { return period >= 0 && static_cast<size_t>(period) < periods_; }
  using Pages = std::vector<std::vector<TimelineTotals::Total>>;
  static std::vector<TimelineTotals::Total>& PageOf(Pages& pages, uint32_t group, size_t cells) {
    if (group >= pages.size()) pages.resize(group + 1);
    if (pages[group].empty()) pages[group].resize(cells);
    return pages[group];
  }

  size_t periods_;
  bool lists_;
  bool overflowed_ = false;
  Pages pages_;
  Pages steps_;  // by group: what changes from the period before, of ranges
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

// The rows of a bucket, entity after entity; used for bucket after bucket by one thread.
struct BucketRows {
  std::vector<TimelineRow> rows;
  std::vector<uint32_t> ends;  // by ordinal of the entity
  TimelineColumns columns;
};

void GroupByEntity(const TimelineFinish& finish, uint32_t bucket, BucketRows& sorted) {
  const Accumulator& a = finish.accumulator;
  const auto matters = [&](const StreamRow& row) {
    return row.ts >= a.from_us && row.ts < a.to_us;
  };
  const auto for_each_stream = [&](auto visit) {
    for (size_t f = 0; f < a.feeds.size(); ++f) {
      for (const Collector* share : finish.streams[f])
        visit(a.feeds[f].role, static_cast<const EventStream*>(share)->Rows(bucket));
    }
  };
  sorted.columns = {};
  std::vector<uint32_t>& next = sorted.ends;  // becomes each entity's end as its rows arrive
  next.assign(finish.space.stride + 1, 0);
  for_each_stream([&](int, const StreamRows& rows) {
    rows.rows.ForEach([&](const StreamRow& row) { next[row.ordinal + 1] += matters(row); });
  });
  for (uint32_t i = 0; i < finish.space.stride; ++i) next[i + 1] += next[i];
  if (sorted.rows.size() < next.back()) sorted.rows.resize(next.back());
  next.pop_back();
  for_each_stream([&](int role, const StreamRows& rows) {
    uint32_t link = sorted.columns.Append(rows);
    rows.rows.ForEach([&](const StreamRow& row) {
      if (matters(row))
        sorted.rows[next[row.ordinal]++] = {row.ts, link, TimelineRow::Tag(row.group, role)};
      ++link;
    });
  });
}

// Puts one entity's rows in order.
void SortRows(std::span<TimelineRow> rows, const TimelineColumns& columns) {
  if (rows.size() < 2) return;
  // The rows of one stream mostly come in order, so what is out of order is not far from its place.
  constexpr size_t kFew = 24;
  const Timeline timeline(rows, columns);
  const auto before = [&](const TimelineRow& a, const TimelineRow& b) {
    return timeline.Before(a, b);
  };
  if (rows.size() > kFew) {
    if (!std::is_sorted(rows.begin(), rows.end(), before))
      std::sort(rows.begin(), rows.end(), before);
    return;
  }
  for (size_t i = 1; i < rows.size(); ++i) {
    const TimelineRow row = rows[i];
    size_t at = i;
    for (; at > 0 && before(row, rows[at - 1]); --at) rows[at] = rows[at - 1];
    rows[at] = row;
  }
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
    thread_local BucketRows sorted;
    GroupByEntity(finish, bucket, sorted);
    BucketSink sink(periods, true);
    ListingSink listing(a.listed, CountsByValue(*a.metric));
    const bool lists = a.shape == Accumulator::Shape::kEntities;
    std::vector<uint32_t> listed;
    std::vector<TimelineRow> kept;
    uint32_t start = 0;
    for (uint32_t ordinal = 0; ordinal < sorted.ends.size(); ++ordinal) {
      const std::span<TimelineRow> rows(sorted.rows.data() + start, sorted.ends[ordinal] - start);
      start = sorted.ends[ordinal];
      if (rows.empty()) continue;
      SortRows(rows, sorted.columns);
      Timeline entity(rows, sorted.columns);
      if (!conditions.empty()) {
        conditions.Filter(entity, kept);
        entity = entity.With(kept);
        if (entity.empty()) continue;
      }
      const uint32_t id = ordinal * kBuckets + bucket;
      if (lists) {
        figure->Run(entity, listing);
        if (listing.Take()) listed.push_back(id);
      } else {
        sink.SetUnit(id);
        figure->Run(entity, sink);
      }
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
