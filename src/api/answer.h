// What requests answer: findings, with what of them was asked for. No words are made here, no JSON
// and no pictures; report/render_answer.h does that.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "analysis/cohorts/cohorts.h"
#include "analysis/evaluate/evaluate.h"
#include "analysis/explain/explain.h"
#include "analysis/explain/leaves.h"
#include "analysis/feedback/feedback.h"
#include "analysis/feedback/value_words.h"
#include "analysis/lead/lead.h"
#include "analysis/query/behind.h"
#include "analysis/query/query.h"
#include "analysis/series/detect.h"
#include "analysis/series/forecast.h"
#include "analysis/star/star_now.h"
#include "analysis/star/state_of_the_star.h"

namespace northstar {

struct QueryAnswer {
  QueryResult result;
  bool intervals = false, compared = false, parts = false;
  PeriodEnds ends;         // what periods that are not over are projected to end at, when asked for
  bool as_points = false;  // intervals were asked for, and did not come with a picture
};
// A plan or its SQL, as text.
struct PlanAnswer {
  std::string text;
};
struct DetectAnswer {
  Detection detection;
  ProjectRef project;  // null: of a file
  const Metric* metric = nullptr;
};
struct EvaluateAnswer {
  Evaluation evaluation;
  std::string why;                   // a candidate to be shown in full; empty: none
  std::vector<std::string> compare;  // two to be shown side by side; empty: none
  bool all = false;                  // also every test of every candidate
};
struct LeadAnswer {
  LeadFindings findings;
  bool second_looks = false;
};

using Answer = std::variant<QueryAnswer, PlanAnswer, EntityList, Distribution, DetectAnswer,
                            ForecastFindings, Explanation, LeafExplanation, StarNow, EvaluateAnswer,
                            LeadAnswer, CohortResult, FeedbackFindings, ValueWords, StateOfTheStar>;

// Sentences that belong beside an answer, whatever its form.
std::vector<std::string> WarningsOf(const Answer& answer);
// Whether it found what it was asked to look out for: exit code 1.
bool IsAlarming(const Answer& answer);

}  // namespace northstar
