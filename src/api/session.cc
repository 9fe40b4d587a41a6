#include "api/session.h"

namespace northstar {

Result<SessionView> Session::Begin(CancelToken* cancel) const {
  const int64_t now_us = clock_->NowUs();
  NS_ASSIGN(auto engine, warehouse_->Open(now_us, cancel));
  NS_ASSIGN(DataFacts facts, engine->Facts());
  return SessionView(loaded_, std::move(engine), std::move(facts), now_us);
}

}  // namespace northstar
