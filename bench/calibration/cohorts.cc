// The cohort tests, from simulated histories to the finding: a candidate that nothing depends on,
// one that is mere activity, one that grows with the time that a unit is there, one that does tell
// who stays and pays, and one that tells the opposite.
#include <array>

#include "analysis/cohorts/cohort_validation.h"
#include "bench/calibration/calibration.h"
#include "bench/calibration/cohort_world.h"

namespace northstar::calibration {
namespace {

constexpr int kFindings = 6;
using Findings = std::array<CohortFinding, 2>;  // retention, revenue
constexpr CohortSize kSmall{6, 50}, kMiddle{10, 100}, kLarge{12, 500};

void AddRows(Page& page, int row_number, const CohortWorld& world, const CohortSize& size,
             int runs) {
  const CohortDesign design = DesignOf(world);
  const auto results = Repeat(runs, row_number, [&](uint64_t seed) {
    const MeasuredUnits units = SimulateUnits(world, size, seed);
    Findings findings;
    for (const CohortOutcome outcome : {CohortOutcome::kRetention, CohortOutcome::kRevenue})
      findings[static_cast<size_t>(outcome)] =
          ValidateCohorts(units, outcome, design, DefaultJudgement(), seed).finding;
    return findings;
  });
  for (const CohortOutcome outcome : {CohortOutcome::kRetention, CohortOutcome::kRevenue}) {
    std::array<int, kFindings> counts{};
    for (const Findings& findings : results)
      ++counts[static_cast<size_t>(findings[static_cast<size_t>(outcome)])];
    const int said = counts[static_cast<size_t>(CohortFinding::kPredicts)] +
                     counts[static_cast<size_t>(CohortFinding::kPredictsWeakly)];
    if (!world.telling) page.Expect("cohorts", 6, said, runs);
    std::string row =
        fmt::format("| {} | {} | {} × {} | {} |", world.name,
                    outcome == CohortOutcome::kRetention ? "who stays" : "what they pay",
                    size.cohorts, size.units_each, runs);
    for (const int count : counts) row += fmt::format(" {} |", Percent(count, runs));
    page.Add(row + "\n");
  }
}

CohortWorld Activity(const char* name) {
  CohortWorld world{name};
  world.spread = 0.8;
  world.life_by_propensity = 1;
  world.pay_by_propensity = 1;
  return world;
}

std::vector<CohortWorld> Unrelated() {
  CohortWorld apart{"independent of everything"};
  apart.spread = 0.8;
  apart.apart = true;
  apart.taste = 0.7;
  apart.life_by_propensity = 1;
  apart.pay_by_propensity = 1;
  CohortWorld shuffled = Activity("outcomes shuffled within cohorts");
  shuffled.shuffled = true;
  return {apart, shuffled};
}

std::vector<CohortWorld> MereActivity() {
  const CohortWorld third = Activity("a third of what active units do");
  CohortWorld rare = Activity("a twentieth of it");
  rare.share = 0.05;
  CohortWorld most = Activity("four fifths of it");
  most.share = 0.8;
  CohortWorld days = Activity("days with a third of it");
  days.measure = DoseMeasure::kDays;
  CohortWorld busy = Activity("a third of it, four events a day");
  busy.rate = 4;
  busy.life = 2;
  busy.pay = 0.3;
  CohortWorld taste = Activity("a third of it, with tastes that differ");
  taste.taste = 0.7;
  return {third, rare, most, days, busy, taste};
}

std::vector<CohortWorld> TimeThere() {
  CohortWorld fast{"a mean life of ten days"};
  fast.mortal_early = true;
  fast.life = 10;
  CohortWorld slow = fast;
  slow.name = "a mean life of 30 days";
  slow.life = 30;
  CohortWorld busy = fast;
  busy.name = "ten days, three events a day";
  busy.rate = 3;
  CohortWorld days = fast;
  days.name = "ten days; days with the event";
  days.measure = DoseMeasure::kDays;
  CohortWorld month = fast;
  month.name = "30 days; early window of 28";
  month.life = 30;
  month.rate = 0.3;
  month.early_days = 28;
  return {fast, slow, busy, days, month};
}

CohortWorld Telling(const char* name, double stays, double pays) {
  CohortWorld world = Activity(name);
  world.telling = true;
  world.rate = 2;
  world.taste = 0.7;
  world.life = 30;
  world.stays = 0.5;
  world.stays_by_fit = stays;
  world.pay_by_fit = pays;
  return world;
}

void AddTable(Page& page, int first_row, const std::vector<CohortWorld>& worlds) {
  std::string head = "| candidate | outcome | cohorts × units | worlds |";
  std::string line = "|---|---|---:|---:|";
  for (int f = 0; f < kFindings; ++f) {
    head += fmt::format(" {} |", CohortFindingName(static_cast<CohortFinding>(f)));
    line += "---:|";
  }
  page.Add(head + "\n" + line + "\n");
  for (const CohortWorld& world : worlds) {
    for (const auto& [size, runs] : {std::pair{kSmall, 400}, {kMiddle, 300}, {kLarge, 200}})
      AddRows(page, ++first_row, world, size, page.Runs(runs));
  }
}

}  // namespace

void AddCohorts(Page& page) {
  page.Add(
      "\n## Cohorts: what must not be said to predict\n\nUnits come, do things day by day, pay and "
      "leave; the candidate counts some of what they do in their first seven days. Wanted: "
      "PREDICTS and PREDICTS_WEAKLY together in at most 6 % of worlds.\n\n"
      "Nothing depends on the candidate:\n\n");
  AddTable(page, 0, Unrelated());
  page.Add(
      "\nActive units do more of everything, stay longer and pay more; the candidate is a part of "
      "what they do, and says nothing else. It should be ACTIVITY_ONLY:\n\n");
  AddTable(page, 100, MereActivity());
  page.Add(
      "\nAll units are alike and leave by chance, many of them within the early window; who is "
      "there for longer has more time for everything:\n\n");
  AddTable(page, 200, TimeThere());
  page.Add(
      "\n## Cohorts: what must be found\n\nBesides activity, units differ in how well the product "
      "suits them. Whom it suits does more of what the candidate counts, stays more often after "
      "the first week, and pays more. Per standard deviation: odds of staying twice as high and "
      "half more paid (strong), odds half higher and a quarter more paid (weak); or the "
      "opposite.\n\n");
  CohortWorld reversed = Telling("the opposite of strong", -0.7, -0.4);
  reversed.life_by_propensity = reversed.pay_by_propensity = 0;
  AddTable(page, 300, {Telling("strong", 0.7, 0.4), Telling("weak", 0.4, 0.22), reversed});
}

}  // namespace northstar::calibration
