#include "json/findings.h"

#include "json/said.h"
#include "json/schema.h"
#include "words/detection.h"

namespace northstar {
namespace {

Json EventName(stats::EventKind event) {
  switch (event) {
    case stats::EventKind::kOneSided:
      return "one_sided";
    case stats::EventKind::kStill:
      return "still";
    case stats::EventKind::kNone:
      break;
  }
  return nullptr;
}

}  // namespace

Json ToJson(const Detection& d) {
  Json rows = Json::array();
  for (size_t i = 0; i < d.points.size(); ++i) {
    if (!d.series.given[i]) continue;
    const stats::AnomalyPoint& p = d.points[i];
    rows.push_back({{"time", d.series.labels[i]},
                    {"value", Number(d.series.values[i])},
                    {"expected", Number(p.expected)},
                    {"low", Number(p.low)},
                    {"high", Number(p.high)},
                    {"score", p.score},
                    {"anomaly", p.anomaly},
                    {"event", EventName(p.event)},
                    {"shift", p.shift},
                    {"yearly", p.yearly},
                    {"data_suspect", p.data_suspect},
                    {"masked", static_cast<bool>(d.masked[i])}});
  }
  Json incidents = Json::array();
  for (const Incident& one : d.incidents) {
    incidents.push_back({{"from", d.series.labels[one.first]},
                         {"to", d.series.labels[one.last]},
                         {"length", one.last - one.first + 1},
                         {"worst",
                          {{"time", d.series.labels[one.worst]},
                           {"value", Number(d.series.values[one.worst])},
                           {"expected", Number(d.points[one.worst].expected)},
                           {"low", Number(d.points[one.worst].low)},
                           {"high", Number(d.points[one.worst].high)}}},
                         {"direction", one.above ? "above" : "below"},
                         {"stood_still", one.stood_still()},
                         {"annotation", TextOrNull(one.annotation)}});
  }
  Json seasons = Json::array();
  for (const SeasonFound& one : d.seasons)
    seasons.push_back({{"length", one.length}, {"strength", Number(one.strength)}});
  Json changes = Json::array();
  for (const LevelChange& one : d.changes) {
    changes.push_back({{"at", d.series.labels[one.at]},
                       {"earliest", d.series.labels[one.low]},
                       {"latest", d.series.labels[one.high]},
                       {"before", one.before},
                       {"after", one.after},
                       {"relative", Number(one.relative)},
                       {"relative_low", Number(one.relative_low)},
                       {"relative_high", Number(one.relative_high)},
                       {"annotation", TextOrNull(one.annotation)}});
  }
  Json out{{"series", d.series.name},
           {"rows", std::move(rows)},
           {"incidents", std::move(incidents)},
           {"seasons", std::move(seasons)},
           {"changes", std::move(changes)},
           {"step", d.step ? Json(d.series.labels[d.changes[*d.step].at]) : Json(nullptr)},
           {"notes", d.series.notes},
           {"method", {{"id", "anom.robust"}, {"version", 1}}}};
  AddSaid(d.said, out);
  return out;
}

Json DetectSchema() {
  using namespace schema;
  const Json row =
      Object({{"time", Str("as in the file, or a local start date")},
              {"value", OrNull(Num())},
              {"expected", OrNull(Num("from the past only; null: too little of it"))},
              {"low", LowHigh("90% interval of what was expected")},
              {"high", LowHigh("90% interval of what was expected")},
              {"score", Num("0 to 1: how unusual")},
              {"anomaly", Flag()},
              {"event", OrNull(Choice({"one_sided", "still"},
                                      "a stretch that stays on one side, or that stands still"))},
              {"shift", Flag("part of a shift of the level")},
              {"yearly", Flag("as far off as at the same time the year before")},
              {"data_suspect", Flag("rather a fault of the data")},
              {"masked", Flag("an annotation says why it is odd")}});
  const Json worst = Object({{"time", Str()},
                             {"value", OrNull(Num())},
                             {"expected", OrNull(Num())},
                             {"low", OrNull(Num())},
                             {"high", OrNull(Num())}});
  const Json incident = Object({{"from", Str()},
                                {"to", Str("included")},
                                {"length", Count("points")},
                                {"worst", worst},
                                {"direction", Choice({"above", "below"})},
                                {"stood_still", Flag()},
                                {"annotation", OrNull(Str("the nearest in time"))}});
  const Json change = Object({{"at", Str("first point of the new level")},
                              {"earliest", Str("nearly as likely")},
                              {"latest", Str("nearly as likely")},
                              {"before", Num("level")},
                              {"after", Num("level")},
                              {"relative", OrNull(Num("−0.14: lower by 14%"))},
                              {"relative_low", LowHigh("95% interval")},
                              {"relative_high", LowHigh("95% interval")},
                              {"annotation", OrNull(Str())}});
  const Json season = Object({{"length", Count("points")}, {"strength", OrNull(Num("0 to 1"))}});
  return AnswerOf({{"series", Str()},
                   {"rows", List(row)},
                   {"incidents", List(incident, "runs of unusual points")},
                   {"seasons", List(season)},
                   {"changes", List(change, "level shifts")},
                   {"step", OrNull(Str("time of the largest level shift that is no trend"))},
                   NotesKey(),
                   MethodKey(),
                   SentenceKey(),
                   HeadlineKey(DetectionRules())},
                  "what is unusual in a series");
}

}  // namespace northstar
