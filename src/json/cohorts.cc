#include "json/findings.h"

#include "json/said.h"
#include "json/schema.h"

namespace northstar {
Json ToJson(const CohortResult& result) {
  Json out{{"metric", result.metric->name},
           {"cohort", result.active ? "active" : "new"},
           {"grain", GrainName(result.grain)},
           {"as_of", FormatInstant(result.as_of_us)},
           {"rows", Json::array()},
           {"curve", Json::array()}};
  for (const CohortRow& row : result.rows) {
    Json returned = Json::array();
    for (const auto& count : row.returned) returned.push_back(count ? Json(*count) : Json(nullptr));
    out["rows"].push_back({{"cohort", row.cohort},
                           {"size", row.size},
                           {"complete", row.complete},
                           {"returned", std::move(returned)}});
  }
  for (const CurvePoint& point : result.curve) {
    const auto share = point.share();
    out["curve"].push_back({{"age", point.age},
                            {"cohorts", point.cohorts},
                            {"size", point.size},
                            {"returned", point.returned},
                            {"share", share ? Json(*share) : Json(nullptr)}});
  }
  return out;
}

Json CohortsSchema() {
  using namespace schema;
  const Json row = Object(
      {{"cohort", Period()},
       {"size", Count()},
       {"complete", Flag("its own period is over")},
       {"returned", List(OrNull(Count()), "by age in periods, 0 its own; null: not yet over")}});
  const Json point = Object({{"age", Count("in periods")},
                             {"cohorts", Count("that are old enough")},
                             {"size", Count("entities in them")},
                             {"returned", Count()},
                             {"share", OrNull(Num("0 to 1"))}});
  return AnswerOf({{"metric", Str()},
                   {"cohort", Choice({"new", "active"})},
                   {"grain", Str()},
                   {"as_of", Instant()},
                   {"rows", List(row)},
                   {"curve", List(point, "over the cohorts that are complete")}},
                  "who came back");
}

}  // namespace northstar
