#include "server/result_cache.h"

#include <algorithm>
#include <utility>

namespace northstar::server {
namespace {

constexpr size_t kMostBytes = size_t{64} << 20;
constexpr size_t kMostEntries = 10'000;
// An answer that was made longer ago is not served while the next one is made.
constexpr std::chrono::seconds kOld{10};
// One that was made just now is served to whoever has the next one made, too: where many ask while
// data arrive, nobody waits.
constexpr std::chrono::milliseconds kYoung{500};

bool AllLeft(const std::vector<ResultCache::Asker>& waiting) {
  return std::all_of(waiting.begin(), waiting.end(), [](const ResultCache::Asker& one) {
    return one.left != nullptr && one.left->load();
  });
}

}  // namespace

// Of the same project, and made not longer ago than that.
bool ResultCache::MayServe(const Entry& entry, Version version, std::chrono::milliseconds age) {
  return entry.answer != nullptr && entry.version.project == version.project &&
         Clock::now() - entry.made < age;
}

void ResultCache::Ask(const std::string& question, Version version, const Asker& asker,
                      const Compute& compute) {
  std::shared_ptr<const Response> known;
  bool starts = false;
  {
    const std::scoped_lock lock(mutex_);
    const auto [at, fresh] = entries_.try_emplace(question);
    Entry& entry = at->second;
    if (fresh) {
      entry.order = order_.insert(order_.begin(), question);
    } else {
      order_.splice(order_.begin(), order_, entry.order);
    }
    if (entry.answer != nullptr && entry.version == version) {
      ++counts_.fresh;
      known = entry.answer;
    } else if (entry.computing) {
      if (asker.takes_stale && MayServe(entry, version, kOld)) {
        ++counts_.stale;
        known = entry.answer;
      } else {
        ++counts_.shared;
        entry.waiting.push_back(asker);
        return;
      }
    } else {
      ++counts_.computed;
      entry.computing = starts = true;
      entry.compute = compute;
      if (asker.takes_stale && MayServe(entry, version, kYoung)) {
        ++counts_.stale;
        known = entry.answer;
      } else {
        entry.waiting.push_back(asker);
      }
    }
  }
  if (known != nullptr) asker.done(*known);
  if (starts) Start(question, version, compute);
}

void ResultCache::Start(const std::string& question, Version version, const Compute& compute) {
  compute(
      [this, question, version](Response answer) { Finish(question, version, std::move(answer)); },
      [this, question] { return HasNobody(question); });
}

bool ResultCache::HasNobody(const std::string& question) {
  const std::scoped_lock lock(mutex_);
  const auto at = entries_.find(question);
  if (at == entries_.end() || at->second.waiting.empty()) return false;
  const bool nobody = AllLeft(at->second.waiting);
  at->second.given_up |= nobody;
  return nobody;
}

void ResultCache::Finish(const std::string& question, Version version, Response answer) {
  std::vector<Asker> waiting;
  Compute again;
  {
    const std::scoped_lock lock(mutex_);
    const auto at = entries_.find(question);
    Entry& entry = at->second;
    const bool came_late = entry.given_up && answer.status != 200 && !AllLeft(entry.waiting);
    entry.given_up = false;
    if (came_late) {
      again = entry.compute;
    } else {
      waiting = std::exchange(entry.waiting, {});
      entry.compute = {};
      entry.computing = false;
      if (entry.answer != nullptr) counts_.bytes -= entry.answer->body.size();
      if (answer.status == 200) {
        entry.answer = std::make_shared<const Response>(answer);
        entry.version = version;
        entry.made = Clock::now();
        counts_.bytes += answer.body.size();
      } else {
        order_.erase(entry.order);
        entries_.erase(at);
      }
      Shrink();
    }
  }
  if (again) return Start(question, version, again);
  for (const Asker& one : waiting) one.done(answer);
}

void ResultCache::Shrink() {
  const auto too_much = [&] {
    return counts_.bytes > kMostBytes || entries_.size() > kMostEntries;
  };
  for (auto at = order_.end(); too_much() && at != order_.begin();) {
    --at;
    const auto entry = entries_.find(*at);
    if (entry->second.computing) continue;
    if (entry->second.answer != nullptr) counts_.bytes -= entry->second.answer->body.size();
    entries_.erase(entry);
    at = order_.erase(at);
  }
}

ResultCache::Counts ResultCache::counts() const {
  const std::scoped_lock lock(mutex_);
  return counts_;
}

}  // namespace northstar::server
