// An experiment as plain queries: which arms there are, who was exposed first when, and what each
// unit did in windows of time from its first exposure. Reads the stored tables (storage.h); merged
// entities count as one. Exact: entity ids, integer microseconds, and sums as the kernel's.
//
// Columns: RenderArms (arm, units); RenderExposures (entity, ts, arm, arms: how many of the two);
// RenderUnitFigures (entity, k, n, valued, v, others), as UnitCell has them.
#pragma once

#include "model/project_ref.h"
#include "plan/data_facts.h"
#include "plan/exposure_plan.h"
#include "sql/sql_tree.h"

namespace northstar::sql {

// REQUIRES: the plan has feeds. `facts` of the data that they will run over.
Statement RenderArms(const ExposurePlan& plan, const Project& project, const DataFacts& facts);
Statement RenderExposures(const ExposurePlan& plan, const Project& project, const DataFacts& facts);
// REQUIRES: both have feeds, and the figure has windows.
Statement RenderUnitFigures(const ExposurePlan& plan, const UnitFigurePlan& figure,
                            const Project& project, const DataFacts& facts);

}  // namespace northstar::sql
