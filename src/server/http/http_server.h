// Connections: reads requests, hands them to a handler, writes responses, and ends what is slow,
// idle or too much. One thread serves all of them; answers may come from any. An idle connection
// costs a few kilobytes. TLS where a certificate is given.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "server/http/exchange.h"

namespace northstar::server {

class HttpServer {
 public:
  struct Settings {
    // "127.0.0.1", "::"; a port of 0: any that is free.
    std::string address = "127.0.0.1";
    uint16_t port = 8700;
    // PEM; both empty: no TLS.
    std::string certificate, key;
    // A socket of this machine beside it; empty: none. Its mode, and its group (0: as it is).
    std::string socket;
    mode_t socket_mode = 0600;
    gid_t socket_group = 0;
    size_t most_connections = 8000;
    // From one address other than this machine's.
    size_t most_of_address = 200;
    // Seconds: from its first byte until a head is whole; between two requests; and what a body may
    // take beside a second for each KB.
    int head_seconds = 10, idle_seconds = 75, body_seconds = 10;
  };
  struct Counts {
    int64_t connections = 0, requests = 0, refused = 0;
    int64_t open = 0;
  };

  // Listens; kData where it cannot (the address is taken, the certificate cannot be read).
  // `handler` outlives it.
  static Result<std::unique_ptr<HttpServer>> Open(const Settings& settings, Handler& handler);
  virtual ~HttpServer() = default;

  virtual uint16_t port() const = 0;
  // Serves until Stop, then until what is being answered is answered, ten seconds at most.
  virtual void Run() = 0;
  // Thread safe.
  virtual void Stop() = 0;
  virtual Counts counts() const = 0;
};

}  // namespace northstar::server
