// OKRs → terminal, Markdown, CSV: a table per objective, under what its key results say together.
#pragma once

#include <string>

#include "analysis/okrs/okrs.h"
#include "report/format.h"

namespace northstar {

std::string RenderOkrs(const OkrFindings& findings, TextForm form, bool color);

}  // namespace northstar
