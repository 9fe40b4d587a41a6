// The points that rules give to the kinds of a column, with what each rule says, and the decision.
// Internal to inspect/. Pure.
#pragma once

#include "analysis/inspect/column_kind.h"

namespace northstar {

class KindPoints {
 public:
  // Negative points speak against a kind, and are never its reason.
  void Add(DataKind kind, double points, ColumnStatement said);
  double Of(DataKind kind) const { return kinds_[static_cast<size_t>(kind)].points; }
  // The kind with the most points; of equals the first of the enum. Its reason is what gave it the
  // most. Without any points: text. Others with at least two points that have half as many are
  // sensible too.
  ColumnGuess Decide() const;

 private:
  struct Given {
    double points = 0, strongest = 0;
    ColumnStatement why;
  };
  Given kinds_[kDataKinds];
};

}  // namespace northstar
