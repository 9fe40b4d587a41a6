// What a rewiring edits, and what it leaves → terminal, Markdown, CSV.
#pragma once

#include <string>

#include "api/answer.h"
#include "report/format.h"

namespace northstar {

// The sentence and the places; of a dry run also the diff, which `patch -p1` can apply. CSV has a
// row for each place, without sentence or diff.
std::string RenderRewire(const RewireAnswer& answer, TextForm form, bool color);

}  // namespace northstar
