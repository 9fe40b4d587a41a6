#include "engine/kernel/program.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>

#include "model/project.h"
#include "sql/storage.h"

namespace northstar::kernel {
namespace {

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

ScanProgram::ScanProgram(const GatherPlan& plan, const CollectorLayout& layout,
                         const Project& project, const Source& source, const DataFacts& facts,
                         const Dictionaries& dictionaries, const Merges& merges, int pass)
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
    if (pass > 0 && !KindOf(a).every_pass) continue;
    if (a.main_sets >= 0) continue;  // worked out from the sets of others
    for (size_t f = 0; f < a.feeds.size(); ++f) {
      const Feed& feed = a.feeds[f];
      if (feed.source != source.name) continue;
      const PlanGrid& grid = plan.GridOf(a);
      const bool timeline = a.kind == Aggregate::kTimeline;
      first_us_ = std::min(first_us_, timeline ? a.from_us : grid.periods.begin_us());
      const int64_t end = timeline ? a.to_us : grid.periods.end_us();
      last_us_ = std::max(last_us_, grid.Hides(end - 1) ? *grid.hide_after_us + 1 : end);
      const std::string text = feed.where ? CanonicalText(*feed.where) : "";
      if (feed.where && !filters.contains(text)) {
        conditions_.push_back(CompileCondition(feed.where, input));
        filters[text] = conditions_.back().get();
      }
      const auto add = [&](uint32_t code) {
        Step& step = steps[code][text];
        step.filter = feed.where ? filters[text] : nullptr;
        if (!layout_.Fills(i, f)) return;
        const Accumulator& kept = layout_.KeptBy(i, f);
        const Feed& rows = layout_.FeedOf(i, f);
        BreakdownOf(step, kept, rows, input)
            .tasks.push_back(MakeTask(layout_.Of(i, f), kept, rows, input));
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
  for (auto& [code, by_filter] : steps) {
    slot_of_event_[code] = static_cast<int>(slots_.size());
    std::vector<Step>& slot = slots_.emplace_back();
    for (auto& [text, step] : by_filter) slot.push_back(std::move(step));
    event_codes_.push_back(code);
  }
  for (const std::string& column : columns_) {
    const auto found = std::find_if(merges.begin(), merges.end(), [&](const auto& merge) {
      return storage::EntityColumn(merge.first) == column;
    });
    merges_.push_back(found == merges.end() ? nullptr : &found->second);
  }
  any_merges_ =
      std::any_of(merges_.begin(), merges_.end(), [](const auto* m) { return m != nullptr; });
  if (any_event || event_codes_.size() == facts.event_codes.size()) event_codes_.clear();
}

int ScanProgram::ColumnOf(const std::string& stored) {
  const auto found = std::find(columns_.begin(), columns_.end(), stored);
  if (found != columns_.end()) return static_cast<int>(found - columns_.begin());
  columns_.push_back(stored);
  return static_cast<int>(columns_.size()) - 1;
}

ScanProgram::Task ScanProgram::MakeTask(size_t collector, const Accumulator& a, const Feed& feed,
                                        const ExprInput& input) {
  Task task;
  task.collector = collector;
  task.grid = a.grid;
  if (a.kind == Aggregate::kTimeline) {
    task.file = ColumnOf("file");
    task.sequence = ColumnOf("seq");
  }
  if (!a.entity.empty()) task.entity = input.column({ColumnKind::kEntity, a.entity});
  const std::string& other = a.kind == Aggregate::kTimeline ? feed.other : a.other;
  if (!other.empty()) task.other = input.column({ColumnKind::kEntity, other});
  if (a.value && feed.role == role::kMain) {
    numbers_.push_back(CompileNumber(a.value, input));
    task.value = numbers_.back().get();
  }
  return task;
}

ScanProgram::Breakdown& ScanProgram::BreakdownOf(Step& step, const Accumulator& a, const Feed& feed,
                                                 const ExprInput& input) {
  Breakdown breakdown;
  if (IsBrokenDown(a, feed)) {
    for (const std::string& dimension : a.by) {
      const ColumnRef column{ColumnKind::kDimension, dimension};
      breakdown.columns.push_back(input.column(column));
      breakdown.sizes.push_back(static_cast<uint32_t>(input.dictionary(column).size()));
    }
  }
  for (Breakdown& known : step.breakdowns) {
    if (known.columns == breakdown.columns && known.sizes == breakdown.sizes) return known;
  }
  return step.breakdowns.emplace_back(std::move(breakdown));
}

namespace {

// Stored rows are clustered by event, so this is the usual case.
bool OneEvent(const Chunk& chunk) {
  const uint16_t first = chunk.event[0];
  uint16_t different = 0;
  for (uint32_t i = 0; i < chunk.size; ++i) different |= chunk.event[i] ^ first;
  return different == 0;
}

struct Extent {
  int64_t first, last;
};

Extent ExtentOf(const Chunk& chunk) {
  Extent extent{chunk.ts[0], chunk.ts[0]};
  for (uint32_t i = 1; i < chunk.size; ++i) {
    extent.first = std::min(extent.first, chunk.ts[i]);
    extent.last = std::max(extent.last, chunk.ts[i]);
  }
  return extent;
}

}  // namespace

void ScanProgram::Prepare(ThreadState& state) const {
  for (size_t c = 0; c < layout_.size(); ++c)
    state.collectors.push_back(layout_.Make(c, pass_, state.arena));
  state.periods.assign(plan_.grids.size(), std::vector<int32_t>(kChunkRows));
  state.row_periods.resize(plan_.grids.size());
  state.sorted.resize(kChunkRows);
  state.kept.resize(kChunkRows);
  state.groups.resize(kChunkRows);
  state.grouped.resize(kChunkRows);
  state.values.resize(kChunkRows);
}

void ScanProgram::FindPeriods(const Chunk& chunk, ThreadState& state) const {
  const Extent extent = ExtentOf(chunk);
  for (size_t g = 0; g < plan_.grids.size(); ++g) {
    const PlanGrid& own = plan_.grids[g];
    const PeriodGrid& grid = own.periods;
    // The rows of a clustered chunk mostly lie in one period, or in none of a short grid.
    const int32_t first = grid.IndexOf(extent.first);
    const bool none =
        extent.last < grid.begin_us() || extent.first >= grid.end_us() || own.Hides(extent.first);
    if (none || (first >= 0 && !own.Hides(extent.last) && grid.IndexOf(extent.last) == first)) {
      state.row_periods[g] = {nullptr, none ? -1 : first};
      continue;
    }
    int32_t* periods = state.periods[g].data();
    for (uint32_t i = 0; i < chunk.size; ++i)
      periods[i] = own.Hides(chunk.ts[i]) ? -1 : grid.IndexOf(chunk.ts[i]);
    state.row_periods[g] = {periods, -1};
  }
}

void ScanProgram::SortBySlot(const Chunk& chunk, ThreadState& state) const {
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
}

void ScanProgram::ApplyMerges(Chunk& chunk, ThreadState& state) const {
  state.merged.resize(merges_.size());
  for (size_t c = 0; c < merges_.size(); ++c) {
    if (merges_[c] == nullptr) continue;
    const std::vector<uint32_t>& same = *merges_[c];
    std::vector<uint32_t>& ids = state.merged[c];
    ids.resize(kChunkRows);
    for (uint32_t i = 0; i < chunk.size; ++i) {
      if (chunk.columns[c].Valid(i)) ids[i] = same[chunk.columns[c].Code(i)];
    }
    chunk.columns[c].data = ids.data();
  }
}

void ScanProgram::Run(const Chunk& chunk, ThreadState& state) const {
  if (state.collectors.empty()) Prepare(state);
  if (!any_merges_) return RunChunk(chunk, state);
  Chunk merged = chunk;
  ApplyMerges(merged, state);
  RunChunk(merged, state);
}

void ScanProgram::RunChunk(const Chunk& chunk, ThreadState& state) const {
  if (OneEvent(chunk)) {
    const int slot = slot_of_event_[chunk.event[0]];
    if (slot < 0) return;
    FindPeriods(chunk, state);
    std::iota(state.sorted.begin(), state.sorted.begin() + chunk.size, uint16_t{0});
    const Selection all{state.sorted.data(), chunk.size, true};
    for (const Step& step : slots_[static_cast<size_t>(slot)]) RunStep(step, chunk, all, state);
    return;
  }
  FindPeriods(chunk, state);
  SortBySlot(chunk, state);
  for (size_t s = 0; s < slots_.size(); ++s) {
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
    bool holds[kChunkRows];
    step.filter->Eval(chunk, rows, holds);
    uint32_t n = 0;
    for (uint32_t i = 0; i < rows.size; ++i) {
      state.kept[n] = rows.rows[i];
      n += holds[i];
    }
    kept = {state.kept.data(), n};
  }
  if (kept.size == 0) return;
  for (const Breakdown& breakdown : step.breakdowns) {
    const GroupRun all{0, 0, kept.size};
    Selection by_group = kept;
    if (!breakdown.columns.empty()) by_group = SortByGroup(breakdown, chunk, kept, state);
    const std::span<const GroupRun> runs =
        breakdown.columns.empty() ? std::span(&all, 1) : std::span<const GroupRun>(state.runs);
    for (const Task& task : breakdown.tasks) RunTask(task, chunk, by_group, runs, state);
  }
}

Selection ScanProgram::SortByGroup(const Breakdown& breakdown, const Chunk& chunk, Selection rows,
                                   ThreadState& state) const {
  size_t count = 1;
  for (uint32_t i = 0; i < rows.size; ++i) state.groups[i] = 0;
  for (size_t d = 0; d < breakdown.columns.size(); ++d) {
    const uint32_t none = breakdown.sizes[d];  // the last code stands for "no value"
    count *= none + 1;
    const ColumnView* view = breakdown.columns[d] < 0
                                 ? nullptr
                                 : &chunk.columns[static_cast<size_t>(breakdown.columns[d])];
    for (uint32_t i = 0; i < rows.size; ++i) {
      const bool valid = view != nullptr && view->Valid(rows.rows[i]);
      state.groups[i] = state.groups[i] * (none + 1) + (valid ? view->Code(rows.rows[i]) : none);
    }
  }
  state.runs.clear();
  if (count > kChunkRows) {  // more groups than rows: sorting them beats counting
    std::vector<std::pair<uint32_t, uint16_t>> keyed(rows.size);
    for (uint32_t i = 0; i < rows.size; ++i) keyed[i] = {state.groups[i], rows.rows[i]};
    std::sort(keyed.begin(), keyed.end());
    for (uint32_t i = 0; i < rows.size; ++i) {
      state.grouped[i] = keyed[i].second;
      if (i == 0 || keyed[i].first != keyed[i - 1].first)
        state.runs.push_back({keyed[i].first, i, i});
      state.runs.back().last = i + 1;
    }
  } else {
    std::vector<uint32_t>& starts = state.group_starts;
    starts.assign(count + 1, 0);
    for (uint32_t i = 0; i < rows.size; ++i) ++starts[state.groups[i] + 1];
    for (uint32_t group = 0; group < count; ++group) {
      const uint32_t first = starts[group];
      starts[group + 1] += first;
      if (starts[group + 1] > first) state.runs.push_back({group, first, starts[group + 1]});
    }
    for (uint32_t i = 0; i < rows.size; ++i)
      state.grouped[starts[state.groups[i]]++] = rows.rows[i];
  }
  return {state.grouped.data(), rows.size};
}

void ScanProgram::RunTask(const Task& task, const Chunk& chunk, Selection rows,
                          std::span<const GroupRun> runs, ThreadState& state) const {
  const auto column = [&](int index) {
    return index < 0 ? nullptr : &chunk.columns[static_cast<size_t>(index)];
  };
  Batch batch;
  batch.chunk = &chunk;
  batch.periods = state.row_periods[static_cast<size_t>(task.grid)];
  batch.entity = column(task.entity);
  batch.other = column(task.other);
  batch.file = column(task.file);
  batch.sequence = column(task.sequence);
  if (task.value != nullptr) task.value->Eval(chunk, rows, state.values.data());
  for (const GroupRun& run : runs) {
    batch.group = run.group;
    batch.rows = {rows.rows + run.first, run.last - run.first, rows.whole};
    if (task.value != nullptr) batch.values = state.values.data() + run.first;
    state.collectors[task.collector]->Add(batch);
  }
}

}  // namespace northstar::kernel
