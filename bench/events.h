// Generated events, stored as loading would store them, in a DuckDB file: clustered by event and
// time, users and workspaces chosen at random (the worst case for caches), weeks from Monday,
// 1 January 2024, UTC. The same counters give the same events on every machine.
#pragma once

#include <memory>
#include <string>

#include "engine/duckdb/database.h"
#include "plan/data_facts.h"
#include "plan/gather_plan.h"

namespace northstar::bench {

struct EventWorld {
  int64_t rows = 0;
  int users = 0;
  int workspaces = 0;
  bool rare = false;  // 15 rare events beside the five common ones
};

inline constexpr const char* kWeek = "((ts - 345600000000) // 604800000000)";  // from Monday, UTC

// A project of one source `app` with the given metrics (YAML), and its stored events.
class Stored {
 public:
  // Opens `path`, which MakeEvents wrote.
  Stored(const std::string& folder, const std::string& path, const std::string& metrics,
         int64_t memory_limit);

  duck::Connection& db() const { return *connection_; }
  const Project& project() const { return *project_; }
  const DataFacts& facts() const { return facts_; }
  const PeriodGrid& weeks() const { return bound_->grid; }
  GatherPlan Plan(const std::vector<std::string>& metrics, const std::vector<std::string>& by,
                  bool bucketed) const;
  Gathered Gather(const GatherPlan& plan) const;

 private:
  int64_t memory_limit_;
  ProjectRef project_;
  std::unique_ptr<duck::Database> database_;
  std::unique_ptr<duck::Connection> connection_;
  DataFacts facts_;
  std::optional<BoundQuestion> bound_;
};

void MakeEvents(const std::string& path, const EventWorld& world);

}  // namespace northstar::bench
