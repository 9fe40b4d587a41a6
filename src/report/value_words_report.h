// `value-words`: two lists of words with quotes.
#pragma once

#include <string>

#include "analysis/feedback/value_words.h"
#include "report/format.h"

namespace northstar {

std::string RenderValueWords(const ValueWords& words, TextForm form, bool color);

}  // namespace northstar
