#include "words/candidate/measurable.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = MeasurableStatement::Code;
using Kind = DataFlaw::Kind;

const SeriesName kTeams{"Active teams", "teams"};

DataFlaw Silence(Kind kind) {
  DataFlaw flaw{kind};
  flaw.source = "app";
  flaw.first = DayOf({2026, 3, 1});
  flaw.days = 3;
  flaw.missing = 1'240;
  return flaw;
}

TEST(MeasurableWords, EveryCodeHasItsSentence) {
  ExpectSaid<MeasurableStatement>(
      {{{Code::kBroken, kTeams, {Silence(Kind::kOutage), {Kind::kRejected, 0.12}}},
        "broken_tracking",
        "<Active teams> cannot be trusted: no event of 'app' arrived |from 2026-03-01 to "
        "2026-03-03| ({3 days}), where about {1,240} were expected; {12%} of the rows cannot be "
        "read."},
       {{Code::kDoubtful, kTeams, {{Kind::kLate, 0.031}}},
        "doubtful_data",
        "<Active teams> can be measured, with reservations: {3.1%} of the rows arrived late."},
       {{Code::kHalvesAgree, kTeams, {}, 0.934},
        "halves_agree",
        "Its data is complete, and two random halves agree (reliability {0.93})."},
       {{Code::kNoSubsets, kTeams},
        "no_subsets",
        "Its data is complete; a split-half test is not possible for percentiles, extremes and "
        "given numbers."},
       {{Code::kTooShortToSplit, kTeams},
        "too_short_to_split",
        "Its data is complete; the history is too short for a split-half test."},
       {{Code::kRowsWithoutEntity, kTeams},
        "rows_without_entity",
        "Its data is complete; a split-half test is not possible, because most of its rows have no "
        "entity."}},
      MeasurableRules());
}

TEST(MeasurableWords, EveryFlawHasItsClause) {
  DataFlaw outages = Silence(Kind::kOutage);
  outages.more = 2;
  DataFlaw halves{Kind::kHalvesDisagree};
  halves.entity = "team";
  halves.reliability = 0.4;
  struct Row {
    DataFlaw flaw;
    std::string said;
  };
  const std::vector<Row> rows = {
      {outages,
       "no event of 'app' arrived |from 2026-03-01 to 2026-03-03| ({3 days}), where about {1,240} "
       "were expected, and there are {2} more such gaps"},
      {{Kind::kRejected, 0.12}, "{12%} of the rows cannot be read"},
      {{Kind::kFuture, 0.02}, "{2%} of the rows are dated in the future"},
      {Silence(Kind::kMaybeClosed),
       "no event of 'app' arrived |from 2026-03-01 to 2026-03-03| ({3 days}): a closure or an "
       "outage"},
      {{Kind::kEmptyDays, 0.05},
       "{5%} of the days have no event, more than the source's own rate explains"},
      {{Kind::kDuplicate, 0.2}, "{20%} of the rows are duplicates"},
      {{Kind::kLate, 0.2}, "{20%} of the rows arrived late"},
      {halves, "two random halves of the teams disagree (reliability {0.40})"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(Marked(Words(MeasurableStatement{Code::kBroken, kTeams, {row.flaw}})),
              "<Active teams> cannot be trusted: " + row.said + ".");
  }
}

}  // namespace
}  // namespace northstar::testing
