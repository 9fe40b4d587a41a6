#include "analysis/misfits/judge_spellings.h"

#include <algorithm>
#include <map>
#include <optional>

namespace northstar {
namespace {

using Code = MisfitStatement::Code;

constexpr int64_t kLeastRows = 10;    // of each spelling, so that its time says something
constexpr double kMostOverlap = 0.1;  // of the shorter time
// Between the last row of one spelling and the first of the next.
constexpr double kMostGap = 0.1;
constexpr int64_t kUsualGapUs = 7 * kMicrosPerDay;
constexpr int kChangesNamed = 3;
constexpr double kLeastMatched = 0.05;  // of the ids that have no match as they are written

MisfitRow RowOf(const Spelling& one) {
  return {one.value, one.first.file, one.first.row};
}

// Whether `next` took the place of `one`, in one source.
bool TookPlaceOf(const Spelling& one, const Spelling& next) {
  if (one.source != next.source || one.value == next.value) return false;
  if (std::min(one.rows, next.rows) < kLeastRows || next.first_us <= one.first_us) return false;
  if (next.last_us <= one.last_us) return false;
  const auto shorter =
      static_cast<double>(std::min(one.last_us - one.first_us, next.last_us - next.first_us));
  const auto overlap = static_cast<double>(one.last_us - next.first_us);
  if (overlap > 0) return overlap <= kMostOverlap * shorter;
  return -overlap <= std::max(kMostGap * shorter, static_cast<double>(kUsualGapUs));
}

std::map<std::string, int64_t> RowsByValue(const SpellingGroup& group) {
  std::map<std::string, int64_t> rows;
  for (const Spelling& one : group) rows[one.value] += one.rows;
  return rows;
}

// Rows that are not written as most rows of the group are.
int64_t OddRows(const SpellingGroup& group) {
  int64_t all = 0;
  int64_t most = 0;
  for (const auto& [value, rows] : RowsByValue(group)) {
    all += rows;
    most = std::max(most, rows);
  }
  return all - most;
}

bool IsPerSource(const SpellingGroup& group) {
  std::map<std::string, std::string> way;
  for (const Spelling& one : group) {
    const auto [at, fresh] = way.try_emplace(one.source, one.value);
    if (!fresh && at->second != one.value) return false;
  }
  return way.size() > 1;
}

// The groups of one kind, and the worst of them.
struct Kind {
  int64_t groups = 0, odd = 0;
  const SpellingGroup* shown = nullptr;
  int64_t shown_odd = -1;

  void Add(const SpellingGroup& group) {
    const int64_t rows = OddRows(group);
    ++groups;
    odd += rows;
    if (rows > shown_odd) {
      shown_odd = rows;
      shown = &group;
    }
  }
};

MisfitStatement Shown(Code code, const SpellingFacts& facts, const Spelling& first,
                      const Spelling& second) {
  MisfitStatement s{code};
  s.dimension = facts.dimension;
  s.source = first.source;
  s.other = second.source;
  s.first = RowOf(first);
  s.second = RowOf(second);
  s.rows = first.rows;
  s.other_rows = second.rows;
  s.of_rows = facts.rows;
  return s;
}

// The two most frequent spellings that differ: in one source where one has two, else in any.
Misfit Mixed(Code code, const SpellingFacts& facts, const Kind& kind) {
  std::vector<Spelling> by_rows = *kind.shown;
  std::stable_sort(by_rows.begin(), by_rows.end(),
                   [](const Spelling& a, const Spelling& b) { return a.rows > b.rows; });
  std::optional<std::pair<size_t, size_t>> pair;
  for (const bool same : {true, false}) {
    for (size_t a = 0; a < by_rows.size() && !pair; ++a) {
      for (size_t b = a + 1; b < by_rows.size() && !pair; ++b) {
        if (by_rows[a].value != by_rows[b].value &&
            (by_rows[a].source == by_rows[b].source || !same))
          pair = {a, b};
      }
    }
  }
  Misfit found;
  found.statement = Shown(code, facts, by_rows[pair->first], by_rows[pair->second]);
  found.statement.count = kind.groups;
  found.severity = SeverityOf(static_cast<double>(kind.odd) /
                              static_cast<double>(std::max<int64_t>(1, facts.rows)));
  return found;
}

std::optional<Misfit> Changed(const SpellingFacts& facts, const SpellingGroup& group,
                              const Calendar& calendar) {
  for (const Spelling& one : group) {
    for (const Spelling& next : group) {
      if (!TookPlaceOf(one, next)) continue;
      Misfit found;
      found.statement = Shown(Code::kSpellingChanged, facts, one, next);
      found.statement.count = 1;
      found.statement.date = FormatDay(calendar.LocalDay(next.first_us));
      found.severity = SeverityOf(static_cast<double>(std::min(one.rows, next.rows)) /
                                  static_cast<double>(std::max<int64_t>(1, facts.rows)));
      return found;
    }
  }
  return std::nullopt;
}

}  // namespace

void JudgeSpellings(const SpellingFacts& facts, const Calendar& calendar,
                    std::vector<Misfit>& out) {
  Kind mixed;
  Kind per_source;
  int changes = 0;
  for (const SpellingGroup& group : facts.groups) {
    std::optional<Misfit> changed = Changed(facts, group, calendar);
    if (changed) {
      if (++changes <= kChangesNamed) out.push_back(std::move(*changed));
    } else if (IsPerSource(group)) {
      per_source.Add(group);
    } else {
      mixed.Add(group);
    }
  }
  if (per_source.groups > 0) out.push_back(Mixed(Code::kSpellingOfSources, facts, per_source));
  if (mixed.groups > 0) out.push_back(Mixed(Code::kSpelling, facts, mixed));
}

void JudgeIdSpelling(const IdSpellingFacts& facts, std::vector<Misfit>& out) {
  const int64_t smaller = std::min(facts.a_entities, facts.b_entities);
  const int64_t unmatched = smaller - facts.shared;
  if (facts.folded == 0 || smaller == 0) return;
  const auto folded = static_cast<double>(facts.folded);
  if (folded < kLeastMatched * static_cast<double>(unmatched)) return;
  Misfit found;
  MisfitStatement& s = found.statement;
  s = {Code::kIdSpelling};
  s.entity = facts.entity;
  s.source = facts.a;
  s.other = facts.b;
  s.count = facts.folded;
  s.of = facts.shared;
  if (!facts.examples.empty()) {
    const IdSpellingFacts::Example& shown = facts.examples[0];
    s.first = {shown.a.key, shown.a.place.file, shown.a.place.row};
    s.second = {shown.b.key, shown.b.place.file, shown.b.place.row};
  }
  found.severity = SeverityOf(folded / static_cast<double>(smaller));
  out.push_back(std::move(found));
}

}  // namespace northstar
