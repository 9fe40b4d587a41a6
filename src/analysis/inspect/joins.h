// Which columns join the tables of one heap of files: keys of one or of several columns whose
// values in one table are found in the other. Values decide; names say which of several fits, and
// are asked for where values agree by accident: small whole numbers, row numbers, countries. It
// leaves out joins of a table with itself and joins over a third table. Pure and thread safe.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/inspect/column_kind.h"
#include "engine/table_profile.h"

namespace northstar {

struct JoinKey {
  size_t table = 0;
  // At least one; a key of several is joined part by part in this order.
  std::vector<size_t> columns;

  bool operator==(const JoinKey&) const = default;
};
// "orders.csv:customer_id", "spend.csv:day+country".
std::string Shown(const JoinKey& key, std::span<const TableProfile> tables);

struct TableJoin {
  JoinKey left, right;
  // Shares of the different keys, 0 to 1: of the left side's that the right side has, and back.
  double matched = 0, matched_back = 0;
  // Of the left side's rows with a key; equal to `matched` where rows were not kept.
  double matched_rows = 0;
  // Several rows of the right side have the same key.
  bool many = false;
  // Share that would match without regard to capitals, blanks and ".0"; more than `matched` says
  // that the keys are written differently.
  double matched_folded = 0;
};

struct JoinFindings {
  // Best first. The right side is what is looked up: where one side's keys are unique, it is right.
  std::vector<TableJoin> joins;
  // Keys that are alike by name, and match nothing.
  std::vector<TableJoin> unmatched;
};

// REQUIRES: guesses[i] belongs to tables[i]. O(columns² · keys) between each two tables.
JoinFindings FindJoins(std::span<const TableProfile> tables,
                       std::span<const std::vector<ColumnGuess>> guesses);

// What the joins say about the columns of one table, for ReviseKinds.
std::vector<PointsTo> JoinsOfTable(size_t table, const JoinFindings& found,
                                   std::span<const TableProfile> tables,
                                   std::span<const std::vector<ColumnGuess>> guesses);

}  // namespace northstar
