// Segments dealt by lot: every order, event or visit of two months gets its segment by drawing, so
// that nothing ever differs between segments, and still `explain` may name one.
#include <algorithm>
#include <array>

#include "analysis/explain/segment_naming.h"
#include "bench/calibration/calibration.h"
#include "bench/calibration/simulation.h"

namespace northstar::calibration {
namespace {

enum class Kind { kMoney, kCounts, kRatios };

struct Setting {
  Kind kind;
  const char* name;
  std::vector<uint32_t> elements;  // by dimension; their product is the number of leaves
};

// What all segments of a world share.
class World {
 public:
  World(const Setting& setting, uint64_t seed) : setting_(setting), random_(seed, 43) {
    size_t leaves = 1;
    for (const uint32_t elements : setting.elements) leaves *= elements;
    // Shares of the elements of a dimension: alike, or falling as those of countries do.
    const bool alike = random_.Below(2) == 0;
    table_.elements.resize(setting.elements.size());
    double sum = 0;
    for (size_t leaf = 0; leaf < leaves; ++leaf) {
      size_t rest = leaf;
      double weight = 1;
      for (size_t d = 0; d < setting.elements.size(); ++d) {
        const auto element = static_cast<uint32_t>(rest % setting.elements[d]);
        rest /= setting.elements[d];
        table_.elements[d].push_back(element);
        if (!alike) weight /= element + 1;
      }
      sum += weight;
      reach_.push_back(sum);
    }
    for (double& reach : reach_) reach /= sum;
    // From 2 to 50 orders for each leaf. The tails of money are those of a Pareto law with an index
    // of 1.15 to 2, or of a lognormal one.
    orders_ = static_cast<double>(leaves) * 2 * std::pow(25, random_.Uniform());
    tail_ = random_.Below(3) == 0 ? 0 : 1.15 + 0.85 * random_.Uniform();
    spread_ = 1 + 0.8 * random_.Uniform();
    share_ = 0.02 + 0.5 * random_.Uniform();
    of_money_ = random_.Below(2) == 0;
  }

  stats::LeafTable Draw() {
    const double growth = std::exp(0.2 * Normal(random_));
    Month(orders_, table_.expected, table_.denominator_expected);
    Month(orders_ * growth, table_.actual, table_.denominator_actual);
    // Segments in which nothing ever was are not in the data.
    stats::LeafTable seen;
    seen.elements.resize(table_.elements.size());
    const bool ratio = setting_.kind == Kind::kRatios;
    for (size_t i = 0; i < table_.actual.size(); ++i) {
      const auto size = [&](const std::vector<double>& above, const std::vector<double>& below) {
        return ratio ? below[i] : above[i];
      };
      if (size(table_.actual, table_.denominator_actual) == 0 &&
          size(table_.expected, table_.denominator_expected) == 0)
        continue;
      for (size_t d = 0; d < seen.elements.size(); ++d)
        seen.elements[d].push_back(table_.elements[d][i]);
      seen.actual.push_back(table_.actual[i]);
      seen.expected.push_back(table_.expected[i]);
      if (!ratio) continue;
      seen.denominator_actual.push_back(table_.denominator_actual[i]);
      seen.denominator_expected.push_back(table_.denominator_expected[i]);
    }
    return seen;
  }

 private:
  double Amount() {
    if (tail_ == 0) return 20 * std::exp(spread_ * Normal(random_));
    return std::min(20'000.0, 20 * std::pow(random_.Uniform(), -1 / tail_));
  }

  void Month(double orders, std::vector<double>& above, std::vector<double>& below) {
    above.assign(reach_.size(), 0);
    below.assign(setting_.kind == Kind::kRatios ? reach_.size() : 0, 0);
    const int n = Poisson(random_, orders);
    for (int i = 0; i < n; ++i) {
      const auto found = std::lower_bound(reach_.begin(), reach_.end(), random_.Uniform());
      const auto leaf = std::min(static_cast<size_t>(found - reach_.begin()), reach_.size() - 1);
      switch (setting_.kind) {
        case Kind::kMoney:
          above[leaf] += Amount();
          break;
        case Kind::kCounts:
          above[leaf] += 1;
          break;
        case Kind::kRatios:
          above[leaf] += of_money_ ? Amount() : static_cast<double>(random_.Uniform() < share_);
          below[leaf] += 1;
          break;
      }
    }
  }

  const Setting& setting_;
  Random random_;
  stats::LeafTable table_;
  std::vector<double> reach_;  // by leaf: the shares up to and including its own
  double orders_ = 0, tail_ = 0, spread_ = 0, share_ = 0;
  bool of_money_ = false;  // a ratio: money per order, or the share that did something
};

}  // namespace

void AddSegments(Page& page) {
  page.Add(
      "\n## Segments dealt by lot\n\nTwo months of orders, events or visits, 2 to 50 for each "
      "leaf, "
      "whose segments are drawn: nothing ever differs between them. Money has heavy tails; ratios "
      "are shares or money per order. Share of worlds in which `explain` names a segment. Wanted: "
      "at most 67 of 1,000 in a row, and at most 5 % of all.\n\n"
      "| metric | leaves | worlds | a segment is named |\n|---|---:|---:|---:|\n");
  constexpr std::array kKinds{std::pair{Kind::kMoney, "money with heavy tails"},
                              std::pair{Kind::kCounts, "counts"},
                              std::pair{Kind::kRatios, "ratios"}};
  const std::vector<std::vector<uint32_t>> shapes{{4, 2}, {4, 3, 2}, {8, 4, 3}, {5, 5, 4, 4}};
  int row = 0;
  int all = 0;
  int worlds = 0;
  for (const auto& [kind, name] : kKinds) {
    for (const std::vector<uint32_t>& elements : shapes) {
      const Setting setting{kind, name, elements};
      const int runs = page.Runs(1000);
      const auto results = Repeat(runs, ++row, [&](uint64_t seed) {
        return !NameSegments(World(setting, seed).Draw()).causes.empty();
      });
      const int named = CountIf(results, [](bool one) { return one; });
      size_t leaves = 1;
      for (const uint32_t one : elements) leaves *= one;
      page.Expect("segments dealt by lot", 6.7, named, runs);
      page.Add(fmt::format("| {} | {} | {} | {} |\n", name, leaves, runs, Percent(named, runs)));
      all += named;
      worlds += runs;
    }
  }
  page.Expect("segments dealt by lot, all rows", 5, all, worlds);
  page.Add(fmt::format("| all | | {} | {} |\n", worlds, Percent(all, worlds)));
}

}  // namespace northstar::calibration
