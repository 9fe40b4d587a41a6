// Reviews of a quarter: how soon a link that breaks is noticed, and how often a healthy product is
// told to look closer. From series to verdict, as the product does it: the lead is looked for anew
// at every review, in what was known a year earlier.
#include <optional>

#include "analysis/review/decoupling_reading.h"
#include "analysis/review/triggers.h"
#include "bench/calibration/calibration.h"
#include "bench/calibration/simulation.h"
#include "stats/describe.h"
#include "stats/distributions.h"

namespace northstar::calibration {
namespace {

constexpr int kLag = 3;
constexpr int kGoodMonths = 36;
constexpr int kReviews = 8;
constexpr int kMonths = kGoodMonths + 3 * kReviews;
constexpr int kQuarterWeeks = 13;
constexpr int kQuartersBefore = 8;  // of weeks, before the first review
constexpr int kGuards = 3;

struct World {
  std::vector<double> star, outcome;        // by month
  std::vector<double> weeks;                // the star's
  std::vector<std::vector<double>> guards;  // by week
  std::vector<double> cohorts;              // log odds ratios, by month
};

// Weeks around 100 that go their own way, with a yearly season; `drift` per week.
std::vector<double> Weeks(Random& random, int n, double drift) {
  const double phase = random.Uniform() * 2 * std::numbers::pi;
  std::vector<double> values = Wander(random, n, 0.3, 0.03);
  for (int t = 0; t < n; ++t) {
    const double season = 0.05 * std::cos(2 * std::numbers::pi * t * 7 / 365.25 + phase);
    double& value = values[static_cast<size_t>(t)];
    value = 100 * std::exp(value + season + drift * t);
  }
  return values;
}

// The star explains half of the outcome's growth, for the first `good` months of the outcome.
World Draw(int good, uint64_t seed) {
  Random random(seed, 61);
  World world;
  const std::vector<double> x = Growth(random, kMonths - 1 + kLag, 0, 0, 12);
  std::vector<double> seen;
  std::vector<double> dy;
  for (int t = 0; t < kMonths - 1; ++t) {
    const double share = t < good - 1 ? 0.5 : 0;
    seen.push_back(x[static_cast<size_t>(t + kLag)]);
    dy.push_back(0.015 + std::sqrt(share) * (x[static_cast<size_t>(t)] - 0.015) +
                 std::sqrt(1 - share) * 0.05 * Normal(random));
  }
  world.star = Levels(seen);
  world.outcome = Levels(dy);
  const int weeks = (kQuartersBefore + kReviews + 1) * kQuarterWeeks;
  world.weeks = Weeks(random, weeks, 0.003);
  for (int i = 0; i < kGuards; ++i) world.guards.push_back(Weeks(random, weeks, 0));
  for (int i = 0; i < kMonths - 6; ++i) world.cohorts.push_back(0.5 + 0.15 * Normal(random));
  return world;
}

std::vector<double> FirstOf(const std::vector<double>& values, int count) {
  return {values.begin(), values.begin() + count};
}

std::optional<LeadPlace> PlaceIn(const World& world, int months, uint64_t seed) {
  stats::LeadOptions options;
  options.permutations = 199;
  options.interval_permutations = 199;
  options.seed = seed;
  return PlaceOf(
      TestLead(FirstOf(world.star, months), FirstOf(world.outcome, months), false, options));
}

LinkReading LinkAt(const World& world, int months, uint64_t seed) {
  LinkReading reading;
  auto place = PlaceIn(world, months - 12, seed);
  if (!place) place = PlaceIn(world, months, seed);
  reading.gap = LinkGap::kNoLead;
  if (!place) return reading;
  return ReadLink(FirstOf(world.star, months), FirstOf(world.outcome, months), *place, false, 0.9);
}

// Of the quarter that ends with review number `review`, from 0.
std::vector<DecouplingSign> DecouplingAt(const World& world, int review) {
  const int weeks = (kQuartersBefore + review + 1) * kQuarterWeeks;
  std::vector<GuardHistory> windows;
  for (const auto& guard : world.guards)
    windows.push_back(
        {FirstOf(world.weeks, weeks), FirstOf(guard, weeks), kQuarterWeeks, 52, true, 0.02});
  std::vector<DecouplingSign> signs;
  for (const DecouplingReading& one : ReadDecoupling(windows))
    signs.push_back({{std::to_string(one.guard)}, one.divergence.metric.change, 0, 0, 0});
  return signs;
}

DilutionSign DilutionAt(const World& world, int months) {
  DilutionSign sign;
  const std::vector<double> cohorts = FirstOf(world.cohorts, months - 6);
  sign.cohorts = cohorts.size();
  sign.p_value = stats::NormalCdf(stats::TrendTest(cohorts).z);
  sign.star_rises = true;
  return sign;
}

struct Reviewed {
  ReviewVerdict verdict = ReviewVerdict::kConfirm;
  bool lead = false, link = false;
};

// By review, from the first quarter in which the outcome can show it.
std::vector<Reviewed> Follow(int good, uint64_t seed) {
  const World world = Draw(good, seed);
  std::vector<Reviewed> reviews;
  LinkReading before = LinkAt(world, kGoodMonths, seed);
  std::vector<DecouplingSign> decoupled_before = DecouplingAt(world, 0);
  for (int review = 1; review <= kReviews; ++review) {
    const int months = kGoodMonths + 3 * review;
    ReviewSigns signs;
    signs.link_before = before;
    signs.link = before = LinkAt(world, months, seed);
    signs.decoupled_before = decoupled_before;
    signs.decoupled = decoupled_before = DecouplingAt(world, review);
    signs.dilution = DilutionAt(world, months);
    const std::vector<TriggerFinding> triggers = FindTriggers(signs);
    const bool link = std::any_of(triggers.begin(), triggers.end(), [](const auto& one) {
      return one.trigger == ReviewTrigger::kLinkWeakened;
    });
    reviews.push_back({VerdictOf(triggers), signs.link.gap == LinkGap::kRead, link});
  }
  return reviews;
}

// Over the first reviewed quarter the star rises by 10 %, and the first guard falls by `fall`
// (0-1).
int FindsRedFlag(double fall, uint64_t seed) {
  World world = Draw(kMonths + 1, seed);
  const int first = (kQuartersBefore + 1) * kQuarterWeeks;
  for (int t = 0; t < kQuarterWeeks; ++t) {
    const double part = (t + 1) / static_cast<double>(kQuarterWeeks);
    world.weeks[static_cast<size_t>(first + t)] *= 1 + 0.1 * part;
    world.guards[0][static_cast<size_t>(first + t)] *= 1 - fall * part;
  }
  return DecouplingAt(world, 1).empty() ? 0 : 1;
}

void AddRedFlags(Page& page) {
  page.Add(
      "\nThe red flag of a quarter: over its 13 weeks the star rises by 10 % on top of all that, "
      "and "
      "one of the three guardrails falls. By themselves, with their season of ±5 %, these move by "
      "up "
      "to 8 % within a quarter, and noise adds to that.\n\n"
      "| a guardrail falls by | worlds | DECOUPLED |\n|---|---:|---:|\n");
  int row = 9;
  for (const double fall : {0.0, 0.1, 0.2, 0.3}) {
    const int runs = page.Runs(400);
    const auto found = Repeat(runs, ++row, [&](uint64_t seed) { return FindsRedFlag(fall, seed); });
    const int flags = CountIf(found, [](int flag) { return flag > 0; });
    page.Add(fmt::format("| {:.0f} % | {} | {} |\n", 100 * fall, runs, Percent(flags, runs)));
  }
}

}  // namespace

void AddReviews(Page& page) {
  page.Add(
      "\n## Reviews of a quarter\n\nThe star explains half of the outcome's growth three months "
      "later; in one kind of world the link breaks after three years. Review 1 is that of the "
      "first quarter in which the outcome can show it. Beside the link, three guardrails go their "
      "own way by the week (SD 3 %, autocorrelation 0.3, a season) while the star rises by 17 % a "
      "year, and cohorts tell equally much. Shares at each review, and up to it. Wanted: "
      "`look_closer` or `change_due` by review 4 in at least 70 % where the link breaks, "
      "`change_due` in at least 50 %; `confirm` in at least 90 % of the reviews of a healthy "
      "product.\n\n"
      "| link | review | worlds | a link to follow | not confirm | of these by the link | "
      "change_due | not confirm so far | change_due so far |\n"
      "|---|---:|---:|---:|---:|---:|---:|---:|---:|\n");
  int row = 0;
  for (const bool breaks : {true, false}) {
    const int runs = page.Runs(400);
    const auto worlds = Repeat(runs, ++row, [&](uint64_t seed) {
      return Follow(breaks ? kGoodMonths : kMonths + 1, seed);
    });
    int healthy_alerts = 0;
    for (int review = 0; review < kReviews; ++review) {
      const auto at = [&](auto holds) {
        return CountIf(worlds,
                       [&](const auto& w) { return holds(w[static_cast<size_t>(review)]); });
      };
      const auto so_far = [&](auto holds) {
        return CountIf(worlds, [&](const auto& w) {
          return std::any_of(w.begin(), w.begin() + review + 1, holds);
        });
      };
      const auto alerts = [](const Reviewed& r) { return r.verdict != ReviewVerdict::kConfirm; };
      const auto changes = [](const Reviewed& r) { return r.verdict == ReviewVerdict::kChangeDue; };
      if (breaks && review == 3) {
        page.ExpectAtLeast("a review asks to look closer, link broken", 70, so_far(alerts), runs);
        page.ExpectAtLeast("a review finds a change due, link broken", 50, so_far(changes), runs);
      }
      if (!breaks) healthy_alerts += at(alerts);
      page.Add(fmt::format(
          "| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", breaks ? "breaks" : "holds",
          review + 1, runs, Percent(at([](const Reviewed& r) { return r.lead; }), runs),
          Percent(at(alerts), runs), Percent(at([](const Reviewed& r) { return r.link; }), runs),
          Percent(at(changes), runs), Percent(so_far(alerts), runs),
          Percent(so_far(changes), runs)));
    }
    if (breaks) continue;
    page.Expect("reviews of a healthy product", 10, healthy_alerts, runs * kReviews);
    page.Add(fmt::format("| holds | all | {} | | {} | | | | |\n", runs,
                         Percent(healthy_alerts, runs * kReviews)));
  }
  AddRedFlags(page);
}

}  // namespace northstar::calibration
