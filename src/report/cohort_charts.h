// Pictures of what became of units with much or little early value: bars per dose group with their
// intervals, and how long each third stayed. Inline SVG, styled by the page.
#pragma once

#include <string>

#include "analysis/cohorts/cohort_validation.h"
#include "report/format.h"

namespace northstar {

// Empty without a dose table. Share that came back, or money per unit, as the outcome says.
// `money`: how money is written.
std::string RenderDoseSvg(const CohortFindings& findings, const ValueLook& money, int width,
                          int height);
// Empty without survival curves.
std::string RenderSurvivalSvg(const CohortFindings& findings, int width, int height);
// "4 to 7", "2".
std::string DoseRange(double from, double to);

}  // namespace northstar
