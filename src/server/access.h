// Who asks, and what they may: tokens, the socket of this machine, and, where nobody else can reach
// the server, whoever is there. Thread safe.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.h"
#include "server/http/exchange.h"
#include "server/sessions.h"
#include "store/tokens.h"

namespace northstar::server {

struct Caller {
  store::Role role = store::Role::kViewer;
  // For the record of what was done: "token 3 (grafana)", "uid 1000", "loopback".
  std::string who;
  // Nothing was shown to prove it.
  bool open = false;
  // It is a session, which a browser sends along by itself.
  bool by_cookie = false;
};

class Access {
 public:
  struct Settings {
    // Only programs of this machine can reach the server, and no proxy stands before it.
    bool loopback_only = true;
    // Nobody is let in without a token.
    bool require_token = false;
    // Members of a group reach the socket: they are editors.
    bool socket_group = false;
  };
  Access(store::Tokens tokens, Settings settings, const Clock* clock)
      : tokens_(std::move(tokens)), settings_(settings), clock_(clock) {}

  // A token that works now.
  std::optional<store::Token> FindToken(std::string_view text);
  // Also of one that does not work any more: events that it sent are still its source's.
  Result<std::string> SourceOf(int64_t token);
  // Of a request to the API; nullopt: not known (401).
  std::optional<Caller> CallerOf(const RequestHead& head, const Peer& peer);
  Sessions& sessions() { return sessions_; }

  void Note(const std::string& who, const std::string& what, const std::string& about);

  // For what the store is asked for: one at a time.
  template <typename Do>
  auto WithTokens(Do run) {
    const std::scoped_lock lock(mutex_);
    cache_.clear();
    return run(tokens_);
  }

 private:
  std::optional<store::Token> TokenOfSession(const RequestHead& head, const Peer& peer);

  struct Known {
    std::optional<store::Token> token;
    std::chrono::steady_clock::time_point until;
  };

  std::mutex mutex_;
  store::Tokens tokens_;
  const Settings settings_;
  const Clock* clock_;
  Sessions sessions_;
  std::map<std::string, Known, std::less<>> cache_;
  std::map<int64_t, std::string> sources_;
};

// "Bearer X" → X; "Basic …" → its user name; empty: neither.
std::string BearerOf(const RequestHead& head);
std::string BasicUserOf(const RequestHead& head);
// The cookie of a session: its name, and what it holds; empty: there is none.
std::string_view CookieName(bool secure);
std::string CookieOf(const RequestHead& head, const Peer& peer);

}  // namespace northstar::server
