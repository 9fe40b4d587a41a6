// Lines of sight → terminal, Markdown, CSV: one page per team. A session is Markdown whatever the
// form: an agenda of 30 minutes and its slides, parted by rules as slide programs read them.
#pragma once

#include <string>

#include "analysis/align/align.h"
#include "report/format.h"

namespace northstar {

std::string RenderAlignment(const AlignFindings& findings, TextForm form, bool color);

}  // namespace northstar
