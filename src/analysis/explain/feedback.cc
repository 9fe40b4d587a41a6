// What customers wrote in the later period, against the eight before it.
#include <algorithm>

#include "analysis/explain/scope.h"
#include "model/project.h"

namespace northstar {
namespace {

constexpr int kReferencePeriods = 8;
constexpr Day kShortest = 7;  // days of texts that are compared, when a period is shorter

}  // namespace

Status AddFeedback(const ExplainScope& scope, Engine& engine, Explanation& out) {
  const Calendar& calendar = scope.project()->calendar;
  // Back in time nothing was written "then" that had not been written "before".
  if (scope.before().index > scope.after().index) return Status::Ok();
  if (!scope.options().where.empty()) {
    out.notes.push_back("Feedback is left out: --where applies to events only.");
    return Status::Ok();
  }
  const ExplainedPeriod& later = scope.after();
  const Day to = calendar.LocalDay(later.end_us - 1) + 1;
  const Day from = std::min(calendar.LocalDay(later.start_us), to - kShortest);
  NS_ASSIGN(out.feedback, CompareFeedback(engine, scope.project(), scope.facts(), scope.now_us(),
                                          from - kReferencePeriods * (to - from), from, to));
  return Status::Ok();
}

}  // namespace northstar
