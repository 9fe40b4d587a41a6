#include "engine/duckdb/kernel/sets/period_sets.h"

#include <bit>
#include <mutex>

#include "base/thread_pool.h"
#include "plan/timeline_plan.h"

namespace northstar::kernel {
namespace {

using Words = std::vector<uint64_t>;
using Total = TimelineTotals::Total;

// Who is in the sets of each period, as bits by position.
std::vector<Words> Members(const std::vector<const Collector*>& shares, const Accumulator& sets,
                           const TimelineFinish& of, size_t group,
                           const std::vector<std::pair<int, int>>& spans) {
  std::vector<Words> members(spans.size(), Words(of.space.size() / 64, 0));
  ParallelFor(static_cast<int>(spans.size()), of.threads, [&](int index) {
    const auto i = static_cast<size_t>(index);
    const CellSource source{shares, sets, of.space, group, static_cast<size_t>(spans[i].first)};
    KindOf(sets).members(source, static_cast<size_t>(spans[i].second), members[i].data());
  });
  return members;
}

std::vector<std::pair<int, int>> EachPeriod(int count) {
  std::vector<std::pair<int, int>> spans;
  for (int p = 0; p < count; ++p) spans.emplace_back(p, p + 1);
  return spans;
}

// The bits of one bucket in the sets of all periods.
struct Stretch {
  size_t first, last;  // words
};

int64_t Count(uint64_t word) {
  return std::popcount(word);
}

class Counter {
 public:
  Counter(const PeriodSetsFinish& finish, const std::vector<Words>& main,
          const std::vector<Words>& then)
      : a_(finish.of.accumulator),
        metric_(*a_.metric),
        main_(main),
        then_(then),
        periods_(finish.of.grid.size()),
        after_(metric_.after.value_or(1)),
        until_(metric_.mode == "on_or_after" ? std::max(after_, metric_.until.value_or(after_))
                                             : after_) {}

  // By period times columns; `values`, by period: those of a percentile.
  void Run(Stretch bucket, std::vector<Total>& totals,
           std::vector<std::vector<Sample>>& values) const {
    if (metric_.type == MetricType::kFrequency) {
      for (int p = 0; p < periods_; ++p) Frequency(bucket, p, totals, values);
      return;
    }
    for (size_t w = bucket.first; w < bucket.last; ++w) {
      if (a_.shape == Accumulator::Shape::kTriangle) {
        Triangle(w, totals);
      } else if (metric_.type == MetricType::kLifecycle) {
        Lifecycle(w, totals);
      } else if (metric_.type == MetricType::kRetention) {
        Retention(w, totals);
      } else {
        for (int p = 0; p < periods_; ++p) At(totals, p).n += Count(Main(p, w));
      }
    }
  }

 private:
  uint64_t Main(int period, size_t w) const { return main_[static_cast<size_t>(period)][w]; }
  static Total& At(std::vector<Total>& totals, int cell) {
    return totals[static_cast<size_t>(cell)];
  }

  void Lifecycle(size_t w, std::vector<Total>& totals) const {
    const std::string& part = metric_.part;
    uint64_t before = 0;
    uint64_t ever = 0;
    for (int p = 0; p < periods_; ++p) {
      const uint64_t now = Main(p, w);
      const uint64_t in = part == "new"           ? now & ~ever
                          : part == "retained"    ? now & before
                          : part == "resurrected" ? now & ever & ~before
                                                  : before & ~now;
      At(totals, p).n += Count(in);
      before = now;
      ever |= now;
    }
  }

  void Retention(size_t w, std::vector<Total>& totals) const {
    uint64_t ever = 0;
    for (int p = 0; p < periods_; ++p) {
      const uint64_t now = Main(p, w);
      const uint64_t cohort = metric_.cohort == "new" ? now & ~ever : now;
      ever |= now;
      uint64_t back = 0;
      for (int k = p + after_; k <= p + until_ && k < static_cast<int>(then_.size()); ++k)
        back |= then_[static_cast<size_t>(k)][w];
      At(totals, p).n += Count(cohort);
      At(totals, p).v += Count(cohort & back);
    }
  }

  void Triangle(size_t w, std::vector<Total>& totals) const {
    uint64_t ever = 0;
    for (int p = 0; p < periods_; ++p) {
      const uint64_t now = Main(p, w);
      const uint64_t cohort = metric_.cohort == "new" ? now & ~ever : now;
      ever |= now;
      if (cohort == 0) continue;
      for (int k = 0; k < a_.columns && p + k < periods_; ++k)
        At(totals, p * a_.columns + k).n += Count(cohort & Main(p + k, w));
    }
  }

  // Adds the stretches of the period bit by bit: plane i of the sum holds the i-th binary digit.
  void Frequency(Stretch bucket, int p, std::vector<Total>& totals,
                 std::vector<std::vector<Sample>>& values) const {
    constexpr size_t kDigits = 9;  // up to 511 days
    const auto [first, last] = a_.spans[static_cast<size_t>(p)];
    const int most = last - first;
    std::vector<int64_t> often(static_cast<size_t>(most) + 1, 0);
    for (size_t w = bucket.first; w < bucket.last; ++w) {
      uint64_t digits[kDigits] = {};
      uint64_t any = 0;
      for (int s = first; s < last; ++s) {
        uint64_t carry = Main(s, w);
        any |= carry;
        for (size_t d = 0; carry != 0 && d < kDigits; ++d) {
          const uint64_t both = digits[d] & carry;
          digits[d] ^= carry;
          carry = both;
        }
      }
      for (int times = 1; any != 0 && times <= most; ++times) {
        uint64_t equal = any;
        for (size_t d = 0; d < kDigits; ++d)
          equal &= (times >> d & 1) != 0 ? digits[d] : ~digits[d];
        often[static_cast<size_t>(times)] += Count(equal);
        any &= ~equal;
      }
    }
    for (int times = 1; times <= most; ++times) {
      const int64_t count = often[static_cast<size_t>(times)];
      if (a_.shape == Accumulator::Shape::kDistribution) {
        if (times < a_.columns) At(totals, p * a_.columns + times).n += count;
      } else if (metric_.statistic == "median") {
        // Each value is another entity's; which one does not matter.
        auto& list = values[static_cast<size_t>(p)];
        for (int64_t i = 0; i < count; ++i)
          list.push_back({static_cast<double>(times), static_cast<uint32_t>(list.size())});
      } else {
        At(totals, p).n += count;
        At(totals, p).v += metric_.statistic == "share_at_least"
                               ? (times >= metric_.at_least ? count : 0)
                               : count * times;
      }
    }
  }

  const Accumulator& a_;
  const Metric& metric_;
  const std::vector<Words>& main_;
  const std::vector<Words>& then_;
  int periods_;
  int after_, until_;
};

}  // namespace

void FinishPeriodSets(const PeriodSetsFinish& finish, TimelineTotals& totals,
                      GatheredTable& table) {
  const TimelineFinish& of = finish.of;
  const Accumulator& a = of.accumulator;
  const auto width = static_cast<size_t>(of.grid.size()) * static_cast<size_t>(a.columns);
  totals.cells.resize(of.present.size() * width);
  totals.values.resize(of.present.size() * width);
  // A window is the union of its stretches; the days of a frequency are looked at one by one.
  const bool stretches = a.metric->type == MetricType::kFrequency;
  const auto main_spans = a.spans.empty() ? EachPeriod(of.grid.size())
                          : stretches     ? EachPeriod(a.spans.back().second)
                                          : a.spans;
  std::vector<Words> then;
  if (finish.then != nullptr)
    then = Members(finish.then_shares, *finish.then, of, 0, EachPeriod(finish.then_periods));
  for (size_t row = 0; row < of.present.size(); ++row) {
    const std::vector<Words> main =
        Members(finish.main_shares, finish.main, of, of.present[row], main_spans);
    const Counter counter(finish, main, then);
    std::mutex mutex;
    const uint32_t first = of.space.first_bucket;
    ParallelFor(static_cast<int>(of.space.last_bucket - first), of.threads, [&](int index) {
      const auto words = of.space.stride / 64;
      const auto start = static_cast<size_t>(index) * words;
      std::vector<Total> bucket(width);
      std::vector<std::vector<Sample>> values(width);
      counter.Run({start, start + words}, bucket, values);
      const std::scoped_lock lock(mutex);
      for (size_t c = 0; c < width; ++c) {
        const size_t cell = row * width + c;
        totals.cells[cell].n += bucket[c].n;
        totals.cells[cell].v += bucket[c].v;
        for (const Sample& one : values[c])
          totals.values[cell].push_back(
              {one.value, one.unit * kBuckets + first + static_cast<uint32_t>(index)});
        if (table.bucketed)
          table.bucket_cells[cell * kBuckets + first + static_cast<size_t>(index)] = {
              bucket[c].n, static_cast<double>(bucket[c].v)};
      }
    });
  }
}

}  // namespace northstar::kernel
