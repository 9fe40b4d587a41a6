// What requests are asked of: a project as it was read, over a warehouse. Replaced as a whole after
// an edit, never changed; loads go on beside it. Thread safe: every request gets an engine of its
// own, which sees the data as they are when it begins.
// It leaves out who asks: rights, limits and queues are not known here.
#pragma once

#include <memory>
#include <mutex>

#include "base/clock.h"
#include "engine/warehouse.h"
#include "model/load_project.h"

namespace northstar {

// What one request works with: one project, one state of the data, one now. For one thread.
// Move-only; holds a transaction of the warehouse as long as it lives.
class SessionView {
 public:
  SessionView(std::shared_ptr<const LoadedProject> loaded, std::unique_ptr<Engine> engine,
              DataFacts facts, int64_t now_us)
      : loaded_(std::move(loaded)),
        engine_(std::move(engine)),
        facts_(std::move(facts)),
        now_us_(now_us) {}

  // Findings that point into the project keep a copy of this.
  const ProjectRef& project() const { return loaded_->project; }
  // The files it was read from.
  const std::vector<SourceText>& sources() const { return loaded_->sources; }
  Engine& engine() const { return *engine_; }
  // Of this view's data, read once.
  const DataFacts& facts() const { return facts_; }
  // When the request began, UTC microseconds: the same for all of it.
  int64_t NowUs() const { return now_us_; }

 private:
  std::shared_ptr<const LoadedProject> loaded_;
  std::unique_ptr<Engine> engine_;
  DataFacts facts_;
  int64_t now_us_;
};

class Session {
 public:
  // `clock` outlives the session; the warehouse is shared with whoever loads into it.
  Session(LoadedProject loaded, std::shared_ptr<Warehouse> warehouse, const Clock* clock)
      : loaded_(std::make_shared<const LoadedProject>(std::move(loaded))),
        warehouse_(std::move(warehouse)),
        clock_(clock) {}

  const ProjectRef& project() const { return loaded_->project; }
  // A view of the data for one request. `cancel` ends it; may be null, outlives the view. kData
  // where nothing is loaded yet or the database cannot be read.
  Result<SessionView> Begin(CancelToken* cancel = nullptr) const;

 private:
  std::shared_ptr<const LoadedProject> loaded_;
  std::shared_ptr<Warehouse> warehouse_;
  const Clock* clock_;
};

}  // namespace northstar
