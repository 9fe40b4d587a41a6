// What most collectors are made of: one page of cells per group, made when the group is first met.
#pragma once

#include <memory>
#include <vector>

#include "engine/kernel/collectors/collector.h"

namespace northstar::kernel {

template <typename C>
class PagedCollector : public Collector {
 public:
  explicit PagedCollector(size_t cells) : cells_(cells) {}

  C* Page(uint32_t group) {
    if (group == last_group_ && last_page_ != nullptr) return last_page_;
    if (group >= pages_.size()) pages_.resize(group + 1);
    if (!pages_[group]) pages_[group] = std::make_unique<C[]>(cells_);
    last_group_ = group;
    last_page_ = pages_[group].get();
    return last_page_;
  }
  const C* Find(size_t group) const {
    return group < pages_.size() ? pages_[group].get() : nullptr;
  }
  bool HasGroup(size_t group) const override { return Find(group) != nullptr; }

 private:
  size_t cells_;
  std::vector<std::unique_ptr<C[]>> pages_;
  uint32_t last_group_ = 0;  // rows of one group usually follow each other
  C* last_page_ = nullptr;
};

// visit(page) for every thread's page of the source's group.
template <typename C, typename Visit>
void ForEachPage(const CellSource& source, Visit visit) {
  for (const Collector* share : source.shares) {
    const C* page = static_cast<const PagedCollector<C>*>(share)->Find(source.group);
    if (page != nullptr) visit(page);
  }
}

// The bucket of a row whose figures are kept per bucket: its entity's; without one, its time's.
uint32_t BucketOfRow(const ColumnView* entity, int64_t ts, uint16_t row);

}  // namespace northstar::kernel
