// What customers wrote, as the statement whose words are in words/feedback.h.
#pragma once

#include "analysis/feedback/feedback.h"
#include "words/feedback.h"

namespace northstar {

FeedbackStatement StatementOn(const FeedbackFindings& findings);

}  // namespace northstar
