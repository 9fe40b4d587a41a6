// What requests are asked of: a project as it was read, and its data as they were loaded. Replaced
// as a whole after a load or an edit, never changed. One thread asks at a time: an engine holds one
// connection.
#pragma once

#include <memory>

#include "base/clock.h"
#include "engine/engine.h"
#include "model/load_project.h"

namespace northstar {

class Session {
 public:
  // REQUIRES: an engine with the data of the project; `clock` outlives the session.
  static Result<Session> Open(LoadedProject loaded, std::unique_ptr<Engine> engine,
                              const Clock* clock);

  const ProjectRef& project() const { return loaded_.project; }
  const std::vector<SourceText>& sources() const { return loaded_.sources; }
  Engine& engine() const { return *engine_; }
  const DataFacts& facts() const { return facts_; }
  int64_t NowUs() const { return clock_->NowUs(); }

 private:
  Session(LoadedProject loaded, std::unique_ptr<Engine> engine, DataFacts facts, const Clock* clock)
      : loaded_(std::move(loaded)),
        engine_(std::move(engine)),
        facts_(std::move(facts)),
        clock_(clock) {}

  LoadedProject loaded_;
  std::unique_ptr<Engine> engine_;
  DataFacts facts_;
  const Clock* clock_;
};

}  // namespace northstar
