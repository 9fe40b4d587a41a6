// What requests are asked of: a project as it was read, over a warehouse. Replaced as a whole after
// an edit, never changed; loads go on beside it. Thread safe: every request gets an engine of its
// own, which sees the data as they are when it begins.
#pragma once

#include <memory>
#include <mutex>

#include "base/clock.h"
#include "engine/warehouse.h"
#include "model/load_project.h"

namespace northstar {

// What one request works with.
class SessionView {
 public:
  SessionView(ProjectRef project, std::unique_ptr<Engine> engine, DataFacts facts, int64_t now_us)
      : project_(std::move(project)),
        engine_(std::move(engine)),
        facts_(std::move(facts)),
        now_us_(now_us) {}

  const ProjectRef& project() const { return project_; }
  Engine& engine() const { return *engine_; }
  const DataFacts& facts() const { return facts_; }
  int64_t NowUs() const { return now_us_; }

 private:
  ProjectRef project_;
  std::unique_ptr<Engine> engine_;
  DataFacts facts_;
  int64_t now_us_;
};

class Session {
 public:
  // `clock` outlives the session.
  Session(LoadedProject loaded, std::shared_ptr<Warehouse> warehouse, const Clock* clock)
      : loaded_(std::move(loaded)), warehouse_(std::move(warehouse)), clock_(clock) {}

  const ProjectRef& project() const { return loaded_.project; }
  const std::vector<SourceText>& sources() const { return loaded_.sources; }
  // A view of the data for one request. `cancel` ends it; may be null, outlives the view.
  Result<SessionView> Begin(CancelToken* cancel = nullptr) const;

 private:
  LoadedProject loaded_;
  std::shared_ptr<Warehouse> warehouse_;
  const Clock* clock_;
};

}  // namespace northstar
