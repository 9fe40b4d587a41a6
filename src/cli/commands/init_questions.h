// What `init --from` asks on a terminal: only what the data cannot tell and what changes numbers,
// each with the guess as default.
#pragma once

#include "analysis/inspect/inspection.h"
#include "cli/command.h"

namespace northstar::cli {

// Puts the answers into `inspection`. The end of the input leaves the remaining guesses.
// REQUIRES: context.answer.
void AskAboutData(Context& context, Inspection& inspection);

}  // namespace northstar::cli
