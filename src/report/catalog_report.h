// Templates of the catalog as text, Markdown and CSV.
#pragma once

#include "api/answer.h"
#include "report/format.h"

namespace northstar {

// As text, what was asked for by name is YAML to copy.
std::string RenderCatalog(const CatalogAnswer& answer, TextForm form, bool color);

}  // namespace northstar
