// What customers wrote, in a few sentences.
#pragma once

#include <string>

#include "analysis/feedback/feedback.h"

namespace northstar {

std::string FeedbackSentence(const FeedbackFindings& findings);

}  // namespace northstar
