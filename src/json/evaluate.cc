#include <fmt/format.h>

#include <algorithm>

#include "analysis/evaluate/decision.h"
#include "json/findings.h"
#include "json/said.h"
#include "json/schema.h"
#include "model/project.h"
#include "words/agreement.h"
#include "words/candidate/rules.h"
#include "words/decision.h"

namespace northstar {
namespace {

Json DetailJson(const DetailValue& value) {
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  const auto& table = std::get<DetailTable>(value);
  Json rows = Json::array();
  for (const auto& row : table.rows) {
    Json one;
    for (size_t i = 0; i < table.columns.size(); ++i) {
      if (const auto* number = std::get_if<double>(&row[i])) {
        one[table.columns[i]] = *number;
      } else if (const auto* text = std::get_if<std::string>(&row[i])) {
        one[table.columns[i]] = *text;
      } else {
        one[table.columns[i]] = nullptr;
      }
    }
    rows.push_back(std::move(one));
  }
  return rows;
}

Json DecisionJson(const Decision& decision) {
  return {{"recommended", TextOrNull(decision.recommended)},
          {"why", Sentences(decision.why)},
          {"against", Sentences(decision.against)},
          {"would_change", decision.would_change}};
}

Json ActivityJson(const ActivityEvents& activity) {
  Json left_out = Json::array();
  for (const LeftOutEvent& one : activity.left_out) {
    left_out.push_back(
        {{"event", one.event}, {"rows", one.rows}, {"why", WhyLeftOutName(one.why)}});
  }
  return {{"entity", activity.entity},
          {"counted", activity.counted},
          {"left_out", std::move(left_out)},
          {"never_seen", activity.never_seen},
          {"sentence", TextOrNull(ActivitySentence(activity))}};
}

Json PeopleJson(const PeopleFindings& people) {
  Json out{{"people", people.people},
           {"alpha", Number(people.alpha)},
           {"low", Number(people.alpha_low)},
           {"high", Number(people.alpha_high)},
           {"cells", Json::array()}};
  AddSaid(people.said, out);
  for (const RatingCell& cell : people.cells) {
    if (!cell.median) continue;
    Json ratings = Json::object();
    for (const auto& [person, rating] : cell.ratings) ratings[person] = rating;
    out["cells"].push_back({{"candidate", cell.candidate},
                            {"question", cell.question},
                            {"median", *cell.median},
                            {"spread", cell.spread()},
                            {"ratings", std::move(ratings)}});
  }
  return out;
}

Json QuestionsJson(const CandidateReport& candidate) {
  Json out = Json::object();
  for (size_t q = 0; q < kQuestions; ++q) {
    const QuestionPoints& points = candidate.questions[q];
    out[std::string(QuestionName(static_cast<CriterionQuestion>(q)))] = {
        {"points", Number(points.points)}, {"low", points.low}, {"high", points.high}};
  }
  return out;
}

Json TestJson(const TestOutcome& test, const CandidateReport& candidate, bool has_outcome) {
  Json out;
  out["test"] = test.test;
  out["question"] = QuestionName(test.question);
  out["verdict"] = VerdictName(test.verdict);
  out["finding"] = TextOrNull(test.finding);
  out["value"] = Number(test.value);
  out["low"] = Number(test.low);
  out["high"] = Number(test.high);
  out["unit"] = test.unit;
  out["score"] = Number(test.score);
  out["gate_failed"] = test.gate_failed;
  if (test.test == "leads_outcome" && has_outcome) {
    out["detail"] = ToJson(candidate.lead);
  } else {
    out["detail"] = Json::object();
    for (const auto& entry : test.detail) {
      out["detail"][entry.first] = DetailJson(entry.second);
    }
  }
  AddSaid(test.said, out);
  return out;
}

// Several tests may say the same for reasons of their own.
Json TestHeadline() {
  std::vector<std::pair<std::string_view, std::string>> merged;
  for (const TestRules& topic : RulesOfTests()) {
    for (const Rule& rule : topic.rules) {
      const auto same = std::find_if(merged.begin(), merged.end(),
                                     [&](const auto& one) { return one.first == rule.name; });
      const std::string when = fmt::format("{}: {}", topic.test, rule.when);
      if (same == merged.end()) {
        merged.emplace_back(rule.name, when);
      } else {
        same->second += "; " + when;
      }
    }
  }
  std::vector<Rule> rules;
  for (const auto& [name, when] : merged) rules.push_back({name, when});
  return schema::OrNull(schema::HeadlineKey(rules).shape);
}

}  // namespace

Json ToJson(const EvaluateAnswer& answer) {
  const Evaluation& e = answer.evaluation;
  const auto shown = [&](const CandidateReport& candidate) {
    const std::string& name = candidate.metric->name;
    if (!answer.why.empty()) return name == answer.why;
    return answer.compare.empty() ||
           std::find(answer.compare.begin(), answer.compare.end(), name) != answer.compare.end();
  };
  Json out;
  out["outcome"] = e.outcome != nullptr ? Json(e.outcome->name) : Json(nullptr);
  AddSaid(e.said, out);
  out["as_of"] = FormatInstant(e.as_of_us);
  out["candidates"] = Json::array();
  for (const CandidateReport& candidate : e.candidates) {
    if (!shown(candidate)) continue;
    Json one;
    one["metric"] = candidate.metric->name;
    one["label"] = candidate.metric->label;
    one["entity"] = candidate.cohorts ? Json(candidate.cohorts->entity) : Json(nullptr);
    one["rank"] = candidate.rank;
    one["verdict"] = RecommendationName(candidate.recommendation);
    one["score"] = Number(candidate.score);
    one["covered"] = candidate.covered;
    one["first_share"] = candidate.first_share;
    one["questions"] = QuestionsJson(candidate);
    one["tests"] = Json::array();
    for (const TestOutcome& test : candidate.tests) {
      one["tests"].push_back(TestJson(test, candidate, e.outcome != nullptr));
    }
    out["candidates"].push_back(std::move(one));
  }
  out["decision"] = DecisionJson(e.decision);
  out["people"] = PeopleJson(e.people);
  out["notes"] = e.notes;
  out["activity"] = Json::array();
  for (const ActivityEvents& activity : e.activities)
    out["activity"].push_back(ActivityJson(activity));
  out["weightings"] = e.weightings;
  out["judgement_version"] = e.project->judgement.version;
  out["judgement_overridden"] = e.project->judgement.overridden;
  return out;
}

Json EvaluateSchema() {
  using namespace schema;
  const Json points =
      Object({{"points", OrNull(Num("0 to 100"))}, {"low", Num()}, {"high", Num()}});
  const Json lead = Object(LeadKeys(), "of leads_outcome: the answer of `lead`");
  const Json detail{{"anyOf", Json::array({lead, Map(Json::object(), "figures of the test")})}};
  const Json test =
      Object({{"test", Str()},
              {"question", Str()},
              {"verdict", Choice({"pass", "unclear", "fail", "insufficient_data", "not_tested"})},
              {"finding", OrNull(Str("null: the verdict says it all"))},
              {"value", OrNull(Num())},
              {"low", LowHigh("interval of `value`")},
              {"high", LowHigh("interval of `value`")},
              {"unit", Str()},
              {"score", OrNull(Num("0 to 100; null: not known"))},
              {"gate_failed", Flag("rejected by this alone")},
              {"detail", detail},
              SentenceKey(),
              {"headline", TestHeadline()}});
  const Json candidate =
      Object({{"metric", Str()},
              {"label", Str()},
              {"entity", OrNull(Str("whose early value was followed"))},
              {"rank", Count("from 1; rejected ones last")},
              {"verdict", Choice({"recommended", "possible", "rejected"})},
              {"score", OrNull(Num("0 to 100; null: rejected"))},
              {"covered", Num("share of the questions' weight that has an answer")},
              {"first_share", Num("of the weightings tried, in which it ranks first")},
              {"questions", Map(points, "by question")},
              {"tests", List(test)}});
  const Json cell = Object({{"candidate", Str()},
                            {"question", Str()},
                            {"median", Num("1 to 5")},
                            {"spread", Num("highest less lowest")},
                            {"ratings", Map(Count(), "by person")}});
  const Json people = Object({{"people", Names()},
                              {"alpha", OrNull(Num("Krippendorff's, of ordinal ratings"))},
                              {"low", LowHigh("95% interval")},
                              {"high", LowHigh("95% interval")},
                              {"cells", List(cell)},
                              SentenceKey(),
                              HeadlineKey(AgreementRules())});
  const Json activity =
      Object({{"entity", Str()},
              {"counted", Names("events that count as coming back")},
              {"left_out", List(Object({{"event", Str()}, {"rows", Count()}, {"why", Str()}}))},
              {"never_seen", Names("events that the project names and nobody did")},
              {"sentence", OrNull(Str())}});
  const Json decision = Object({{"recommended", OrNull(Str())},
                                {"why", Names()},
                                {"against", Names()},
                                {"would_change", Names("what would change the answer")}});
  return AnswerOf({{"outcome", OrNull(Str())},
                   SentenceKey(),
                   HeadlineKey(DecisionRules()),
                   {"as_of", Instant()},
                   {"candidates", List(candidate, "by rank")},
                   {"decision", decision},
                   {"people", people},
                   NotesKey(),
                   {"activity", List(activity)},
                   {"weightings", Count("tried")},
                   {"judgement_version", Count()},
                   {"judgement_overridden", Names("rules that the project sets itself")}},
                  "which candidate deserves to be the North Star");
}

}  // namespace northstar
