// What customers wrote, in a few sentences.
#pragma once

#include <string>

#include "analysis/feedback/feedback.h"

namespace northstar {

Said SayFeedback(const FeedbackFindings& findings);

}  // namespace northstar
