#include "stats/segments/cause_search.h"

#include <algorithm>
#include <cmath>

namespace northstar::stats {
namespace {

constexpr double kRootTwoPi = 2.5066282746310002;
constexpr double kRange = 2;               // of changes that are not yet known: -1 to 1
constexpr double kWidestSpread = 1.3;      // in units of the noise,
constexpr double kWidestDeviation = 0.12;  // or in units of change, whichever allows more
constexpr double kLeastDeviation = 0.004;
// A part of the table may be that much noisier without a cause.
constexpr double kWidestNoise = 1.2;
constexpr double kLeastShift = 0.25;      // in units of the noise of a leaf
constexpr double kLeastGain = 1e-6;       // nats
constexpr double kMostExceptions = 0.02;  // of the leaves of a cause that fits
constexpr double kMostUnmoved = 0.2;      // of its leaves: beyond, it does not hold for them
constexpr double kMoved = 3;              // in units of the noise
constexpr double kLooseSpread = 0.9;
constexpr size_t kNone = SIZE_MAX;
constexpr size_t kWeighed = 48;  // candidates that are looked at leaf by leaf
constexpr int kFitRounds = 3;
constexpr int kExchangeRounds = 2;

double LogChoose(size_t n, size_t k) {
  const auto a = static_cast<double>(n);
  const auto b = static_cast<double>(k);
  return std::lgamma(a + 1) - std::lgamma(b + 1) - std::lgamma(a - b + 1);
}

// A median to start from; reorders.
double MiddleOf(std::vector<double>& x) {
  const auto middle = x.begin() + static_cast<std::ptrdiff_t>(x.size() / 2);
  std::nth_element(x.begin(), middle, x.end());
  return *middle;
}

// Nats for a change whose rest has this deviation, known from so many rows.
double ShiftCost(double deviation, double rows) {
  return std::log(1 + kRange / (deviation * kRootTwoPi)) + 0.5 * std::log(rows);
}

// A spread that few rows show is drawn to that of the noise.
double SpreadOf(double squares, double rows, double scale) {
  const double least = kLeastDeviation / scale;
  const double most = std::max(kWidestSpread, kWidestDeviation / scale);
  return std::clamp(std::sqrt((squares + 1) / (rows + 1)), std::min(1.0, least), most);
}

}  // namespace

CauseSearch::CauseSearch(const SegmentIndex& index, const std::vector<LeafChange>& changes,
                         const LeafNoise& noise)
    : index_(index), covered_by_(index.rows(), 0) {
  const size_t dimensions = index.cuboids().back().dimensions.size();
  for (const auto& cuboid : index.cuboids()) {
    names_.push_back(std::log(static_cast<double>(cuboid.end - cuboid.first)) +
                     LogChoose(dimensions, cuboid.dimensions.size()) +
                     std::log(static_cast<double>(dimensions)));
  }
  const double df = noise.degrees_of_freedom;
  for (size_t i = 0; i < changes.size(); ++i) {
    Row row{};
    row.deviation = changes[i].change - noise.center;
    row.scale = noise.scale[i];
    row.weight = 1 / (row.scale * row.scale);
    const double z = row.deviation / row.scale;
    row.exception = names_.back() + ShiftCost(row.scale, 1);
    row.surprise = (df + 1) / 2 * std::log1p(z * z / df);
    row.cost = std::min(row.surprise, row.exception);
    rows_.push_back(row);
  }
}

void CauseSearch::Count(size_t row, double sign) {
  const Row& one = rows_[row];
  for (size_t c = 0; c < index_.cuboids().size(); ++c) {
    Sums& sums = sums_[index_.SegmentOf(c, row)];
    sums.rows += sign;
    sums.weight += sign * one.weight;
    sums.change += sign * one.weight * one.deviation;
    sums.square += sign * one.weight * one.deviation * one.deviation;
    sums.cost += sign * one.cost;
  }
}

void CauseSearch::AddUp() {
  sums_.assign(index_.segments(), {});
  std::fill(covered_by_.begin(), covered_by_.end(), 0);
  for (size_t i = 0; i < rows_.size(); ++i) Count(i, 1);
}

void CauseSearch::Move(size_t segment, bool cover) {
  for (const uint32_t row : index_.RowsOf(segment)) {
    uint16_t& held = covered_by_[row];
    if (cover && held++ == 0) Count(row, -1);
    if (!cover && --held == 0) Count(row, 1);
  }
}

// An estimate of the gain from sums alone: too low where a segment holds exceptions.
double CauseSearch::Screen(size_t segment) const {
  const Sums& s = sums_[segment];
  if (s.rows < 0.5) return -1;
  const double scale = std::sqrt(s.rows / s.weight);
  const double squares = std::max(0.0, s.square - s.change * s.change / s.weight);
  const double spread = SpreadOf(squares, s.rows, scale);
  const double rest = s.rows * std::log(spread) + squares / (2 * spread * spread);
  return s.cost - rest - names_[index_.CuboidOf(segment)] - ShiftCost(spread * scale, s.rows);
}

double CauseSearch::MostGain(size_t segment) const {
  const Sums& s = sums_[segment];
  const double least = kLeastDeviation / std::sqrt(s.rows / s.weight);
  return s.cost - s.rows * std::min(0.0, std::log(least)) - names_[index_.CuboidOf(segment)];
}

// Naming a leaf by itself saves nothing, since the table may do that anyway: it only says so.
FoundCause CauseSearch::WeighOne(size_t segment, const Row& row) const {
  FoundCause found;
  found.segment = segment;
  found.leaves = 1;
  found.shift = row.deviation;
  const bool others_are_held = index_.RowsOf(segment).size() > 1;
  found.gain = others_are_held ? -1 : std::min(row.surprise - row.exception, kLeastGain);
  found.explained = row.surprise > 0 ? std::clamp(1 - row.exception / row.surprise, 0.0, 1.0) : 0;
  return found;
}

FoundCause CauseSearch::Weigh(size_t segment) const {
  FoundCause found;
  found.segment = segment;
  std::vector<const Row*> rows;
  std::vector<double> deviations;
  for (const uint32_t row : index_.RowsOf(segment)) {
    if (covered_by_[row] != 0) continue;
    rows.push_back(&rows_[row]);
    deviations.push_back(rows_[row].deviation);
  }
  found.leaves = rows.size();
  found.gain = -1;
  if (rows.empty()) return found;
  if (rows.size() == 1) return WeighOne(segment, *rows[0]);
  found.shift = MiddleOf(deviations);
  for (double& d : deviations) d = std::fabs(d - found.shift);
  double weight = 0;
  double squares = 0;
  for (const Row* row : rows) weight += row->weight;
  double scale = std::sqrt(static_cast<double>(rows.size()) / weight);
  const double rough = 1.4826 * MiddleOf(deviations) / scale;
  found.spread = SpreadOf(rough * rough * static_cast<double>(rows.size()),
                          static_cast<double>(rows.size()), scale);
  double count = 0;
  for (int round = 0; round < kFitRounds; ++round) {
    weight = squares = count = 0;
    double change = 0;
    const double reach = 3 * found.spread;
    for (const Row* row : rows) {
      if (std::fabs(row->deviation - found.shift) > reach * row->scale) continue;
      weight += row->weight;
      change += row->weight * row->deviation;
      squares += row->weight * row->deviation * row->deviation;
      ++count;
    }
    if (count == 0) return found;
    found.shift = change / weight;
    squares = std::max(0.0, squares - change * change / weight);
    scale = std::sqrt(count / weight);
    found.spread = SpreadOf(squares, count, scale);
  }
  double before = 0;
  double unshifted = 0;
  double after = 0;
  size_t unmoved = 0;
  const double log_spread = std::log(found.spread);
  const double narrower =
      std::min(kWidestNoise, std::hypot(found.spread, found.shift / scale));  // without a shift
  const double log_narrower = std::log(narrower);
  for (const Row* row : rows) {
    const double z = (row->deviation - found.shift) / (found.spread * row->scale);
    const double y = row->deviation / (narrower * row->scale);
    before += row->cost;
    unshifted += std::min(log_narrower + y * y / 2, row->exception);
    const double fits = log_spread + z * z / 2;
    found.exceptions += fits > row->exception;
    unmoved += fits > row->exception && std::fabs(row->deviation) <= kMoved * row->scale;
    after += std::min(fits, row->exception);
  }
  if (std::fabs(found.shift) < kLeastShift * scale) return found;
  if (static_cast<double>(unmoved) > kMostUnmoved * static_cast<double>(rows.size())) return found;
  found.gain = std::min(before, unshifted) - after - names_[index_.CuboidOf(segment)] -
               ShiftCost(found.spread * scale, static_cast<double>(rows.size()));
  found.explained = before > 0 ? std::clamp(1 - std::max(0.0, after) / before, 0.0, 1.0) : 0;
  return found;
}

std::vector<size_t> CauseSearch::Candidates(size_t most) const {
  std::vector<std::pair<double, size_t>> leading;  // a heap, the least on top
  for (size_t s = 0; s < sums_.size(); ++s) {
    if (sums_[s].cost <= names_[0]) continue;
    const double gain = Screen(s);
    if (leading.size() == most && gain <= -leading.front().first) continue;
    if (leading.size() == most) {
      std::pop_heap(leading.begin(), leading.end());
      leading.pop_back();
    }
    leading.emplace_back(-gain, s);
    std::push_heap(leading.begin(), leading.end());
  }
  std::sort(leading.begin(), leading.end());
  std::vector<size_t> segments;
  for (const auto& [gain, segment] : leading) segments.push_back(segment);
  return segments;
}

FoundCause CauseSearch::Best(size_t refused) const {
  FoundCause best;
  for (const size_t segment : Candidates(kWeighed)) {
    if (segment == refused) continue;
    if (MostGain(segment) <= best.gain) continue;
    const FoundCause found = Weigh(segment);
    if (found.gain > best.gain) best = found;
  }
  return best;
}

void CauseSearch::Extend(const CauseSearchOptions& options, size_t refused,
                         std::vector<FoundCause>& causes) {
  while (causes.size() < options.most_causes) {
    const FoundCause best = Best(refused);
    if (!(best.gain > 0)) break;
    Move(best.segment, true);
    causes.push_back(best);
  }
}

// Each cause in turn is taken back and chosen anew beside the others; false: all stayed.
bool CauseSearch::Exchange(std::vector<FoundCause>& causes) {
  bool changed = false;
  for (size_t i = causes.size(); i-- > 0;) {
    Move(causes[i].segment, false);
    const FoundCause best = Best(kNone);
    changed = changed || best.segment != causes[i].segment || !(best.gain > 0);
    if (best.gain > 0) {
      causes[i] = best;
      Move(best.segment, true);
    } else {
      causes.erase(causes.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
  return changed;
}

// A cause that fits its leaves badly may stand for several narrower ones.
void CauseSearch::Split(const CauseSearchOptions& options, std::vector<FoundCause>& causes) {
  for (size_t i = causes.size(); i-- > 0;) {
    const FoundCause whole = causes[i];
    const bool fits = static_cast<double>(whole.exceptions) <=
                          kMostExceptions * static_cast<double>(whole.leaves) &&
                      whole.spread < kLooseSpread;
    if (fits || whole.leaves < 2) continue;
    Move(whole.segment, false);
    const double own_gain = Weigh(whole.segment).gain;
    std::vector<FoundCause> others = causes;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    const size_t kept = others.size();
    Extend(options, whole.segment, others);
    double gain = 0;
    for (size_t k = kept; k < others.size(); ++k) gain += others[k].gain;
    if (gain > own_gain && others.size() > kept) {
      causes = std::move(others);
      continue;
    }
    for (size_t k = kept; k < others.size(); ++k) Move(others[k].segment, false);
    Move(whole.segment, true);
  }
}

std::vector<FoundCause> CauseSearch::Run(const CauseSearchOptions& options) {
  AddUp();
  std::vector<FoundCause> causes;
  Extend(options, kNone, causes);
  Split(options, causes);
  for (int round = 0; round < kExchangeRounds && Exchange(causes); ++round) continue;
  return causes;
}

std::vector<FoundCause> CauseSearch::Leading(size_t most) {
  AddUp();
  std::vector<FoundCause> leading;
  for (const size_t segment : Candidates(kWeighed)) {
    leading.push_back(Weigh(segment));
  }
  std::stable_sort(leading.begin(), leading.end(),
                   [](const FoundCause& a, const FoundCause& b) { return a.gain > b.gain; });
  if (leading.size() > most) leading.resize(most);
  return leading;
}

}  // namespace northstar::stats
