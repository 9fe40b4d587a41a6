// What `check` does to the machine beside answering: it keeps the look, tells people, and looks
// again. The answer itself is a request like any other.
#pragma once

#include <functional>
#include <vector>

#include "api/answer.h"
#include "cli/command.h"

namespace northstar::cli {

// --notify and --watch.
std::vector<OptionSpec> LookOptions();

// kUsage: options that do not go together, or a time that nobody can read.
Status CheckLookOptions(const Parsed& parsed);

// Keeps what the look found and, with --notify, sends what is due; says on stderr what became of
// it. A store that cannot be written is a warning, with --notify an error. Returns kFine, or the
// exit code of the error.
int FinishLook(Context& context, const Parsed& parsed, const CheckAnswer& answer);

// Looks again and again until the context's token is asked to end it; an answer is printed when it
// is another than the last one. Of one project one process watches: a second one is an error that
// names the first. Returns kFine.
int Watch(Context& context, const Parsed& parsed, const std::function<int(Context&)>& look);

}  // namespace northstar::cli
