// Every answer as JSON text, and the schema of every answer.
#pragma once

#include <string>

#include "api/answer.h"
#include "base/result.h"
#include "json/json.h"

namespace northstar {

// kUsage for answers that are no findings: a report is a page.
Result<std::string> AnswerJson(const Answer& answer);

// One JSON Schema whose $defs are keyed by the name of the request or command: what
// `northstar NAME --format json` prints.
Json AnswerSchemas();

}  // namespace northstar
