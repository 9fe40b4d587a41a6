// Answers of the table of requests → text, JSON, CSV, pictures: the one place that knows which form
// each of them has. Pure; nothing is printed or written. All fail with kUsage where the answer has
// no such form, with a hint at one that it has.
#pragma once

#include <string>

#include "api/answer.h"
#include "report/format.h"

namespace northstar {

// `color`: terminal codes in tables, ignored by the other formats.
Result<std::string> RenderAnswer(const Answer& answer, Format format, bool color);
// As characters, at most `columns` wide, below a sentence where the answer has one. Of queries,
// detections and forecasts.
Result<std::string> RenderAnswerChart(const Answer& answer, int columns, bool color);
// A document of its own; of those and of the constellation.
Result<std::string> RenderAnswerSvg(const Answer& answer);
// A diagram for Markdown pages that understand Mermaid; of the constellation.
Result<std::string> RenderAnswerMermaid(const Answer& answer);
// A page that needs no network; of the report and the review.
Result<std::string> RenderAnswerHtml(const Answer& answer);

// What an answer asks to be written; nothing for most.
struct FilesOfAnswer {
  // The project's folder; the paths are relative to it.
  std::string folder;
  std::vector<FileText> files;
  // What it means when they cannot be written, a sentence without a full stop; empty: that nothing
  // was done, which is an error.
  std::string if_not_written;
};
FilesOfAnswer FilesOf(const Answer& answer);

}  // namespace northstar
