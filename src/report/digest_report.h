// A digest → terminal, Markdown, CSV.
#pragma once

#include <string>

#include "api/answer.h"
#include "report/format.h"

namespace northstar {

// In the form of the channel that was asked for, else plain, or Markdown where the format is; what
// does not fit a message stands under "More". CSV has a row per line, all sections in full.
std::string RenderDigest(const DigestAnswer& answer, TextForm form, bool color);

}  // namespace northstar
