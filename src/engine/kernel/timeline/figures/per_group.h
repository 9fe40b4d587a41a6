// What a figure keeps per group while it walks along one entity's rows. Entities mostly have few
// groups, so a list that is searched beats a map.
#pragma once

#include "absl/container/inlined_vector.h"

namespace northstar::kernel {

template <typename T>
class PerGroup {
 public:
  T& At(uint32_t group) {
    for (auto& [known, value] : values_) {
      if (known == group) return value;
    }
    return values_.emplace_back(group, T{}).second;
  }
  auto begin() const { return values_.begin(); }
  auto end() const { return values_.end(); }

 private:
  absl::InlinedVector<std::pair<uint32_t, T>, 8> values_;
};

}  // namespace northstar::kernel
