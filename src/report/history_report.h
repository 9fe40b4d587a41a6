// Past stars, decisions and definitions → terminal, Markdown, CSV.
#pragma once

#include <string>

#include "api/answer.h"
#include "report/format.h"

namespace northstar {

// Tables leave out the texts of definitions, which are for machines, and of a whole project the
// metrics whose definition never changed. CSV has a row for everything that has a day.
std::string RenderHistory(const HistoryAnswer& answer, TextForm form, bool color);

}  // namespace northstar
