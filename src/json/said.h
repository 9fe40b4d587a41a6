// What findings say → `sentence` and `headline`.
#pragma once

#include "json/json.h"
#include "words/said.h"

namespace northstar {

// {text, rule, spans: [{from, to, kind, link}]} of the first statement; from and to in code points.
// Null where nothing is said.
Json HeadlineJson(const Said& said);
// Adds both keys.
void AddSaid(const Said& said, Json& out);

}  // namespace northstar
