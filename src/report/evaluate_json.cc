#include "report/evaluate_json.h"

#include <fmt/format.h>

#include "analysis/evaluate/decision.h"
#include "base/text.h"
#include "report/json.h"
#include "report/lead_json.h"

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
  Json out{{"people", people.people},         {"alpha", Number(people.alpha)},
           {"low", Number(people.alpha_low)}, {"high", Number(people.alpha_high)},
           {"sentence", people.sentence},     {"cells", Json::array()}};
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
    out["detail"] = LeadJson(candidate.lead);
  } else {
    out["detail"] = Json::object();
    for (const auto& entry : test.detail) {
      out["detail"][entry.first] = DetailJson(entry.second);
    }
  }
  out["sentence"] = test.sentence;
  return out;
}

}  // namespace

std::string EvaluationJson(const Evaluation& e,
                           const std::vector<const CandidateReport*>& candidates) {
  Json out;
  out["outcome"] = e.outcome != nullptr ? Json(e.outcome->name) : Json(nullptr);
  out["headline"] = e.headline;
  out["as_of"] = FormatInstant(e.as_of_us);
  out["candidates"] = Json::array();
  for (const CandidateReport* shown : candidates) {
    const CandidateReport& candidate = *shown;
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
  return Dump(out);
}

std::string EvaluationCsv(const std::vector<const CandidateReport*>& candidates) {
  std::string out =
      "metric,rank,verdict,score,first_share,test,question,test_verdict,finding,value,low,high\n";
  const auto plain = [](const std::optional<double>& v) {
    return v ? FormatNumber(*v) : std::string();
  };
  for (const CandidateReport* candidate : candidates) {
    const CandidateReport& c = *candidate;
    for (const TestOutcome& test : c.tests) {
      out += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", c.metric->name, c.rank,
                         RecommendationName(c.recommendation), plain(c.score),
                         FormatNumber(c.first_share), test.test, QuestionName(test.question),
                         VerdictName(test.verdict), test.finding, plain(test.value),
                         plain(test.low), plain(test.high));
    }
  }
  return out;
}

}  // namespace northstar
