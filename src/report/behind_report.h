// Entities and distributions behind a value → text, CSV, Markdown and JSON.
#pragma once

#include <string>

#include "analysis/query/behind.h"
#include "report/format.h"

namespace northstar {

std::string RenderEntities(const EntityList& list, Format format, bool color);
std::string RenderDistribution(const Distribution& distribution, Format format, bool color);

}  // namespace northstar
