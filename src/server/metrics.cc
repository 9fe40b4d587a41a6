#include "server/metrics.h"

#include <fmt/format.h>

namespace northstar::server {
namespace {

class Writer {
 public:
  void Counter(std::string_view name, std::string_view help, int64_t value) {
    Head(name, "counter", help);
    out_ += fmt::format("northstar_{}_total {}\n", name, value);
  }
  template <typename T>
  void Gauge(std::string_view name, std::string_view help, T value) {
    Head(name, "gauge", help);
    out_ += fmt::format("northstar_{} {}\n", name, value);
  }
  std::string Finish() && { return std::move(out_) + "# EOF\n"; }

 private:
  void Head(std::string_view name, std::string_view type, std::string_view help) {
    out_ += fmt::format("# TYPE northstar_{0} {1}\n# HELP northstar_{0} {2}\n", name, type, help);
  }
  std::string out_;
};

}  // namespace

std::string WriteMetrics(const MetricValues& values) {
  const Ingestion::Counts& in = *values.ingestion;
  const auto& fold = values.fold;
  const uint64_t behind = values.log.durable > fold.visible ? values.log.durable - fold.visible : 0;
  Writer out;
  out.Gauge("connections_open", "Connections that are open.", values.http.open);
  out.Counter("connections", "Connections that were accepted.", values.http.connections);
  out.Counter("http_requests", "Requests that were read to their end.", values.http.requests);
  out.Counter("http_refused", "Requests and connections that were refused unread.",
              values.http.refused);
  out.Counter("ingest_requests", "Requests that sent events.", in.requests.load());
  out.Counter("ingest_events", "Events that were made durable and acknowledged.", in.events.load());
  out.Counter("ingest_events_refused", "Events that could not be read, told to their sender.",
              in.refused.load());
  out.Counter("ingest_bytes", "Bytes of bodies that were made durable, unpacked.", in.bytes.load());
  out.Counter("ingest_unauthorized", "Requests with events without a key that works.",
              in.unauthorized.load());
  out.Counter("ingest_busy", "Requests that were sent away because too much waited.",
              in.busy.load());
  out.Counter("ingest_limited", "Requests of keys that sent more than they may.",
              in.limited.load());
  out.Counter("ingest_failed", "Requests whose events could not be written.", in.failed.load());
  out.Gauge("log_queued_bytes", "Bytes that wait to be written to the log.",
            values.log.queued_bytes);
  out.Gauge("log_writable", "1: the last group of events could be written.",
            values.log.failure.empty() ? 1 : 0);
  out.Counter("log_lost_events", "Durable events that were damaged when the log was opened.",
              values.lost);
  out.Gauge("log_packed_bytes_before", "Bytes of parts of the log that were compressed, before.",
            values.kept.bytes_before);
  out.Gauge("log_packed_bytes_after", "The same bytes as they are on disk.",
            values.kept.bytes_after);
  out.Gauge("log_pack_failures", "Times that a part of the log could not be compressed.",
            values.kept.failed);
  out.Gauge("fold_backlog_events", "Durable events that questions do not see yet.", behind);
  out.Gauge("derive_backlog_events",
            "Events that a definition that changed has not been applied to yet.",
            values.deriving_behind);
  out.Gauge("fold_working", "1: the last transaction of what arrived succeeded.",
            fold.failure.empty() ? 1 : 0);
  out.Gauge("fold_seconds", "Length of the last transaction.", fold.last_seconds);
  out.Counter("fold_kept", "Events that became rows.", fold.counts.kept);
  out.Counter("fold_filtered", "Events that the source's condition leaves out.",
              fold.counts.filtered);
  out.Counter("fold_duplicate", "Events whose message id was seen before.", fold.counts.duplicate);
  out.Counter("fold_rejected", "Events that the source's definition cannot read.",
              fold.counts.rejected);
  out.Counter("fold_without_id", "Rows whose events had no message id to tell repetitions by.",
              fold.counts.without_id);
  out.Counter("fold_without_source", "Events whose key belongs to no source any more.",
              fold.without_source);
  out.Gauge("message_ids", "Message ids that are remembered.", fold.remembered_ids);
  out.Gauge("database_wal_bytes", "Size of the database's own log.", values.wal_bytes);
  out.Counter("loads_failed", "Loads of files and databases that failed.", values.loads_failed);
  out.Counter("answers_computed", "Answers that were worked out.", values.cache.computed);
  out.Counter("answers_cached", "Answers that were kept from before.", values.cache.fresh);
  out.Counter("answers_stale", "Answers of the version before, while a new one was made.",
              values.cache.stale);
  out.Gauge("answers_bytes", "Bytes of answers that are kept.", values.cache.bytes);
  out.Gauge("live_listeners", "Clients that listen to what happens.", values.listeners);
  return std::move(out).Finish();
}

}  // namespace northstar::server
