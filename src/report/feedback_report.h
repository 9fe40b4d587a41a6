// FeedbackFindings → terminal, Markdown, JSON, CSV.
#pragma once

#include <string>

#include "analysis/feedback/feedback.h"
#include "report/format.h"

namespace northstar {

std::string RenderFeedback(const FeedbackFindings& findings, TextForm form, bool color);

}  // namespace northstar
