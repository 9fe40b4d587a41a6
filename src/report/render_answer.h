// Answers of the table of requests → text, JSON, CSV, pictures: the one place that knows which form
// each of them has.
#pragma once

#include <string>

#include "api/answer.h"
#include "report/format.h"

namespace northstar {

// kUsage where the answer has no such form.
Result<std::string> RenderAnswer(const Answer& answer, Format format, bool color);
// As characters, at most `columns` wide.
Result<std::string> RenderAnswerChart(const Answer& answer, int columns, bool color);
// A document of its own.
Result<std::string> RenderAnswerSvg(const Answer& answer);
// A diagram for Markdown pages that understand Mermaid.
Result<std::string> RenderAnswerMermaid(const Answer& answer);
// A page that needs no network.
Result<std::string> RenderAnswerHtml(const Answer& answer);

}  // namespace northstar
