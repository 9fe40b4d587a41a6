// Entities and distributions behind a value → text, CSV, Markdown and JSON.
#pragma once

#include <string>

#include "analysis/query/behind.h"
#include "report/format.h"

namespace northstar {

std::string RenderEntities(const EntityList& list, TextForm form, bool color);
std::string RenderDistribution(const Distribution& distribution, TextForm form, bool color);

}  // namespace northstar
