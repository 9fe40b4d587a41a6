// What the pages of the HTML report have in common. Internal to report/.
#pragma once

#include <string>

#include "analysis/constellation.h"
#include "analysis/evaluate.h"
#include "analysis/explain/explain.h"

namespace northstar {

// One candidate on a page of its own: what each test said, dose-response, survival, attacks, lag
// profile, people's scores.
std::string CandidatePage(const Evaluation& evaluation, const CandidateReport& candidate);

// What happens now: the constellation as a picture, the last change, what customers write.
std::string ConstellationCard(const Constellation& constellation);
std::string MovementCard(const Explanation& explanation);
std::string FeedbackCard(const FeedbackFindings& feedback);

std::string Badge(Verdict verdict);
std::string Figure(const std::string& caption, const std::string& svg);

}  // namespace northstar
