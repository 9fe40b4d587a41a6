// A collector is one thread's figures of one accumulator while a scan runs: it is handed batches of
// rows, and afterwards the collectors of all threads are finished into cells. One kind per file
// under collectors/, one line per kind in collector.cc.
//
// Not thread safe while it collects; finishing only reads, from any number of threads.
#pragma once

#include <memory>
#include <vector>

#include "engine/gathered.h"
#include "engine/kernel/batch/arena.h"
#include "engine/kernel/batch/batch.h"
#include "engine/kernel/batch/entity_space.h"
#include "plan/gather_plan.h"

namespace northstar::kernel {

struct CollectorSpec {
  const Accumulator* accumulator = nullptr;
  size_t periods = 0;
  EntitySpace space;
  uint32_t planes = 1;  // id sets: the highest threshold that is asked of the set
  double rows = 0;      // that one thread should expect; 0: unknown
  int pass = 0;
  int passes = 1;
  Arena* arena = nullptr;  // of the thread; outlives the collector
};

class Collector {
 public:
  virtual ~Collector() = default;
  // Takes the group's page even when no row has an entity or a value: a group that occurs is shown.
  virtual void Add(const Batch& batch) = 0;
  virtual bool HasGroup(size_t group) const = 0;
};

// What becomes one cell: all threads' collectors of an accumulator, at one group and period.
struct CellSource {
  const std::vector<const Collector*>& shares;  // all of the accumulator's kind
  const Accumulator& accumulator;
  const EntitySpace& space;
  size_t group;
  size_t period;
};

// Both are added to, so that passes over different buckets add up.
struct CellTarget {
  Cell* cell;
  Cell* buckets;  // kBuckets cells; null unless the accumulator is bucketed
  std::vector<Sample>* samples = nullptr;  // null unless it is sampled

  void AddEntities(uint32_t bucket, int64_t count) const {
    cell->n += count;
    if (buckets != nullptr) buckets[bucket].n += count;
  }
};

struct CollectorKind {
  std::unique_ptr<Collector> (*make)(const CollectorSpec& spec);
  // Null: finished as a whole, not cell by cell (timelines).
  void (*finish)(const CellSource& source, const CellTarget& target);
  // Marks in `bits` (by position) the entities that reach the threshold over the periods from the
  // source's to `last`, exclusive. Null: the kind keeps no entities.
  void (*members)(const CellSource& source, size_t last, uint64_t* bits);
  bool every_pass;  // collects in every pass over buckets; else in the first only
};
const CollectorKind& KindOf(const Accumulator& accumulator);

}  // namespace northstar::kernel
