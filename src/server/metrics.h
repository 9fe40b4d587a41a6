// What an operator watches, in the format of OpenMetrics; docs/operating.md says what each means.
#pragma once

#include <cstdint>
#include <string>

#include "eventlog/event_log.h"
#include "live/arrivals_folder.h"
#include "live/log_keeper.h"
#include "server/http/http_server.h"
#include "server/ingestion.h"
#include "server/result_cache.h"

namespace northstar::server {

struct MetricValues {
  HttpServer::Counts http;
  eventlog::EventLog::State log;
  live::ArrivalsFolder::State fold;
  live::LogKeeper::State kept;
  const Ingestion::Counts* ingestion = nullptr;
  ResultCache::Counts cache;
  size_t listeners = 0;
  uint64_t deriving_behind = 0;  // events
  int64_t lost = 0, loads_failed = 0, wal_bytes = 0;
};
// REQUIRES: `ingestion` is there.
std::string WriteMetrics(const MetricValues& values);

}  // namespace northstar::server
