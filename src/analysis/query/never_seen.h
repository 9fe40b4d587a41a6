// What definitions ask for and the loaded data never held: event names, and values of dimensions
// and entities in conditions. A metric that cannot have counted anything for want of one is not
// measured: it has no value, which is not the same as 0.
//
// A metric needs its own events (any one of several names; of a conversion or duration its `from`
// or first step, of a state its `on`), and that its conditions can hold at all with the values that
// occur. A missing `to`, `off`, `return_event` or later step, one name of several, or a value under
// `!=`, `not in` or in a formula is only said. Patterns (`like`) and orders (`<`) are never
// claimed. What "# northstar: ignore=NS401 …" or NS402 stands above counts as seen: there 0 is
// meant. So does what a source that is not loaded may hold.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "engine/engine.h"
#include "model/bound_expr.h"
#include "model/metric.h"
#include "model/project_ref.h"

namespace northstar {

struct NeverSeen {
  // NS401: an event; NS402: a value. Static.
  std::string_view code;
  // Whose definition names it; empty: the question's own condition.
  std::string metric;
  // "no event 'x' was seen; did you mean 'X' (12,031 times)?"
  std::string sentence;
  // Line 0 for a condition of the question.
  SourceSpan where;
  // The metric is not measured for want of it.
  bool needed = false;
};

// Looks at one metric over events at a time; compound metrics through their parts. Keeps
// references; asks the engine for values, never for a scan of figures. For one thread, as the
// engine is.
class SeenData {
 public:
  SeenData(Engine& engine, const Project& project, const DataFacts& facts)
      : engine_(engine), project_(project), facts_(facts) {}

  // Of the leaves of the metric, under a further condition (null: none). Fails when the engine
  // does.
  struct Look {
    // The metric can have counted something.
    bool measured = true;
    std::vector<NeverSeen> missing;  // each once
  };
  Result<Look> At(const Metric& metric, const BoundRef& where);
  // The same of one leaf. REQUIRES: it is one (Project::LeavesOf).
  Result<Look> AtLeaf(const Metric& leaf, const BoundRef& where);
  // Of a metric from those of its leaves. REQUIRES: `at` has every one.
  static Look Of(const Project& project, const Metric& metric,
                 const std::function<const Look&(const Metric& leaf)>& at);
  // "Signups was not measured: no event 'signup' was seen; did you mean …?" and further reasons as
  // further sentences; "" when it was.
  static std::string WhyNotMeasured(const Metric& metric, const Look& look);

 private:
  Engine& engine_;
  const Project& project_;
  const DataFacts& facts_;
};

// With a full stop behind it, unless it ends as a sentence does.
std::string AsSentence(std::string text);

// kData with WhyNotMeasured, for questions that mean nothing without values.
Status CheckMeasured(Engine& engine, const Project& project, const DataFacts& facts,
                     const Metric& metric, const BoundRef& where);

// Everything in a project's definitions that never occurred, for `validate`: metrics, and the
// conditions of inputs, of the primary segment and of what was pushed; experiments of shipped bets.
Result<std::vector<NeverSeen>> FindNeverSeen(Engine& engine, const Project& project,
                                             const DataFacts& facts);

// Whether a metric has values although some of its leaves are not measured: `coalesce(x, 0)` does.
// REQUIRES: is_measured answers for every leaf.
bool IsMeasured(const Project& project, const Metric& metric,
                const std::function<bool(const Metric& leaf)>& is_measured);

}  // namespace northstar
