// An experiment's statements (sql/exposure_sql.h), run and read. Errors as Engine's.
#pragma once

#include <vector>

#include "engine/duckdb/database.h"
#include "model/project_ref.h"
#include "plan/data_facts.h"
#include "plan/exposure_plan.h"

namespace northstar::duck {

Result<std::vector<ArmSeen>> ReadArms(Connection& connection, const Project& project,
                                      const DataFacts& facts, const ExposurePlan& plan);
Result<std::vector<ExposedUnit>> ReadExposures(Connection& connection, const Project& project,
                                               const DataFacts& facts, const ExposurePlan& plan);
Result<std::vector<UnitCell>> ReadUnitFigures(Connection& connection, const Project& project,
                                              const DataFacts& facts, const ExposurePlan& plan,
                                              const UnitFigurePlan& figure);

}  // namespace northstar::duck
