// What the pages of the HTML report have in common. Internal to report/.
#pragma once

#include <string>

#include "analysis/evaluate.h"

namespace northstar {

// One candidate on a page of its own: what each test said, dose-response, survival, attacks, lag
// profile, people's scores.
std::string CandidatePage(const Evaluation& evaluation, const CandidateReport& candidate);

std::string Badge(Verdict verdict);
std::string Figure(const std::string& caption, const std::string& svg);

}  // namespace northstar
