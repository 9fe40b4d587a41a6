#include "analysis/explain/explain.h"

#include <fmt/format.h>

#include <cmath>

#include "analysis/explain/scope.h"
#include "base/text.h"

namespace northstar {
namespace {

Status ReadMetric(const ExplainScope& scope, const SharedGather& gather, size_t question,
                  Explanation& out) {
  const auto values = gather.Values(question, scope.metric(), {});
  out.before.value = scope.At(scope.history(), values, scope.before());
  out.after.value = scope.At(scope.history(), values, scope.after());
  for (const ExplainedPeriod* period : {&out.before, &out.after}) {
    if (!period->value) {
      return Error::Data(fmt::format("{} has no value in the {} of {}", scope.metric().name,
                                     GrainName(scope.grain()), period->label));
    }
  }
  out.change = *out.after.value - *out.before.value;
  out.movement = scope.Movement(scope.metric(), scope.history(), values);
  if (scope.before().first != scope.before().last) {
    out.notes.push_back(fmt::format("{} of a {} is the mean of its {}s that end in it.",
                                    scope.metric().label, GrainName(scope.grain()),
                                    GrainName(scope.history().grid.grain())));
  }
  return Status::Ok();
}

}  // namespace

Result<Explanation> Explain(Engine& engine, const ProjectRef& project, const DataFacts& facts,
                            int64_t now_us, const ExplainOptions& options) {
  NS_ASSIGN(const ExplainScope scope, ExplainScope::Find(project, facts, now_us, options));
  Explanation out;
  out.project = project;
  out.metric = &scope.metric();
  out.grain = scope.grain();
  out.before = scope.before();
  out.after = scope.after();
  if (options.metric.empty() && !scope.is_star()) {
    out.notes.push_back(fmt::format(
        "No North Star has been chosen; this is the first candidate, {}.", scope.metric().name));
  }
  NS_RETURN_IF_ERROR(CheckMeasured(engine, *project, facts, scope.metric(), scope.history().where));
  SharedGather gather(&engine, project, facts);
  const size_t question = gather.Add(scope.history());
  InputsPart inputs;
  LifecyclePartOf lifecycle;
  SegmentsPart segments;
  SuspectsPart suspects;
  NS_RETURN_IF_ERROR(inputs.Request(scope, gather));
  NS_RETURN_IF_ERROR(lifecycle.Request(scope, gather));
  NS_RETURN_IF_ERROR(segments.Request(scope, gather));
  NS_RETURN_IF_ERROR(suspects.Request(scope, gather));
  NS_RETURN_IF_ERROR(gather.Run({}));
  NS_RETURN_IF_ERROR(ReadMetric(scope, gather, question, out));
  inputs.Read(scope, gather, out);
  lifecycle.Read(scope, gather, out);
  NS_RETURN_IF_ERROR(segments.Read(scope, engine, gather, out));
  NS_RETURN_IF_ERROR(suspects.Read(scope, engine, gather, out));
  NS_RETURN_IF_ERROR(AddFeedback(scope, engine, out));
  AddHappenings(scope, out);
  out.said = Words(StatementOn(out));
  return out;
}

}  // namespace northstar
