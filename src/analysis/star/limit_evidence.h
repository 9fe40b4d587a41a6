// What a guardrail's limit asks, as the project has it, and the evidence that it is judged by, out
// of a scan: shared by `tree` and `check`, so that both judge the same limit by the same data.
#pragma once

#include <optional>
#include <vector>

#include "analysis/query/query.h"
#include "analysis/star/guardrail_limit.h"
#include "model/framework.h"

namespace northstar {

// Periods whose sampling error is looked at, beside all values.
inline constexpr int kLimitRecent = 26;

// `usual`: the tolerance where the guardrail has none of its own.
AskedLimit AskedOf(const Guardrail& guardrail, const Metric& metric, double usual);
// `values`: as of LimitEvidence. `recent`: a question of the gather, with intervals, for the last
// of the same periods. `level`: two-sided, 0-1. Valid after the gather ran.
Result<LimitEvidence> EvidenceOf(const SharedGather& gather, size_t recent, const Metric& metric,
                                 std::vector<std::optional<double>> values, Grain grain,
                                 double level);

}  // namespace northstar
