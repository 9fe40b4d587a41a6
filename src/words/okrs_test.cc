#include "words/okrs.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

const SeriesName kTeams{"Active teams", "teams"};
const SeriesName kRating{"Rating", "rating"};
const SeriesName kInvites{"Invites", "invites"};

KeyResultStatement Target(KeyResultStatement::Code code, std::optional<double> now,
                          std::optional<double> progress = {},
                          std::optional<double> expected = {}) {
  KeyResultStatement s{code, kTeams, {}, {Grain::kWeek}};
  s.target = 950;
  s.date = "2026-09-30";
  s.now = now;
  s.progress = progress;
  s.expected = expected;
  s.chance = 0.31;
  return s;
}

KeyResultStatement Limit(KeyResultStatement::Code code, std::optional<double> least,
                         std::optional<double> most, size_t complete) {
  KeyResultStatement s{code, kRating, {}, {Grain::kWeek}};
  s.least = least;
  s.most = most;
  s.complete = complete;
  return s;
}

TEST(KeyResultWords, EveryCodeHasItsSentence) {
  using Code = KeyResultStatement::Code;
  using Over = GoalStatement::Over;
  KeyResultStatement total = Target(Code::kAtRisk, 400, 0.42, 0.46);
  total.over = Over::kSum;
  KeyResultStatement average = Target(Code::kOffTrack, 700, -0.12, 0.46);
  average.over = Over::kAverage;
  average.chance = 0.01;
  KeyResultStatement broken = Limit(Code::kBroken, 3.5, {}, 7);
  broken.beyond = 2;
  broken.label = "2026-06-22";
  broken.value = 3.1;
  KeyResultStatement unknown = Target(Code::kNoData, {});
  unknown.problem = "no week ends within 2026-07-01";
  KeyResultStatement unmeasured = Target(Code::kNoData, {});
  unmeasured.problem = "Active teams was not measured.";
  const std::string goal = "<Active teams> of {950} by |Sep 30, 2026|: ";
  ExpectSaid<KeyResultStatement>(
      {{Target(Code::kOnTrack, 900, 0.5, 0.46), "on_track",
        goal + "on track, chance {about 3 in 10}; now {900}, {50%} of the way where {46%} was "
               "expected."},
       {Target(Code::kOnTrack, {}), "on_track",
        goal + "on track, chance {about 3 in 10}; no complete week yet."},
       {total, "at_risk",
        "<Active teams> of {950} in total by |Sep 30, 2026|: at risk, chance {about 3 in 10}; "
        "{400} "
        "so far, {42%} of the way where {46%} was expected."},
       {average, "off_track",
        "<Active teams> of {950} on average by |Sep 30, 2026|: off track, chance {less than 1 in "
        "10}; {700} on average so far, further away than at the start ({46%} of the way was "
        "expected)."},
       {Target(Code::kOnPace, 900, 0.5, 0.46), "on_pace",
        goal + "on pace; now {900}, {50%} of the way where {46%} was expected. // The history is "
               "too short for odds."},
       {Target(Code::kBehindPace, 900, 0.4, 0.46), "behind_pace",
        goal + "behind pace; now {900}, {40%} of the way where {46%} was expected. // The history "
               "is too short for odds."},
       {Target(Code::kAchieved, 961), "achieved", goal + "achieved with {961}."},
       {Target(Code::kMissed, 912, 0.81), "missed", goal + "missed with {912}, {81%} of the way."},
       {Limit(Code::kHolds, 3.5, {}, 1), "holds",
        "<Rating> of {at least 3.5}: holds so far, after 1 week."},
       {Limit(Code::kHeld, 2, 3, 13), "held",
        "<Rating> of {at least 2 and at most 3}: held over 13 weeks."},
       {broken, "broken",
        "<Rating> of {at least 3.5}: broken in {2 of 7 weeks}, first with {3.1} |in the week of "
        "Jun 22, 2026|."},
       {unknown, "no_data",
        "<Active teams>: no data to judge it by yet. // No week ends within 2026-07-01."},
       {unmeasured, "no_data",
        "<Active teams>: no data to judge it by yet. // Active teams was not measured."}},
      KeyResultRules());
}

ObjectiveStatement Counted(ObjectiveStatement::Code code, size_t good, size_t at_risk, size_t bad,
                           size_t unknown) {
  return {code, {}, {}, false, good + at_risk + bad + unknown, good, at_risk, bad, unknown};
}

ObjectiveStatement NotBegun(const std::string& date) {
  ObjectiveStatement s{ObjectiveStatement::Code::kNotBegun};
  s.date = date;
  return s;
}

TEST(ObjectiveWords, EveryCodeHasItsSentence) {
  using Code = ObjectiveStatement::Code;
  ExpectSaid<ObjectiveStatement>(
      {{{Code::kAtAPrice, {kTeams}, {kRating}},
        "at_a_price",
        "<Active teams> reached its target at a price: <Rating> broke its limit. // Before you "
        "build on this result, find out what drove it ('northstar explain') and whether customers "
        "received less; raise the target again only when the guardrail holds."},
       {{Code::kTooEasy},
        "too_easy",
        "All targets were met in the first half of the period. // Set targets that stretch the "
        "team: one whose chance is about 5 in 10 at the start says more ('northstar forecast')."},
       {{Code::kAllMade, {}, {}, true},
        "all_made",
        "All targets were met, and all limits held. // See which inputs moved the star ('northstar "
        "tree'), and set the next targets from there."},
       {{Code::kAllMade},
        "all_made",
        "All targets were met. // See which inputs moved the star ('northstar tree'), and set the "
        "next targets from there."},
       {{Code::kNotByThePlan, {kTeams}, {kInvites, kRating}},
        "not_by_the_plan",
        "<Active teams> reached its target, but not by the plan: <Invites> and <Rating> missed "
        "theirs. // Something else moved the star: find out what ('northstar explain') before you "
        "repeat the plan."},
       {{Code::kWrongBehaviors, {kTeams}, {kInvites}, true},
        "wrong_behaviors",
        "<Invites> reached its target and the guardrails held, but <Active teams> missed its own: "
        "the team is optimizing the wrong behaviors. // Check which inputs move the star "
        "('northstar tree'), and replace the leading results that do not."},
       {{Code::kAllMissed},
        "all_missed",
        "No target was met. // Find out what held them back ('northstar explain'): an outage, work "
        "that did not ship, or targets that were out of reach from the start."},
       {Counted(Code::kOpen, 1, 1, 1, 0), "open",
        "{1 of 3} key results are achieved, held or on track; at risk: {1}; off track, missed or "
        "broken: {1}."},
       {Counted(Code::kMixed, 1, 0, 0, 2), "mixed",
        "{1 of 3} key results were achieved or held; without data: {2}."},
       {{Code::kNoData}, "no_data", "There are no data to judge its key results by."},
       {NotBegun("2026-07-01"), "not_begun", "Starts on |Jul 1, 2026|."}},
      ObjectiveRules());
}

}  // namespace
}  // namespace northstar::testing
