// A request and its response, as the server hands them to whoever answers. Plain values.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/http/messages.h"

namespace northstar::server {

// What stands before a body, checked (request_head.h).
struct RequestHead {
  std::string method;
  // As it was sent, without the query; and the query without its question mark.
  std::string path, query;
  std::string host;
  // Names in lower case, in their order.
  std::vector<std::pair<std::string, std::string>> headers;
  // Nullopt: the body comes in chunks, or there is none.
  std::optional<uint64_t> content_length;
  bool chunked = false;
  bool keep_alive = true;
  bool expects_continue = false;

  // Of the first of that name; empty: there is none.
  std::string_view Header(std::string_view name) const;
  bool HasHeader(std::string_view name) const;
};

// Who is at the other end.
struct Peer {
  // "127.0.0.1"; empty: the socket of this machine.
  std::string address;
  // Of the socket of this machine.
  bool local = false;
  uid_t uid = 0;
  bool secure = false;  // by TLS
};

struct Request {
  RequestHead head;
  Peer peer;
  std::string body;
  // Of the query, decoded, in their order.
  std::vector<std::pair<std::string, std::string>> parameters;
  // Becomes true when the client leaves before it has its answer.
  std::shared_ptr<std::atomic<bool>> left = std::make_shared<std::atomic<bool>>(false);
};

struct Response {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
  // The connection ends with it.
  bool close = false;
  // Sent instead of a body, until they end.
  std::shared_ptr<Messages> messages;
};

// Answers; called on the server's thread, which it must not hold up. `done` may be called from any
// thread, once.
class Handler {
 public:
  virtual ~Handler() = default;
  struct Limits {
    size_t body_bytes = 0;
    size_t target_bytes = 8 * 1024;
  };
  // By path alone; before the body is read.
  virtual Limits LimitsOf(std::string_view path) const = 0;
  // What a request that is not taken is answered with: the same form as all other answers there.
  virtual Response Refuse(const RequestHead& head, int status, const std::string& why) const = 0;
  // A refusal that needs no body; nullopt: read it.
  virtual std::optional<Response> Judge(const RequestHead& head, const Peer& peer) = 0;
  virtual void Handle(Request request, std::function<void(Response)> done) = 0;
};

}  // namespace northstar::server
