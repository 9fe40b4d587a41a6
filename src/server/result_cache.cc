#include "server/result_cache.h"

#include <algorithm>

namespace northstar::server {
namespace {

constexpr size_t kMostBytes = size_t{64} << 20;
constexpr size_t kMostEntries = 10'000;
// An answer that was made longer ago is not served while the next one is made.
constexpr std::chrono::seconds kOld{10};
// One that was made just now is served to whoever has the next one made, too: where many ask while
// data arrive, nobody waits.
constexpr std::chrono::milliseconds kYoung{500};

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
      if (asker.takes_stale && MayServe(entry, version, kYoung)) {
        ++counts_.stale;
        known = entry.answer;
      } else {
        entry.waiting.push_back(asker);
      }
    }
  }
  if (known != nullptr) asker.done(*known);
  if (!starts) return;
  compute(
      [this, question, version](Response answer) { Finish(question, version, std::move(answer)); },
      [this, question] { return HasNobody(question); });
}

bool ResultCache::HasNobody(const std::string& question) const {
  const std::scoped_lock lock(mutex_);
  const auto at = entries_.find(question);
  if (at == entries_.end() || at->second.waiting.empty()) return false;
  return std::all_of(at->second.waiting.begin(), at->second.waiting.end(),
                     [](const Asker& one) { return one.left != nullptr && one.left->load(); });
}

void ResultCache::Finish(const std::string& question, Version version, Response answer) {
  std::vector<Asker> waiting;
  {
    const std::scoped_lock lock(mutex_);
    const auto at = entries_.find(question);
    waiting = std::move(at->second.waiting);
    at->second.waiting.clear();
    at->second.computing = false;
    if (at->second.answer != nullptr) counts_.bytes -= at->second.answer->body.size();
    if (answer.status == 200) {
      at->second.answer = std::make_shared<const Response>(answer);
      at->second.version = version;
      at->second.made = Clock::now();
      counts_.bytes += answer.body.size();
    } else {
      order_.erase(at->second.order);
      entries_.erase(at);
    }
    Shrink();
  }
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
