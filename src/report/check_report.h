// What is wrong now → terminal, Markdown, CSV: what fires first, in words, then a table of all
// checks by state.
#pragma once

#include <string>

#include "api/answer.h"
#include "report/format.h"

namespace northstar {

std::string RenderCheck(const CheckAnswer& answer, TextForm form, bool color);

}  // namespace northstar
