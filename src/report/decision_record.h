// The record of a decision as Markdown: what was chosen and why, the scorecard as it stood, which
// data and definitions it rests on, who scored what, what spoke against it.
#pragma once

#include <string>

#include "analysis/evaluate/evaluate.h"

namespace northstar {

struct DecisionText {
  std::string day;          // "2026-01-05"
  std::string why, by;      // `by` may be empty
  std::string former;       // label of the star that it replaces; empty: none
  std::string reason;       // why the former stopped working
  std::string definitions;  // fingerprint of the definitions
};
// REQUIRES: the metric was evaluated.
std::string RenderDecision(const Evaluation& evaluation, const std::string& metric,
                           const DecisionText& text);

}  // namespace northstar
