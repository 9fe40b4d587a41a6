// What the columns of a table are for: when it happened, what, to whom, how much. Every rule gives
// points to a kind: what the cells look like, what the column is called, what stands beside it. A
// name alone decides nothing that the cells contradict. The kind with the most points is the guess,
// the others that come near are said as well.
// It leaves out what only a person knows: which of several times counts, which of two somebodies is
// the customer. Pure and thread safe.
#pragma once

#include <string_view>
#include <vector>

#include "engine/table_profile.h"
#include "words/inspect.h"

namespace northstar {

enum class DataKind {
  kTime,      // when it happened, or a part of that
  kEvent,     // the name of what happened
  kWho,       // somebody one would count: a person, an account, a device, a seller
  kNumber,    // an amount or a quantity
  kCategory,  // few values to cut by
  kText,      // written by people
  kId,        // names a row of this or another table, and is nobody
  kIgnore,    // empty, constant or technical
};
inline constexpr int kDataKinds = 8;
std::string_view NameOf(DataKind kind);  // "time"

struct ColumnGuess {
  DataKind kind = DataKind::kIgnore;
  // Share of the filled cells that fit the kind, 0 to 1; 1 of an empty column.
  double share = 1;
  ColumnStatement why;
  // Other kinds that are sensible, the likeliest first.
  std::vector<DataKind> also;
  // In the order of DataKind, for a second look.
  std::vector<double> points = std::vector<double>(kDataKinds);
};

// One guess per column, in their order.
std::vector<ColumnGuess> GuessKinds(const TableProfile& table);

// A column whose values are found in the key column of another table.
struct PointsTo {
  size_t column = 0;
  // Of the other table's key; who points to somebody is somebody.
  DataKind target = DataKind::kId;
  std::string shown;   // "customers.csv:id"
  double matched = 0;  // 0 to 1
};
// A second look, when it is known what joins: changes the guesses of columns that could be both
// somebody and a row's name. REQUIRES: `guesses` from GuessKinds(table).
void ReviseKinds(const TableProfile& table, const std::vector<PointsTo>& joins,
                 std::vector<ColumnGuess>& guesses);

}  // namespace northstar
