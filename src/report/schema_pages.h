// What the program reads and what it answers, as pages of Markdown made from the tables themselves:
// the keys of project files (model/schema.h) and the keys of answers (json/answers.h). Examples are
// put in by the script that writes docs/. Pure.
#pragma once

#include <string>

namespace northstar {

// Every key of a project file, section by section, and every metric type with the keys it takes,
// under a heading of its own: "### `active`".
std::string ReferenceMarkdown();
// Every answer of --format json under a heading of its own, "## `query`": its keys, nested ones
// with their path ("rows[].value"), and the rules of its headline.
std::string AnswersMarkdown();

}  // namespace northstar
