#include "engine/kernel/kernel_expr.h"

#include <cmath>
#include <limits>

namespace northstar::kernel {
namespace {

constexpr double kNullNumber = std::numeric_limits<double>::quiet_NaN();

bool ToTruth(const Scalar& value) {
  const auto* flag = std::get_if<bool>(&value);
  return flag != nullptr && *flag;
}
double ToNumber(const Scalar& value) {
  const auto* number = std::get_if<double>(&value);
  return number == nullptr ? kNullNumber : *number;
}

bool IsDictionary(ColumnKind kind) {
  return kind == ColumnKind::kDimension || kind == ColumnKind::kEntity ||
         kind == ColumnKind::kEvent;
}

uint32_t CodeAt(const Chunk& chunk, int column, uint32_t row) {
  return column == kChunkRows ? chunk.event[row]
                              : chunk.columns[static_cast<size_t>(column)].Code(row);
}

// The event's code stands outside Chunk::columns; its place is marked with this index.
constexpr int kEventColumn = kChunkRows;

template <typename T>
struct CodeTable {
  int column;
  std::vector<T> by_code;
  T null;

  T Of(const Chunk& chunk, uint32_t row) const {
    if (column < 0) return null;
    if (column != kEventColumn && !chunk.columns[static_cast<size_t>(column)].Valid(row))
      return null;
    const uint32_t code = CodeAt(chunk, column, row);
    return code < by_code.size() ? by_code[code] : null;
  }
};

int PlaceOf(const ColumnRef& column, const ExprInput& input) {
  return column.kind == ColumnKind::kEvent ? kEventColumn : input.column(column);
}

// An expression of one dictionary column, tabulated over its values.
template <typename T, typename Convert>
CodeTable<T> Tabulate(const BoundExpr& expr, const ColumnRef& column, const ExprInput& input,
                      Convert convert) {
  CodeTable<T> table{PlaceOf(column, input), {}, T{}};
  Scalar current;
  const std::function<Scalar(const ColumnRef&)> get = [&](const ColumnRef&) { return current; };
  table.null = convert(EvalScalar(expr, get, *input.zone));
  if (table.column < 0) return table;
  for (const std::string& text : input.dictionary(column)) {
    current = text;
    table.by_code.push_back(convert(EvalScalar(expr, get, *input.zone)));
  }
  return table;
}

struct TableCondition final : Condition {
  CodeTable<bool> table;
  void Eval(const Chunk& chunk, Selection rows, bool* out) const override {
    for (uint32_t i = 0; i < rows.size; ++i) out[i] = table.Of(chunk, rows.rows[i]);
  }
};

struct TableNumber final : Number {
  CodeTable<double> table;
  void Eval(const Chunk& chunk, Selection rows, double* out) const override {
    for (uint32_t i = 0; i < rows.size; ++i) out[i] = table.Of(chunk, rows.rows[i]);
  }
};

struct ColumnNumber final : Number {
  int column;
  void Eval(const Chunk& chunk, Selection rows, double* out) const override {
    if (column < 0) {
      std::fill_n(out, rows.size, kNullNumber);
      return;
    }
    const ColumnView& view = chunk.columns[static_cast<size_t>(column)];
    if (rows.whole && view.validity == nullptr) {
      std::copy_n(view.numbers(), rows.size, out);
      return;
    }
    for (uint32_t i = 0; i < rows.size; ++i) {
      out[i] = view.Valid(rows.rows[i]) ? view.Number(rows.rows[i]) : kNullNumber;
    }
  }
};

struct ConstantNumber final : Number {
  double value;
  void Eval(const Chunk&, Selection rows, double* out) const override {
    std::fill_n(out, rows.size, value);
  }
};

struct Arithmetic final : Number {
  Op op;
  std::unique_ptr<Number> left, right;
  void Eval(const Chunk& chunk, Selection rows, double* out) const override {
    double other[kChunkRows];
    left->Eval(chunk, rows, out);
    right->Eval(chunk, rows, other);
    for (uint32_t i = 0; i < rows.size; ++i) {
      double value = op == Op::kAdd        ? out[i] + other[i]
                     : op == Op::kSubtract ? out[i] - other[i]
                     : op == Op::kMultiply ? out[i] * other[i]
                     : other[i] == 0       ? kNullNumber
                                           : out[i] / other[i];
      out[i] = std::isfinite(value) ? value : kNullNumber;
    }
  }
};

struct NumberComparison final : Condition {
  Op op;
  std::unique_ptr<Number> left, right;
  void Eval(const Chunk& chunk, Selection rows, bool* out) const override {
    double a[kChunkRows];
    double b[kChunkRows];
    left->Eval(chunk, rows, a);
    right->Eval(chunk, rows, b);
    // NaN, which stands for null, differs from everything and compares with nothing.
    for (uint32_t i = 0; i < rows.size; ++i) {
      out[i] = op == Op::kEqual       ? a[i] == b[i]
               : op == Op::kNotEqual  ? a[i] != b[i]
               : op == Op::kLess      ? a[i] < b[i]
               : op == Op::kLessEqual ? a[i] <= b[i]
               : op == Op::kGreater   ? a[i] > b[i]
                                      : a[i] >= b[i];
    }
  }
};

struct Logic final : Condition {
  Op op;  // kAnd, kOr, kNot
  std::unique_ptr<Condition> left, right;
  void Eval(const Chunk& chunk, Selection rows, bool* out) const override {
    left->Eval(chunk, rows, out);
    if (op == Op::kNot) {
      for (uint32_t i = 0; i < rows.size; ++i) out[i] = !out[i];
      return;
    }
    bool other[kChunkRows];
    right->Eval(chunk, rows, other);
    for (uint32_t i = 0; i < rows.size; ++i)
      out[i] = op == Op::kAnd ? out[i] && other[i] : out[i] || other[i];
  }
};

// Row by row: text of several columns, times, and whatever has no loop of its own.
class RowByRow final : public Condition, public Number {
 public:
  RowByRow(BoundRef expr, const ExprInput& input) : expr_(std::move(expr)), zone_(*input.zone) {
    for (const ColumnRef& column : ColumnsIn(*expr_)) {
      Source source{column, PlaceOf(column, input), nullptr};
      if (column.kind == ColumnKind::kTime) source.place = 0;
      if (IsDictionary(column.kind) && source.place >= 0) source.texts = &input.dictionary(column);
      sources_.push_back(source);
    }
  }

  void Eval(const Chunk& chunk, Selection rows, bool* out) const override {
    for (uint32_t i = 0; i < rows.size; ++i) out[i] = ToTruth(EvalRow(chunk, rows.rows[i]));
  }
  void Eval(const Chunk& chunk, Selection rows, double* out) const override {
    for (uint32_t i = 0; i < rows.size; ++i) out[i] = ToNumber(EvalRow(chunk, rows.rows[i]));
  }

 private:
  struct Source {
    ColumnRef column;
    int place;
    const std::vector<std::string>* texts;
  };

  Scalar EvalRow(const Chunk& chunk, uint32_t row) const {
    return EvalScalar(
        *expr_, [&](const ColumnRef& column) { return Read(column, chunk, row); }, zone_);
  }

  Scalar Read(const ColumnRef& column, const Chunk& chunk, uint32_t row) const {
    for (const Source& source : sources_) {
      if (!(source.column == column)) continue;
      if (column.kind == ColumnKind::kTime) return TimeLiteral{chunk.ts[row]};
      if (source.place < 0) return {};
      if (source.place != kEventColumn &&
          !chunk.columns[static_cast<size_t>(source.place)].Valid(row))
        return {};
      if (source.texts == nullptr)
        return chunk.columns[static_cast<size_t>(source.place)].Number(row);
      const uint32_t code = CodeAt(chunk, source.place, row);
      return code < source.texts->size() ? Scalar((*source.texts)[code]) : Scalar();
    }
    return {};
  }

  BoundRef expr_;
  const TimeZone& zone_;
  std::vector<Source> sources_;
};

// The one dictionary column that an expression depends on, if that is all it depends on.
std::optional<ColumnRef> OnlyDictionaryColumn(const BoundExpr& expr) {
  const std::vector<ColumnRef> columns = ColumnsIn(expr);
  if (columns.size() != 1 || !IsDictionary(columns[0].kind)) return std::nullopt;
  return columns[0];
}

bool IsComparison(Op op) {
  return op >= Op::kEqual && op <= Op::kGreaterEqual;
}

}  // namespace

std::unique_ptr<Number> CompileNumber(const BoundRef& expr, const ExprInput& input) {
  if (const auto column = OnlyDictionaryColumn(*expr)) {
    auto out = std::make_unique<TableNumber>();
    out->table = Tabulate<double>(*expr, *column, input, ToNumber);
    return out;
  }
  if (const auto* constant = std::get_if<Constant>(&expr->node)) {
    auto out = std::make_unique<ConstantNumber>();
    const auto* value = std::get_if<double>(constant);
    out->value = value != nullptr ? *value : kNullNumber;
    return out;
  }
  if (const auto* column = std::get_if<ColumnRef>(&expr->node);
      column != nullptr && column->kind == ColumnKind::kValue) {
    auto out = std::make_unique<ColumnNumber>();
    out->column = input.column(*column);
    return out;
  }
  if (const auto* call = std::get_if<Call>(&expr->node)) {
    if (call->op == Op::kAdd || call->op == Op::kSubtract || call->op == Op::kMultiply ||
        call->op == Op::kDivide) {
      auto out = std::make_unique<Arithmetic>();
      out->op = call->op;
      out->left = CompileNumber(call->args[0], input);
      out->right = CompileNumber(call->args[1], input);
      return out;
    }
  }
  return std::make_unique<RowByRow>(expr, input);
}

std::unique_ptr<Condition> CompileCondition(const BoundRef& expr, const ExprInput& input) {
  if (const auto column = OnlyDictionaryColumn(*expr)) {
    auto out = std::make_unique<TableCondition>();
    out->table = Tabulate<bool>(*expr, *column, input, ToTruth);
    return out;
  }
  if (const auto* call = std::get_if<Call>(&expr->node)) {
    if (call->op == Op::kAnd || call->op == Op::kOr || call->op == Op::kNot) {
      auto out = std::make_unique<Logic>();
      out->op = call->op;
      out->left = CompileCondition(call->args[0], input);
      if (call->op != Op::kNot) out->right = CompileCondition(call->args[1], input);
      return out;
    }
    if (IsComparison(call->op) && call->args[0]->type == ValueType::kNumber &&
        call->args[1]->type == ValueType::kNumber) {
      auto out = std::make_unique<NumberComparison>();
      out->op = call->op;
      out->left = CompileNumber(call->args[0], input);
      out->right = CompileNumber(call->args[1], input);
      return out;
    }
  }
  return std::make_unique<RowByRow>(expr, input);
}

}  // namespace northstar::kernel
