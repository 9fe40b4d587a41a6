// BoundExpr → something that answers for whole chunks. Parts that depend on one dictionary-coded
// column become a table by code; numbers compare and compute in loops; whatever is left is
// evaluated row by row by EvalScalar, which defines the meaning of every operator.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "engine/kernel/batch/batch.h"
#include "model/eval_expr.h"

namespace northstar::kernel {

class Condition {
 public:
  virtual ~Condition() = default;
  virtual void Eval(const Chunk& chunk, Selection rows, bool* out) const = 0;
};

class Number {
 public:
  virtual ~Number() = default;
  // out[i] is NaN where the value is null.
  virtual void Eval(const Chunk& chunk, Selection rows, double* out) const = 0;
};

// Where the columns of an expression are found.
struct ExprInput {
  // Index into Chunk::columns; -1: the source does not have the column, so it is null.
  std::function<int(const ColumnRef&)> column;
  // The texts behind the codes of a dictionary column, by code (entities: by id).
  std::function<const std::vector<std::string>&(const ColumnRef&)> dictionary;
  const TimeZone* zone = nullptr;
};

// The results are immutable and may be shared by threads.
std::unique_ptr<Condition> CompileCondition(const BoundRef& expr, const ExprInput& input);
std::unique_ptr<Number> CompileNumber(const BoundRef& expr, const ExprInput& input);

}  // namespace northstar::kernel
