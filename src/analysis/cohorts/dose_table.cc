#include "analysis/cohorts/dose_table.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "stats/describe.h"
#include "stats/mean_interval.h"
#include "stats/poisson_bootstrap.h"
#include "stats/rank_correlation.h"

namespace northstar {
namespace {

constexpr double kLevel = 0.95;
constexpr int kGroups = 5;
constexpr size_t kFewValues = 8;
constexpr double kLeastReturned = 5;  // to be expected
// Of the bootstrap: many units need few, because their intervals are narrow anyway.
int Replicates(size_t units) {
  return static_cast<int>(std::clamp<size_t>(4'000'000 / std::max<size_t>(units, 1), 60, 200));
}
constexpr size_t kBins = 40;  // of early value, when looking for a plateau

// By unit: 0 without early value, else by value where there are few different ones, else 1 …
// kGroups.
std::vector<int> FirstGroups(const std::vector<CohortUnit>& units) {
  std::vector<int> group(units.size(), 0);
  std::map<double, int> values;
  std::vector<size_t> positive;
  std::vector<double> early;
  for (size_t i = 0; i < units.size(); ++i) {
    if (!(units[i].early > 0)) continue;
    positive.push_back(i);
    early.push_back(units[i].early);
    if (values.size() <= kFewValues) values.emplace(units[i].early, 0);
  }
  if (values.size() <= kFewValues) {
    int number = 0;
    for (auto& [value, of_value] : values) of_value = ++number;
    for (const size_t i : positive) group[i] = values.at(units[i].early);
    return group;
  }
  // Equal values share their rank.
  const std::vector<double> ranks = stats::MidRanks(early);
  for (size_t m = 0; m < positive.size(); ++m) {
    const double place = (ranks[m] - 0.5) / static_cast<double>(positive.size());
    group[positive[m]] = 1 + std::min(kGroups - 1, static_cast<int>(place * kGroups));
  }
  return group;
}

// Joined so that no group is too small, and numbered without gaps.
std::vector<int> GroupUnits(const std::vector<CohortUnit>& units) {
  std::vector<int> group = FirstGroups(units);
  const auto groups = static_cast<size_t>(*std::max_element(group.begin(), group.end())) + 1;
  std::vector<int64_t> n(groups, 0);
  int64_t returned = 0;
  for (size_t i = 0; i < units.size(); ++i) {
    ++n[static_cast<size_t>(group[i])];
    returned += units[i].returned;
  }
  const double share = static_cast<double>(returned) / static_cast<double>(units.size());
  std::vector<int> number(groups, 0);
  int current = 0;
  int64_t so_far = 0;
  for (size_t g = 0; g < groups; ++g) {
    number[g] = current;
    so_far += n[g];
    if (so_far < kLeastInGroup || static_cast<double>(so_far) * share < kLeastReturned) continue;
    ++current;
    so_far = 0;
  }
  // What is left over at the top joins the group below.
  const int last = std::max(0, current - 1);
  for (int& g : group) g = std::min(number[static_cast<size_t>(g)], last);
  return group;
}

// What a unit's cohort gave less what all units did, by cohort.
struct CohortMean {
  double units = 0, returned = 0, paid = 0;
};
std::map<int, CohortMean> CohortMeans(const std::vector<CohortUnit>& units) {
  std::map<int, CohortMean> cohorts;
  CohortMean all;
  for (const CohortUnit& unit : units) {
    for (CohortMean* mean : {&cohorts[unit.cohort], &all}) {
      mean->units += 1;
      mean->returned += unit.returned;
      mean->paid += unit.paid;
    }
  }
  for (auto& [number, cohort] : cohorts) {
    cohort.returned = cohort.returned / cohort.units - all.returned / all.units;
    cohort.paid = cohort.paid / cohort.units - all.paid / all.units;
  }
  return cohorts;
}

double Gives(const DoseRow& row, CohortOutcome outcome) {
  return outcome == CohortOutcome::kRetention ? row.retained.share : row.paid;
}

double GivesWithin(const DoseRow& row, CohortOutcome outcome) {
  return outcome == CohortOutcome::kRetention ? row.retained_within : row.paid_within;
}

struct Pool {
  double weight = 0, mean = 0;
};

// The non-decreasing sequence nearest in weighted squares.
std::vector<double> RisingLine(const std::vector<Pool>& points) {
  std::vector<Pool> pools;
  std::vector<size_t> sizes;
  for (const Pool& point : points) {
    pools.push_back(point);
    sizes.push_back(1);
    while (pools.size() > 1 && pools[pools.size() - 2].mean > pools.back().mean) {
      Pool& below = pools[pools.size() - 2];
      const Pool& top = pools.back();
      const double weight = below.weight + top.weight;
      below.mean = weight > 0 ? (below.weight * below.mean + top.weight * top.mean) / weight : 0;
      below.weight = weight;
      sizes[sizes.size() - 2] += sizes.back();
      pools.pop_back();
      sizes.pop_back();
    }
  }
  std::vector<double> line;
  for (size_t i = 0; i < pools.size(); ++i) line.insert(line.end(), sizes[i], pools[i].mean);
  return line;
}

}  // namespace

std::vector<DoseRow> MakeDoseTable(const std::vector<CohortUnit>& units, uint64_t seed) {
  const std::vector<int> group = GroupUnits(units);
  std::vector<DoseRow> rows(static_cast<size_t>(*std::max_element(group.begin(), group.end())) + 1);
  std::vector<std::vector<double>> paid(rows.size());
  const std::map<int, CohortMean> cohorts = CohortMeans(units);
  for (size_t i = 0; i < units.size(); ++i) {
    const auto g = static_cast<size_t>(group[i]);
    DoseRow& row = rows[g];
    row.from = row.units == 0 ? units[i].early : std::min(row.from, units[i].early);
    row.to = row.units == 0 ? units[i].early : std::max(row.to, units[i].early);
    row.mean += units[i].early;
    ++row.units;
    row.returned += units[i].returned;
    const CohortMean& beyond = cohorts.at(units[i].cohort);
    row.retained_within += units[i].returned - beyond.returned;
    row.paid_within += units[i].paid - beyond.paid;
    paid[g].push_back(units[i].paid);
  }
  std::erase_if(rows, [](const DoseRow& row) { return row.units == 0; });
  std::erase_if(paid, [](const auto& values) { return values.empty(); });
  for (size_t g = 0; g < rows.size(); ++g) {
    DoseRow& row = rows[g];
    const auto n = static_cast<double>(row.units);
    row.mean /= n;
    row.retained_within /= n;
    row.paid_within /= n;
    row.retained = stats::Wilson(row.returned, row.units, kLevel);
    row.paid = row.paid_low = row.paid_high = stats::Mean(paid[g]);
    row.median_paid = stats::Median(paid[g]);
    if (const auto interval =
            stats::BootstrapMean(paid[g], Replicates(units.size()), kLevel, seed)) {
      row.paid_low = interval->low;
      row.paid_high = interval->high;
    }
  }
  return rows;
}

std::vector<stats::DoseStratum> DoseStrata(const std::vector<CohortUnit>& units) {
  const std::vector<int> group = GroupUnits(units);
  const auto groups = static_cast<size_t>(*std::max_element(group.begin(), group.end())) + 1;
  std::map<int, stats::DoseStratum> strata;
  for (size_t i = 0; i < units.size(); ++i) {
    stats::DoseStratum& stratum = strata[units[i].cohort];
    stratum.n.resize(groups);
    stratum.hits.resize(groups);
    ++stratum.n[static_cast<size_t>(group[i])];
    stratum.hits[static_cast<size_t>(group[i])] += units[i].returned;
  }
  std::vector<stats::DoseStratum> all;
  for (auto& [cohort, stratum] : strata) {
    // The scores are mid-ranks within the cohort.
    double before = 0;
    for (const int64_t n : stratum.n) {
      stratum.score.push_back(before + (static_cast<double>(n) + 1) / 2);
      before += static_cast<double>(n);
    }
    all.push_back(std::move(stratum));
  }
  return all;
}

double MonotoneShare(const std::vector<DoseRow>& rows, CohortOutcome outcome) {
  std::vector<Pool> points;
  Pool all;
  for (const DoseRow& row : rows) {
    points.push_back({static_cast<double>(row.units), GivesWithin(row, outcome)});
    all.weight += points.back().weight;
    all.mean += points.back().weight * points.back().mean;
  }
  if (all.weight == 0) return 0;
  all.mean /= all.weight;
  const std::vector<double> line = RisingLine(points);
  double between = 0;
  double off = 0;
  for (size_t i = 0; i < points.size(); ++i) {
    between += points[i].weight * std::pow(points[i].mean - all.mean, 2);
    off += points[i].weight * std::pow(points[i].mean - line[i], 2);
  }
  return between > 0 ? 1 - off / between : 0;
}

namespace {

struct Bin {
  double value = 0;  // the least early value in it
  std::vector<size_t> units;
};

std::vector<Bin> BinUnits(const std::vector<CohortUnit>& units) {
  std::vector<size_t> order(units.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return units[a].early != units[b].early ? units[a].early < units[b].early : a < b;
  });
  const size_t least = std::max<size_t>(1, units.size() / kBins);
  std::vector<Bin> bins;
  for (const size_t i : order) {
    const bool same = !bins.empty() && units[bins.back().units.back()].early == units[i].early;
    if (bins.empty() || (!same && bins.back().units.size() >= least))
      bins.push_back({units[i].early, {}});
    bins.back().units.push_back(i);
  }
  return bins;
}

// Nullopt where the least already reach it.
std::optional<double> PlateauOf(const std::vector<Bin>& bins, const std::vector<Pool>& points) {
  const std::vector<double> line = RisingLine(points);
  double weight = 0;
  for (const Pool& point : points) weight += point.weight;
  double top = 0;
  double top_weight = 0;
  for (size_t b = line.size(); b-- > 0 && top_weight < weight / 10;) {
    top += points[b].weight * line[b];
    top_weight += points[b].weight;
  }
  if (!(top_weight > 0)) return std::nullopt;
  const double wanted = 0.9 * top / top_weight;
  if (line[0] >= wanted) return std::nullopt;
  for (size_t b = 0; b < line.size(); ++b) {
    if (line[b] >= wanted) return bins[b].value;
  }
  return std::nullopt;
}

}  // namespace

void FindPlateau(const std::vector<CohortUnit>& units, CohortOutcome outcome, uint64_t seed,
                 CohortFindings& findings) {
  const std::vector<Bin> bins = BinUnits(units);
  if (bins.size() < 3) return;
  const auto points = [&](int replicate) {
    std::vector<Pool> all;
    for (const Bin& bin : bins) {
      Pool pool;
      for (const size_t i : bin.units) {
        const double y =
            outcome == CohortOutcome::kRetention ? (units[i].returned ? 1 : 0) : units[i].paid;
        const double w =
            replicate < 0 ? 1 : stats::PoissonWeight(seed, static_cast<uint64_t>(replicate), i);
        pool.weight += w;
        pool.mean += w * y;
      }
      if (pool.weight > 0) pool.mean /= pool.weight;
      all.push_back(pool);
    }
    return all;
  };
  findings.plateau_at = PlateauOf(bins, points(-1));
  if (!findings.plateau_at) return;
  std::vector<double> found;
  for (int r = 0; r < Replicates(units.size()); ++r)
    found.push_back(PlateauOf(bins, points(r)).value_or(bins[0].value));
  findings.plateau_low = stats::Quantile(found, 0.05);
  findings.plateau_high = stats::Quantile(found, 0.95);
}

std::optional<Doubling> DoublingIn(const std::vector<DoseRow>& rows, CohortOutcome outcome) {
  std::optional<Doubling> best;
  double best_distance = 1.0 / 3;
  for (size_t a = 0; a + 1 < rows.size(); ++a) {
    if (!(rows[a].mean > 0) || !(Gives(rows[a], outcome) > 0)) continue;
    for (size_t b = a + 1; b < rows.size(); ++b) {
      const double distance = std::fabs(rows[b].mean / rows[a].mean / 2 - 1);
      if (distance > best_distance) continue;
      best_distance = distance;
      best =
          Doubling{rows[a].mean, rows[b].mean, Gives(rows[b], outcome) / Gives(rows[a], outcome)};
    }
  }
  return best;
}

}  // namespace northstar
