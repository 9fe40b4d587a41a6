// Requests that send events: whose they are, what of them can be read, and the answer once they are
// durable. Also what client libraries ask for before they send: settings, flags, configuration.
// Called on the server's thread; answers come from that of the log.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "eventlog/event_log.h"
#include "ingest/json_body.h"
#include "ingest/wire.h"
#include "server/access.h"
#include "server/http/exchange.h"

namespace northstar::server {

class Ingestion {
 public:
  struct Settings {
    // "events.example.org", "127.0.0.1:8700": where clients find this server.
    std::string public_host;
    bool secure = false;
  };
  struct Counts {
    std::atomic<int64_t> requests{0}, events{0}, refused{0}, bytes{0}, unauthorized{0}, busy{0},
        failed{0}, limited{0};
  };
  // Sources of the project as it is now that a key may belong to.
  using IsSource = std::function<bool(std::string_view)>;

  // All of them outlive it.
  Ingestion(Settings settings, eventlog::EventLog& log, Access& access, const Clock& clock,
            IsSource is_source);

  // Whether a path is one of clients', with or without the last slash.
  static bool IsPath(std::string_view path);
  static Handler::Limits LimitsOf(std::string_view path);
  // In the form that its client reads.
  Response Refuse(const RequestHead& head, int status, const std::string& why) const;
  // REQUIRES: IsPath.
  void Handle(Request request, std::function<void(Response)> done);

  const Counts& counts() const { return counts_; }

 private:
  using Done = std::function<void(Response)>;
  std::optional<Response> AnswerConfiguration(const Request& request) const;
  void Take(const ingest::WireSpec& wire, Request request, const Done& done);
  std::optional<store::Token> TokenOf(const Request& request, const std::vector<std::string>& keys);

  const Settings settings_;
  eventlog::EventLog& log_;
  Access& access_;
  const Clock& clock_;
  const IsSource is_source_;
  // Of keys with a rate: events that they may still send, as of a time.
  struct Allowance {
    double events = 0;
    std::chrono::steady_clock::time_point at;
  };
  bool MaySend(const store::Token& token, size_t events);

  ingest::JsonBody body_;
  std::map<int64_t, Allowance> allowances_;
  Counts counts_;
};

}  // namespace northstar::server
