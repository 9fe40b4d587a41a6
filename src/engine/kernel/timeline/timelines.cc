#include "engine/kernel/timeline/timelines.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <tuple>

#include "base/thread_pool.h"
#include "engine/kernel/timeline/conditions.h"
#include "engine/kernel/timeline/figure.h"
#include "model/metric_traits.h"
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
  void AddValue(uint32_t group, int from, int to, double value) override {
    from = std::max(from, 0);
    to = std::min(to, static_cast<int>(periods_));
    if (from >= to) return;
    AddRange(group, from, to, 1, 0);
    std::vector<ExactSum>& steps = PageOf(sum_steps_, group, periods_ + 1);
    steps[static_cast<size_t>(from)].Add(value);
    steps[static_cast<size_t>(to)].Add(-value);
  }
  void Push(uint32_t group, int period, double value) override {
    if (!Inside(period)) return;
    if (group >= values_.size()) values_.resize(group + 1);
    if (values_[group].empty()) values_[group].resize(periods_);
    values_[group][static_cast<size_t>(period)].push_back({value, unit_});
  }
  // Whose figures come next.
  void SetUnit(uint32_t unit) { unit_ = unit; }

  void AddTo(const TimelineFinish& finish, uint32_t bucket, const TimelineFigure& figure,
             TimelineTotals& totals, GatheredTable& table) const {
    for (size_t row = 0; row < finish.present.size(); ++row) {
      const size_t group = finish.present[row];
      TimelineTotals::Total level;  // what ranges that have started add to every period
      ExactSum sum;                 // the same of their values
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
        if (group < sum_steps_.size() && !sum_steps_[group].empty()) {
          sum.Add(sum_steps_[group][p]);
          totals.sums[cell].Add(sum);
        }
        if (!table.bucketed) continue;
        const double v = totals.sums.empty() ? figure.Unit(one.v) : sum.Value();
        table.bucket_cells[cell * kBuckets + bucket] = {one.n, v};
      }
    }
  }

 private:
  bool Inside(int period) const { return period >= 0 && static_cast<size_t>(period) < periods_; }
  template <typename T>
  using Pages = std::vector<std::vector<T>>;
  template <typename T>
  static std::vector<T>& PageOf(Pages<T>& pages, uint32_t group, size_t cells) {
    if (group >= pages.size()) pages.resize(group + 1);
    if (pages[group].empty()) pages[group] = std::vector<T>(cells);
    return pages[group];
  }

  size_t periods_;
  bool lists_;
  Pages<TimelineTotals::Total> pages_;
  Pages<TimelineTotals::Total> steps_;  // by group: what changes from the period before, of ranges
  Pages<ExactSum> sum_steps_;           // the same of values
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
  void AddValue(uint32_t, int from, int to, double) override {
    counts_ = counts_ || (from <= period_ && period_ < to);
  }
  void Push(uint32_t, int period, double) override { counts_ = counts_ || period == period_; }
  bool Take() { return std::exchange(counts_, false); }

 private:
  int period_;
  bool by_value_;
  bool counts_ = false;
};

// Keeps what each entity adds to each period.
class HistorySink final : public TimelineSink {
 public:
  HistorySink(int periods, const TimelineFigure& figure) : periods_(periods), figure_(figure) {}

  void Add(uint32_t group, int period, int64_t n, Int128 v) override {
    Keep(period, group, 0, Histories::kNoOther, n, figure_.Unit(v));
  }
  void AddValue(uint32_t group, int from, int to, double value) override {
    for (int period = from; period < to; ++period)
      Keep(period, group, 0, Histories::kNoOther, 1, value);
  }
  void Meet(uint32_t group, int role, int period, uint32_t other) override {
    Keep(period, group, role, other, 1, 0);
  }
  void Push(uint32_t group, int period, double value) override {
    Keep(period, group, 0, Histories::kNoOther, 1, value);
  }

  // Ends the entity whose rows the sink was handed.
  void EndEntity(uint32_t id, const Timeline& rows) {
    const auto place = [](const Histories::Step& s) {
      return std::tuple(s.period, +s.group, +s.role, s.other);
    };
    std::stable_sort(steps_.begin(), steps_.end(),
                     [&](const auto& a, const auto& b) { return place(a) < place(b); });
    Histories::Entity entity{id, static_cast<uint32_t>(found_.steps.size()), 0};
    for (size_t from = 0; from < steps_.size();) {
      Histories::Step all = steps_[from];
      ExactSum sum;
      sum.Add(all.v);
      size_t to = from + 1;
      for (; to < steps_.size() && place(steps_[to]) == place(all); ++to) {
        all.n += steps_[to].n;
        sum.Add(steps_[to].v);
      }
      all.v = sum.Value();
      found_.steps.push_back(all);
      from = to;
    }
    entity.last = static_cast<uint32_t>(found_.steps.size());
    MeasureGaps(rows, entity);
    if (entity.last > entity.first) found_.entities.push_back(entity);
    steps_.clear();
  }

  // `present`: the groups, as table rows.
  void AddTo(const std::vector<size_t>& present, Histories& all) const {
    const auto shift = static_cast<uint32_t>(all.steps.size());
    for (Histories::Entity entity : found_.entities) {
      entity.first += shift;
      entity.last += shift;
      all.entities.push_back(entity);
    }
    for (Histories::Step step : found_.steps) {
      const auto row = std::find(present.begin(), present.end(), step.group);
      step.group = static_cast<uint32_t>(row - present.begin()) & 0xffffff;
      all.steps.push_back(step);
    }
  }

 private:
  void Keep(int period, uint32_t group, int role, uint32_t other, int64_t n, double v) {
    if (period < 0 || period >= periods_) return;
    steps_.push_back({period, group & 0xffffff, static_cast<uint32_t>(role) & 0xff, other,
                      static_cast<int32_t>(n), v});
  }
  static void MeasureGaps(const Timeline& rows, Histories::Entity& entity) {
    const TimelineRow* last = nullptr;
    for (const TimelineRow& row : rows) {
      if (row.role() != role::kMain) continue;
      ++entity.rows;
      if (last != nullptr) {
        const double gap = static_cast<double>(row.ts - last->ts) * 1e-6;
        entity.gap_sum += gap;
        entity.gap_square_sum += gap * gap;
      }
      last = &row;
    }
  }

  int periods_;
  const TimelineFigure& figure_;
  std::vector<Histories::Step> steps_;  // of the entity at hand
  Histories found_;
};

// The rows of a bucket, entity after entity; used for bucket after bucket by one thread.
struct BucketRows {
  std::vector<TimelineRow> rows;
  std::vector<uint32_t> ends;  // by ordinal of the entity
  TimelineColumns columns;
};

// The rows carry their stream in place of a role.
void GroupByEntity(const TimelineSet& set, uint32_t bucket, BucketRows& sorted) {
  const auto for_each_share = [&](auto visit) {
    for (size_t stream = 0; stream < set.streams.size(); ++stream) {
      for (const Collector* share : set.streams[stream])
        visit(static_cast<int>(stream), static_cast<const EventStream*>(share)->Rows(bucket));
    }
  };
  sorted.columns = {};
  std::vector<uint32_t>& next = sorted.ends;  // becomes each entity's end as its rows arrive
  const uint32_t ordinals = set.users[0].of.space.stride;
  next.assign(ordinals + 1, 0);
  for_each_share([&](int, const StreamRows& rows) {
    rows.rows.ForEach([&](const StreamRow& row) { ++next[row.ordinal + 1]; });
  });
  for (uint32_t i = 0; i < ordinals; ++i) next[i + 1] += next[i];
  if (sorted.rows.size() < next.back()) sorted.rows.resize(next.back());
  next.pop_back();
  for_each_share([&](int stream, const StreamRows& rows) {
    uint32_t link = sorted.columns.Append(rows);
    rows.rows.ForEach([&](const StreamRow& row) {
      sorted.rows[next[row.ordinal]++] = {row.ts, link, TimelineRow::Tag(row.group, stream)};
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

// What an accumulator works out and under which conditions; all threads share it.
struct Method {
  std::unique_ptr<TimelineFigure> figure;
  TimelineConditions conditions;
};

// One accumulator's share of the work on one bucket.
class BucketFigure {
 public:
  BucketFigure(const TimelineUser& user, const Method& method, size_t streams)
      : user_(user),
        a_(user.of.accumulator),
        figure_(*method.figure),
        conditions_(method.conditions),
        lists_(a_.shape == Accumulator::Shape::kEntities),
        sink_(static_cast<size_t>(user.of.grid.size()) * static_cast<size_t>(a_.columns), true),
        listing_(a_.listed, TraitsOf(*a_.metric).counts_by_value),
        history_(user.of.grid.size(), figure_),
        takes_(streams),
        from_us_(a_.from_us),
        to_us_(a_.to_us),
        most_roles_(a_.feeds.size()) {
    for (size_t f = 0; f < a_.feeds.size(); ++f) {
      Takes& takes = takes_[user.streams[f]];
      Takes& role = takes.any ? takes.others.emplace_back() : takes;
      role.any = true;
      role.role = a_.feeds[f].role;
      // The stream may be shared with an accumulator that is broken down, while this one is not.
      role.groups = !a_.by.empty() && IsBrokenDown(a_, a_.feeds[f]) ? ~0U : 0U;
    }
  }

  void Run(const Timeline& rows, uint32_t id) {
    const bool keeps = a_.shape == Accumulator::Shape::kHistories;
    if (keeps && id % kBuckets >= static_cast<uint32_t>(a_.sampled_buckets)) return;
    const size_t count = TakeRows(rows);
    if (count == 0) return;
    Timeline timeline = rows.With({taken_.data(), count});
    if (!conditions_.empty()) {
      conditions_.Filter(timeline, kept_);
      timeline = rows.With(kept_);
      if (timeline.empty()) return;
    }
    if (keeps) {
      figure_.Run(timeline, history_);
      history_.EndEntity(id, timeline);
    } else if (lists_) {
      figure_.Run(timeline, listing_);
      if (listing_.Take()) listed_.push_back(id);
    } else {
      sink_.SetUnit(id);
      figure_.Run(timeline, sink_);
    }
  }

  void AddTo(uint32_t bucket) const {
    sink_.AddTo(user_.of, bucket, figure_, *user_.totals, *user_.table);
    user_.totals->entities.insert(user_.totals->entities.end(), listed_.begin(), listed_.end());
    history_.AddTo(user_.of.present, user_.totals->histories);
  }

 private:
  // The roles under which a stream's rows are taken: mostly one, or none.
  struct Takes {
    bool any = false;
    int role = 0;
    uint32_t groups = 0;  // mask: all bits where rows are told apart by their group, else none
    std::vector<Takes> others;
  };

  // Copies to taken_ the rows that the accumulator looks at, each under the roles it has here.
  size_t TakeRows(const Timeline& rows) {
    if (taken_.size() <= rows.size() * most_roles_)
      taken_.resize(rows.size() * most_roles_ * 2 + 1);
    TimelineRow* const taken = taken_.data();
    size_t count = 0;
    int64_t ties = 0;
    int64_t last = std::numeric_limits<int64_t>::min();
    for (const TimelineRow& row : rows) {
      const Takes& takes = takes_[static_cast<size_t>(row.role())];
      const bool inside = row.ts >= from_us_ && row.ts < to_us_;
      taken[count] = {row.ts, row.link, TimelineRow::Tag(row.group() & takes.groups, takes.role)};
      count += takes.any && inside;
      ties += takes.any && inside && row.ts == last;
      if (takes.any) last = row.ts;
      for (size_t i = 0; inside && i < takes.others.size(); ++i) {
        const Takes& other = takes.others[i];
        taken[count++] = {row.ts, row.link,
                          TimelineRow::Tag(row.group() & other.groups, other.role)};
        ++ties;
      }
    }
    if (ties > 0) SortRows({taken, count}, rows.columns());  // roles decide which stands first
    return count;
  }

  const TimelineUser& user_;
  const Accumulator& a_;
  const TimelineFigure& figure_;
  const TimelineConditions& conditions_;
  bool lists_;
  BucketSink sink_;
  ListingSink listing_;
  HistorySink history_;
  std::vector<Takes> takes_;  // by stream
  int64_t from_us_, to_us_;
  size_t most_roles_;  // of one row
  std::vector<TimelineRow> taken_, kept_;
  std::vector<uint32_t> listed_;
};

}  // namespace

void FinishTimelines(const TimelineSet& set) {
  std::vector<Method> methods;
  for (const TimelineUser& user : set.users) {
    const Accumulator& a = user.of.accumulator;
    methods.push_back({MakeFigure({a, user.of.project, user.of.grid}),
                       TimelineConditions(*a.metric, user.of.project, user.of.grid)});
    const size_t cells = user.of.present.size() * static_cast<size_t>(user.of.grid.size()) *
                         static_cast<size_t>(user.of.accumulator.columns);
    user.totals->cells.resize(cells);
    user.totals->values.resize(cells);
    if (a.value && !TraitsOf(*a.metric).percentile) user.totals->sums.resize(cells);
  }
  const TimelineFinish& any = set.users[0].of;
  const uint32_t first = any.space.first_bucket;
  std::mutex mutex;
  ParallelFor(static_cast<int>(any.space.last_bucket - first), any.threads, [&](int index) {
    const uint32_t bucket = first + static_cast<uint32_t>(index);
    thread_local BucketRows sorted;
    GroupByEntity(set, bucket, sorted);
    std::vector<std::unique_ptr<BucketFigure>> figures;
    for (size_t u = 0; u < set.users.size(); ++u) {
      figures.push_back(
          std::make_unique<BucketFigure>(set.users[u], methods[u], set.streams.size()));
    }
    uint32_t start = 0;
    for (uint32_t ordinal = 0; ordinal < sorted.ends.size(); ++ordinal) {
      const std::span<TimelineRow> rows(sorted.rows.data() + start, sorted.ends[ordinal] - start);
      start = sorted.ends[ordinal];
      if (rows.empty()) continue;
      SortRows(rows, sorted.columns);
      for (const auto& figure : figures)
        figure->Run(Timeline(rows, sorted.columns), ordinal * kBuckets + bucket);
    }
    // Exact sums and values to be sorted: the order in which buckets arrive changes nothing.
    const std::scoped_lock lock(mutex);
    for (const auto& figure : figures) figure->AddTo(bucket);
  });
}

void WriteTotals(const TimelineFinish& finish, TimelineTotals& totals, GatheredTable& table) {
  const std::unique_ptr<TimelineFigure> figure =
      MakeFigure({finish.accumulator, finish.project, finish.grid});
  for (size_t cell = 0; cell < totals.cells.size(); ++cell) {
    std::vector<Sample>& values = totals.values[cell];
    if (values.empty()) {
      const double v =
          totals.sums.empty() ? figure->Unit(totals.cells[cell].v) : totals.sums[cell].Value();
      table.cells[cell] = {totals.cells[cell].n, v};
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
  std::sort(totals.histories.entities.begin(), totals.histories.entities.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  table.histories = std::move(totals.histories);
}

}  // namespace northstar::kernel
