// The record of a decision as Markdown: what was chosen and why, the scorecard as it stood, which
// data and definitions it rests on, who scored what, what spoke against it. It is written once and
// read years later, so that it holds figures and versions, not links to them. Pure; the caller
// writes the file.
#pragma once

#include <string>

#include "analysis/evaluate/evaluate.h"

namespace northstar {

// What people say; the rest comes from the evaluation. All are plain text, of one line or more.
struct DecisionText {
  // "2026-01-05".
  std::string day;
  // `by` may be empty: then nobody is named.
  std::string why, by;
  // Label of the star that it replaces; empty: none.
  std::string former;
  // Why the former stopped working, where there was one.
  std::string reason;
  // Fingerprint of the definitions of all metrics.
  std::string definitions;
};
// REQUIRES: the metric, by name, was evaluated (checked).
std::string RenderDecision(const Evaluation& evaluation, const std::string& metric,
                           const DecisionText& text);

}  // namespace northstar
