// Sessions of people who logged in with a token, by a cookie that only the browser has: 128 random
// bits, of which the server keeps a hash, in memory alone. Thread safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace northstar::server {

class Sessions {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::hours kLongest{12};
  static constexpr std::chrono::minutes kIdle{30};

  // What the cookie holds, once; `token`: the number of the one that was shown.
  std::string Begin(int64_t token, Clock::time_point now = Clock::now());
  // Whose session it is, and that it goes on; nullopt: none, or it is over.
  std::optional<int64_t> Find(std::string_view cookie, Clock::time_point now = Clock::now());
  void End(std::string_view cookie);

  // Whether somebody at this address may try to log in now: ten times a minute, everybody together
  // a hundred times.
  bool MayTry(const std::string& address, Clock::time_point now = Clock::now());

 private:
  struct Session {
    int64_t token = 0;
    Clock::time_point begun, used;
  };
  void Tidy(Clock::time_point now);

  std::mutex mutex_;
  std::map<std::string, Session, std::less<>> sessions_;  // by hash
  Clock::time_point minute_;
  std::map<std::string, int> tries_;  // in this minute, by address
  int all_tries_ = 0;
};

}  // namespace northstar::server
