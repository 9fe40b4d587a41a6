// Events that arrive one after the other → rows, as loading makes them of files: the same
// expressions, dictionaries and statistics, so that the same events through a file give equal
// tables. What was added becomes visible to questions in one transaction, with the number up to
// which it goes, so that after any crash each event is stored once.
//
//   NS_ASSIGN(auto fold, warehouse->OpenFold(project));
//   fold->Add(source, arrival);  // of events from fold->next(source) on, in their order
//   NS_ASSIGN(const auto done, fold->Commit(next));
//
// For one thread; loads and questions go on beside it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace northstar {

// What stands at a path of an event; numbers, lists and objects as texts, as files of JSON read
// them.
struct ArrivedCell {
  bool there = false;
  std::string_view text = {};
};

struct Arrival {
  // UTC, microseconds since 1970: when it was received, and when it happened.
  int64_t received_us = 0, time_us = 0;
  std::string_view name;
  // Of the message; empty: it has none.
  std::string_view id;
  // One for each of paths(source).
  std::span<const ArrivedCell> cells;
  // A person's earlier id, and the one it belongs to; both empty: it says nothing of that.
  std::string_view earlier = {}, same = {};
};

// Why events could not be read by their source's definition.
struct RejectedBecause {
  std::string reason;
  int64_t events = 0;
  // The text of one of them; as it was sent, so it may hold anything.
  std::string example;
};

// What became of the events of one source.
struct FoldCounts {
  int64_t kept = 0, filtered = 0, duplicate = 0, rejected = 0;
  // The most frequent first.
  std::vector<RejectedBecause> rejected_because;
  // Of those kept: could not be told from repetitions, having no id.
  int64_t without_id = 0;
};

class ArrivalFold {
 public:
  virtual ~ArrivalFold() = default;
  // Sources are numbered in their order in the project; -1: there is no such source of events that
  // arrive.
  virtual int FindSource(std::string_view name) const = 0;
  virtual size_t sources() const = 0;
  // The names of fields along each path that its rows need.
  virtual const std::vector<std::vector<std::string>>& paths(size_t source) const = 0;
  // Events of it with lower numbers are stored.
  virtual uint64_t next(size_t source) const = 0;

  virtual void Add(size_t source, const Arrival& arrival) = 0;
  // What was added and not committed is as if it had not been.
  virtual void Discard() = 0;
  // All that was added, or nothing; either way, nothing is waiting then. `next`: one more than the
  // number of the last event that was looked at, of whatever source. By source.
  virtual Result<std::vector<FoldCounts>> Commit(uint64_t next) = 0;
  // Message ids that are remembered.
  virtual int64_t remembered() const = 0;
  // Of a fold that derives: its rows take the place of those there were, in one transaction.
  virtual Status Replace() = 0;
  // Of a fold that derives, in place of that: its rows go.
  virtual Status Abandon() = 0;
};

// What a fold is for.
enum class FoldUse {
  // Goes on where it stood. Sources that were stored under another definition are left out.
  kStoring,
  // Only those of which all that arrived is kept: from the first event on, into tables beside those
  // that questions see.
  kDeriving,
};

}  // namespace northstar
