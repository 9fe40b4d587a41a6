#include "engine/duckdb/kernel/program.h"

#include <algorithm>
#include <limits>
#include <map>

#include "sql/storage.h"

namespace northstar::kernel {
namespace {

bool OfEntities(Aggregate kind) {
  return kind == Aggregate::kDistinct || kind == Aggregate::kAtLeast ||
         kind == Aggregate::kAtLeastDistinct;
}

std::string StoredName(const ColumnRef& column) {
  switch (column.kind) {
    case ColumnKind::kDimension:
      return storage::DimensionColumn(column.name);
    case ColumnKind::kEntity:
      return storage::EntityColumn(column.name);
    case ColumnKind::kValue:
      return storage::ValueColumn(column.name);
    case ColumnKind::kEvent:
    case ColumnKind::kTime:
    case ColumnKind::kSourceColumn:
    case ColumnKind::kMetric:
    case ColumnKind::kPreviousMetric:
      break;
  }
  return "";
}

bool SourceHas(const Source& source, const ColumnRef& column) {
  switch (column.kind) {
    case ColumnKind::kDimension:
      return source.HasDimension(column.name);
    case ColumnKind::kEntity:
      return source.HasEntity(column.name);
    case ColumnKind::kValue:
      return source.HasValue(column.name);
    case ColumnKind::kEvent:
    case ColumnKind::kTime:
    case ColumnKind::kSourceColumn:
    case ColumnKind::kMetric:
    case ColumnKind::kPreviousMetric:
      break;
  }
  return false;
}

}  // namespace

EntitySpace SpaceOf(const Accumulator& a, const DataFacts& facts, int pass, int passes) {
  EntitySpace space;
  space.first_bucket = static_cast<uint32_t>(kBuckets * pass / passes);
  space.last_bucket = static_cast<uint32_t>(kBuckets * (pass + 1) / passes);
  const auto ordinals = facts.entity_ordinals.find(a.entity);
  const uint32_t used =
      ordinals == facts.entity_ordinals.end() ? 1 : std::max(1U, ordinals->second);
  space.stride = (used + 63) / 64 * 64;
  return space;
}

StateLayout::StateLayout(const GatherPlan& plan) {
  for (const Accumulator& a : plan.accumulators) {
    const bool set = (a.kind == Aggregate::kDistinct || a.kind == Aggregate::kAtLeast) &&
                     a.at_least <= IdSet::kMostPlanes;
    shared.push_back(set);
    std::vector<size_t>& of_feeds = states.emplace_back();
    if (!set) {
      of_feeds.assign(std::max<size_t>(1, a.feeds.size()), physical.size());
      physical.push_back({"", 1});
      continue;
    }
    for (const Feed& feed : a.feeds) {
      Accumulator one = a;
      one.kind = Aggregate::kDistinct;
      one.at_least = 1;
      one.bucketed = false;
      one.feeds = {feed};
      const std::string key = CanonicalText(one);
      auto found = std::find_if(physical.begin(), physical.end(),
                                [&](const Physical& p) { return p.key == key; });
      if (found == physical.end()) found = physical.insert(physical.end(), {key, 1});
      found->planes = std::max(found->planes, a.at_least);
      of_feeds.push_back(static_cast<size_t>(found - physical.begin()));
    }
  }
}

ScanProgram::ScanProgram(const GatherPlan& plan, const StateLayout& layout, const Project& project,
                         const Source& source, const DataFacts& facts,
                         const Dictionaries& dictionaries, int pass)
    : plan_(plan), layout_(layout), source_(source), pass_(pass) {
  ExprInput input;
  input.zone = &project.calendar.zone();
  input.dictionary = dictionaries.texts;
  input.column = [this](const ColumnRef& column) {
    return SourceHas(source_, column) ? ColumnOf(StoredName(column)) : -1;
  };
  uint32_t top_code = 0;
  for (const auto& [name, code] : facts.event_codes) top_code = std::max(top_code, code);
  slot_of_event_.assign(top_code + 1, -1);

  // Which events does each accumulator look at, and through which filter?
  std::map<uint32_t, std::map<std::string, Step>> steps;  // code → filter text → step
  std::map<std::string, const Condition*> filters;
  first_us_ = std::numeric_limits<int64_t>::max();
  last_us_ = std::numeric_limits<int64_t>::min();
  bool any_event = false;
  for (size_t i = 0; i < plan.accumulators.size(); ++i) {
    const Accumulator& a = plan.accumulators[i];
    spaces_.push_back(SpaceOf(a, facts, pass, plan.passes));
    const bool every_pass = OfEntities(a.kind) || a.kind == Aggregate::kPercentile;
    if (pass > 0 && !every_pass) continue;
    for (size_t f = 0; f < a.feeds.size(); ++f) {
      const Feed& feed = a.feeds[f];
      if (feed.source != source.name) continue;
      const PeriodGrid& grid = plan.grids[static_cast<size_t>(a.grid)];
      first_us_ = std::min(first_us_, grid.begin_us());
      last_us_ = std::max(last_us_, grid.end_us());
      const std::string text = feed.where ? CanonicalText(*feed.where) : "";
      if (feed.where && !filters.contains(text)) {
        conditions_.push_back(CompileCondition(feed.where, input));
        filters[text] = conditions_.back().get();
      }
      const auto add = [&](uint32_t code) {
        Step& step = steps[code][text];
        step.filter = feed.where ? filters[text] : nullptr;
        const size_t target = layout_.states[i][f];
        // A shared set is filled once, by the first accumulator that asks for it.
        const bool filled = layout_.shared[i] &&
                            std::any_of(step.tasks.begin(), step.tasks.end(),
                                        [&](const Task& task) { return task.state == target; });
        if (!filled) step.tasks.push_back(MakeTask(i, f, a, input));
      };
      if (feed.event.empty()) {
        any_event = true;
        for (const auto& [name, code] : facts.event_codes) add(code);
      } else if (const auto code = facts.event_codes.find(feed.event);
                 code != facts.event_codes.end()) {
        add(code->second);
      }
    }
  }
  if (plan.hide_after_us) last_us_ = std::min(last_us_, *plan.hide_after_us + 1);
  for (auto& [code, by_filter] : steps) {
    slot_of_event_[code] = static_cast<int>(slots_.size());
    std::vector<Step>& slot = slots_.emplace_back();
    for (auto& [text, step] : by_filter) slot.push_back(std::move(step));
    event_codes_.push_back(code);
  }
  if (any_event || event_codes_.size() == facts.event_codes.size()) event_codes_.clear();
}

int ScanProgram::ColumnOf(const std::string& stored) {
  const auto found = std::find(columns_.begin(), columns_.end(), stored);
  if (found != columns_.end()) return static_cast<int>(found - columns_.begin());
  columns_.push_back(stored);
  return static_cast<int>(columns_.size()) - 1;
}

ScanProgram::Task ScanProgram::MakeTask(size_t index, size_t feed, const Accumulator& a,
                                        const ExprInput& input) {
  Task task;
  task.accumulator = index;
  task.state = layout_.states[index][feed];
  task.planes = layout_.physical[task.state].planes;
  task.grid = a.grid;
  for (const std::string& dimension : a.by) {
    const ColumnRef column{ColumnKind::kDimension, dimension};
    task.by_columns.push_back(input.column(column));
    task.by_sizes.push_back(static_cast<uint32_t>(input.dictionary(column).size()));
  }
  if (!a.entity.empty()) task.entity = input.column({ColumnKind::kEntity, a.entity});
  if (!a.other.empty()) task.other = input.column({ColumnKind::kEntity, a.other});
  if (a.value) {
    numbers_.push_back(CompileNumber(a.value, input));
    task.value = numbers_.back().get();
  }
  return task;
}

namespace {

// Stored rows are clustered by event, so this is the usual case.
bool OneEvent(const Chunk& chunk) {
  const uint16_t first = chunk.event[0];
  uint16_t different = 0;
  for (uint32_t i = 0; i < chunk.size; ++i) different |= chunk.event[i] ^ first;
  return different == 0;
}

}  // namespace

void ScanProgram::Run(const Chunk& chunk, ThreadState& state) const {
  if (state.states.empty()) {
    state.states.resize(layout_.physical.size());
    state.periods.resize(plan_.grids.size());
    for (auto& periods : state.periods) periods.resize(kChunkRows);
    state.sorted.resize(kChunkRows);
    state.kept.resize(kChunkRows);
    state.groups.resize(kChunkRows);
  }
  for (size_t g = 0; g < plan_.grids.size(); ++g) {
    const PeriodGrid& grid = plan_.grids[g];
    int32_t* periods = state.periods[g].data();
    for (uint32_t i = 0; i < chunk.size; ++i) periods[i] = grid.IndexOf(chunk.ts[i]);
    if (plan_.hide_after_us) {
      for (uint32_t i = 0; i < chunk.size; ++i) {
        if (chunk.ts[i] > *plan_.hide_after_us) periods[i] = -1;
      }
    }
  }
  if (OneEvent(chunk)) {
    const int slot = slot_of_event_[chunk.event[0]];
    if (slot < 0) return;
    for (uint32_t i = 0; i < chunk.size; ++i) state.sorted[i] = static_cast<uint16_t>(i);
    for (const Step& step : slots_[static_cast<size_t>(slot)])
      RunStep(step, chunk, {state.sorted.data(), chunk.size}, state);
    return;
  }
  // Counting sort of the rows by slot.
  const size_t slots = slots_.size();
  state.starts.assign(slots + 1, 0);
  for (uint32_t i = 0; i < chunk.size; ++i) {
    const int slot = slot_of_event_[chunk.event[i]];
    if (slot >= 0) ++state.starts[static_cast<size_t>(slot) + 1];
  }
  for (size_t s = 0; s < slots; ++s) state.starts[s + 1] += state.starts[s];
  state.next.assign(state.starts.begin(), state.starts.end() - 1);
  for (uint32_t i = 0; i < chunk.size; ++i) {
    const int slot = slot_of_event_[chunk.event[i]];
    if (slot >= 0) state.sorted[state.next[static_cast<size_t>(slot)]++] = static_cast<uint16_t>(i);
  }
  for (size_t s = 0; s < slots; ++s) {
    const Selection rows{state.sorted.data() + state.starts[s],
                         state.starts[s + 1] - state.starts[s]};
    if (rows.size == 0) continue;
    for (const Step& step : slots_[s]) RunStep(step, chunk, rows, state);
  }
}

void ScanProgram::RunStep(const Step& step, const Chunk& chunk, Selection rows,
                          ThreadState& state) const {
  Selection kept = rows;
  if (step.filter != nullptr) {
    Truth truth[kChunkRows];
    step.filter->Eval(chunk, rows, truth);
    uint32_t n = 0;
    for (uint32_t i = 0; i < rows.size; ++i) {
      state.kept[n] = rows.rows[i];
      n += truth[i] == Truth::kTrue;
    }
    kept = {state.kept.data(), n};
  }
  if (kept.size == 0) return;
  for (const Task& task : step.tasks) RunTask(task, chunk, kept, state);
}

void ScanProgram::FindGroups(const Task& task, const Chunk& chunk, Selection rows,
                             ThreadState& state) const {
  for (uint32_t i = 0; i < rows.size; ++i) {
    uint32_t group = 0;
    for (size_t d = 0; d < task.by_columns.size(); ++d) {
      const uint32_t none = task.by_sizes[d];  // the last code stands for "no value"
      uint32_t code = none;
      if (task.by_columns[d] >= 0) {
        const ColumnView& view = chunk.columns[static_cast<size_t>(task.by_columns[d])];
        if (view.Valid(rows.rows[i])) code = view.Code(rows.rows[i]);
      }
      group = group * (none + 1) + code;
    }
    state.groups[i] = group;
  }
}

// visit(index in rows, row, period, group) for every row inside the grid. Visitors take the page of
// the group first: a group that occurs is shown, also when none of its rows has an entity or value.
template <typename Visit>
void ScanProgram::ForEach(const Task& task, Selection rows, const ThreadState& state,
                          Visit visit) const {
  const int32_t* periods = state.periods[static_cast<size_t>(task.grid)].data();
  const bool grouped = !task.by_columns.empty();
  for (uint32_t i = 0; i < rows.size; ++i) {
    const uint16_t row = rows.rows[i];
    const int32_t period = periods[row];
    if (period < 0) continue;
    visit(i, row, static_cast<uint32_t>(period), grouped ? state.groups[i] : 0);
  }
}

namespace {

template <typename S>
S& StateOf(ThreadState& state, size_t accumulator) {
  State& held = state.states[accumulator];
  if (held.index() == 0) held.emplace<S>();
  return std::get<S>(held);
}

// The page of the current group; rows of one group usually follow each other.
template <typename S, typename C>
class PageCursor {
 public:
  PageCursor(S& pages, size_t cells) : pages_(pages), cells_(cells) {}
  C* Get(uint32_t group) {
    if (page_ == nullptr || group != group_) {
      page_ = pages_.Page(group, cells_);
      group_ = group;
    }
    return page_;
  }

 private:
  S& pages_;
  size_t cells_;
  C* page_ = nullptr;
  uint32_t group_ = 0;
};

uint32_t BucketOfRow(const ColumnView* entity, const Chunk& chunk, uint16_t row) {
  if (entity != nullptr && entity->Valid(row)) return entity->Code(row) % kBuckets;
  const int64_t ts = chunk.ts[row] < 0 ? -chunk.ts[row] : chunk.ts[row];
  return static_cast<uint32_t>(ts / storage::kTimeBucketStep % kBuckets);
}

}  // namespace

// The hottest loop: one bit per row. Rows of a chunk mostly lie in one period and group, so the
// bits of the last one are kept at hand.
template <uint32_t kPlanes>
void ScanProgram::FillSets(const Task& task, const Chunk& chunk, Selection rows,
                           ThreadState& state) const {
  const auto periods = static_cast<size_t>(plan_.grids[static_cast<size_t>(task.grid)].size());
  const EntitySpace& space = spaces_[task.accumulator];
  PageCursor<Sets, IdSet> cursor(StateOf<Sets>(state, task.state), periods);
  const ColumnView* entity =
      task.entity < 0 ? nullptr : &chunk.columns[static_cast<size_t>(task.entity)];
  const bool all_valid = entity != nullptr && entity->validity == nullptr;
  const bool all_buckets = plan_.passes == 1;
  const IdSet* last = nullptr;
  uint64_t* bits = nullptr;
  ForEach(task, rows, state, [&](uint32_t, uint16_t row, uint32_t period, uint32_t group) {
    IdSet& set = cursor.Get(group)[period];
    if (entity == nullptr || (!all_valid && !entity->Valid(row))) return;
    const uint32_t id = entity->Code(row);
    if (!all_buckets && !space.Holds(id)) return;
    const uint32_t position = space.PositionOf(id);
    if (&set != last) {
      last = &set;
      bits = set.bits.get();
    }
    if (bits != nullptr) {
      IdSet::Mark(bits, position, kPlanes);
      return;
    }
    set.Add(position, space, kPlanes);
    bits = set.bits.get();
  });
}

void ScanProgram::RunTask(const Task& task, const Chunk& chunk, Selection rows,
                          ThreadState& state) const {
  const Accumulator& a = plan_.accumulators[task.accumulator];
  const auto periods = static_cast<size_t>(plan_.grids[static_cast<size_t>(task.grid)].size());
  const EntitySpace& space = spaces_[task.accumulator];
  if (!task.by_columns.empty()) FindGroups(task, chunk, rows, state);
  const ColumnView* entity =
      task.entity < 0 ? nullptr : &chunk.columns[static_cast<size_t>(task.entity)];
  const ColumnView* other =
      task.other < 0 ? nullptr : &chunk.columns[static_cast<size_t>(task.other)];
  const size_t width = a.bucketed ? kBuckets : 1;
  const auto cell_of = [&](uint32_t period, uint16_t row) {
    return a.bucketed ? period * width + BucketOfRow(entity, chunk, row) : period;
  };
  double values[kChunkRows];
  if (task.value != nullptr) task.value->Eval(chunk, rows, values);

  switch (a.kind) {
    case Aggregate::kCount: {
      PageCursor<Counts, int64_t> cursor(StateOf<Counts>(state, task.state), periods * width);
      ForEach(task, rows, state, [&](uint32_t, uint16_t row, uint32_t period, uint32_t group) {
        ++cursor.Get(group)[cell_of(period, row)];
      });
      return;
    }
    case Aggregate::kSum: {
      PageCursor<Sums, SumCell> cursor(StateOf<Sums>(state, task.state), periods * width);
      const double limit = std::ldexp(1.0, 125 - a.scale);
      ForEach(task, rows, state, [&](uint32_t i, uint16_t row, uint32_t period, uint32_t group) {
        const double value = values[i];
        SumCell* page = cursor.Get(group);
        if (std::isnan(value)) return;
        if (!(std::fabs(value) < limit)) {
          state.overflow = true;
          return;
        }
        SumCell& cell = page[cell_of(period, row)];
        cell.sum += ToFixed(value, a.scale);
        ++cell.n;
      });
      return;
    }
    case Aggregate::kMin:
    case Aggregate::kMax: {
      PageCursor<Extremes, ExtremeCell> cursor(StateOf<Extremes>(state, task.state), periods);
      const bool maximum = a.kind == Aggregate::kMax;
      ForEach(task, rows, state, [&](uint32_t i, uint16_t, uint32_t period, uint32_t group) {
        const double value = values[i];
        ExtremeCell& cell = cursor.Get(group)[period];
        if (std::isnan(value)) return;
        if (cell.n++ == 0 || (maximum ? value > cell.v : value < cell.v)) cell.v = value;
      });
      return;
    }
    case Aggregate::kPercentile: {
      PageCursor<Lists, std::vector<double>> cursor(StateOf<Lists>(state, task.state), periods);
      ForEach(task, rows, state, [&](uint32_t i, uint16_t, uint32_t period, uint32_t group) {
        std::vector<double>& list = cursor.Get(group)[period];
        if (std::isnan(values[i])) return;
        if ((period + group) % static_cast<uint32_t>(plan_.passes) != static_cast<uint32_t>(pass_))
          return;
        list.push_back(values[i]);
      });
      return;
    }
    case Aggregate::kDistinct:
    case Aggregate::kAtLeast: {
      if (layout_.shared[task.accumulator]) {
        switch (task.planes) {
          case 1:
            return FillSets<1>(task, chunk, rows, state);
          case 2:
            return FillSets<2>(task, chunk, rows, state);
          default:
            return FillSets<3>(task, chunk, rows, state);
        }
      }
      PageCursor<Tallies, IdCounts> cursor(StateOf<Tallies>(state, task.state), periods);
      const bool dense = a.at_least <= 255;
      ForEach(task, rows, state, [&](uint32_t, uint16_t row, uint32_t period, uint32_t group) {
        IdCounts* page = cursor.Get(group);
        if (entity == nullptr || !entity->Valid(row) || !space.Holds(entity->Code(row))) return;
        page[period].Add(space.PositionOf(entity->Code(row)), space, dense);
      });
      return;
    }
    case Aggregate::kAtLeastDistinct: {
      PageCursor<PairSets, PairSet> cursor(StateOf<PairSets>(state, task.state), periods);
      ForEach(task, rows, state, [&](uint32_t, uint16_t row, uint32_t period, uint32_t group) {
        PairSet* page = cursor.Get(group);
        if (entity == nullptr || other == nullptr || !entity->Valid(row) || !other->Valid(row) ||
            !space.Holds(entity->Code(row)))
          return;
        page[period].Add(space.PositionOf(entity->Code(row)), other->Code(row));
      });
      return;
    }
  }
}

}  // namespace northstar::kernel
