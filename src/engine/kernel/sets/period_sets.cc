#include "engine/kernel/sets/period_sets.h"

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

enum class Part { kNew, kRetained, kResurrected, kChurned };
Part PartOf(const std::string& part) {
  if (part == "new") return Part::kNew;
  if (part == "retained") return Part::kRetained;
  return part == "resurrected" ? Part::kResurrected : Part::kChurned;
}

class Counter {
 public:
  Counter(const PeriodSetsFigure& figure, const std::vector<Words>& main,
          const std::vector<Words>& then)
      : a_(figure.of.accumulator),
        lifecycle_(a_.metric->As<kind::Lifecycle>()),
        frequency_(a_.metric->As<kind::Frequency>()),
        retention_(a_.metric->As<kind::Retention>()),
        main_(main),
        then_(then),
        periods_(figure.of.grid.size()),
        part_(lifecycle_ != nullptr ? PartOf(lifecycle_->part) : Part::kNew),
        new_cohorts_(retention_ != nullptr && retention_->cohort == "new"),
        after_(retention_ != nullptr ? retention_->FirstReturn() : 0),
        until_(retention_ != nullptr ? retention_->LastReturn() : 0) {}

  // By period times columns; `values`, by period: those of a percentile.
  void Run(Stretch bucket, std::vector<Total>& totals,
           std::vector<std::vector<Sample>>& values) const {
    if (frequency_ != nullptr) {
      for (int p = 0; p < periods_; ++p) Frequency(bucket, p, totals, values);
      return;
    }
    for (size_t w = bucket.first; w < bucket.last; ++w) {
      if (a_.shape == Accumulator::Shape::kTriangle) {
        Triangle(w, totals);
      } else if (lifecycle_ != nullptr) {
        Lifecycle(w, totals);
      } else if (retention_ != nullptr) {
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
    uint64_t before = 0;
    uint64_t ever = 0;
    for (int p = 0; p < periods_; ++p) {
      const uint64_t now = Main(p, w);
      const uint64_t in = part_ == Part::kNew           ? now & ~ever
                          : part_ == Part::kRetained    ? now & before
                          : part_ == Part::kResurrected ? now & ever & ~before
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
      const uint64_t cohort = new_cohorts_ ? now & ~ever : now;
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
      const uint64_t cohort = a_.new_cohorts ? now & ~ever : now;
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
      } else if (frequency_->statistic == "median") {
        // Each value is another entity's; which one does not matter.
        auto& list = values[static_cast<size_t>(p)];
        for (int64_t i = 0; i < count; ++i)
          list.push_back({static_cast<double>(times), static_cast<uint32_t>(list.size())});
      } else {
        At(totals, p).n += count;
        At(totals, p).v += frequency_->statistic == "share_at_least"
                               ? (times >= frequency_->at_least ? count : 0)
                               : count * times;
      }
    }
  }

  const Accumulator& a_;
  // The kind of metric; none of them: an active one.
  const kind::Lifecycle* lifecycle_;
  const kind::Frequency* frequency_;
  const kind::Retention* retention_;
  const std::vector<Words>& main_;
  const std::vector<Words>& then_;
  int periods_;
  Part part_;         // of a lifecycle
  bool new_cohorts_;  // of a retention
  int after_, until_;
};

// Counts one figure of one group, and adds it up.
void CountGroup(const PeriodSetsFigure& figure, const std::vector<Words>& main,
                const std::vector<Words>& then, size_t row) {
  const TimelineFinish& of = figure.of;
  const size_t width =
      static_cast<size_t>(of.grid.size()) * static_cast<size_t>(of.accumulator.columns);
  const Counter counter(figure, main, then);
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
      figure.totals->cells[cell].n += bucket[c].n;
      figure.totals->cells[cell].v += bucket[c].v;
      for (const Sample& one : values[c])
        figure.totals->values[cell].push_back(
            {one.value, one.unit * kBuckets + first + static_cast<uint32_t>(index)});
      if (figure.table->bucketed)
        figure.table->bucket_cells[cell * kBuckets + first + static_cast<size_t>(index)] = {
            bucket[c].n, static_cast<double>(bucket[c].v)};
    }
  });
}

// The mean of how many stretches of a period each entity is in: the entities of every stretch
// (v) over those of the period (n). No need to look at the entities one by one.
void CountMeans(const PeriodSetsFigure& figure, const PeriodSetsFinish& finish, size_t row) {
  const TimelineFinish& of = figure.of;
  const int periods = of.grid.size();
  const size_t words_per_bucket = of.space.stride / 64;
  std::vector<Words> members =
      Members(finish.main_shares, *finish.main, of, of.present[row], of.accumulator.spans);
  ParallelFor(periods, of.threads, [&](int p) {
    const auto [first, last] = of.accumulator.spans[static_cast<size_t>(p)];
    Cell all;
    std::vector<Cell> times(kBuckets);
    for (int stretch = first; stretch < last; ++stretch) {
      KindOf(*finish.main)
          .finish({finish.main_shares, *finish.main, of.space, of.present[row],
                   static_cast<size_t>(stretch)},
                  {&all, times.data()});
    }
    const size_t cell = row * static_cast<size_t>(periods) + static_cast<size_t>(p);
    const Words& words = members[static_cast<size_t>(p)];
    for (uint32_t bucket = of.space.first_bucket; bucket < of.space.last_bucket; ++bucket) {
      const size_t start = (bucket - of.space.first_bucket) * words_per_bucket;
      int64_t entities = 0;
      for (size_t w = start; w < start + words_per_bucket; ++w) entities += Count(words[w]);
      figure.totals->cells[cell].n += entities;
      figure.totals->cells[cell].v += times[bucket].n;
      if (figure.table->bucketed)
        figure.table->bucket_cells[cell * kBuckets + bucket] = {
            entities, static_cast<double>(times[bucket].n)};
    }
  });
}

bool IsMean(const Accumulator& a) {
  const auto* frequency = a.metric->As<kind::Frequency>();
  return frequency != nullptr && a.shape == Accumulator::Shape::kValue &&
         frequency->statistic != "median" && frequency->statistic != "share_at_least";
}

}  // namespace

void FinishPeriodSets(const PeriodSetsFinish& finish) {
  const TimelineFinish& of = finish.figures[0].of;
  std::vector<std::vector<Words>> then;  // by figure
  for (const PeriodSetsFigure& figure : finish.figures) {
    const auto width =
        static_cast<size_t>(of.grid.size()) * static_cast<size_t>(figure.of.accumulator.columns);
    figure.totals->cells.resize(of.present.size() * width);
    figure.totals->values.resize(of.present.size() * width);
    then.emplace_back();
    if (figure.then != nullptr)
      then.back() =
          Members(figure.then_shares, *figure.then, of, 0, EachPeriod(figure.then_periods));
  }
  // A window is the union of its stretches; the days of a frequency are looked at one by one.
  const Accumulator& a = of.accumulator;
  const bool stretches = a.metric->Is<kind::Frequency>();
  const auto main_spans = a.spans.empty() ? EachPeriod(of.grid.size())
                          : stretches     ? EachPeriod(a.spans.back().second)
                                          : a.spans;
  const bool only_means = std::all_of(finish.figures.begin(), finish.figures.end(),
                                      [](const auto& f) { return IsMean(f.of.accumulator); });
  for (size_t row = 0; row < of.present.size(); ++row) {
    std::vector<Words> main;
    if (!only_means)
      main = Members(finish.main_shares, *finish.main, of, of.present[row], main_spans);
    for (size_t f = 0; f < finish.figures.size(); ++f) {
      if (IsMean(finish.figures[f].of.accumulator)) {
        CountMeans(finish.figures[f], finish, row);
      } else {
        CountGroup(finish.figures[f], main, then[f], row);
      }
    }
  }
}

}  // namespace northstar::kernel
