// Every request's row of the table; each is defined in the file of its name, those that change a
// survey one thing at a time (answer, grade, close) together in survey_change.cc.
#pragma once

#include "api/request.h"

namespace northstar {

RequestSpec BetsSpec();
RequestSpec AlignSpec();
RequestSpec CatalogSpec();
RequestSpec CheckSpec();
RequestSpec CheckMuteSpec();
RequestSpec CheckUnmuteSpec();
RequestSpec CloseReviewSpec();
RequestSpec CohortsSpec();
RequestSpec DecideSpec();
RequestSpec DetectSpec();
RequestSpec DigestSpec();
RequestSpec EvaluateSpec();
RequestSpec ExplainSpec();
RequestSpec FeedbackSpec();
RequestSpec ForecastSpec();
RequestSpec HistorySpec();
RequestSpec LeadSpec();
RequestSpec OkrsSpec();
RequestSpec QuerySpec();
RequestSpec ReportSpec();
RequestSpec ReviewSpec();
RequestSpec ScoreSpec();
RequestSpec SurveyAnswerSpec();
RequestSpec SurveyCloseSpec();
RequestSpec SurveyGradeSpec();
RequestSpec SurveyOpenSpec();
RequestSpec SurveyResultsSpec();
RequestSpec TreeSpec();
RequestSpec ValidateSpec();
RequestSpec ValueWordsSpec();

}  // namespace northstar
