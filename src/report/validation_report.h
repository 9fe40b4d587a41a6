// What `validate` found, and the checks that it knows, as text, Markdown and CSV.
#pragma once

#include "api/answer.h"
#include "report/format.h"

namespace northstar {

// As text every finding with its line of the file, and their number.
// REQUIRES: the project could be read.
std::string RenderValidation(const ValidateAnswer& answer, TextForm form, bool color);
// The table of checks, for the forms alike.
std::string RenderChecks(TextForm form, bool color);

}  // namespace northstar
