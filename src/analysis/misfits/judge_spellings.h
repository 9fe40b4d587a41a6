// Which ways of writing one value, event or id are worth a word: mixed in one source, different
// from source to source, or one after the other. Pure and thread safe.
#pragma once

#include <vector>

#include "analysis/misfits/misfits.h"

namespace northstar {

// Adds one finding per kind and dimension, with the group that most rows are written otherwise in;
// of values that changed their spelling one each, the first three.
void JudgeSpellings(const SpellingFacts& facts, const Calendar& calendar, std::vector<Misfit>& out);
// Ids that are told apart by case alone may be meant so: one or two among many say nothing.
void JudgeIdSpelling(const IdSpellingFacts& facts, std::vector<Misfit>& out);

}  // namespace northstar
