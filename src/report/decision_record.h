// The record of a decision as Markdown: what was chosen and why, the scorecard as it stood, which
// data and definitions it rests on, who scored what, what spoke against it. It is written once and
// read years later, so that it holds figures and versions, not links to them. Pure; the caller
// writes the file.
#pragma once

#include <string>

#include "api/answer.h"

namespace northstar {

// REQUIRES: its metric was evaluated (checked).
std::string RenderDecision(const DecideAnswer& decision);

}  // namespace northstar
