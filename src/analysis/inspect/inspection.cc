#include "analysis/inspect/inspection.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <map>
#include <utility>

#include "base/written_number.h"

namespace northstar {
namespace {

using Odd = OddStatement;

// Times that are written differently: with a zone and without, dates and instants are one.
bool HasSeveralTimes(const ColumnProfile& p) {
  using namespace cell_shape;
  constexpr uint32_t kWays[] = {kInstant | kDay, kOrderedDate, kNamedMonth, kSlashedIso, kEpoch};
  return std::count_if(std::begin(kWays), std::end(kWays), [&](uint32_t ways) {
           double share = 0;
           for (uint32_t bits = ways; bits != 0; bits &= bits - 1)
             share += p.Share(1U << std::countr_zero(bits));
           return share > 0;
         }) > 1;
}

// Whether "NULL", "--" or the like stands for nothing in such a column.
bool HasNoValue(DataKind kind, const std::string& cell) {
  if (kind == DataKind::kNumber || kind == DataKind::kTime) return true;
  return (kind == DataKind::kWho || kind == DataKind::kId) && SaysNoValue(cell, true);
}

void LookAtColumn(const ColumnProfile& p, const ColumnGuess& guess, std::vector<Odd>& odd) {
  using namespace cell_shape;
  const bool key = guess.kind == DataKind::kWho || guess.kind == DataKind::kId;
  if (key && p.Share(kRounded) > 0.5)
    odd.push_back({Odd::Code::kRoundedIds, p.name, p.samples.empty() ? "" : p.samples[0]});
  if (guess.kind == DataKind::kTime && HasSeveralTimes(p))
    odd.push_back({Odd::Code::kSeveralTimes, p.name});
  if (guess.kind == DataKind::kTime && p.Share(kEitherOrder) > 0 && p.Share(kDayFirst) == 0 &&
      p.Share(kMonthFirst) == 0)
    odd.push_back({Odd::Code::kEitherOrder, p.name});
  for (const CellCount& cell : p.no_values) {
    if (HasNoValue(guess.kind, cell.value))
      odd.push_back({Odd::Code::kNoValues, p.name, cell.value, cell.count});
  }
  // One sign before three digits in every cell that has one.
  constexpr uint32_t kEither = number_evidence::kCommaEither | number_evidence::kPointEither;
  const uint32_t evidence =
      p.number_evidence & ~(number_evidence::kCurrency | number_evidence::kPercent);
  if (guess.kind == DataKind::kNumber && evidence != 0 && (evidence & ~kEither) == 0) {
    const auto sample = std::find_if(p.samples.begin(), p.samples.end(), [&](const auto& text) {
      return (NumberEvidence(text) & kEither) != 0;
    });
    if (sample != p.samples.end()) odd.push_back({Odd::Code::kEitherNumber, p.name, *sample});
  }
  // Guests are "customer 0" in many shops.
  if (guess.kind == DataKind::kWho) {
    for (const CellCount& cell : p.frequent) {
      const bool nobody = cell.value == "0" || cell.value == "-1";
      if (nobody && cell.count > p.filled / 50 && p.distinct > 10)
        odd.push_back({Odd::Code::kNobody, p.name, cell.value, cell.count, p.filled});
    }
  }
  if (p.padded > 0 && guess.kind != DataKind::kText)
    odd.push_back({Odd::Code::kPadded, p.name, "", p.padded, p.filled});
}

std::vector<Odd> OddOf(const FoundTable& table, const std::vector<ColumnGuess>& guesses) {
  std::vector<Odd> odd;
  const TableProfile& profile = table.profile;
  if (table.footer > 0) odd.push_back({Odd::Code::kFooter, "", "", table.footer});
  for (size_t i = 0; i < profile.columns.size(); ++i)
    LookAtColumn(profile.columns[i], guesses[i], odd);
  std::map<std::string, int64_t> names;
  for (const ColumnProfile& p : profile.columns) ++names[p.name];
  for (const auto& [name, count] : names) {
    if (count > 1) odd.push_back({Odd::Code::kNameTwice, name, "", count});
  }
  if (profile.sampled())
    odd.push_back({Odd::Code::kSampled, "", "", profile.looked_at, profile.rows});
  if (profile.columns_left_out > 0)
    odd.push_back({Odd::Code::kColumnsLeft, "", "", profile.columns_left_out});
  for (const std::string& note : table.notes) odd.push_back({Odd::Code::kNote, "", note});
  return odd;
}

const ColumnProfile* FindColumn(const TableProfile& table, const std::string& name) {
  const auto at = std::find_if(table.columns.begin(), table.columns.end(),
                               [&](const ColumnProfile& p) { return p.name == name; });
  return at == table.columns.end() ? nullptr : &*at;
}

void CountEvents(Inspection& out) {
  std::map<std::string, int64_t> counts;
  for (const ProposedSource& source : out.sources) {
    const TableProfile& profile = out.tables[source.table].found.profile;
    const ColumnProfile* time = FindColumn(profile, source.time_column);
    if (time != nullptr) {
      if (time->from_us) out.from_us = std::min(*time->from_us, out.from_us.value_or(INT64_MAX));
      if (time->to_us) out.to_us = std::max(*time->to_us, out.to_us.value_or(INT64_MIN));
    }
    if (!source.event.empty()) {
      // What ends has a time only once it did.
      const bool some = !source.where.empty() && time != nullptr;
      counts[source.event] += some ? time->filled : profile.rows;
      continue;
    }
    const ColumnProfile* names = FindColumn(profile, source.event_column);
    if (names == nullptr) continue;
    for (const CellCount& one : names->frequent) counts[one.value] += one.count;
  }
  for (const auto& [name, count] : counts) out.events.push_back({name, count});
  std::stable_sort(out.events.begin(), out.events.end(),
                   [](const auto& a, const auto& b) { return a.count > b.count; });
}

// An address stays out of what is written; the path of a file may stand there.
void NameAddresses(FoundTables& found, Inspection& out) {
  for (FoundTable& table : found.tables) {
    auto& database = table.layout.database;
    if (!database || database->address.starts_with("sqlite:")) continue;
    auto named = std::find_if(out.variables.begin(), out.variables.end(),
                              [&](const auto& one) { return one.second == database->address; });
    if (named == out.variables.end()) {
      const size_t number = out.variables.size() + 1;
      named = out.variables.emplace(
          named, number == 1 ? std::string("DATABASE_URL") : fmt::format("DATABASE_URL_{}", number),
          database->address);
    }
    database->address = "${" + named->first + "}";
  }
}

// Of numbers and times every cell that says so has no value, of people what no one is called.
std::vector<std::string> NullValuesOf(const TableProfile& table,
                                      const std::vector<ColumnGuess>& guesses) {
  std::vector<std::string> values;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    for (const CellCount& cell : table.columns[i].no_values) {
      const bool met = std::find(values.begin(), values.end(), cell.value) != values.end();
      if (!met && HasNoValue(guesses[i].kind, cell.value)) values.push_back(cell.value);
    }
  }
  return values;
}

}  // namespace

Inspection Inspect(FoundTables found) {
  Inspection out;
  out.others = std::move(found.others);
  NameAddresses(found, out);
  std::vector<TableProfile> profiles;
  std::vector<std::vector<ColumnGuess>> guesses;
  for (const FoundTable& table : found.tables) {
    profiles.push_back(table.profile);
    guesses.push_back(GuessKinds(table.profile));
  }
  out.joins = FindJoins(profiles, guesses);
  for (size_t t = 0; t < profiles.size(); ++t)
    ReviseKinds(profiles[t], JoinsOfTable(t, out.joins, profiles, guesses), guesses[t]);
  for (size_t t = 0; t < profiles.size(); ++t)
    found.tables[t].layout.null_values = NullValuesOf(profiles[t], guesses[t]);
  out.sources = ProposeSources(found.tables, guesses, out.joins);
  for (size_t t = 0; t < profiles.size(); ++t) {
    std::vector<Odd> odd = OddOf(found.tables[t], guesses[t]);
    out.tables.push_back({std::move(found.tables[t]), std::move(guesses[t]), std::move(odd)});
  }
  for (const TableJoin& join : out.joins.joins) {
    if (join.matched_folded <= join.matched) continue;
    out.tables[join.left.table].odd.push_back(
        {Odd::Code::kKeysDiffer, Shown(join.left, profiles), Shown(join.right, profiles)});
  }
  for (const TableJoin& join : out.joins.unmatched) {
    out.tables[join.left.table].odd.push_back(
        {Odd::Code::kNothingMatches, Shown(join.left, profiles), Shown(join.right, profiles)});
  }
  CountEvents(out);
  return out;
}

}  // namespace northstar
