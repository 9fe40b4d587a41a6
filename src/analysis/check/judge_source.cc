#include "analysis/check/judge_source.h"

#include <algorithm>
#include <cmath>

#include "base/time_zone.h"
#include "stats/distributions.h"
#include "stats/outages.h"

namespace northstar {
namespace {

using Code = CheckStatement::Code;

constexpr double kHour = 3600;
constexpr size_t kHoursOfADay = 24;
constexpr size_t kLeastHours = 10;    // with an event
constexpr int64_t kLeastRows = 100;   // whose share of rejected ones says something
constexpr double kLeastMore = 0.005;  // more of them rejected
constexpr double kTimesMore = 2;
constexpr double kRejectLevel = 0.001;

// By hour: it lies in an outage, which is no rhythm.
std::vector<bool> InOutages(const SourceHistory& history) {
  std::vector<bool> out(history.hours.size(), false);
  std::vector<int64_t> days;
  for (size_t h = 0; h < history.hours.size(); ++h) {
    if (h % kHoursOfADay == 0) days.push_back(0);
    days.back() += history.hours[h];
  }
  size_t first = 0;
  while (first < days.size() && days[first] == 0) ++first;
  while (days.size() > first && days.back() == 0) days.pop_back();
  if (days.size() <= first) return out;
  days.erase(days.begin(), days.begin() + static_cast<std::ptrdiff_t>(first));
  const int weekday = (history.first_weekday + static_cast<int>(first)) % 7;
  for (const stats::EmptyRun& run :
       stats::FindOutages(days, weekday, history.outage_chance).outages) {
    const size_t from = (first + static_cast<size_t>(run.first)) * kHoursOfADay;
    const size_t to = std::min(out.size(), from + static_cast<size_t>(run.days) * kHoursOfADay);
    std::fill(out.begin() + static_cast<std::ptrdiff_t>(std::min(from, out.size())),
              out.begin() + static_cast<std::ptrdiff_t>(to), true);
  }
  return out;
}

bool RejectsJumped(const RejectedShares& r) {
  if (r.read < kLeastRows || r.other_read < kLeastRows) return false;
  const auto n = static_cast<double>(r.read);
  const double share = static_cast<double>(r.rejected) / n;
  const double before =
      (static_cast<double>(r.other_rejected) + 0.5) / (static_cast<double>(r.other_read) + 1);
  if (share < kTimesMore * before || share < before + kLeastMore) return false;
  const double z = (share - before) / std::sqrt(before * (1 - before) / n);
  return stats::NormalCdf(-z) <= kRejectLevel;
}

std::optional<double> LimitOf(const SourceHistory& history) {
  if (history.fresh_within) return history.fresh_within;
  if (history.period_seconds > 0) return kSilenceFactor * history.period_seconds;
  const auto longest = LongestSilence(history);
  if (!longest) return std::nullopt;
  return kSilenceFactor * *longest;
}

}  // namespace

std::optional<double> LongestSilence(const SourceHistory& history) {
  const std::vector<bool> outage = InOutages(history);
  size_t longest = 0;
  size_t run = 0;
  size_t active = 0;
  bool broken = false;  // the run reaches into an outage
  for (size_t h = 0; h < history.hours.size(); ++h) {
    if (history.hours[h] == 0) {
      ++run;
      broken = broken || outage[h];
      continue;
    }
    if (active > 0 && !broken) longest = std::max(longest, run);
    ++active;
    run = 0;
    broken = false;
  }
  if (active < kLeastHours) return std::nullopt;
  return static_cast<double>(longest + 1) * kHour;
}

JudgedSource JudgeSource(const SourceHistory& history, int64_t at_us) {
  CheckStatement s{Code::kFresh};
  s.source = history.source;
  s.last = history.last;
  s.set = history.fresh_within.has_value();
  const bool late_is_news = history.by_itself || history.fresh_within || history.fresh_before;
  JudgedSource out;
  const auto limit = LimitOf(history);
  if (!limit || (!history.last_us && !s.set)) {
    out.judged = NothingToJudge(std::move(s),
                                history.last_us
                                    ? "it has too few events to tell how long it is usually silent"
                                    : "it holds no data yet");
    return out;
  }
  s.most_silence = *limit;
  if (history.last_us)
    s.silence = static_cast<double>(std::max<int64_t>(0, at_us - *history.last_us)) / 1e6;
  Judged& judged = out.judged;
  judged.limit = *limit;
  if (history.last_us) judged.value = s.silence;
  const bool silent = !history.last_us || s.silence > *limit;
  out.is_static = silent && !late_is_news;
  judged.look = silent && late_is_news ? Look::kFails : Look::kHolds;
  if (out.is_static) {
    s.code = Code::kStatic;
  } else if (silent) {
    s.code = Code::kSilent;
  } else if (history.rejects && RejectsJumped(*history.rejects)) {
    const RejectedShares& r = *history.rejects;
    s.code = Code::kRejectsJumped;
    s.rejected = static_cast<double>(r.rejected) / static_cast<double>(r.read);
    s.rejected_before = static_cast<double>(r.other_rejected) / static_cast<double>(r.other_read);
    judged.look = Look::kFails;
    judged.value = s.rejected;
    judged.limit = s.rejected_before;
  }
  judged.statement = std::move(s);
  return out;
}

}  // namespace northstar
