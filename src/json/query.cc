#include "json/findings.h"

#include "json/said.h"
#include "json/schema.h"
#include "model/project.h"

namespace northstar {

Json ToJson(const QueryAnswer& a) {
  const QueryResult& result = a.result;
  Json out;
  out["timezone"] = result.project->calendar.zone().name();
  out["grain"] = GrainName(result.grain);
  out["as_of"] = FormatInstant(result.as_of_us);
  out["rows"] = Json::array();
  for (const MetricSeries& series : result.series) {
    for (size_t p = 0; p < series.points.size(); ++p) {
      const Point& point = series.points[p];
      Json row;
      row["metric"] = series.metric->name;
      row["period"] = result.periods[p];
      row["by"] = Json::object();
      for (size_t d = 0; d < result.by.size(); ++d) {
        row["by"][result.by[d]] = series.group[d] ? Json(*series.group[d]) : Json(nullptr);
      }
      row["value"] = Number(point.value);
      row["low"] = Number(point.low);
      row["high"] = Number(point.high);
      row["complete"] = point.complete;
      if (a.parts) {
        row["numerator"] = Number(point.numerator);
        row["denominator"] = Number(point.denominator);
      }
      if (a.compared) {
        row["previous"] = Number(point.previous);
        row["previous_period"] = point.previous ? Json(result.compared[p]) : Json(nullptr);
        const bool defined = point.value && point.previous && *point.previous != 0;
        row["change"] = defined ? Json(*point.value / *point.previous - 1) : Json(nullptr);
      }
      out["rows"].push_back(std::move(row));
    }
  }
  if (a.intervals) out["units"] = result.units;
  std::vector<std::string> notes = result.notes;
  notes.insert(notes.end(), result.never_seen.begin(), result.never_seen.end());
  if (!notes.empty()) out["notes"] = notes;
  return out;
}

Json ToJson(const PlanAnswer& answer) {
  return {{answer.sql ? "sql" : "plan", answer.text}};
}

Json QuerySchema() {
  using namespace schema;
  const Json row = Object({{"metric", Str()},
                           {"period", Period()},
                           {"by", Map(OrNull(Str()), "values of the dimensions of --by")},
                           {"value", OrNull(Num("null: not defined in this period"))},
                           {"low", LowHigh("95% interval, with --ci")},
                           {"high", LowHigh("95% interval, with --ci")},
                           {"complete", Flag("the period, and all it looks at, is over")},
                           {"numerator", OrNull(Num()), false},
                           {"denominator", OrNull(Num()), false},
                           {"previous", OrNull(Num()), false},
                           {"previous_period", OrNull(Str()), false},
                           {"change", OrNull(Num("relative: 0.05 is +5%")), false}});
  const Json values = AnswerOf(
      {{"timezone", Str("IANA name; periods are local to it")},
       {"grain", Str()},
       {"as_of", Instant()},
       {"rows", List(row)},
       {"units", Map(Names(), "by metric: whose chance the intervals are about, with --ci"), false},
       {"notes", Names(), false}},
      "values per period");
  const Json entities = AnswerOf({{"metric", Str()},
                                  {"period", Period()},
                                  {"entity", Str()},
                                  {"complete", Flag()},
                                  {"count", Count()},
                                  {"entities", Names("their ids, sorted")}},
                                 "with --entities: who was counted in one period");
  const Json times = Object({{"times", Count()}, {"entities", Count()}});
  const Json distribution =
      AnswerOf({{"metric", Str()},
                {"unit", Choice({"days", "weeks"})},
                {"rows", List(Object({{"period", Period()},
                                      {"by", Map(OrNull(Str()))},
                                      {"complete", Flag()},
                                      {"distribution", List(times)}}))}},
               "with --distribution: how many entities were active how often");
  const Json plan = AnswerOf({{"plan", Str()}}, "with --plan: what would be run, for people");
  const Json sql = AnswerOf({{"sql", Str()}}, "with --sql: statements to run by hand");
  return AnyOf({values, entities, distribution, plan, sql});
}

}  // namespace northstar
