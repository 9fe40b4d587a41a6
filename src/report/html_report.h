// The HTML report: one page that needs no network. First what is, then why, what customers write,
// which candidates there are, their evidence, and what all of it rests on.
#pragma once

#include <string>

#include "analysis/star/state_of_the_star.h"

namespace northstar {

std::string RenderHtml(const StateOfTheStar& parts);

}  // namespace northstar
