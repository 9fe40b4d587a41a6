// Findings → JSON, each in one place, with the schema of what comes out. Scripts rely on the keys:
// they may be added, and never go away without a new `api_version` (json.h).
//
// What is not known is null, never left out; keys that a question has to ask for are marked in the
// schema. All functions are pure and thread safe.
#pragma once

#include <vector>

#include "api/answer.h"
#include "json/json.h"
#include "json/schema.h"

namespace northstar {

Json ToJson(const QueryAnswer& answer);
Json ToJson(const PlanAnswer& answer);
Json ToJson(const EntityList& list);
Json ToJson(const Distribution& distribution);
Json ToJson(const Detection& detection);
Json ToJson(const ForecastFindings& findings);
Json ToJson(const OkrFindings& findings);
Json ToJson(const BetFindings& findings);
Json ToJson(const Explanation& explanation);
Json ToJson(const LeafExplanation& found);
Json ToJson(const StarNow& now);
// Of the candidates that `why` or `compare` name, else of all.
Json ToJson(const EvaluateAnswer& answer);
Json ToJson(const LeadFindings& findings);
Json ToJson(const CohortResult& result);
Json ToJson(const FeedbackFindings& findings);
Json ToJson(const ValueWords& words);
Json ToJson(const DigestAnswer& answer);
Json ToJson(const HistoryAnswer& answer);
Json ToJson(const CheckAnswer& answer);
Json ToJson(const MuteAnswer& answer);
// One row of `checks`. REQUIRES: i below the number of findings.
Json CheckRowJson(const CheckAnswer& answer, size_t i);
// The same of an alert that the project no longer names: the sentence says so, and figures are
// null.
Json RemovedRowJson(const std::string& check, const std::string& subject, const Said& said);
Json ToJson(const AlignFindings& findings);
Json ToJson(const SurveyOpened& opened);
Json ToJson(const SurveyResults& results);
Json ToJson(const SurveyChange& change);
Json ToJson(const RewireAnswer& answer);
// A place of history and of decide --rewire.
Json ToJson(const StillNamed& named);
Json ToJson(const ReviewFindings& findings);
Json ToJson(const CloseReviewAnswer& answer);

Json QuerySchema();
Json DetectSchema();
Json ForecastSchema();
Json OkrsSchema();
Json BetsSchema();
Json HistorySchema();
Json CheckSchema();
Json MuteSchema();
Json AlignSchema();
Json SurveyOpenSchema();
Json SurveyResultsSchema();
// Of survey answer, grade and close.
Json SurveyChangeSchema();
Json RewireSchema();
std::vector<schema::Key> StillNamedKeys();
Json ReviewSchema();
Json CloseReviewSchema();
Json ExplainSchema();
Json LeafExplanationSchema();
Json TreeSchema();
Json EvaluateSchema();
Json LeadSchema();
Json CohortsSchema();
Json FeedbackSchema();
Json ValueWordsSchema();
Json DigestSchema();
// Of a lead test without what makes it an answer: it stands within `evaluate` too.
std::vector<schema::Key> LeadKeys();

}  // namespace northstar
