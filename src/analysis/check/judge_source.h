// Is a source silent for longer than it ever is, or are more of its rows rejected? Pure and thread
// safe.
//
// The limit of a silence is half as long again as the longest that the source ever had, outages
// (stats/outages.h) left out: of gaps that come as they please a new record is no rarity, but one
// of that size is (of n exponential gaps the next exceeds 1.5 times the largest with a chance of
// n^-1.5). Only a source that arrives by itself, or that an earlier look found fresh, can be late;
// any other was static when it came.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/check/judged.h"

namespace northstar {

inline constexpr double kSilenceFactor = 1.5;

// Lately, and in all other files.
struct RejectedShares {
  int64_t read = 0, rejected = 0;
  int64_t other_read = 0, other_rejected = 0;
};

struct SourceHistory {
  std::string source;
  // Of the latest event that counts, UTC; of whole days the end of the day. None: nothing came yet.
  std::optional<int64_t> last_us;
  // As ISO, local.
  std::string last;
  // Events by hour without a break, the earliest first, up to that of the last event; empty where
  // the source does not tell (given numbers).
  std::vector<int64_t> hours;
  // 0 to 6, of the first hour's local day.
  int first_weekday = 0;
  // Length of a period of given numbers, in seconds; 0: events.
  double period_seconds = 0;
  // Says that it arrives by itself, or the longest silence that is all right, in seconds.
  bool by_itself = false;
  std::optional<double> fresh_within;
  // An earlier look found it fresh.
  bool fresh_before = false;
  std::optional<RejectedShares> rejects;
  // Chance up to which days without events are an outage (judgement: measurable.broken_gap).
  double outage_chance = 0.002;
};

struct JudgedSource {
  Judged judged;
  bool is_static = false;
};

// Seconds; none: fewer than 10 hours with an event.
std::optional<double> LongestSilence(const SourceHistory& history);
// Fails where the silence is beyond the limit, else where the share of rejected rows is more than
// twice and half a point above what it was, beyond chance. kNoData: nothing tells how long a
// silence is usual. A static source holds.
JudgedSource JudgeSource(const SourceHistory& history, int64_t at_us);

}  // namespace northstar
