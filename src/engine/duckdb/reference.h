// Runs a GatherPlan as plain SQL, one statement per accumulator: the reference that the kernel is
// checked against (`query --engine sql`).
#pragma once

#include <string>

#include "engine/duckdb/database.h"
#include "engine/engine.h"
#include "engine/gathered.h"
#include "plan/gather_plan.h"

namespace northstar::duck {

class Reference final : public ReferenceSql {
 public:
  // The connection outlives it.
  explicit Reference(Connection& connection) : connection_(connection) {}

  Result<Gathered> Gather(const Project& project, const GatherPlan& plan,
                          const DataFacts& facts) override;
  std::string Explain(const Project& project, const GatherPlan& plan,
                      const DataFacts& facts) override;

 private:
  Connection& connection_;
};

}  // namespace northstar::duck
