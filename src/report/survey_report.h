// Surveys → terminal, Markdown, CSV. CSV has the teams and the total, and no texts.
#pragma once

#include <string>

#include "api/survey_answers.h"
#include "report/format.h"

namespace northstar {

// With the three questions, to be copied into a form.
std::string RenderSurveyOpened(const SurveyOpened& opened, TextForm form, bool color);
std::string RenderSurveyResults(const SurveyResults& results, TextForm form, bool color);
std::string RenderSurveyChange(const SurveyChange& change, TextForm form, bool color);

}  // namespace northstar
