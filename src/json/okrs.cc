#include "words/okrs.h"
#include "base/calendar.h"
#include "json/findings.h"
#include "json/said.h"
#include "json/schema.h"

namespace northstar {
namespace {

Json KeyResultJson(const KeyResultFinding& one) {
  Json out{{"role", TextOrNull(one.result->role)},
           {"metric", one.metric->name},
           {"label", one.metric->label},
           {"owner", TextOrNull(one.result->owner)},
           {"over", one.result->over},
           {"from", Number(one.from)},
           {"to", Number(one.result->to)},
           {"at_least", Number(one.least)},
           {"at_most", Number(one.most)},
           {"now", Number(one.now)},
           {"progress", Number(one.progress)},
           {"expected_by_now", Number(one.expected_by_now)},
           {"odds", Number(one.odds)},
           {"status", NameOf(one.status)},
           {"settled", one.settled},
           {"grain", GrainName(one.grain)},
           {"periods", one.periods},
           {"complete", one.complete},
           {"beyond", one.beyond}};
  AddSaid(one.said, out);
  return out;
}

Json ObjectiveJson(const ObjectiveFinding& objective) {
  Json results = Json::array();
  for (const KeyResultFinding& one : objective.key_results) results.push_back(KeyResultJson(one));
  Json out{{"objective", objective.okr->objective},
           {"period", objective.okr->period},
           {"first_day", FormatDay(objective.okr->days.first)},
           {"last_day", FormatDay(objective.okr->days.last)},
           {"owner", TextOrNull(objective.okr->owner)},
           {"pattern",
            objective.pattern ? Json(std::string(NameOf(*objective.pattern))) : Json(nullptr)},
           {"key_results", std::move(results)}};
  AddSaid(objective.said, out);
  return out;
}

schema::Key KeyResultsKey() {
  using namespace schema;
  return {
      "key_results",
      List(Object({{"role", OrNull(Choice({"north_star", "guardrail", "leading", "other"}))},
                   {"metric", Str()},
                   {"label", Str()},
                   {"owner", OrNull(Str())},
                   {"over", Choice({"last", "sum", "average"})},
                   {"from", OrNull(Num("as written; else, but for sums, the last value before the "
                                       "first day"))},
                   {"to", OrNull(Num("null: a limit"))},
                   {"at_least", OrNull(Num())},
                   {"at_most", OrNull(Num())},
                   {"now", OrNull(Num("of the complete periods, as `over` asks for; of limits the "
                                      "last value"))},
                   {"progress", OrNull(Num("share of the way; below 0 and above 1 too"))},
                   {"expected_by_now", OrNull(Num("share of the periods that is complete"))},
                   {"odds", OrNull(Num("0 to 1; null: a limit, or too short a history"))},
                   {"status", Choice({"achieved", "on_track", "at_risk", "off_track", "missed",
                                      "held", "broken", "no_data"})},
                   {"settled", Flag("nothing that comes can change the status")},
                   {"grain", Str()},
                   {"periods", Count("that end within the days of the OKR")},
                   {"complete", Count("of them")},
                   {"beyond", Count("of those, beyond the limit")},
                   SentenceKey(),
                   HeadlineKey(KeyResultRules())}))};
}

}  // namespace

Json ToJson(const OkrFindings& found) {
  Json objectives = Json::array();
  for (const ObjectiveFinding& one : found.objectives) objectives.push_back(ObjectiveJson(one));
  return {{"period", TextOrNull(found.period)},
          {"as_of", FormatInstant(found.as_of_us)},
          {"objectives", std::move(objectives)},
          {"notes", found.notes},
          {"method", {{"id", "okr.odds"}, {"version", 1}}}};
}

Json OkrsSchema() {
  using namespace schema;
  const Json objective =
      Object({{"objective", Str()},
              {"period", Str("as written")},
              {"first_day", Str("local day")},
              {"last_day", Str("local day")},
              {"owner", OrNull(Str())},
              {"pattern", OrNull(Choice({"AT_A_PRICE", "TOO_EASY", "ALL_MADE", "NOT_BY_THE_PLAN",
                                         "WRONG_BEHAVIOURS", "ALL_MISSED"}))},
              KeyResultsKey(),
              SentenceKey(),
              HeadlineKey(ObjectiveRules())});
  return AnswerOf(
      {{"period", OrNull(Str("as written, several joined by a comma; null: there are no OKRs"))},
       {"as_of", Instant()},
       {"objectives", List(objective)},
       NotesKey(),
       MethodKey()},
      "how the key results of OKRs stand");
}

}  // namespace northstar
