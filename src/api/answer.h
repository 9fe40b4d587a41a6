// What requests answer: findings, with what of them was asked for. No words are made here, no JSON
// and no pictures; report/render_answer.h does that. Answers are plain values that may outlive the
// session they came from: what points into a project keeps it alive (ProjectRef beside it), and
// nothing points into data. They may be handed to another thread.
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

// A table of values. Flags say what was asked for beside the values: intervals, a comparison, the
// parts of ratios.
struct QueryAnswer {
  QueryResult result;
  bool intervals = false, compared = false, parts = false;
  // What periods that are not over are projected to end at, when asked for; else empty.
  PeriodEnds ends;
  // Intervals were asked for, and did not come with a picture.
  bool as_points = false;
};
// A plan or its SQL, as text.
struct PlanAnswer {
  std::string text;
};
struct DetectAnswer {
  Detection detection;
  // Null: of a file; `metric`, which is into it, is null then too.
  ProjectRef project;
  const Metric* metric = nullptr;
};
struct EvaluateAnswer {
  Evaluation evaluation;
  // A candidate to be shown in full; empty: none.
  std::string why;
  // Two to be shown side by side; empty: none.
  std::vector<std::string> compare;
  // Also every test of every candidate.
  bool all = false;
};
// One candidate against the outcome; `second_looks`: other methods beside the verdict were asked
// for.
struct LeadAnswer {
  LeadFindings findings;
  bool second_looks = false;
};

using Answer = std::variant<QueryAnswer, PlanAnswer, EntityList, Distribution, DetectAnswer,
                            ForecastFindings, Explanation, LeafExplanation, StarNow, EvaluateAnswer,
                            LeadAnswer, CohortResult, FeedbackFindings, ValueWords, StateOfTheStar>;

// Sentences that belong beside an answer, whatever its form; usually none. On the command line they
// go to stderr.
std::vector<std::string> WarningsOf(const Answer& answer);
// Whether it found what it was asked to look out for (a lead that fails): exit code 1.
bool IsAlarming(const Answer& answer);

}  // namespace northstar
