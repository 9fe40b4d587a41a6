// Constellation → terminal, Markdown, CSV, a Mermaid diagram, a picture.
#pragma once

#include <string>

#include "analysis/star/constellation.h"
#include "analysis/star/star_now.h"
#include "report/format.h"
#include "report/verdict_look.h"

namespace northstar {

std::string RenderStarNow(const StarNow& now, TextForm form, bool color);
// A diagram for Markdown pages that understand Mermaid.
std::string ConstellationMermaid(const Constellation& constellation);
// An SVG document of its own.
std::string ConstellationSvg(const Constellation& constellation);

// What the forms have in common.
std::string NodeValue(const ConstellationNode& node);   // "1,234 teams"
std::string NodeChange(const ConstellationNode& node);  // "+2.1%"; empty when not known
std::string NodeYear(const ConstellationNode& node);    // the same against a year ago
// "usually up to +9.5%", or that single periods say nothing; empty when not known.
std::string NodeUsual(const ConstellationNode& node);
// How an input stands to the star: "+31 teams of the change", in the unit of the star, or "leads
// 38% of its growth (30% to 45%)".
std::string NodeStrength(const ConstellationNode& node, const ConstellationNode& star);
// How a guardrail's limit stands: holds, unclear, broken, no data.
VerdictLook LimitLook(const ConstellationNode& node);

}  // namespace northstar
