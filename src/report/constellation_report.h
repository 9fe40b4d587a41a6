// Constellation → terminal, Markdown, JSON, CSV, a Mermaid diagram, a picture.
#pragma once

#include <string>

#include "analysis/constellation.h"
#include "report/format.h"

namespace northstar {

std::string RenderConstellation(const Constellation& constellation, Format format, bool color);
// A diagram for Markdown pages that understand Mermaid.
std::string ConstellationMermaid(const Constellation& constellation);
// An SVG document of its own.
std::string ConstellationSvg(const Constellation& constellation);
// The picture alone, to stand in a page of HTML with its style sheet.
std::string ConstellationPicture(const Constellation& constellation);

// What the forms have in common.
std::string NodeValue(const ConstellationNode& node);   // "1,234 teams"
std::string NodeChange(const ConstellationNode& node);  // "+2.1 %"; empty when not known
std::string NodeUsual(const ConstellationNode& node);   // "usually up to +5%"; empty when not known
std::string NodeStrength(
    const ConstellationNode& node);  // "+31 of the change", "38 % of its growth"

}  // namespace northstar
