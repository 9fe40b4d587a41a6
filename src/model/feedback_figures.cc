#include "model/feedback_figures.h"

namespace northstar {

BoundRef FeedbackValue(std::string_view name) {
  return std::make_shared<BoundExpr>(
      BoundExpr{ColumnRef{ColumnKind::kValue, std::string(name)}, ValueType::kNumber});
}

MetricKind ShareNegative(Metric& metric) {
  const BoundRef mood = FeedbackValue(kMoodValue);
  const BoundRef known =
      MakeCall(Op::kNot, {MakeCall(Op::kIsNull, {mood}, ValueType::kBool)}, ValueType::kBool);
  const BoundRef negative =
      MakeCall(Op::kLessEqual, {mood, MakeConstant(kNegativeMood)}, ValueType::kBool);
  metric.where = AndAll({metric.where, known});
  return kind::Average{
      MakeCall(Op::kIf, {negative, MakeConstant(1.0), MakeConstant(0.0)}, ValueType::kNumber)};
}

}  // namespace northstar
