#include "json/findings.h"

#include "json/said.h"
#include "json/schema.h"
#include "words/forecast.h"

namespace northstar {
namespace {

Json OutlookJson(const GoalForecast& goal) {
  Json out{{"objective", goal.objective}, {"date", goal.date}, {"target", goal.target}};
  out["over"] = goal.over == stats::GoalOver::kSum       ? "sum"
                : goal.over == stats::GoalOver::kAverage ? "average"
                                                         : "last";
  if (goal.outlook) {
    out["chance"] = goal.outlook->chance;
    out["finding"] = stats::NameOf(goal.outlook->finding);
    if (goal.outlook->required_mean) {
      out["required_mean"] = *goal.outlook->required_mean;
    } else {
      out["required_growth"] = goal.outlook->required_growth;
    }
    out["percentile"] = Number(goal.outlook->percentile);
  }
  AddSaid(goal.said, out);
  return out;
}

}  // namespace

Json ToJson(const ForecastFindings& f) {
  Json rows = Json::array();
  for (const ForecastRow& row : f.rows) {
    rows.push_back({{"time", row.time},
                    {"mean", row.step.mean},
                    {"low", row.step.low},
                    {"high", row.step.high}});
  }
  Json members = Json::array();
  for (const auto& member : f.forecast.members)
    members.push_back({{"name", member.name}, {"weight", member.weight}});
  Json goals = Json::array();
  for (const GoalForecast& goal : f.goals) goals.push_back(OutlookJson(goal));
  Json open = nullptr;
  if (f.open) {
    open = {{"time", f.open->period}, {"so_far", f.open->so_far}};
    open["mean"] = f.open->end ? Json(f.open->end->mean) : Json(nullptr);
    open["low"] = f.open->end ? Json(f.open->end->low) : Json(nullptr);
    open["high"] = f.open->end ? Json(f.open->end->high) : Json(nullptr);
    open["usual_share"] = f.open->end ? Json(f.open->usual_share) : Json(nullptr);
  }
  Json out{{"series", f.series.name},
           {"level", f.level},
           {"rows", std::move(rows)},
           {"open_period", std::move(open)},
           {"goals", std::move(goals)},
           {"members", std::move(members)},
           {"log_scale", f.forecast.log_scale},
           {"notes", f.series.notes},
           {"method", {{"id", "fc.combo"}, {"version", 1}}}};
  AddSaid(f.said, out);
  return out;
}

Json ForecastSchema() {
  using namespace schema;
  const Json row = Object({{"time", Str("start of the period")},
                           {"mean", Num()},
                           {"low", Num("interval at `level`")},
                           {"high", Num("interval at `level`")}});
  const Json open = Object({{"time", Str()},
                            {"so_far", Num()},
                            {"mean", OrNull(Num("what it will end at; null: too few before it"))},
                            {"low", OrNull(Num())},
                            {"high", OrNull(Num())},
                            {"usual_share", OrNull(Num("of the final value, by now"))}});
  const Json goal =
      Object({{"objective", Str()},
              {"date", Str("local day")},
              {"target", Num()},
              {"over", Choice({"last", "sum", "average"})},
              {"chance", Num("0 to 1"), false},
              {"finding", Str("OPEN, UNREALISTIC or ALREADY_CERTAIN"), false},
              {"required_mean", Num("per remaining period"), false},
              {"required_growth", Num("per period; relative where the series is"), false},
              {"percentile", OrNull(Num("of such growth over as long a time before")), false},
              SentenceKey(),
              HeadlineKey(GoalRules())});
  const Json member = Object({{"name", Str()}, {"weight", Num("0 to 1")}});
  return AnswerOf({{"series", Str()},
                   {"level", Num("of the intervals, as the history supports; 0: none")},
                   {"rows", List(row)},
                   {"open_period", OrNull(open)},
                   {"goals", List(goal)},
                   {"members", List(member, "methods that were combined")},
                   {"log_scale", Flag()},
                   NotesKey(),
                   MethodKey(),
                   SentenceKey(),
                   HeadlineKey(ForecastRules())},
                  "how a series goes on");
}

}  // namespace northstar
