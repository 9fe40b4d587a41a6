#include "api/session.h"

namespace northstar {

Result<Session> Session::Open(LoadedProject loaded, std::unique_ptr<Engine> engine,
                              const Clock* clock) {
  NS_ASSIGN(DataFacts facts, engine->Facts());
  return Session(std::move(loaded), std::move(engine), std::move(facts), clock);
}

}  // namespace northstar
