// How two sets of keys, or two names of keys, agree. Internal to inspect/. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/table_profile.h"

namespace northstar {

struct KeyMatch {
  // Keys that both have, and all of each side, below the bound to which both are whole.
  size_t shared = 0, left = 0, right = 0;
  double matched() const { return left == 0 ? 0 : double(shared) / double(left); }
  double matched_back() const { return right == 0 ? 0 : double(shared) / double(right); }
};
KeyMatch MatchKeys(const ColumnProfile& left, const ColumnProfile& right);
// Without regard to capitals and blanks.
KeyMatch MatchFoldedKeys(const ColumnProfile& left, const ColumnProfile& right);
// REQUIRES: both sorted, without repeats.
size_t CountShared(std::span<const uint64_t> a, std::span<const uint64_t> b);

// 0 to 1: whether two columns are called like one key. 1: the same words; 0.9: `right` is nothing
// but an id, and `left` names its table ("customer_id" and the id of customers.csv); 0.7: one ends
// with the other's words; else the share of common words.
double NamesAgree(std::string_view left, std::string_view right, std::string_view left_table,
                  std::string_view right_table);

// Share of the left side's whole numbers that would be found by accident: how densely the right
// side fills its range. 0 where either side has other values.
double MatchedByAccident(const ColumnProfile& left, const ColumnProfile& right);

}  // namespace northstar
