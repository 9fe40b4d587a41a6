// Answers by what was asked: one computation for all who ask the same at once; an answer is kept
// until the project or the data are others. While a new one is made the last one is served, unless
// it is old. Thread safe.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "server/http/exchange.h"

namespace northstar::server {

struct Version {
  uint64_t project = 0, data = 0;
  bool operator==(const Version&) const = default;
};

class ResultCache {
 public:
  using Done = std::function<void(Response)>;
  // Calls `done` once, now or later. `compute` is called where there is no answer, at most once at
  // a time for one question, and must call what it is given, whatever happens; it may outlive the
  // call. `nobody`: whether all who wait for it have left meanwhile.
  using Compute = std::function<void(Done, std::function<bool()> nobody)>;
  struct Asker {
    Done done;
    // Whether they have left; null: never.
    std::shared_ptr<const std::atomic<bool>> left;
    // An answer of before may do, for a moment.
    bool takes_stale = true;
  };
  void Ask(const std::string& question, Version version, const Asker& asker,
           const Compute& compute);

  struct Counts {
    int64_t fresh = 0, stale = 0, shared = 0, computed = 0;
    size_t bytes = 0;
  };
  Counts counts() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Entry {
    std::shared_ptr<const Response> answer;
    Version version;
    Clock::time_point made;
    bool computing = false;
    // Whoever computes was told that nobody waits; for those who come all the same, and wait for
    // what was given up then, it is computed again.
    bool given_up = false;
    Compute compute;
    std::vector<Asker> waiting;
    std::list<std::string>::iterator order;  // the last that was asked for stands first
  };
  static bool MayServe(const Entry& entry, Version version, std::chrono::milliseconds age);
  void Start(const std::string& question, Version version, const Compute& compute);
  bool HasNobody(const std::string& question);
  void Finish(const std::string& question, Version version, Response answer);
  void Shrink();

  mutable std::mutex mutex_;
  std::map<std::string, Entry> entries_;
  std::list<std::string> order_;
  Counts counts_;
};

}  // namespace northstar::server
