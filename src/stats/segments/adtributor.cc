#include "stats/segments/adtributor.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace northstar::stats {
namespace {

using Side = double SegmentTotals::*;

double SizeOf(const std::vector<SegmentTotals>& elements, Side side) {
  double sum = 0;
  for (const SegmentTotals& one : elements) sum += std::fabs(one.*side);
  return sum;
}

double HalfDivergence(double p, double q) {
  return p > 0 ? 0.5 * p * std::log(2 * p / (p + q)) : 0;
}

void AddSurprise(const std::vector<SegmentTotals>& elements, Side before, Side after,
                 std::vector<ElementView>& views) {
  const double all_before = SizeOf(elements, before);
  const double all_after = SizeOf(elements, after);
  if (!(all_before > 0) || !(all_after > 0)) return;
  for (size_t i = 0; i < elements.size(); ++i) {
    const double p = std::fabs(elements[i].*before) / all_before;
    const double q = std::fabs(elements[i].*after) / all_after;
    views[i].surprise += std::max(0.0, HalfDivergence(p, q) + HalfDivergence(q, p));
  }
}

// Not yet shares.
std::vector<double> PowersOf(const std::vector<SegmentTotals>& elements, bool ratio) {
  double above = 0;
  double below = 0;
  for (const SegmentTotals& one : elements) {
    above += one.numerator_before;
    below += one.denominator_before;
  }
  std::vector<double> powers;
  for (const SegmentTotals& one : elements) {
    const double moved = one.numerator_after - one.numerator_before;
    if (!ratio) {
      powers.push_back(moved);
      continue;
    }
    const double moved_below = one.denominator_after - one.denominator_before;
    const double scale = below * (below + moved_below);
    powers.push_back(scale != 0 ? (moved * below - moved_below * above) / scale : 0);
  }
  return powers;
}

}  // namespace

std::vector<ElementView> ViewElements(const std::vector<SegmentTotals>& elements, bool ratio) {
  std::vector<ElementView> views(elements.size());
  const std::vector<double> powers = PowersOf(elements, ratio);
  double all = 0;
  double sizes = 0;
  for (const double power : powers) {
    all += power;
    sizes += std::fabs(power);
  }
  const bool moved = std::fabs(all) > 1e-12 * sizes;  // beyond rounding
  for (size_t i = 0; i < elements.size(); ++i) views[i].explains = moved ? powers[i] / all : 0;
  AddSurprise(elements, &SegmentTotals::numerator_before, &SegmentTotals::numerator_after, views);
  if (ratio) {
    AddSurprise(elements, &SegmentTotals::denominator_before, &SegmentTotals::denominator_after,
                views);
  }
  return views;
}

double SurpriseOf(const std::vector<SegmentTotals>& elements, bool ratio) {
  double sum = 0;
  for (const ElementView& view : ViewElements(elements, ratio)) sum += view.surprise;
  return sum;
}

std::vector<DimensionCause> Adtributor(const std::vector<std::vector<SegmentTotals>>& dimensions,
                                       bool ratio, const AdtributorOptions& options) {
  std::vector<DimensionCause> causes;
  for (size_t d = 0; d < dimensions.size(); ++d) {
    const std::vector<ElementView> views = ViewElements(dimensions[d], ratio);
    std::vector<size_t> order(views.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return views[a].surprise > views[b].surprise; });
    DimensionCause cause;
    cause.dimension = d;
    for (const size_t i : order) {
      if (!(views[i].explains > options.least_of_element)) continue;
      cause.elements.push_back(i);
      cause.explains += views[i].explains;
      cause.surprise += views[i].surprise;
      if (cause.explains > options.least_of_all) break;
    }
    if (cause.explains > options.least_of_all) causes.push_back(std::move(cause));
  }
  std::stable_sort(causes.begin(), causes.end(),
                   [](const auto& a, const auto& b) { return a.surprise > b.surprise; });
  if (causes.size() > options.most_dimensions) causes.resize(options.most_dimensions);
  return causes;
}

}  // namespace northstar::stats
