#include "words/history.h"

#include "tests/said_rows.h"

namespace northstar::testing {
namespace {

using Code = HistoryStatement::Code;

const SeriesName kTeams{"Active teams", "teams"};
const SeriesName kSent{"Messages sent", "sent"};

HistoryStatement Of(Code code, const std::string& from = "", const std::string& to = "") {
  HistoryStatement s{code, kTeams};
  s.from = from;
  s.to = to;
  if (code == Code::kReplacedStar || code == Code::kFormerStar) s.other = kSent;
  return s;
}

HistoryStatement WithDefinitions(HistoryStatement s, size_t definitions) {
  s.definitions = definitions;
  if (definitions > 0) s.first_recorded = "2026-02-03";
  return s;
}

HistoryStatement WithPlaces(HistoryStatement s, size_t places) {
  s.still_named = places;
  return s;
}

HistoryStatement WithoutSuccessor(HistoryStatement s) {
  s.other = {};
  return s;
}

TEST(HistoryWords, EveryCodeHasItsSentence) {
  const std::string since = "<Active teams> has been the North Star since |Jan 5, 2026|";
  const std::string was = "<Active teams> was the North Star ";
  ExpectSaid<HistoryStatement>(
      {{{Code::kNoStar}, "no_star", "No North Star has been chosen yet."},
       {Of(Code::kFirstStar), "first_star", "<Active teams> is the North Star."},
       {Of(Code::kFirstStar, "2026-01-05"), "first_star", since + "."},
       {WithPlaces(Of(Code::kReplacedStar, "2026-01-05"), 1), "replaced_star",
        since + "; it replaced <Messages sent>. // {1 place} still names a former star."},
       {WithPlaces(WithDefinitions(Of(Code::kReplacedStar, "2026-01-05"), 3), 2), "replaced_star",
        since + "; it replaced <Messages sent>. // It has had {3 definitions} since |Feb 3, 2026|. "
                "{2 places} still name a former star."},
       {WithPlaces(Of(Code::kFormerStar, "2025-01-01", "2026-01-04"), 3), "former_star",
        was + "from |Jan 1, 2025| to |Jan 4, 2026|; <Messages sent> replaced it. // {3 places} "
              "still name it."},
       {Of(Code::kFormerStar, "", "2026-01-04"), "former_star",
        was + "until |Jan 4, 2026|; <Messages sent> replaced it."},
       {WithoutSuccessor(Of(Code::kFormerStar, "2025-01-01")), "former_star",
        was + "from |Jan 1, 2025| on."},
       {WithoutSuccessor(Of(Code::kFormerStar)), "former_star", was + "once."},
       {WithDefinitions(Of(Code::kNeverStar), 0), "never_star",
        "<Active teams> has never been the North Star. // None of its definitions has been "
        "recorded yet."},
       {WithDefinitions(Of(Code::kNeverStar), 1), "never_star",
        "<Active teams> has never been the North Star. // Its definition has not changed since it "
        "was first recorded on |Feb 3, 2026|."}},
      HistoryRules());
}

}  // namespace
}  // namespace northstar::testing
